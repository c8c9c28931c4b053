"""Figures of tickets for monitoring."""

from itsm.web.figures import by_state
from tickets.models import Ticket


def collect():
    """Tickets by state."""
    yield by_state("itsm_tickets", "Tickets by state", Ticket)
