"""What happens to tickets by itself after the agreed days."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from itsm.steps import StepRefused
from tickets.models import Ticket, TicketSettings
from tickets.workflow.closing import close_by_itself, remind

log = logging.getLogger("itsm.tickets")


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
    """One after the other; a ticket somebody touches this very moment is left for the next time."""
    for ticket in tickets.select_related("school", "location", "assignee").iterator():
        try:
            act(ticket)
        except StepRefused as refused:
            log.info("ticket %s: %s", ticket.pk, refused.sentence)
        except DatabaseError:
            log.exception("ticket %s is left for the next time", ticket.pk)
