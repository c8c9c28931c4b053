"""What else waits: held reports, mails given up, automatic steps that failed, people without an address, an empty house."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from assets.models import Device, FaultTile, Location
from itsm.journal.attempts import failed_lately
from itsm.outbox.models import OutboxMessage
from itsm.people.models import Membership, School, User
from itsm.people.roles import Role
from loans.models import Loan
from loans.overview.worklist import needing
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
        "failed": failed_lately(),
        "mute": User.objects.filter(is_active=True, email="", pk__in=working),
        "schools": School.objects.open(),
        "rooms": Location.objects.filter(kind=Location.Kind.ROOM),
        "tiles": FaultTile.objects.filter(retired=False),
        "devices": Device.objects.current(),
        "colleagues": User.objects.filter(is_active=True, pk__in=working),
    }


# What each number is called, and where the rows are.
HINTS = [
    (
        "held",
        ngettext_lazy("report held for review", "reports held for review"),
        "tickets:held",
        "",
    ),
    ("loans", ngettext_lazy("loan needs you", "loans need you"), "loans:list", "?need=mine"),
    (
        "parked",
        ngettext_lazy("mail did not go out", "mails did not go out"),
        "adapting:outbox",
        "",
    ),
    (
        "failed",
        ngettext_lazy("automatic step failed", "automatic steps failed"),
        "adapting:journal",
        "?group=failures",
    ),
    (
        "doubles",
        ngettext_lazy("entry is there twice", "entries are there twice"),
        "adapting:doubles",
        "",
    ),
    ("mute", ngettext_lazy("person without e-mail", "people without e-mail"), "people:index", ""),
]


def hints(house) -> list[dict]:
    """What this person should look at, each with its number and the way there."""
    told = [(house.get(name, 0), words, page, query) for name, words, page, query in HINTS]
    return [
        {"number": n, "label": words % n, "url": reverse(page) + query}
        for n, words, page, query in told
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
