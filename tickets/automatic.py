"""What happens to tickets by itself after the agreed days."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from itsm.journal.attempts import attempt
from tickets.models import Ticket, TicketSettings
from tickets.work.workflow.closing import close_by_itself, remind


def follow_up():
    """Close what was solved long enough ago; remind silent reporters, then close politely."""
    agreed, now = TicketSettings.get(), timezone.now()
    solved_before = now - timedelta(days=agreed.reopen_days)
    asked_before = now - timedelta(days=agreed.remind_days)
    reminded_before = now - timedelta(days=agreed.close_days)
    asked = Ticket.objects.filter(state=Ticket.State.WAITING, waiting_for="reporter")
    done = Ticket.objects.filter(state=Ticket.State.SOLVED, solved_at__lt=solved_before)
    _each(done, lambda t: close_by_itself(t, why="solved"))
    _each(asked.filter(reminded_at__lt=reminded_before), lambda t: close_by_itself(t, why="silent"))
    _each(asked.filter(reminded_at=None, waiting_since__lt=asked_before), remind)


def _each(tickets, act):
    """One after the other: one that fails, or is touched this very moment, waits for next time."""
    for ticket in tickets.select_related("school", "location", "assignee").iterator():
        attempt("ticket_closing", ticket, partial(act, ticket))
