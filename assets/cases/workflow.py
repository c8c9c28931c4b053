"""What belongs in a case: devices in its slots, accessories by count."""

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.workflow.devices import device_words
from assets.models import AccessoryKind, CaseAccessory, Device
from itsm.journal.record import record
from itsm.people.models import User
from itsm.workflow import StepRefused, lock, require

State = Device.State
STAYS_OUT = (State.RETIRED, State.MISSING, State.LENT)


@transaction.atomic
def fill(case: Device, *, by: User, device: Device, slot: int | None = None) -> int:
    """This device now lies in this slot, or in the next free one; returns the slot's number.

    `slot` counts from 1. Refused where no such slot is free, the case is lent or retired, or the
    device is a case, in a case, lent, missing, retired or somebody else's.
    """
    require(rules.can_fill, by, case)
    require(rules.can_lend, by, device)
    _must_be_here(case)
    _must_go_in(device, case)
    slot = slot or next_free(case)
    if not slot or not 1 <= slot <= (case.capacity or 0):
        raise StepRefused(_("There is no free slot in this case."))
    _put(device, case, slot)
    details = {"slot": slot, "case": case.inventory_number, "device": device.inventory_number}
    record(by, "case.filled", case, device, **details)
    return slot


@transaction.atomic
def take_out(device: Device, *, by: User, note: str = "") -> None:
    """This device leaves its slot; it stays where the case stands.

    Refused where it is in no case, where the case is lent or retired, and where somebody else was
    faster.
    """
    case = device.case
    require(rules.can_step, by, case or device)
    if case is None:
        raise StepRefused(_("This device is in no case."))
    _must_be_here(case)
    _leave(device, case, by, note)


@transaction.atomic
def swap(old: Device, *, by: User, new: Device, note: str = "") -> None:
    """A spare takes the slot of a device that broke or got lost (the loan writes an annex).

    `new` takes the slot of `old`. Refused where `old` is in no case, and where `new` is not on the
    shelf or in service, or could not be put into this case.
    """
    case, slot = old.case, old.slot
    require(rules.can_lend, by, case or old, (case or old).lent_to)
    if case is None or slot is None:
        raise StepRefused(_("This device is in no case."))
    if new.state not in (State.IN_STORAGE, State.IN_SERVICE):
        raise StepRefused(_("%(device)s is not ready to be handed out.") % {"device": new})
    _must_go_in(new, case)
    lock(Device, [old.pk, new.pk])
    _leave(old, case, by, note)
    _put(new, case, slot)
    details = {"slot": slot, "case": case.inventory_number, "device": new.inventory_number}
    record(by, "case.filled", case, new, old, **details)


@transaction.atomic
def count(
    case: Device, *, by: User, kind: AccessoryKind, expected: int, present: int, broken: int = 0
) -> CaseAccessory:
    """So many of this kind belong in the case, so many are there, so many of those are broken.

    `present` counts the broken ones as well. Returns the row of this kind. Refused where more are
    broken than there are.
    """
    require(rules.can_fill, by, case)
    if broken > present:
        raise StepRefused(_("There cannot be more broken ones than there are."))
    numbers = {"expected": expected, "present": present, "broken": broken}
    row = case.accessories.select_for_update(no_key=True).filter(kind=kind).first()
    before = {name: getattr(row, name) for name in numbers} if row else {}
    if row and before == numbers:
        return row
    row, _new = CaseAccessory.objects.update_or_create(case=case, kind=kind, defaults=numbers)
    record(by, "case.counted", case, kind=kind.label_de, before=before.get("present"), **numbers)
    return row


def next_free(case: Device) -> int | None:
    """The first empty slot, or None."""
    taken = set(case.contents.values_list("slot", flat=True))
    return next((n for n in range(1, (case.capacity or 0) + 1) if n not in taken), None)


def slots_of(case: Device) -> list[tuple[int, Device | None]]:
    """Every slot with what lies in it, in order: (1, device), (2, None) …"""
    inside = {device.slot: device for device in case.contents.with_names()}
    return [(n, inside.get(n)) for n in range(1, (case.capacity or 0) + 1)]


def spares_for(device: Device) -> QuerySet[Device]:
    """What could take this device's slot: of the same kind and owner, on the shelf, in no case."""
    alike = Device.objects.filter(category=device.category_id, school=device.school_id, case=None)
    return alike.filter(state=State.IN_STORAGE).with_names().order_by("number_order")


def _put(device: Device, case: Device, slot: int) -> None:
    device.case, device.slot = case, slot
    device.location, device.school = case.location, case.school
    fields = {
        "case": case,
        "slot": slot,
        "location": case.location,
        "search": device_words(device),
        "version": F("version") + 1,
        "updated_at": timezone.now(),
    }
    try:
        with transaction.atomic():
            done = Device.objects.filter(pk=device.pk, case=None).update(**fields)
    except IntegrityError as error:
        raise StepRefused(_("Slot %(slot)s is taken.") % {"slot": slot}) from error
    if not done:
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    device.refresh_from_db(fields=["version", "updated_at"])


def _leave(device: Device, case: Device, by: User, note: str) -> None:
    slot = device.slot
    same = Device.objects.filter(pk=device.pk, case=case, slot=slot)
    fields = {"case": None, "slot": None, "version": F("version") + 1}
    if not same.update(updated_at=timezone.now(), **fields):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    device.case = device.slot = None
    details = {"slot": slot, "case": case.inventory_number, "device": device.inventory_number}
    record(by, "case.emptied", case, device, note=note, **details)


def _must_be_here(case: Device) -> None:
    if case.lent_to_id:
        raise StepRefused(_("This case is lent. Swap devices on its loan."))
    if case.state == State.RETIRED:
        raise StepRefused(_("This device is retired."))


def _must_go_in(device: Device, case: Device) -> None:
    if device.category.is_case:
        raise StepRefused(_("A case does not go into a case."))
    if device.case:
        words: dict[str, object] = {"case": device.case.inventory_number, "slot": device.slot}
        raise StepRefused(_("It is in %(case)s already, slot %(slot)s.") % words)
    if device.state in STAYS_OUT:
        words = {"device": device, "state": device.get_state_display()}
        raise StepRefused(_("%(device)s is “%(state)s”.") % words)
    if device.school_id != case.school_id:
        raise StepRefused(_("It belongs to somebody else than the case."))
