"""Steps on a device. A report never changes its state: only staff do, here."""

from collections.abc import Collection
from copy import copy
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.terms import following_terms, missing_terms
from assets.devices.workflow.numbers import next_number
from assets.empty_values import tidied
from assets.models import Category, Device, Location
from itsm.fields.models import Status
from itsm.fields.values import fields_of, forget_values, index_values
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import School, User
from itsm.people.reach import reach_of
from itsm.same import keys_for
from itsm.search import search_column, squeezed
from itsm.workflow import NotAllowed, StepRefused, advance, lock, require

State = Device.State
NUMBERS = ("inventory_number", "serial_number")
EDITABLE = (
    "serial_number",
    "name",
    "category",
    "model",
    "purchased_on",
    "price",
    "supplier",
    "order_number",
    "warranty_until",
    "funding_source",
    "bound_until",
    "notes",
    "custom",
    "inventory_number",
    "status",
    "capacity",
    "apps",
    "mdm_group",
    "replacement_value",
)


@transaction.atomic
def register(
    *,
    by: User,
    category: Category,
    school: School | None = None,
    location: Location | None = None,
    inventory_number: str = "",
    **facts: Any,
) -> Device:
    """A device comes onto the books, gets its inventory number and its life begins.

    `school` is None for the authority's own. Without a number it gets the next one of the scheme;
    without a state it is in service where it has a room, else in storage. `facts`: other values by
    field name. Returns the device. Refused for a room of another school, and for a number that
    another device has.
    """
    _may_register(by, category, school)
    must_fit(location, school)
    facts.setdefault("state", State.IN_SERVICE if location else State.IN_STORAGE)
    facts.setdefault("status", Device.status_for(facts["state"]))
    facts = tidied(facts | {"inventory_number": inventory_number})
    facts["inventory_number"] = facts["inventory_number"] or next_number(school, category)
    device = Device(category=category, school=school, location=location, **facts)
    fill_in(device)
    _save_new(device, by)
    record(by, "device.registered", device, place=place_of(device))
    return device


def _may_register(by: User, category: Category, school: School | None) -> None:
    if category.is_case and rules.can_register_case(by):
        return
    require(rules.can_register, by, school.pk if school else None)


def fill_in(device: Device) -> None:
    """The warranty of its model and the binding of its funds, where nobody gave another day."""
    for name, day in missing_terms(device).items():
        setattr(device, name, day)


def _save_new(device: Device, by: User) -> None:
    must_be_new(device, by=by)
    device.search = device_words(device)
    try:
        with transaction.atomic():
            device.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(device, by) from error
    index_values("category", device.category_id, device)


def must_be_new(device: Device, *, by: User, changed: Collection[str] = NUMBERS) -> None:
    """No other device has this inventory number nor, of the same maker, this serial number.

    Capitals, blanks and hyphens make no other number. The refusal names the device that has it,
    if this person may see it.

    `changed`: the fields somebody sets; numbers not among them are not looked at.
    """
    for name, twins in _twins(device).items():
        if name in changed and (twin := twins.first()):
            raise StepRefused(_number_taken(name, device, by, twin))


def _twins(device: Device) -> dict[str, QuerySet]:
    serials = Device._meta.get_field("serial_key").twins(device, within=False)
    maker = device.model.manufacturer_id if device.model else None
    if maker:
        unknown = Q(model=None) | Q(model__manufacturer=None)
        serials = serials.filter(unknown | Q(model__manufacturer=maker))
    numbers = Device._meta.get_field("inventory_key").twins(device)
    return {"inventory_number": numbers, "serial_number": serials}


def _taken(device: Device, by: User) -> StepRefused:
    """What the database refused, in words: another device has one of its numbers."""
    for name, twins in _twins(device).items():
        if twin := twins.first():
            return StepRefused(_number_taken(name, device, by, twin))
    return StepRefused(_number_taken("inventory_number", device, by, None))


@transaction.atomic
def edit(device: Device, *, by: User, version: int | None = None, **changes: Any) -> list[str]:
    """Correct what is written about a device; the journal keeps old and new value.

    `version` is the one the person saw: if somebody saved meanwhile, nothing is written and the
    sentence says so. Returns the names of the fields that changed.

    `changes`: values by field name, of those in `EDITABLE`; any other raises NotAllowed. Refused as
    well for a number another device has, a status that doesn't suit, and a case that would lose
    slots with devices in them.
    """
    require(rules.can_step, by, device)
    if not set(changes) <= set(EDITABLE):
        raise NotAllowed
    if version is not None and version != device.version:
        raise StepRefused(_("Somebody else changed this device meanwhile. Please look again."))
    changes = tidied(changes)
    if changes.get("inventory_number") == "":
        raise StepRefused(_("Every device has an inventory number of its own."))
    changed = {
        name: [spoken(getattr(device, name)), spoken(value)]
        for name, value in changes.items()
        if getattr(device, name) != value
    }
    if changed:
        after = _as_changed(device, changes)
        changed |= _following(device, after, changed)
        _must_be_possible(device, after, changed.keys(), by)
        _write_edit(device, after, changed, by)
    return list(changed)


