"""Tickets of the last years: told, taken, waited for, solved, closed, as far as time allows."""

from tickets.demo import words
from tickets.demo.lives import Life
from tickets.models import Ticket
from tickets.routing import level_for

DAYS = 1095
# The last days, in which most of what was told is not over.
RECENT_DAYS = 30
RECENT = 0.25


def past(count, story, *, recent=False) -> list[Life]:
    """So many lives, the oldest first; with `recent`, a quarter of them from the last days."""
    late = int(count * RECENT) if recent else 0
    moments = [story.moments.random(story.random, RECENT_DAYS) for _ticket in range(late)]
    moments += [story.moments.random(story.random, DAYS) for _ticket in range(count - late)]
    return [_Telling(story).tell(at) for at in sorted(moments)]


class _Telling:
    """One life, from its first report on; what would lie ahead of us has not happened yet."""

    def __init__(self, story):
        self.story, self.random, self.moments = story, story.random, story.moments

    def tell(self, at):
        self._begin(at)
        if self.life.about["tile"].is_shared and self.random.random() < 0.1:
            self._then(at, 5, 120, "join", None, **self._door())
        self._work(at)
        return self.life

    def _begin(self, at):
        random, inventory, people = self.random, self.story.made["assets"], self.story.people
        school = random.choice(self.story.schools)
        device = inventory.device_at(school, at.date(), random) if random.random() < 0.93 else None
        tiles = (device and inventory.tiles_of(device.category_id)) or inventory.tiles_of(None)
        # The first tiles of a category are what goes wrong most.
        tile = tiles[int(random.triangular(0, len(tiles), 0))]
        room = device.location if device else random.choice(inventory.rooms[school.pk])
        devices = [device] if device else []
        self.life = Life(self.story, school=school, devices=devices, location=room, tile=tile)
        teacher = random.choice(people.teachers_of(school))
        # Most scan without signing in.
        self.reporter = teacher if random.random() < 0.25 else None
        self.second = people.technician_of(school)
        level = level_for(school, device and device.category, tile, self.reporter)
        self.first = people.support_of(school) if level == Ticket.Level.FIRST else None
        self.life.cast = {
            "teacher": teacher,
            "support": self.first,
            "technician": self.second,
            "has_support": people.support_of(school) is not None,
        }
        self.label = inventory.label_of(device or room)
        text = random.choice(words.TOLD) if random.random() < 0.3 else ""
        asked = tile.question and words.ANSWERS.get(tile.question_de, words.SOME_ANSWER)
        answer = random.choice(asked) if asked else ""
        said = {"description": text, "answer": answer, **self._door()}
        self.life.report(at, self.reporter, **said)

    def _door(self):
        return {"channel": "label" if self.label else "portal", "label": self.label}

    def _work(self, at):
        """First level, then second; each step only if its time has come."""
        by = self.first or self.second
        at = self._then(at, 125, 300, "take_over", by)
        if at and self.first and self.random.random() < 0.35:
            at = self._then(at, 10, 200, "escalate", by)
            by = self.second
            at = at and self._then(at, 20, 500, "take_over", by)
        if at:
            at = self._talk(at, by)
        if at and self.random.random() < 0.12:
            at = self._wait(at, by)
        if at:
            self._finish(at, by)

    def _talk(self, at, by):
        chance = self.random.random()
        if chance < 0.25:
            text = self.random.choice(words.ANSWERED)
            return self._then(at, 1, 20, "comment", by, text=text)
        if chance < 0.35:
            text = self.random.choice(words.AT_SCHOOL)
            return self._then(at, 1, 90, "comment", by, text=text, visibility="school")
        if chance < 0.5 and by is self.second:
            text = self.random.choice(words.INSIDE)
            return self._then(at, 1, 90, "comment", by, text=text, visibility="authority")
        return at

    def _wait(self, at, by):
        why = self.random.choice(["school", "part", "part", "company"])
        at = self._then(at, 20, 400, "wait", by, waiting_for=why)
        return at and self._then(at, 510, 4000, "resume", by)

    def _finish(self, at, by):
        solution = self.random.choice(words.HELPED)
        at = self._then(at, 10, 1500, "solve", by, solution=solution)
        if at and self.random.random() < 0.05:
            note = self.random.choice(words.NOT_FIXED)
            at = self._then(at, 60, 900, "reopen", self.reporter, note=note)
            at = at and self._then(at, 30, 900, "solve", by, solution="Gerät getauscht")
        if at and self.random.random() < 0.2:
            self._then(at, 30, 900, "confirm", self.reporter)

    def _then(self, at, least, most, step, by, **said):
        """The next step, so many working minutes later; None if that is still to come."""
        at = self.moments.after(at, self.random.randint(least, most))
        if at > self.moments.now:
            self.life.ends = None
            return None
        self.life.take(step, at, by, **said)
        return at
