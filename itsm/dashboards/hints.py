"""What else waits: held reports, mails given up, people without an address, an empty house."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assets.models import Device, FaultTile, Location
from itsm.outbox.models import OutboxMessage
from itsm.people.models import Membership, School, User
from itsm.people.roles import Role
from loans.desk import needing
from loans.models import Loan
from tickets.models import Report


def rows(user, reach) -> dict:
    """What is counted for this person, by name."""
    counted = {}
    if reach.holds(Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR):
        counted["held"] = Report.objects.visible_to(user).filter(state=Report.State.HELD)
    if reach.holds(Role.TECHNICIAN, Role.ADMINISTRATOR):
        counted["loans"] = Loan.objects.visible_to(user).filter(needing(user))
    if reach.holds_everywhere(Role.ADMINISTRATOR):
        counted |= _of_the_house()
    return counted


def _of_the_house():
    working = Membership.objects.values("person")
    return {
        "parked": OutboxMessage.objects.filter(state=OutboxMessage.State.PARKED),
        "mute": User.objects.filter(is_active=True, email="", pk__in=working),
        "schools": School.objects.open(),
        "rooms": Location.objects.filter(kind=Location.Kind.ROOM),
        "tiles": FaultTile.objects.filter(retired=False),
        "devices": Device.objects.current(),
        "colleagues": User.objects.filter(is_active=True, pk__in=working),
    }


def hints(house) -> list[dict]:
    """What this person should look at, each with its number and the way there."""
    names = ("held", "loans", "parked", "mute")
    held, loans, parked, mute = (house.get(name, 0) for name in names)
    told = [
        (
            held,
            ngettext("report held for review", "reports held for review", held),
            "tickets:held",
            "",
        ),
        (loans, ngettext("loan needs you", "loans need you", loans), "loans:list", "?need=mine"),
        (
            parked,
            ngettext("mail did not go out", "mails did not go out", parked),
            "adapting:outbox",
            "",
        ),
        (
            mute,
            ngettext("person without e-mail", "people without e-mail", mute),
            "people:index",
            "",
        ),
    ]
    return [
        {"number": n, "label": words, "url": reverse(name) + query}
        for n, words, name, query in told
        if n
    ]


def first_steps(house) -> list[dict]:
    """For administrators of a house that is still empty: what to set up, in this order."""
    if "schools" not in house:
        return []
    steps = [
        ("schools", _("Add the schools"), reverse("adapting:schools")),
        ("rooms", _("Add sites, buildings and rooms"), reverse("locations:tree")),
        (
            "tiles",
            _("Say what usually goes wrong, by kind of device"),
            reverse("adapting:categories"),
        ),
        ("devices", _("Import the devices from a table"), reverse("imports:new")),
        ("colleagues", _("Invite your colleagues"), reverse("people:invite")),
    ]
    enough = {"colleagues": 2}
    done = {name: house[name] >= enough.get(name, 1) for name, _label, _url in steps}
    if all(done.values()):
        return []
    return [{"label": label, "url": url, "done": done[name]} for name, label, url in steps]
