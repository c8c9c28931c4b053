"""Handing a device out and taking it back; only loans call this, and write down the loan."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.workflow.devices import change_state, device_words
from assets.models import Device, Location
from itsm.people.models import School, User
from itsm.workflow import StepRefused, require

State = Device.State


@transaction.atomic
def lend(
    device: Device, *, by: User, school: School, location: Location | None = None, **details: Any
) -> None:
    """Handed out to a school with a loan (called by loans, which records it there as well).

    `location`: the room there, where it is known; `details`: what the line says of the loan.
    Refused where the device's state doesn't allow it.
    """
    require(rules.can_lend, by, device, school)
    fields = {"lent_to": school, "location": location}
    change_state(device, State.LENT, "device.lent", by, fields, school=school, **details)


@transaction.atomic
def give_back(
    device: Device,
    *,
    by: User,
    location: Location | None = None,
    broken: bool = False,
    **details: Any,
) -> None:
    """Back from a loan, on the shelf; also what was missing and turned up. What is broken goes on
    to repair, so that nobody takes it for a spare.

    `location`: where it stands from now on; `details`: what the lines say of the loan. Refused
    where it is not lent.
    """
    require(rules.can_lend, by, device, device.lent_to)
    if device.lent_to_id is None:
        raise StepRefused(_("This device is not lent."))
    school, fields = device.lent_to, {"lent_to": None, "location": location}
    change_state(
        device, State.IN_STORAGE, "device.given_back", by, fields, school=school, **details
    )
    if broken:
        change_state(device, State.IN_REPAIR, "device.sent_to_repair", by, school=school, **details)


@transaction.atomic
def found_broken(device: Device, *, by: User, school: School, note: str = "") -> None:
    """Back from this school's loan, and looked at: it goes to repair, so that nobody takes it for
    a spare; also when it has left its case meanwhile. What is no longer on the shelf stays."""
    require(rules.can_lend, by, device, school)
    device.refresh_from_db(fields=["state"])
    if device.state == State.IN_STORAGE:
        change_state(device, State.IN_REPAIR, "device.sent_to_repair", by, note=note)


@transaction.atomic
def lose(device: Device, *, by: User, note: str = "") -> None:
    """It did not come back from its loan and nobody knows where it is: the loan lets go of it.

    Refused where it is not lent.
    """
    require(rules.can_lend, by, device, device.lent_to)
    if device.lent_to_id is None:
        raise StepRefused(_("This device is not lent."))
    school = device.lent_to
    if device.state == State.LENT:
        change_state(device, State.MISSING, "device.reported_missing", by, school=school, note=note)
    device.lent_to = device.location = None
    device.search = device_words(device)
    nowhere = {"lent_to": None, "location": None, "search": device.search}
    Device.objects.filter(pk=device.pk).update(**nowhere)