def _as_changed(device: Device, changes: dict) -> Device:
    after = copy(device)
    for name, value in changes.items():
        setattr(after, name, value)
    return after


def _following(device: Device, after: Device, changed: dict) -> dict[str, list]:
    """Warranty and binding follow the day of purchase, the model and the funds."""
    ends = following_terms(device, after, changed)
    for name, day in ends.items():
        setattr(after, name, day)
    return {name: [spoken(getattr(device, name)), spoken(day)] for name, day in ends.items()}


def _must_be_possible(device: Device, after: Device, changed: Collection[str], by: User) -> None:
    must_be_new(after, by=by, changed=changed)
    if "status" in changed:
        _must_suit(after.status, device, by)
    if "category" in changed and not after.category.is_case and device.contents.exists():
        raise StepRefused(_("There are devices in this case. Take them out first."))
    slots = after.capacity if "capacity" in changed else None
    if slots and device.contents.filter(slot__gt=slots).exists():
        raise StepRefused(_("There are devices in the last slots. Take them out first."))


def _must_suit(status: Status | None, device: Device, by: User) -> None:
    """A status is a word for the state the device is in, and not everybody may set each."""
    here = ("device", device.state, reach_of(by), device.school_id)
    if status is not None and not status.fits(*here):
        raise StepRefused(_("This status cannot be set here."))


def _write_edit(device: Device, after: Device, changed: dict, by: User) -> None:
    keys = keys_for(after, changed)
    fields = {name: getattr(after, name) for name in changed} | keys
    fields["search"] = device_words(after)
    same = Device.objects.filter(pk=device.pk, version=device.version)
    try:
        with transaction.atomic():
            written = same.update(version=F("version") + 1, updated_at=timezone.now(), **fields)
    except IntegrityError as error:
        raise _taken(after, by) from error
    if not written:
        raise StepRefused(_("Somebody else changed this device meanwhile. Please look again."))
    for name, value in {**fields, "version": device.version + 1}.items():
        setattr(device, name, value)
    forget_values("category", device)
    index_values("category", device.category_id, device)
    record(by, "device.edited", device, changes=changed, **_labels(device, changed))


def _labels(device: Device, changed: dict) -> dict:
    """What custom fields were called when they changed: the journal reads the same for ever."""
    if "custom" not in changed:
        return {}
    return {"labels": {f.key: f.label_de for f in fields_of("category", device.category_id)}}


@transaction.atomic
def move(
    device: Device, *, by: User, location: Location | None, school: School | None = None
) -> None:
    """A device now stands somewhere else, perhaps at another school; its label goes along.

    `school`: whose it is from now on; else the room's, and where that has none, as before. What is
    in a case moves with the case. Refused where it stands there already, for a room of another
    school, for what is retired, lent or in a slot, and where somebody else was faster.
    """
    require(rules.can_step, by, device)
    target = school or (location.school if location and location.school_id else device.school)
    if target != device.school:
        require(rules.can_register, by, target.pk if target else None)
    must_fit(location, target)
    if device.state == State.RETIRED:
        raise StepRefused(_("This device is retired."))
    _must_be_free("move", device)
    old_place, old_location, old_school = place_of(device), device.location, device.school
    if location == old_location and target == old_school:
        raise StepRefused(_("It stands there already."))
    device.location, device.school = location, target
    same = Device.objects.filter(pk=device.pk, location=old_location, school=old_school)
    words = device_words(device)
    moved = {"location": location, "school": target, "search": words}
    if not same.update(**moved, version=F("version") + 1, updated_at=timezone.now()):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    device.version += 1
    device.labels.filter(revoked_at=None).update(school=target)
    follow(device)
    places = [p for p in (old_location, location) if p]
    origin = _origin(old_place, old_school, target)
    record(by, "device.moved", device, *places, origin=origin, place=place_of(device))


def _origin(place: str, school: School | None, target: School | None) -> str:
    """The line is the new school's: of another school's house it names no room."""
    return str(school) if school and school != target else place


@transaction.atomic
def store(device: Device, *, by: User, note: str = "") -> None:
    """Out of use for now, on a shelf. What is lent comes back with its loan, not like this.

    Refused where the state doesn't allow it, and for what is lent.
    """
    require(rules.can_step, by, device)
    _must_be_free("store", device)
    change_state(device, State.IN_STORAGE, "device.stored", by, note=note)


@transaction.atomic
def put_in_service(device: Device, *, by: User, note: str = "") -> None:
    """In use again.

    Refused where the state doesn't allow it, and for what is lent.
    """
    require(rules.can_step, by, device)
    _must_be_free("put_in_service", device)
    change_state(device, State.IN_SERVICE, "device.put_in_service", by, note=note)


@transaction.atomic
def send_to_repair(
    device: Device, *, by: User, company: str = "", reference: str = "", note: str = ""
) -> None:
    """On its way to a workshop.

    `reference`: the workshop's or maker's number of the job. Refused where the state doesn't allow
    it.
    """
    require(rules.can_step, by, device)
    verb = "device.sent_to_repair"
    change_state(device, State.IN_REPAIR, verb, by, company=company, reference=reference, note=note)


