"""What tickets bring to the main menu."""

from django.utils.translation import gettext_lazy as _

from itsm.web.menu import Entry, Tool
from tickets.models import Ticket


def waiting(user):
    """The open tickets in this person's hands."""
    return Ticket.objects.filter(assignee=user.pk).visible_to(user).open()


ENTRIES = [Entry("tickets:list", _("Tickets"), "list", order=100, waiting=waiting)]
TOOLS = [Tool("tickets:new", _("New ticket"), "plus", order=200)]
