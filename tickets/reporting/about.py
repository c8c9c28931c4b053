"""What a new report is about: found by searching, or handed over in the address."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from assets.models import Device, Location
from itsm.fields.form_layout import FormLayout
from itsm.people.models import School
from itsm.search import plainly_matching
from tickets.models import Ticket

SHOWN = 12
MOST_DEVICES = 20
LONGEST = 160
LONGEST_ID = 18


@dataclass
class About:
    """The devices, the room and the school meant, of those this person sees."""

    devices: list = field(default_factory=list)
    location: Location | None = None
    school: School | None = None
    # Where the school isn't settled by the thing: those to choose from.
    schools: list = field(default_factory=list)
    title: str = ""
    # It is about neither a device nor a room: said so by the person.
    plain: bool = False
    # One more device is looked for.
    more: bool = False
    already: list = field(default_factory=list)
    # Of what the house asks for.
    asks_devices: bool = True
    asks_places: bool = True

    @property
    def settled(self) -> bool:
        """Is it clear enough to ask what is wrong?"""
        return bool(self.devices or self.location or self.plain) and not self.more


def about_of(request) -> About:
    """Read from the address; 404 where it names something this person does not see."""
    user, about = request.user, About(title=request.GET.get("title", "")[:LONGEST])
    about.devices = _all(Device.objects.visible_to(user).with_names(), asked(request, "device"))
    places = Location.objects.visible_to(user).select_related("school")
    about.location = next(iter(_all(places, asked(request, "location"))), None)
    schools = School.objects.visible_to(user).open()
    named = _all(schools, asked(request, "school"))
    layout = FormLayout.of("ticket")
    about.asks_devices, about.asks_places = (
        not layout.hides("devices"),
        not layout.hides("location"),
    )
    asks_nothing = not (about.asks_devices or about.asks_places)
    titled = bool(about.title and not about.devices)
    about.plain = "something" in request.GET or titled or asks_nothing
    about.more = "more" in request.GET and about.asks_devices
    about.schools = [] if about.devices else named or list(schools)
    about.school = _school(about)
    about.already = _already(about, user) if about.settled else []
    return about


def _school(about):
    if about.devices:
        return about.devices[0].school
    if about.location and about.location.school_id:
        return about.location.school
    return about.schools[0] if len(about.schools) == 1 else None


def _already(about, user):
    """What is open about the same devices (else in the same room, told without a device)."""
    found = Ticket.objects.joinable_by(user).select_related("tile", "status")
    if about.devices:
        found = found.filter(devices__in=about.devices).distinct()
    elif about.location:
        found = found.filter(location=about.location, devices=None)
    else:
        return []
    mine = Ticket.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return list(found.annotate(readable=Exists(mine)).order_by("-pk")[:5])


def things_to_choose(request, about) -> dict:
    """What the search found, of the devices and rooms this person sees."""
    words, user = request.GET.get("q", "").strip()[:LONGEST], request.user
    devices = Device.objects.visible_to(user).current().with_names()
    places = Location.objects.visible_to(user).filter(closed=False, kind=Location.Kind.ROOM)
    chosen = asked(request, "school")
    if chosen:
        devices = devices.filter(school__in=chosen)
        places = places.filter(Q(school__in=chosen) | Q(school=None))
    found = places.select_related("school").order_by("path_order")
    if words:
        devices = devices.found_for(user, words)
        found = found.filter(plainly_matching(words, ("name", "path", "school__name")))
    lists_places = about.asks_places and (words or len(about.schools) == 1)
    return {
        "q": words,
        "devices": devices.order_by("number_order")[:SHOWN] if words and about.asks_devices else [],
        "places": found[: SHOWN if words else 2 * SHOWN] if lists_places else [],
        "kept": [("device", pk) for pk in asked(request, "device")],
    }


def asked(request, name) -> list[int]:
    """The ids of this name in the address; 404 where one is nonsense."""
    words = [word for word in request.GET.getlist(name) if word]
    if not all(word.isascii() and word.isdecimal() and len(word) <= LONGEST_ID for word in words):
        raise Http404
    return [int(word) for word in words]


def _all(rows, pks):
    """Every one of these, in their order; if one is missing, it is as if there were none."""
    pks = list(dict.fromkeys(pks))
    if len(pks) > MOST_DEVICES:
        raise Http404
    found = {row.pk: row for row in rows.filter(pk__in=pks)} if pks else {}
    if len(found) < len(pks):
        raise Http404
    return [found[pk] for pk in pks]