@transaction.atomic
def return_from_repair(
    device: Device, *, by: User, note: str = "", cost: Decimal | None = None
) -> None:
    """Back from the workshop and in use.

    `cost` in euros. Refused unless it is in repair.
    """
    require(rules.can_step, by, device)
    if device.state != State.IN_REPAIR:
        raise StepRefused(_("This device is not in repair."))
    spent = str(cost) if cost is not None else ""
    verb = "device.returned_from_repair"
    change_state(device, State.IN_SERVICE, verb, by, note=note, cost=spent)


@transaction.atomic
def report_missing(device: Device, *, by: User, note: str = "") -> None:
    """Nobody knows where it is.

    Refused where the state doesn't allow it.
    """
    require(rules.can_step, by, device)
    change_state(device, State.MISSING, "device.reported_missing", by, note=note)


@transaction.atomic
def retire(device: Device, *, by: User, note: str = "") -> None:
    """Off the books for good; its label stops leading here, its life stays.

    Refused where the state doesn't allow it, for what is lent, and for a case with devices in it.
    """
    require(rules.can_step, by, device)
    _must_be_free("retire", device)
    change_state(
        device, State.RETIRED, "device.retired", by, {"case": None, "slot": None}, note=note
    )
    device.labels.filter(revoked_at=None).update(revoked_at=timezone.now())


def in_the_way(step: str, device: Device) -> str:
    """Why this step is impossible though the state allows it, in a sentence; "" where it isn't."""
    if device.lent_to_id and step in ("move", "store", "put_in_service", "retire"):
        return _("This device is lent. It comes back with its loan.")
    if step == "move" and device.case_id:
        return _("It is in a slot of a case. Move the case, or take it out first.")
    if step == "retire" and device.category.is_case and device.contents.exists():
        return _("There are devices in this case. Take them out first.")
    return ""


def _must_be_free(step: str, device: Device) -> None:
    if reason := in_the_way(step, device):
        raise StepRefused(reason)


def follow(case: Device) -> None:
    """What is in a case stands where the case stands, and belongs to whom it belongs; what is
    still at a school, or stayed here, does not."""
    contents = case.contents.filter(lent_to=case.lent_to_id)
    lock(Device, contents.values("pk"))
    inside = list(contents.with_names())
    for device in inside:
        device.location, device.school = case.location, case.school
        device.search = device_words(device)
    Device.objects.bulk_update(inside, ["location", "school", "search"])


def change_state(
    device: Device,
    to: str,
    verb: str,
    by: User,
    fields: dict[str, Any] | None = None,
    school: School | None = None,
    **details: object,
) -> None:
    """Another state and what goes with it; the line stands in the life of `school`, too.

    `fields`: others to be written with it; `details`: what the line says, empty ones left out.
    Refused where the state doesn't allow it, or somebody else was faster.
    """
    fields = fields or {}
    if "location" in fields:
        moved = copy(device)
        moved.location = fields["location"]
        fields = fields | {"search": device_words(moved)}
    advance(device, to, version=F("version") + 1, updated_at=timezone.now(), **fields)
    device.refresh_from_db(fields=["version", "updated_at"])
    kept = {name: value for name, value in details.items() if value}
    record(by, verb, device, visibility=Visibility.SCHOOL, school=school, **kept)


def device_words(device: Device) -> str:
    """What a device is found by."""
    return search_column(
        device.inventory_number,
        squeezed(device.inventory_number),
        device.serial_number,
        squeezed(device.serial_number),
        device.name,
        device.model,
        device.category.label_de,
        device.category.label_en,
        device.location and device.location.path,
        device.school,
        *map(str, device.custom.values()),
    )


def place_of(device: Device) -> str:
    """Where a device stands, in words: "Gymnasium am Deich, Haupthaus, Raum 204"."""
    return ", ".join(str(p) for p in (device.school, device.location and device.location.path) if p)


def spoken(value: object) -> str | dict:
    """A value as the journal keeps it: plain text, so that it can be read for ever."""
    if isinstance(value, dict):
        return {name: spoken(one) for name, one in value.items()}
    return "" if value is None else str(value)


def must_fit(location: Location | None, school: School | None) -> None:
    """A room that belongs to a school takes that school's devices only."""
    if location and location.school_id and school and location.school_id != school.pk:
        raise StepRefused(_("This room belongs to another school."))


def _number_taken(name: str, device: Device, by: User, twin: Device | None) -> str:
    """The sentence for a number that another device has; names it to whom may see it."""
    serial, words = name == "serial_number", {"number": getattr(device, name)}
    if twin is None or not Device.objects.visible_to(by).filter(pk=twin.pk).exists():
        if serial:
            return _("Another device has the serial number %(number)s.") % words
        return _("The inventory number %(number)s is taken.") % words
    words["device"] = ", ".join(filter(None, [twin.inventory_number, str(twin), place_of(twin)]))
    if serial:
        return _("This device has the serial number %(number)s: %(device)s.") % words
    return _("The inventory number %(number)s is taken by this device: %(device)s.") % words
