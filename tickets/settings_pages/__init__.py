"""What administrators define about tickets."""

from django.utils.translation import gettext_lazy as _

from itsm.settings_pages.parts import Adaptable, Entry, FieldOwner, Group, Kept
from tickets.models import RoutingRule, Ticket

TICKETS = Group(_("Tickets"), 30)
ENTRIES = [
    Entry(
        TICKETS,
        "settings:statuses",
        "check",
        _("Statuses"),
        _("Your own words below each state, for tickets, devices and loans."),
    ),
    Entry(
        TICKETS,
        "settings:routing",
        "arrow-right",
        _("Ways of reports"),
        _("Which reports go to the school's support, which to the technicians."),
    ),
    Entry(
        TICKETS,
        "settings:days",
        "clock",
        _("Days"),
        _("When tickets remind and close by themselves."),
    ),
]
KEPT = {RoutingRule: Kept("routing")}
ADAPTABLE = [
    Adaptable(
        kind="ticket",
        model=Ticket,
        label=_("Tickets"),
        fields_title=_("Fields of the ticket form"),
        fields=("title", "description", "kind", "location", "devices"),
        essential=frozenset({"title"}),
        order=10,
    )
]
FIELD_OWNERS = [FieldOwner("ticket", Ticket, _("all tickets"), "list")]
