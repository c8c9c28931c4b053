"""Putting the story together, in one transaction: all of it, or nothing."""

from heapq import merge
from random import Random

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from assets.models import Device
from itsm.demo.careers import Careers
from itsm.demo.cases import Pool
from itsm.demo.devices import Catalogue, build_devices
from itsm.demo.loans import LOANS_A_CASE, Lending
from itsm.demo.moments import Moments
from itsm.demo.people import build_people, build_schools
from itsm.demo.places import build_places
from itsm.demo.story import Story, hold_one, route
from itsm.demo.tickets import Ground, past
from itsm.demo.together import build_together
from itsm.demo.writing import write
from itsm.fields.models import Status
from itsm.journal.models import Subject
from loans.starting_set import load_starting_set

FULL_SIZE = 10_000
# The number of this morning's ticket, where there are not more tickets than that.
THIS_MORNING = 4711


def load(schools=3, devices=60, tickets=60, loans=0, seed=1, now=None):
    """Fill an empty house. The same seed on the same day makes the same rows."""
    random = Random(seed)  # noqa: S311  a story, no secret
    moments = Moments(now)
    with transaction.atomic():
        load_starting_set()
        _Loader(moments, random).load(schools, devices, tickets, loans)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Loader:
    """One after the other: schools, people, places, devices, their careers, tickets."""

    def __init__(self, moments, random):
        self.moments, self.random = moments, random

    def load(self, schools, devices, tickets, loans):
        founded = self.moments.ago(2410, "8:00")
        made = build_schools(schools)
        people = build_people(made, self.random, founded)
        rooms_wanted = max(12, devices // schools // 7)
        rooms = build_places(made, rooms_wanted, by=people["admin"], at=founded)
        catalogue = Catalogue()
        things, all_devices = build_devices(
            devices, made, rooms, catalogue, self.moments, self.random
        )
        careers = Careers(people, rooms, self.moments, self.random)
        statuses = {s.state: s for s in Status.objects.filter(kind="ticket", is_default=True)}
        ground = Ground(made, all_devices, rooms, people, careers.valid, statuses)
        story = Story(things, ground, careers, self.moments)
        lending = self._lending(careers, ground, catalogue, loans)
        self._careers(careers, story, rooms, all_devices)
        self._tickets(story, ground, things, tickets, lending.tickets)
        lending.finish()
        build_together(lending)
        _settle(all_devices)

    def _lending(self, careers, ground, catalogue, loans):
        """The authority's cases and their loans; what names a ticket is told at the end."""
        pool = Pool(careers, catalogue, self.moments, self.random)
        pool.build(more=-(-loans // LOANS_A_CASE))
        lending = Lending(pool, ground, self.moments, self.random)
        lending.tell(more=loans)
        return lending

    def _careers(self, careers, story, rooms, devices):
        tom, printed = careers.people["technician"], self.moments.ago(1200, "14:00")
        projector = story.things["projector"]
        for place in (room for mine in rooms.values() for room in mine):
            careers.say(tom, "label.printed", [place, careers.label(place, printed)], printed)
        story.early_days()
        for device in devices:
            if device is not projector:
                careers.lead(device)
        story.helped_themselves()
        careers.write()

    def _tickets(self, story, ground, things, wanted, lent):
        told = sorted([*story.lives(), *lent], key=lambda life: life.ticket.created_at)
        long_life = list(story.long_life(self.random)) if wanted >= FULL_SIZE else []
        rest = max(0, wanted - len(told) - len(long_life))
        storied = {id(device) for device in things.values()}
        for school_id, devices in ground.devices.items():
            ground.devices[school_id] = [d for d in devices if id(d) not in storied]
            ground.days[school_id] = [d.purchased_on for d in ground.devices[school_id]]
        lives = merge(
            long_life,
            past(rest, ground, self.moments, self.random),
            told,
            key=lambda life: life.ticket.created_at,
        )
        # This morning's is the last but one of what is told.
        write(lives, max(1, THIS_MORNING - len(long_life) - rest - len(told) + 2))
        hold_one(ground.labels[id(story.room("Raum 112", 0))], self.moments)
        route()


def _settle(devices):
    """Devices were made today; their lives say since when they are there, and what changed."""
    changed = [device for device in devices if device.version > 1]
    Device.objects.bulk_update(changed, ["version", "notes"], batch_size=500)
    life = Subject.objects.filter(kind="device", object_id=OuterRef("pk"))
    first, last = life.order_by("at").values("at")[:1], life.order_by("-at").values("at")[:1]
    Device.objects.update(created_at=Subquery(first), updated_at=Subquery(last))
