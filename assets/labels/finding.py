"""The thing a label shall belong to: found by number, room or an older label, or named."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from assets.labels import workflow
from assets.labels.codes import possible_codes
from assets.labels.printing import devices_to_label, rooms_to_label
from assets.models import Device, Label, Location
from itsm.workflow import StepRefused

KINDS = ("device", "location")
SHOWN = 8  # of each kind; who sees more than that types one more word


@dataclass(frozen=True)
class Found:
    """A device or room to choose, and where to go if it has a label already."""

    value: str
    icon: str
    title: str
    detail: str
    labelled: bool
    replace_url: str


def things_found(user, words) -> list[Found]:
    """What a person may put a label on, by inventory number, serial number, room or label."""
    words = words.replace("\0", "").strip()[:200]
    if not words:
        return []
    codes = Label.objects.visible_to(user).valid().filter(code__in=possible_codes(words))
    devices = devices_to_label(user).current()
    by_words = devices.found_for(user, words)
    mine = (by_words | devices.filter(pk__in=codes.values("device"))).distinct()
    rooms = rooms_to_label(user).filter(_named(words) | Q(pk__in=codes.values("location")))
    return [
        *map(_device, _marked(mine.with_names(), "device")[:SHOWN]),
        *map(
            _room, _marked(rooms.filter(closed=False).select_related("school"), "location")[:SHOWN]
        ),
    ]


def blank_label(user, code) -> Label:
    """The blank label somebody holds in her hand; 404 for codes that are none of hers."""
    label = Label.objects.in_hand(user).filter(code__in=possible_codes(code)).first()
    if label is None:
        raise Http404
    if label.owner or label.revoked_at:
        raise StepRefused(_("This label belongs to something else already."))
    return label


def bind_to(user, label, named):
    """Bind the label to the thing of this name ("device-12"): the thing, and why not, if so."""
    if not named:
        return None, _("Please choose a device or a room first.")
    thing = thing_named(user, named)
    try:
        workflow.bind(label, by=user, thing=thing)
    except StepRefused as refused:
        return thing, refused.sentence
    return thing, ""


def thing_named(user, named):
    """The device or room behind "device-12" or "location-5"; 404 unless this person sees it."""
    kind, _dash, number = named.partition("-")
    if kind not in KINDS or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return thing_of(user, kind, int(number))


def thing_of(user, kind, pk):
    """The device or place with this id; 404 unless this person sees it."""
    if kind == "device":
        devices = Device.objects.visible_to(user).with_names()
        return get_object_or_404(devices, pk=pk)
    places = Location.objects.visible_to(user).select_related("school")
    return get_object_or_404(places, pk=pk)


def kind_of(thing) -> str:
    """ "device" or "location"."""
    return "device" if isinstance(thing, Device) else "location"


def name_of(thing) -> str:
    """How a thing is called in a sentence: "GAD-00417 (Epson EB-992F)", or the room's path."""
    if isinstance(thing, Device):
        return f"{thing.inventory_number} ({thing.title})"
    return thing.path or thing.name


def page_of(thing) -> str:
    """The address of the thing's own page."""
    return reverse(
        "devices:show" if kind_of(thing) == "device" else "locations:show", args=[thing.pk]
    )


def print_page_of(thing) -> str:
    """Where the label of this one thing is printed."""
    what = {"what": "rooms"} if kind_of(thing) == "location" else {}
    return reverse("labels:print", query={"items": thing.pk, **what})


def _named(words):
    return Q(*[Q(path__icontains=word) for word in words.split()[:8]])


def _marked(rows, owner):
    valid = Label.objects.valid().filter(**{owner: OuterRef("pk")})
    return rows.annotate(labelled=Exists(valid))


def _device(device):
    place = device.location.path if device.location else ""
    detail = " · ".join(str(part) for part in (device.title, place, device.school) if part)
    return _found(device, device.category.icon or "device", device.inventory_number, detail)


def _room(room):
    return _found(room, "door", room.path, str(room.school or ""))


def _found(thing, icon, title, detail):
    kind = kind_of(thing)
    replace = reverse(f"labels:replace_{kind}", args=[thing.pk])
    return Found(f"{kind}-{thing.pk}", icon, title, detail, thing.labelled, replace)
