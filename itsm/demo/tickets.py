"""Tickets of the last years, as many as wanted: told, taken, waited for, solved, closed."""

from bisect import bisect_right
from datetime import timedelta

from assets.models import FaultTile
from itsm.demo import names
from itsm.demo.lives import Life
from tickets.models import Ticket

LEVEL = Ticket.Level
DAYS = 1095
WEEK = 5 * 510
# Devices nobody reports: they are away, or the story tells of them.
WITHOUT = ("retired", "missing")
# From the day it is bought to the day it is registered.
WEEK_TO_ARRIVE = timedelta(days=7)


class Ground:
    """What tickets are made of: devices by school in the order they came, tiles, statuses."""

    def __init__(self, schools, devices, rooms, people, labels, statuses):
        self.schools, self.rooms, self.people, self.labels = schools, rooms, people, labels
        self.statuses, self.tiles, self.devices, self.days = statuses, {}, {}, {}
        for tile in FaultTile.objects.filter(retired=False).prefetch_related("hints"):
            self.tiles.setdefault(tile.category_id, []).append(tile)
        for school in schools:
            mine = [d for d in devices if d.school_id == school.pk and d.state not in WITHOUT]
            self.devices[school.pk] = sorted(mine, key=lambda d: d.purchased_on)
            self.days[school.pk] = [d.purchased_on for d in self.devices[school.pk]]

    def device_at(self, school, day, random):
        """A device that was bought and registered by then, or None."""
        there = bisect_right(self.days[school.pk], day - WEEK_TO_ARRIVE)
        return self.devices[school.pk][random.randrange(there)] if there else None

    def tile_of(self, category_id, random):
        """The first tiles of a category are what goes wrong most."""
        tiles = self.tiles.get(category_id)
        return tiles[int(random.triangular(0, len(tiles), 0))] if tiles else None


def past(count, ground, moments, random, days=DAYS):
    """So many lives, oldest first; what would lie ahead of us has not happened yet."""
    for at in sorted(moments.random(random, days) for _ticket in range(count)):
        yield _Telling(ground, moments, random).tell(at)


class _Telling:
    """One life, from its first report as far as time allows."""

    def __init__(self, ground, moments, random):
        self.ground, self.moments, self.random = ground, moments, random
        self.now = moments.now

    def tell(self, at):
        self._begin(at)
        if self.random.random() < 0.1:
            self._join(at)
        self._work(at)
        return self.life

    def _begin(self, at):
        random, ground = self.random, self.ground
        school = random.choice(ground.schools)
        device = ground.device_at(school, at.date(), random) if random.random() < 0.93 else None
        tile = ground.tile_of(device.category_id if device else None, random)
        tile = tile or ground.tile_of(None, random)
        room = device.location if device else random.choice(ground.rooms[school.pk])
        support = ground.people.support_of(school)
        level = (
            LEVEL.FIRST if support and not tile.alarm and random.random() < 0.6 else LEVEL.SECOND
        )
        self.life = Life(
            tile, school, [device] if device else [], room, ground.statuses, level=level
        )
        self.first = support if level == LEVEL.FIRST else None
        self.second = ground.people.technician_of(school)
        self.teacher = random.choice(ground.people.teachers_of(school))
        self.label = ground.labels.get(id(device or room))
        self.life.reported(at, self._somebody(), **self._said())

    def _somebody(self):
        """Most scan without signing in."""
        return self.teacher if self.random.random() < 0.25 else None

    def _said(self):
        text = self.random.choice(names.TOLD) if self.random.random() < 0.3 else ""
        if self.label is None:
            return {"channel": "portal", "text": text}
        return {"channel": "label", "label": self.label, "text": text}

    def _join(self, at):
        at = self.moments.after(at, self.random.randint(5, 120))
        if at <= self.now:
            self.life.joined(at, label=self.label)

    def _work(self, at):
        """First level, then second; each step only if its time has come."""
        by = self.first or self.second
        at = self._then(at, 5, 300, "taken_over", by)
        if at and self.first and self.random.random() < 0.35:
            at = self._then(at, 10, 200, "escalated", by)
            by = self.second
            at = at and self._then(at, 20, 500, "taken_over", by)
        if at:
            at = self._talk(at, by)
        if at and self.random.random() < 0.12:
            at = self._wait(at, by)
        if at:
            self._finish(at, by)

    def _talk(self, at, by):
        chance = self.random.random()
        if chance < 0.25:
            text = self.random.choice(names.ANSWERED)
            return self._then(at, 1, 20, "commented", by, text=text)
        if chance < 0.35:
            text = self.random.choice(names.AT_SCHOOL)
            return self._then(at, 1, 90, "commented", by, text=text, visibility="school")
        if chance < 0.5 and by is self.second:
            text = self.random.choice(names.INSIDE)
            return self._then(at, 1, 90, "commented", by, text=text, visibility="authority")
        return at

    def _wait(self, at, by):
        why = self.random.choice(["school", "part", "part", "company"])
        at = self._then(at, 20, 400, "waits", by, waiting_for=why)
        return at and self._then(at, 510, 4000, "resumed", by)

    def _finish(self, at, by):
        solution = self.random.choice(names.HELPED)
        at = self._then(at, 10, 1500, "solved", by, solution=solution)
        if at and self.random.random() < 0.05:
            at = self._then(at, 60, 900, "reopened", None, note=self.random.choice(names.NOT_FIXED))
            at = at and self._then(at, 30, 900, "solved", by, solution="Gerät getauscht")
        if at and self.random.random() < 0.2:
            self._then(at, 30, 900, "confirmed", self.life.ticket.opened_by)
        elif at:
            self._then(at, WEEK, WEEK + 60, "closed_by_itself", None)

    def _then(self, at, least, most, verb, by, **details):
        """The next step, so many working minutes later; None if that is still to come."""
        at = self.moments.after(at, self.random.randint(least, most))
        if at > self.now:
            return None
        getattr(self.life, verb)(at, by, **details)
        return at
