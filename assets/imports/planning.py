"""What would happen to every row: new, changed, unchanged, or failed with a reason."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assets.imports.columns import plain_words
from assets.imports.existing_records import OTHER
from assets.imports.places import NO_SCHOOL
from assets.imports.reading import RowReader, with_kept
from assets.imports.registering import usual_state
from assets.imports.values import STATE_WORDS, RowFailed
from assets.models import Device
from itsm.same import number_key, serial_key

BATCH = 500
# What a device is known by, and when two of them are the same.
KEYS = {"serial_number": serial_key, "inventory_number": number_key}
NEW, CHANGED, UNCHANGED, FAILED = "new", "changed", "unchanged", "failed"
PLAIN = (
    "inventory_number",
    "serial_number",
    "name",
    "purchased_on",
    "price",
    "supplier",
    "order_number",
    "warranty_until",
    "bound_until",
    "notes",
)


@dataclass
class RowPlan:
    """One row and what it comes to."""

    number: int
    cells: dict
    outcome: str = UNCHANGED
    reason: str = ""
    device: Device | None = None
    changes: dict = field(default_factory=dict)
    move: dict = field(default_factory=dict)
    state: str = ""
    things: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    rest: dict = field(default_factory=dict)

    def fail(self, reason):
        """This row is left out; the others go on."""
        self.outcome, self.reason = FAILED, str(reason)


class Planner:
    """Compares a sheet with the house, a batch of rows at a time; writes nothing."""

    def __init__(self, sheet, house):
        self.sheet, self.house, self.seen = sheet, house, {}
        self.reader = RowReader(sheet, house)
        self.with_zeros = defaultdict(list)
        for number in house.exact_numbers:
            if number.startswith("0") and number.isdecimal():
                self.with_zeros[number.lstrip("0")].append(number)

    def batches(self):
        """Lists of plans, in the order of the rows."""
        for start in range(0, len(self.sheet.rows), BATCH):
            rows = self.sheet.rows[start : start + BATCH]
            plans = [
                RowPlan(row[0], self.sheet.cells(row), rest=self.sheet.rest(row)) for row in rows
            ]
            problems = [row[2] for row in rows]
            yield self._plan(plans, problems)

    def _plan(self, plans, problems):
        said, known = {}, {}
        for plan, problem in zip(plans, problems, strict=True):
            try:
                said[plan.number], known[plan.number] = self._read(plan, problem)
            except RowFailed as failed:
                plan.fail(failed)
        devices = Device.objects.with_names().in_bulk(list(filter(None, known.values())))
        for plan in plans:
            if plan.outcome != FAILED:
                self._decide(plan, said[plan.number], devices.get(known[plan.number]))
        return plans

    def _read(self, plan, problem):
        said = self.reader.read(plan, problem)
        self._put_zeros_back(said, plan)
        return said, self._identify(said, plan.number)

    def _put_zeros_back(self, said, plan):
        """Excel makes 42 of 00042: where only that one is known here, it is meant."""
        number = said.get("inventory_number", "")
        if not number.isdecimal() or number.startswith("0") or self.house.numbered(number):
            return
        if len(meant := self.with_zeros[number]) == 1:
            said["inventory_number"] = meant[0]
            words = _(
                "“%(number)s” is taken as %(meant)s: Excel leaves out zeros at the beginning."
            )
            plan.remarks.append(words % {"number": number, "meant": meant[0]})

    def _identify(self, said, number):
        """The id of the device a row speaks of: by its serial number, else its inventory number."""
        keys = [(name, key(said[name])) for name, key in KEYS.items() if name in said]
        if not keys:
            raise RowFailed(_("There is neither a serial number nor an inventory number."))
        by_serial = self.house.serials.get(serial_key(said.get("serial_number", "")), [])
        by_number = self.house.numbered(said.get("inventory_number", ""))
        device = self._agree(by_serial, by_number)
        for key in [("device", device)] if device else keys:
            if (first := self.seen.setdefault(key, number)) != number:
                raise RowFailed(_("Line %(line)s is about the same device.") % {"line": first})
        return device

    def _agree(self, by_serial, by_number):
        if by_number in by_serial or not by_serial:
            return by_number
        if len(by_serial) > 1:
            raise RowFailed(_("Several devices have this serial number."))
        if by_number:
            raise RowFailed(
                _("The serial number belongs to one device, the inventory number to another.")
            )
        return by_serial[0]

    def _decide(self, plan, said, device):
        try:
            if device is None:
                self._new(plan, said)
            else:
                self._compare(plan, said, device)
        except RowFailed as failed:
            plan.fail(failed)

    def _new(self, plan, said):
        facts = {name: said[name] for name in PLAIN if name in said}
        if said["kept"]:
            facts["notes"] = with_kept(facts.get("notes", ""), said["kept"])
        category, model = self._kind(said, None)
        school = self.house.school_of(said)
        if school is None and "school" not in self.sheet.headings and not self.house.is_authoritys:
            raise RowFailed(NO_SCHOOL)
        place = self.house.places.find(school, said)
        state, status = self._state(said, plan)
        plan.outcome = NEW
        plan.device = Device(
            **facts,
            category=category,
            model=model,
            school=school,
            location=place,
            funding_source=self._funding(said),
            state=state or usual_state(place),
            status=status,
        )

    def _compare(self, plan, said, device):
        plan.device = device
        serials = {serial_key(device.serial_number), serial_key(said.get("serial_number", ""))}
        serials -= {""}
        if len(serials) > 1:
            raise RowFailed(
                _("The inventory number %(number)s belongs to a device with another serial number.")
                % {"number": device.inventory_number}
            )
        wanted = {name: said[name] for name in PLAIN if name in said}
        if said["kept"]:
            wanted["notes"] = with_kept(wanted.get("notes", device.notes), said["kept"])
        for name, key in KEYS.items():
            if name in wanted and key(wanted[name]) == key(getattr(device, name)):
                del wanted[name]
        wanted["category"], wanted["model"] = self._kind(said, device)
        wanted["funding_source"] = self._funding(said)
        state, wanted["status"] = self._state(said, plan)
        plan.changes = {
            n: v for n, v in wanted.items() if v is not None and v != getattr(device, n)
        }
        plan.state = state if state != device.state else ""
        plan.move = self._move(said, device)
        _must_be_possible(plan, device)
        plan.outcome = CHANGED if plan.changes or plan.move or plan.state else UNCHANGED

    def _kind(self, said, device):
        """Category and model; what a row leaves open is as the model or the device has it."""
        category = self.house.category(said["category"]) if "category" in said else None
        if category is None and device:
            category = self.house.categories_by_id[device.category_id]
        model = self.house.model(said, category)
        if category is None:
            category = model.category if model else self.house.category(OTHER)
        return category, model

    def _move(self, said, device):
        """Where it should stand by this row, if that is elsewhere."""
        school = self.house.school_of(said) or self.house.schools_by_id.get(device.school_id)
        place = self.house.places.find(school, said)
        other_school = school is not None and school.pk != device.school_id
        other_place = place is not None and place.pk != device.location_id
        return {"school": school, "location": place} if other_school or other_place else {}

    def _funding(self, said):
        return self.house.funded_by(said["funding_source"]) if "funding_source" in said else None

    def _state(self, said, plan):
        """The state a word stands for, and the authority's own word for it, if it is one.

        Nothing is lent by a list: of what is lent already, that changes nothing.
        """
        if "state" not in said:
            return "", None
        status = self.house.statuses.get(said["state"])
        state = status.state if status else STATE_WORDS[plain_words(said["state"])]
        if state != Device.State.LENT:
            return state, status
        if plan.device is None or plan.device.state != Device.State.LENT:
            plan.remarks.append(_("Lending is done with a loan: its state stays as it is."))
            return "", None
        return state, status


def _must_be_possible(plan, device):
    """What the workflow would refuse is said beforehand."""
    if plan.state and plan.state not in Device.STEPS[device.state]:
        state = device.get_state_display()
        raise RowFailed(_("That is not possible: it is “%(state)s” now.") % {"state": state})
    if plan.move and device.state == Device.State.RETIRED:
        raise RowFailed(_("This device is retired."))
