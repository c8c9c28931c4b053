"""What the inventory brings to the start page: what is there twice, and what a new house lacks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assets.models import Device, FaultTile, Location
from itsm.settings_pages.views.doubles import number_of_doubles
from itsm.web.start_page import FirstStep, Hint, for_administrators


def rooms():
    """Every room there is."""
    return Location.objects.filter(kind=Location.Kind.ROOM)


def tiles():
    """What people can tap when something is broken."""
    return FaultTile.objects.filter(retired=False)


HINTS = [
    Hint(
        "doubles",
        500,
        ngettext_lazy("entry is there twice", "entries are there twice"),
        "settings:doubles",
        for_administrators(number_of_doubles),
    )
]
FIRST_STEPS = [
    FirstStep("rooms", 200, _("Add sites, buildings and rooms"), "locations:tree", rooms),
    FirstStep(
        "tiles",
        300,
        _("Say what usually goes wrong, by kind of device"),
        "settings:categories",
        tiles,
    ),
    FirstStep(
        "devices",
        400,
        _("Import the devices from a table"),
        "imports:new",
        Device.objects.current,
    ),
]
