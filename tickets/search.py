"""What the search box finds of tickets."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.web.finding import Kind, Line, joined, plain_number
from tickets.models import Ticket
from tickets.templatetags.tickets import standing


def ticket_page(user, words) -> str:
    """The ticket with this number; "#4711" is one, too."""
    number = plain_number(words)
    if number is None:
        return ""
    ticket = Ticket.objects.visible_to(user).filter(pk=number).first()
    return reverse("tickets:show", args=[ticket.number]) if ticket else ""


def tickets(user, words):
    """Tickets with all of these words, the newest first."""
    return Ticket.objects.visible_to(user).found_for(user, words).order_by("-pk").with_names()


def ticket_line(user):
    """A ticket with its state."""
    return lambda ticket: Line(
        url=reverse("tickets:show", args=[ticket.number]),
        icon="list",
        label=ticket.title,
        detail=joined(ticket.school, ticket.location.path if ticket.location else ""),
        number=ticket.number,
        mark=standing(ticket),
    )


def all_tickets():
    """The list of tickets in any state that have the words which follow."""
    return reverse("tickets:list") + "?state=all&q="


KINDS = [Kind(100, ticket_page, _("Tickets"), tickets, ticket_line, all_tickets)]
