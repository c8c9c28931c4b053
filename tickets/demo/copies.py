"""Many tickets: copies of played ones, each at another school, about another device, told by
other people at another time; with every report, comment and line of the journal."""

from datetime import timedelta
from itertools import islice

from django.utils import timezone

from itsm.demo.copying import Shift, lines_of, read
from itsm.demo.numbers import KeptFree
from itsm.journal.models import Subject
from itsm.journal.record import record_many
from tickets.demo.past import DAYS, RECENT_DAYS
from tickets.models import Comment, Report, Ticket
from tickets.steps import ticket_words

PORTION = 4000
BATCH = 1000
OPENS = 7 * 60 + 30
EARLIER = 60
TRIES = 20


class Copies:
    """So many copies of these lives. They are planned before anything is played, so that numbers
    are kept free for them, in the order of time, and written after it."""

    def __init__(self, story, lives, count, begin):
        self.story = story
        self.plan = sorted(self._planned(lives, count), key=lambda planned: planned[0])
        self.kept_free = KeptFree(story, Ticket, [at for at, _life, _later in self.plan], begin)

    def write(self):
        """All copies, in portions."""
        originals, numbered = {}, zip(self.kept_free.numbers, self.plan, strict=True)
        while portion := list(islice(numbered, PORTION)):
            made = []
            for number, (_at, life, later) in portion:
                if life not in originals:
                    originals[life] = _Original(life)
                made.append(_Copy(originals[life], number, later, self.story))
            _write(made)

    def _planned(self, lives, count):
        """(when it begins, of which life, how much later): what is over may have happened in any
        week, what is not only a little earlier on the same day."""
        random, now = self.story.random, self.story.moments.now
        recent = [one for one in lives if (now - one.begins).days < RECENT_DAYS]
        older = [one for one in lives if one not in recent]
        for _copy in range(count):
            lately = not older or (recent and random.random() < RECENT_DAYS / DAYS)
            life = random.choice(recent if lately else older)
            begins, weeks = timezone.localtime(life.begins), 0
            if life.ends:
                earlier = max(0, DAYS - (now - begins).days) // 7
                weeks = random.randint(-earlier, (now - life.ends).days // 7)
            into_the_day = max(0, begins.hour * 60 + begins.minute - OPENS)
            minutes = random.randint(0, min(EARLIER, into_the_day))
            later = timedelta(weeks=weeks, minutes=-minutes)
            yield begins + later, life, later


class _Original:
    """A played ticket with all that is written about it, read once."""

    def __init__(self, life):
        self.cast = life.cast
        tickets = Ticket.objects.filter(pk=life.told.ticket_id).select_related("tile")
        self.ticket = read(tickets)[0]
        self.device = next(iter(self.ticket.about()), None)
        self.reports = read(self.ticket.reports.order_by("pk"))
        self.comments = read(self.ticket.comments.order_by("pk"))
        self.lines = [line for line, _about in lines_of(Subject.objects.about(self.ticket))]


class _Copy:
    """Another ticket that went the same way."""

    def __init__(self, original, number, later, story):
        self.original = original
        self.school, self.devices, self.location = self._where(story, later)
        self.shift = Shift(later, self._instead(story))
        label = story.made["assets"].label_of(next(iter(self.devices), self.location))
        anew, here = self.shift.anew, {"school": self.school}
        self.ticket = anew(original.ticket, pk=number, location=self.location, **here)
        self.ticket.search = ticket_words(self.ticket, self.devices)
        about = {"ticket": self.ticket}
        self.reports = [
            anew(one, label=one.label_id and label, **about, **here) for one in original.reports
        ]
        told = dict(zip([one.pk for one in original.reports], self.reports, strict=True))
        self.comments = [
            anew(one, report=told.get(one.report_id), **about) for one in original.comments
        ]

    def lines(self):
        """What record_many takes, once reports and comments have their ids."""
        things = [self.ticket, *self.devices, *([self.location] if self.location else [])]
        people = {pk: person.pk for pk, person in self.shift.people.items()}
        new = {"before": people, "to": people}
        for name in ("report", "comment"):
            pairs = zip(getattr(self.original, f"{name}s"), getattr(self, f"{name}s"), strict=True)
            new[name] = {old.pk: copied.pk for old, copied in pairs}
        for line in self.original.lines:
            details = line.details | {"number": self.ticket.pk}
            for name in new.keys() & details.keys():
                details[name] = new[name].get(details[name], details[name])
            yield self.shift.line(line, things, self.school, details)

    def _where(self, story, later):
        """A school of the same kind that had such a device at that time; else the same one."""
        original, random, inventory = self.original, story.random, story.made["assets"]
        day, device = (original.ticket.created_at + later).date(), original.device
        for _try in range(TRIES):
            school = random.choice(story.schools)
            if bool(story.people.support_of(school)) != original.cast["has_support"]:
                continue
            if device is None:
                return school, [], random.choice(inventory.rooms[school.pk])
            if same := inventory.device_at(school, day, random, device.category_id):
                return school, [same], same.location
        ticket = original.ticket
        return ticket.school, [device] if device else [], ticket.location

    def _instead(self, story):
        """Who plays the parts at this school."""
        school, people = self.school, story.people
        instead = {
            "support": people.support_of(school),
            "technician": people.technician_of(school),
            "teacher": story.random.choice(people.teachers_of(school)),
        }
        cast = self.original.cast
        return {cast[part].pk: who for part, who in instead.items() if cast[part] and who}


def _write(copies):
    Ticket.objects.bulk_create([one.ticket for one in copies], batch_size=BATCH)
    through = Ticket.devices.through
    about = [through(ticket_id=c.ticket.pk, device_id=d.pk) for c in copies for d in c.devices]
    through.objects.bulk_create(about, batch_size=BATCH)
    Report.objects.bulk_create([one for c in copies for one in c.reports], batch_size=BATCH)
    Comment.objects.bulk_create([one for c in copies for one in c.comments], batch_size=BATCH)
    record_many([line for one in copies for line in one.lines()])
