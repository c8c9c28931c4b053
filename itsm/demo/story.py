"""The story's own tickets, and the long life of the projector in Raum 204."""

from collections import Counter

from assets.models import Category, FaultTile, Hint
from itsm.demo import names
from itsm.demo.lives import Life
from itsm.demo.week import FIRST_LEVEL, WEEK
from itsm.fields.models import Status
from tickets.models import Report, RoutingRule, Ticket

LONG_LIFE = 48


class Story:
    """Plays what week.py tells, with the devices, rooms and people of the house."""

    def __init__(self, things, ground, careers, moments):
        self.things, self.ground, self.careers, self.moments = things, ground, careers, moments
        self.people = ground.people
        rows = Status.objects.filter(kind="ticket", is_default=False)
        self.words = {status.label_de: status for status in rows}

    def lives(self):
        """The tickets of the week, oldest first."""
        played = [self._play(about, words, steps) for about, words, steps in WEEK]
        return sorted(played, key=lambda life: life.ticket.created_at)

    def long_life(self, random, count=LONG_LIFE):
        """Enough earlier faults of the projector to fill pages: for an authority of full size."""
        device = self.things["projector"]
        tiles = [t for t in self.ground.tiles[device.category_id] if t.label_de != "kein Bild"]
        for number in range(count):
            at = self.moments.ago(1900 - number * (1700 // count), "8:35")
            life = Life(
                random.choice(tiles), device.school, [device], device.location, self.ground.statuses
            )
            self._one_of_many(life, at, random)
            yield life

    def early_days(self):
        """Registered, moved, repaired, relabelled: the projector before this autumn."""
        careers, device, tom = self.careers, self.things["projector"], self.people["technician"]
        before = self.room("Raum 118", 0)
        origin = f"{device.school}, {before.path}"
        place = f"{device.school}, {device.location.path}"
        ago = self.moments.ago
        self._came(device, origin, ago(1965, "9:30"))
        careers.say(
            tom,
            "device.sent_to_repair",
            [device],
            ago(1190),
            company="Medientechnik Nord",
            reference="RMA 88213",
        )
        careers.say(
            tom,
            "device.returned_from_repair",
            [device],
            ago(1176, "13:20"),
            note="Lampe gewechselt",
            cost="189,00 €",
        )
        until = [
            str(device.warranty_until.replace(year=device.warranty_until.year - 2)),
            str(device.warranty_until),
        ]
        careers.say(
            tom, "device.edited", [device], ago(1175, "8:10"), changes={"warranty_until": until}
        )
        careers.replace(device, self.people["technician2"], ago(316, "12:15"))
        careers.say(
            tom,
            "device.moved",
            [device, before, device.location],
            ago(115, "10:00"),
            origin=origin,
            place=place,
        )
        device.version = 5

    def helped_themselves(self):
        """Now and then a hint was enough; the hint counts it."""
        counts = Counter()
        for days, key in (
            (67, "projector"),
            (41, "printer0"),
            (30, "board205"),
            (9, "pc204"),
            (3, "board111"),
        ):
            device = self.things[key]
            tile = next(t for t in self.ground.tiles[device.category_id] if t.hints.all())
            hint = tile.hints.all()[0]
            counts[hint.pk] += 1
            words = {"tile": tile.label_de, "hint": hint.text_de}
            self.careers.say(
                None, "fault.self_helped", [device], self.moments.ago(days, "9:05"), **words
            )
        for pk, count in counts.items():
            Hint.objects.filter(pk=pk).update(helped=count)

    def room(self, name, number):
        """A room of the story's schools, by name."""
        rooms = self.ground.rooms[self.ground.schools[number].pk]
        return next(room for room in rooms if room.name == name)

    def _came(self, device, place, at):
        label = self.careers.label(device, self.moments.after(at, 20))
        tom = self.people["technician"]
        self.careers.say(tom, "device.registered", [device], at, place=place)
        self.careers.say(tom, "label.printed", [device, label], label.bound_at)

    def _play(self, about, words, steps):
        device = self.things.get(about) if isinstance(about, str) else None
        room = device.location if device else self.room(*about)
        level = 1 if (about, words) in FIRST_LEVEL else 2
        tile = self._tile(words, device.category_id if device else None)
        life = Life(
            tile, room.school, [device] if device else [], room, self.ground.statuses, level=level
        )
        for verb, days, clock, who, details in steps:
            by = self.people[who] if who else None
            getattr(life, verb)(
                self.moments.at(days, clock), by, **self._details(verb, details, device or room)
            )
        return life

    def _details(self, verb, details, thing):
        """Words of week.py as the things they mean."""
        if verb in ("reported", "joined"):
            return {"label": self.ground.labels.get(id(thing)), **details}
        if "to" in details:
            return details | {"to": self.people[details["to"]]}
        if "status" in details:
            return details | {"status": self.words.get(details["status"])}
        return details

    def _tile(self, words, category_id):
        tiles = self.ground.tiles.get(category_id, [])
        known = next((tile for tile in tiles if tile.label_de == words), None)
        return known or FaultTile.objects.create(category_id=category_id, label_de=words)

    def _one_of_many(self, life, at, random):
        tom, after = self.people["technician"], self.moments.after
        life.reported(at, label=self.ground.labels.get(id(life.devices[0])))
        life.taken_over(after(at, 40), tom)
        life.commented(after(at, 45), tom, text=random.choice(names.ANSWERED))
        life.solved(after(at, 200), tom, solution=random.choice(names.HELPED))
        life.closed_by_itself(after(at, 2750))


def hold_one(label, moments):
    """One report that the flood protection held back, waiting for a look."""
    Report.objects.create(
        label=label,
        school=label.school,
        state=Report.State.HELD,
        channel="label",
        text="asdf asdf",
        created_at=moments.at(1, "12:05"),
    )


def route():
    """The network is the technicians' everywhere, whoever reports it."""
    for category in Category.objects.filter(label_de__in=["Access Point", "Switch", "Server"]):
        RoutingRule.objects.create(category=category, level=Ticket.Level.SECOND)
