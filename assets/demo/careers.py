"""What happened to devices before anything broke: registered, labelled, moved, repaired."""

from django.db.models import F, OuterRef, Subquery

from assets.demo import names
from assets.devices.workflow.devices import place_of
from assets.labels.codes import ALPHABET, LENGTH
from assets.models import Device, Label
from itsm.journal.models import Subject, Visibility
from itsm.journal.record import record_many

State = Device.State
LINES_AT_ONCE = 10_000
# How it came into a state that is not the usual one.
CAME_TO = {
    State.IN_REPAIR: "device.sent_to_repair",
    State.MISSING: "device.reported_missing",
    State.RETIRED: "device.retired",
}


class Careers:
    """Labels of all things, and the lines of their lives."""

    def __init__(self, people, rooms, moments, random):
        self.people, self.rooms, self.moments, self.random = people, rooms, moments, random
        self.lines, self.labels, self.valid, self.codes = [], [], {}, set()

    def say(self, by, verb, things, at, **details):
        """One line in the life of these things."""
        kept = {name: value for name, value in details.items() if value}
        self.lines.append((by, verb, things, Visibility.SCHOOL, things[0].school, at, kept))

    def label_rooms(self):
        """Every room got its label at one go."""
        tom, at = self.people["technician"], self.moments.ago(1200, "14:00")
        for place in (room for mine in self.rooms.values() for room in mine):
            self.say(tom, "label.printed", [place, self.label(place, at)], at)

    def label(self, thing, at):
        """A label for a device or room, printed when it came."""
        owner = "device" if isinstance(thing, Device) else "location"
        label = Label(
            code=self._code(), school=thing.school, bound_at=at, printed_at=at, **{owner: thing}
        )
        self.labels.append(label)
        self.valid[id(thing)] = label
        return label

    def lead(self, device):
        """The life of a device nobody tells a story about."""
        by, age = self.people.technician_of(device.school), self._age(device)
        start = self.moments.ago(max(1, age - 6), "9:30")
        label = self.label(device, self.moments.after(start, 20))
        self.say(by, "label.printed", [device, label], label.bound_at)
        old = self._moved(device, by, age)
        self.say(by, "device.registered", [device], start, place=old or place_of(device))
        for chance, act in ((0.07, self._repaired), (0.12, self._noted), (0.04, self._relabelled)):
            if age > 120 and self.random.random() < chance:
                act(device, by, age)
        if verb := CAME_TO.get(device.state):
            at = self.moments.ago(self.random.randint(1, min(40, age - 1)))
            self._came_to(device, by, verb, at)

    def write(self):
        """What was told since the last time: labels first, then the lines that name them."""
        Label.objects.bulk_create(self.labels, batch_size=1000)
        Label.objects.update(created_at=F("bound_at"))
        lines = sorted(self.lines, key=lambda line: line[5])
        for start in range(0, len(lines), LINES_AT_ONCE):
            record_many(lines[start : start + LINES_AT_ONCE])
        self.labels, self.lines = [], []

    def _age(self, device):
        return (self.moments.today - device.purchased_on).days

    def _moved(self, device, by, age):
        """One in eight stood elsewhere before; says where."""
        rooms = self.rooms[device.school_id]
        if device.location is None or age < 200 or self.random.random() > 0.12:
            return ""
        room, place = self.random.choice(rooms), place_of(device)
        if room == device.location:
            return ""
        origin = f"{device.school}, {room.path}"
        at = self.moments.ago(self.random.randint(100, age - 30), "10:15")
        self.say(
            by, "device.moved", [device, room, device.location], at, origin=origin, place=place
        )
        device.version += 1
        return origin

    def _repaired(self, device, by, age):
        away = self.random.randint(60, age - 30)
        company = self.random.choice(names.WORKSHOPS)
        reference = f"RMA {self.random.randint(10_000, 99_999)}"
        note, cost = self.random.choice(names.REPAIRED), f"{self.random.randint(40, 300)},00 €"
        at, back = self.moments.ago(away), self.moments.ago(away - 12, "13:00")
        self.say(by, "device.sent_to_repair", [device], at, company=company, reference=reference)
        self.say(by, "device.returned_from_repair", [device], back, note=note, cost=cost)
        device.version += 2

    def _noted(self, device, by, age):
        device.notes = self.random.choice(names.NOTES)
        at = self.moments.ago(self.random.randint(20, age - 30), "11:40")
        self.say(by, "device.edited", [device], at, changes={"notes": ["", device.notes]})
        device.version += 1

    def _relabelled(self, device, by, age):
        at = self.moments.ago(self.random.randint(20, age - 30), "12:10")
        self.replace(device, by, at)

    def replace(self, thing, by, at):
        """A new label; the old code is blocked from then on."""
        old = self.valid[id(thing)]
        old.revoked_at = at
        self.say(by, "label.replaced", [thing, self.label(thing, at), old], at)

    def _came_to(self, device, by, verb, at):
        away = {"company": names.WORKSHOPS[0]} if verb == "device.sent_to_repair" else {}
        self.say(by, verb, [device], at, **away)
        device.version += 1
        if verb == "device.retired":
            self.valid.pop(id(device)).revoked_at = at

    def _code(self):
        """Looks like any other code; the same seed makes the same ones."""
        code = "".join(self.random.choices(ALPHABET, k=LENGTH))
        if code in self.codes:
            return self._code()
        self.codes.add(code)
        return code


def settle():
    """Devices were made today; their lives say since when they are there, and what changed."""
    life = Subject.objects.filter(kind="device", object_id=OuterRef("pk"))
    first, last = life.order_by("at").values("at")[:1], life.order_by("-at").values("at")[:1]
    Device.objects.update(created_at=Subquery(first), updated_at=Subquery(last))
