"""How a ticket ends, and how it comes back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.models import Visibility
from itsm.people.models import User
from itsm.workflow import StepRefused, advance, require
from tickets import rules
from tickets.models import Report, Ticket, TicketSettings
from tickets.notifications import dispatch
from tickets.routing import people_for
from tickets.steps import handled, write
from tickets.work.workflow.comments import comment
from tickets.work.workflow.work import NOT_WAITING, begin, seen

State = Ticket.State


@transaction.atomic
def solve(ticket: Ticket, *, by: User, solution: str) -> None:
    """The fault is gone: the people who reported it hear how, and may say it isn't.

    `solution` goes to them word for word. A ticket nobody had is taken in hand by it. Refused
    without a solution, and where the ticket is closed already or changed hands meanwhile.
    """
    require(rules.can_solve, by, ticket)
    if not solution.strip():
        raise StepRefused(_("Please say in a few words what helped. The next one will thank you."))
    begin(ticket, by)
    assignee = ticket.assignee or by
    fields = {"solution": solution.strip(), "solved_at": timezone.now(), "assignee": assignee}
    advance(ticket, State.SOLVED, expect=seen(ticket), **fields, **NOT_WAITING, **handled(by))
    write(by, "ticket.solved", ticket, solution=solution.strip())
    dispatch.solved(ticket)


@transaction.atomic
def confirm(ticket: Ticket, *, by: User | None = None, report: Report | None = None) -> None:
    """The reporter says: it works. That closes it.

    Said by a signed-in reporter (`by`) or by the holder of a receipt (`report`). Refused unless it
    is solved, and to a receipt whose report was taken back.
    """
    _must_be_reporter(rules.can_confirm, by, ticket, report)
    if ticket.state != State.SOLVED:
        raise StepRefused(_("Nobody has called this solved yet."))
    _end(ticket)
    write(by, "ticket.confirmed", ticket)


@transaction.atomic
def reopen(
    ticket: Ticket, *, by: User | None = None, report: Report | None = None, note: str = ""
) -> None:
    """It isn't fixed after all: back to whoever had it, else to everybody on its level. Who took
    a report back, or said that it works again, is among the reporters once more.

    Said by a signed-in person (`by`) or by the holder of a receipt (`report`); `note`: what is
    still wrong. Refused where it is open and nobody comes back to it, and to reporters once the
    agreed days (`TicketSettings.reopen_days`) after the solution have passed.
    """
    _must_be_reporter(rules.can_reopen, by, ticket, report, left=True)
    is_back = _come_back(ticket, by, report)
    if ticket.is_open and is_back:
        comment(ticket, text=note or _("It doesn't work after all."), by=by, report=report)
        return
    if ticket.is_open:
        raise StepRefused(_("This ticket is open."))
    staff = by is not None and rules.can_work_on(by, ticket)
    if not staff and ticket.solved_at and ticket.solved_at < timezone.now() - _reopening_time():
        raise StepRefused(_("That was too long ago. Please report it anew."))
    able = ticket.assignee and rules.can_be_given(ticket.assignee, ticket)
    keeper = ticket.assignee if able else None
    state = State.ASSIGNED if keeper else State.NEW
    fields: dict[str, Any] = {"assignee": keeper, "solved_at": None, "closed_at": None, "ended": ""}
    touched = handled(by) if staff else {"updated_at": timezone.now()}
    advance(ticket, state, **fields, **NOT_WAITING, **touched)
    write(by, "ticket.reopened", ticket, note=note)
    dispatch.reopened(ticket, [keeper] if keeper else people_for(ticket), by, note)


@transaction.atomic
def withdraw(ticket: Ticket, *, by: User | None = None, report: Report | None = None) -> None:
    """The reporter takes it back, before work began. Others who joined keep the ticket alive.

    Said by a signed-in person (`by`) or by the holder of a receipt (`report`). Refused once
    somebody works on it, and where that report was taken back already.
    """
    _must_be_reporter(rules.can_withdraw, by, ticket, report)
    if ticket.state != State.NEW:
        raise StepRefused(_("Somebody is working on it already. Please write a comment instead."))
    mine = leave(ticket, Report.State.WITHDRAWN, by=by, report=report)
    write(by, "ticket.withdrawn", ticket, report=mine)
    end_if_nobody_is_left(ticket, Ticket.Ended.WITHDRAWN)


def leave(
    ticket: Ticket, state: str, *, by: User | None = None, report: Report | None = None
) -> int:
    """One of those who told of a new ticket needs nothing more; returns the report's number.
    Refused where work has begun meanwhile, or the report was taken back already."""
    # First of all the ticket's own row: of two who leave at once, the second sees the first.
    still_new = Ticket.objects.filter(pk=ticket.pk, state=State.NEW)
    if not still_new.update(updated_at=timezone.now()):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    accepted = ticket.reports.filter(state=Report.State.ACCEPTED)
    mine = accepted.filter(pk=report.pk) if report else accepted.filter(by=by)
    number = mine.values_list("pk", flat=True).first()
    if number is None or not mine.update(state=state):
        raise StepRefused(_("You took this report back."))
    return number


def end_if_nobody_is_left(ticket: Ticket, how: str) -> None:
    """Nobody needs it any more: it ends before anybody had begun."""
    if not ticket.reports.filter(state=Report.State.ACCEPTED).exists():
        _end(ticket, ended=how)


@transaction.atomic
def close(ticket: Ticket, *, by: User, note: str = "") -> None:
    """Nothing more to do: a duplicate, a mistake, or long done.

    `note` says why, in the history. Refused where it is closed already.
    """
    require(rules.can_close, by, ticket)
    _end(ticket, **handled(by))
    write(by, "ticket.closed", ticket, note=note)
    dispatch.closed(ticket)


@transaction.atomic
def close_by_itself(ticket: Ticket, *, why: str) -> None:
    """The agreed days have passed (called by the clock, not by a person).

    `why`: "solved" where nobody said that it isn't, "silent" where a question to the reporter was
    never answered. Refused where it was solved anew or reminded of at this very moment.
    """
    as_read = {"solved_at": ticket.solved_at, "reminded_at": ticket.reminded_at}
    _end(ticket, expect=as_read)
    write(None, "ticket.closed_by_itself", ticket, why=why)
    dispatch.closed(ticket, unanswered=why == "silent")


@transaction.atomic
def remind(ticket: Ticket) -> None:
    """The reporter was asked and has not answered: one reminder (called by the clock).

    Does nothing where it waits no longer, or was reminded of before.
    """
    waiting = Ticket.objects.filter(pk=ticket.pk, state=State.WAITING, reminded_at=None)
    if waiting.update(reminded_at=timezone.now()):
        write(None, "ticket.reminded", ticket, visibility=Visibility.SCHOOL)
        dispatch.reminder(ticket)


def _end(ticket: Ticket, **fields: Any) -> None:
    fields.setdefault("updated_at", timezone.now())
    advance(ticket, State.CLOSED, closed_at=timezone.now(), **{**NOT_WAITING, **fields})


def _come_back(ticket: Ticket, by: User | None, report: Report | None) -> bool:
    """Does the one who reopens it come back to a report of hers that she had left?"""
    left = ticket.reports.filter(state__in=Report.LEFT)
    mine = left.filter(pk=report.pk) if report else left.filter(by=by, by__isnull=False)
    if not mine.update(state=Report.State.ACCEPTED):
        return False
    if report:
        report.state = Report.State.ACCEPTED
    return True


def _must_be_reporter(
    rule: Callable[..., bool],
    by: User | None,
    ticket: Ticket,
    report: Report | None,
    *,
    left: bool = False,
) -> None:
    """Either a signed-in person the rule allows, or the holder of a receipt for this ticket;
    with `left` also one who needs nothing more."""
    if report is None or report.ticket_id != ticket.pk:
        require(rule, by, ticket)
    elif report.state not in (Report.State.ACCEPTED, *(Report.LEFT if left else ())):
        raise StepRefused(_("You took this report back."))


def _reopening_time() -> timedelta:
    return timedelta(days=TicketSettings.get().reopen_days)
