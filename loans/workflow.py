"""Every step a loan takes. Page, API, wizard and clock only knock on these doors."""

from loans.applications.workflow.applying import (
    amend,
    apply,
    meet_condition,
    reopen_condition,
    submit,
    withdraw,
)
from loans.applications.workflow.batches import (
    amend_all,
    applied_together,
    decide_together,
    submit_all,
    undecided,
)
from loans.applications.workflow.deciding import (
    approve,
    extend,
    refuse,
    refuse_extension,
    waitlist,
)
from loans.applications.workflow.waiting import (
    free_cases,
    next_in_line,
    possible,
    standing,
    waiting_for,
)
from loans.bookings.workflow import book, cancel_booking
from loans.evaluations.workflow import evaluate, share, take_back_experience
from loans.handover.workflow.handover import (
    count_out,
    device_by,
    hand_over,
    leave_out,
    must_be_prepared,
    scan_out,
    undo_scan_out,
)
from loans.handover.workflow.preparing import (
    add_photo,
    name_damage,
    open_tasks,
    prepare,
    remove_photo,
    tick_off,
)
from loans.in_use.workflow import name_room, report_fault, swap
from loans.planning.workflow.feeds import new_feed
from loans.planning.workflow.replanning import change_of_year, replan
from loans.reminders.workflow import remind_now
from loans.returns.workflow import (
    close,
    count_in,
    decide,
    inspect,
    keeps_open,
    resolve,
    scan_in,
    take_back,
    undo_scan_in,
)
from loans.settings_pages.workflow import (
    add_catalogue_photos,
    remove_catalogue_photo,
    save_loan_settings,
    save_paper_text,
    save_reminder_rule,
    save_task,
)
from loans.trainings.workflow import give_up_seat, note_attendance, save_training, sign_up

__all__ = [
    "add_catalogue_photos",
    "add_photo",
    "amend",
    "amend_all",
    "applied_together",
    "apply",
    "approve",
    "book",
    "cancel_booking",
    "change_of_year",
    "close",
    "count_in",
    "count_out",
    "decide",
    "decide_together",
    "device_by",
    "evaluate",
    "extend",
    "free_cases",
    "give_up_seat",
    "hand_over",
    "inspect",
    "keeps_open",
    "leave_out",
    "meet_condition",
    "must_be_prepared",
    "name_damage",
    "name_room",
    "new_feed",
    "next_in_line",
    "note_attendance",
    "open_tasks",
    "possible",
    "prepare",
    "refuse",
    "refuse_extension",
    "remind_now",
    "remove_catalogue_photo",
    "remove_photo",
    "reopen_condition",
    "replan",
    "report_fault",
    "resolve",
    "save_loan_settings",
    "save_paper_text",
    "save_reminder_rule",
    "save_task",
    "save_training",
    "scan_in",
    "scan_out",
    "share",
    "sign_up",
    "standing",
    "submit",
    "submit_all",
    "swap",
    "take_back",
    "take_back_experience",
    "tick_off",
    "undecided",
    "undo_scan_in",
    "undo_scan_out",
    "waiting_for",
    "waitlist",
    "withdraw",
]
