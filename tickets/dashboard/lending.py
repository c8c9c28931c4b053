"""Tickets on a loan manager's start page: what is broken in cases."""

from itsm.fields.form_layout import FormLayout
from itsm.web.start_page import Part
from tickets.models import Ticket
from tickets.overview.rows import rows_of

SHOWN = 6


def counted(day) -> dict:
    """No numbers of their own."""
    return {}


def parts(day, counts) -> list[Part]:
    """The newest open faults of cases."""
    tickets = Ticket.objects.visible_to(day.user).open().order_by("-pk")[:SHOWN]
    shown = {"tickets": rows_of(tickets, FormLayout.of("ticket"))}
    return [Part("tickets/dashboard/_case_faults.html", shown, order=200)]
