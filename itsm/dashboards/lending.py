"""The day of a loan manager: what to decide, what goes out, what is late, what came back."""

from django.urls import reverse

from itsm.fields.form_layout import Dress
from loans.overview.views.list import as_rows
from loans.overview.worklist import figures_of, first_for
from tickets.models import Ticket
from tickets.overview.rows import rows_of

SHOWN, TICKETS = 12, 6


def lending_day(user) -> dict:
    """Figures that open their list, the loans to begin with, and what is broken in cases."""
    tickets = Ticket.objects.visible_to(user)
    return {
        "facts": figures_of(user),
        "first": as_rows(user, first_for(user)[:SHOWN]),
        "tickets": rows_of(tickets.open().order_by("-pk")[:TICKETS], Dress.of("ticket")),
        "all_url": f"{reverse('loans:list')}?need=mine",
    }
