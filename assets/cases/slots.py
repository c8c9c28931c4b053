"""The picture of a case: every slot with what belongs in it, and how that stands."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from assets.faults import is_faulty
from assets.models import Device

EMPTY, OK, FAULTY, MISSING = "empty", "ok", "faulty", "missing"
WORDS = {EMPTY: _("empty"), OK: _("there"), FAULTY: _("faulty"), MISSING: _("missing")}
# Its shape, for those who see no colours.
ICONS = {EMPTY: "plus", OK: "check", FAULTY: "bolt", MISSING: "alert"}
# How it is coloured.
TONES = {EMPTY: "", OK: "ok", FAULTY: "wait", MISSING: "bad"}


class Slot(NamedTuple):
    """One numbered slot: the device that belongs in it, or None."""

    number: int
    device: Device | None
    mark: str

    @property
    def word(self) -> str:
        """How it stands, in a word."""
        return str(WORDS[self.mark])

    @property
    def icon(self) -> str:
        """The same as a picture."""
        return ICONS[self.mark]

    @property
    def tone(self) -> str:
        """The same as a colour."""
        return TONES[self.mark]


def contents_for(user):
    """What lies in cases, as far as the person sees it, each with whether it is broken."""
    seen = Device.objects.visible_to(user).exclude(case=None).with_names()
    return seen.annotate(faulty=is_faulty(user)).order_by("slot")


def slots_of(case, contents) -> list[Slot]:
    """Every slot of this case in order; `contents` are its devices out of `contents_for`."""
    inside = {device.slot: device for device in contents}
    last = max([case.capacity or 0, *inside])
    return [_slot(case, n, inside.get(n)) for n in range(1, last + 1)]


def _slot(case, number, device):
    return Slot(number, device, _mark(case, device))


def _mark(case, device):
    if device is None:
        return EMPTY
    if device.state == Device.State.MISSING or device.lent_to_id != case.lent_to_id:
        return MISSING
    broken = device.faulty or device.state == Device.State.IN_REPAIR
    return FAULTY if broken else OK
