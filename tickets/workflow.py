"""Every step a ticket takes. Page, API and portal only knock on these doors."""

from tickets.reporting.workflow import (
    TooManyHeld,
    TooManyReports,
    accept,
    dismiss,
    held_enough,
    hold,
    join,
    report,
    report_or_join,
    self_helped,
)
from tickets.work.workflow.closing import close, confirm, reopen, solve, withdraw
from tickets.work.workflow.comments import add_file, comment
from tickets.work.workflow.reporter_answers import works_again
from tickets.work.workflow.work import (
    assign,
    edit,
    escalate,
    release,
    resume,
    set_devices,
    take_back,
    take_over,
    wait,
)

__all__ = [
    "TooManyHeld",
    "TooManyReports",
    "accept",
    "add_file",
    "assign",
    "close",
    "comment",
    "confirm",
    "dismiss",
    "edit",
    "escalate",
    "held_enough",
    "hold",
    "join",
    "release",
    "reopen",
    "report",
    "report_or_join",
    "resume",
    "self_helped",
    "set_devices",
    "solve",
    "take_back",
    "take_over",
    "wait",
    "withdraw",
    "works_again",
]
