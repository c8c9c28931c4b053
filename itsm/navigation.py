"""The main menu: what each role sees of it, with counts that open their list."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.addresses import address
from itsm.dashboards.counting import numbered
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import can_change_settings, is_member
from itsm.query_cache import compiled
from loans.models import Loan
from loans.overview.worklist import needing
from tickets.models import Ticket

RANKED = [
    Role.ADMINISTRATOR,
    Role.TECHNICIAN,
    Role.LENDER,
    Role.SUPPORT,
    Role.HEAD,
    Role.TEACHER,
]


# Devices are reached through the tree of places: there the same entry is lit.
HOMES = {"/locations/": ("/locations/", "/devices/"), "/loans/": ("/loans/", "/cases/")}


class Entry(NamedTuple):
    """One entry of the menu; `bottom` ones stand on the phone's bar, the others behind "More"."""

    url: str
    label: str
    icon: str
    count: int | None  # type: ignore[assignment]  # a tuple has a method of that name
    bottom: bool
    active: bool


def navigation(request):
    """The menu for this person; empty for people without a sign-in or a role."""
    user = getattr(request, "user", None)
    if user is None or not is_member(user):
        return {"nav": ()}
    entries = tuple(Entry(*entry, _is_here(request.path, entry[0])) for entry in _entries(user))
    school = not reach_of(user).holds(*(set(Role) - {Role.TEACHER, Role.HEAD}))
    density = "teacher" if school else "staff"
    return {"nav": entries, "can_report": True, "density": density, "me_role": _role_of(user)}


def _is_here(path, url):
    return path == url or (url != "/" and path.startswith(HOMES.get(url, url)))


def _role_of(user):
    """The line under the name: the role in which the person works most."""
    held = [role for role in RANKED if reach_of(user).holds(role)]
    return held[0].label if held else ""


def _entries(user):
    waiting = _waiting_for_me(user)
    yield address("home"), _("My day"), "home", None, True
    yield address("tickets:list"), _("Tickets"), "list", waiting["tickets"], True
    yield address("locations:tree"), _("Inventory"), "tree", None, True
    yield address("loans:list"), _("Lending"), "briefcase", waiting["loans"], True
    if reach_of(user).holds(Role.SUPPORT, Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR):
        yield address("labels:list"), _("Labels"), "label", None, False
    if can_change_settings(user):
        yield address("settings"), _("Settings"), "settings", None, False


def _waiting_for_me(user):
    """How much of each waits for this person, in one query; None where it is nothing."""
    counted = _counted(user, timezone.localdate())[0]
    return {name: number or None for name, number in counted.items()}


@compiled
def _counted(user, _today):
    mine = Ticket.objects.filter(assignee=user.pk).visible_to(user).open()
    loans = Loan.objects.visible_to(user).filter(needing(user))
    return numbered(user, tickets=mine, loans=loans)
