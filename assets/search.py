"""What the search box finds of the inventory: labels by their code, devices, places."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assets.devices.titles import title_for
from assets.labels.codes import possible_codes
from assets.models import Device, Label, Location
from itsm.search import plainly_matching
from itsm.web.finding import Kind, Line, joined


def label_page(user, words) -> str:
    """Whoever holds a label may open its page; one that was never valid is a word like any other."""
    codes = possible_codes(words)
    known = set(Label.objects.valid().filter(code__in=codes).values_list("code", flat=True))
    code = next((code for code in codes if code in known), "")
    return reverse("door", args=[code]) if code else ""


def device_page(user, words) -> str:
    """The device with this inventory number, or serial number where the person reads those."""
    if not words:
        return ""
    device = Device.objects.visible_to(user).numbered(words).first()
    return reverse("devices:show", args=[device.pk]) if device else ""


def devices(user, words):
    """Devices with all of these words."""
    return Device.objects.visible_to(user).found_for(user, words).with_names()


def places(user, words):
    """Places that are in use, by their name, their way or their school."""
    named = plainly_matching(words, ("name", "path", "school__name"))
    found = Location.objects.visible_to(user).filter(named, closed=False)
    return found.select_related("school").order_by("path_order")


def device_line(user):
    """A device as this person may read of it."""

    def line(device):
        place = device.location.path if device.location else ""
        return Line(
            url=reverse("devices:show", args=[device.pk]),
            icon=device.category.icon,
            label=title_for(user, device),
            detail=joined(device.school, place),
            number=device.inventory_number,
        )

    return line


def place_line(user):
    """A place and its school."""
    return lambda place: Line(
        url=reverse("locations:show", args=[place.pk]),
        icon="map",
        label=place.path or place.name,
        detail=joined(place.school),
    )


def all_devices():
    """The list of devices that have the words which follow."""
    return reverse("devices:list") + "?q="


KINDS = [
    Kind(order=0, exact=label_page),
    Kind(200, device_page, _("Devices"), devices, device_line, all_devices),
    Kind(400, None, _("Places"), places, place_line),
]
