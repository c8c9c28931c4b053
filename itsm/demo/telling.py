"""Putting the story together, in one transaction: all of it, or nothing."""

from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from itsm.demo.agenda import Agenda
from itsm.demo.moments import Moments
from itsm.demo.parts import amounts, parts
from itsm.demo.people import build_people, build_schools
from itsm.outbox.models import OutboxMessage
from itsm.outbox.wakeup import quiet


class Story:
    """One telling: how much of what, its moments and its dice, who works where, what is on the
    agenda, and what each part has made (by app label)."""

    def __init__(self, schools, wanted, seed, now):
        self.moments, self.agenda = Moments(now), Agenda()
        self.random = Random(seed)  # noqa: S311  a story, no secret
        self.wanted, self.made = wanted, {}
        founded = self.moments.ago(2410, "8:00")
        self.schools = build_schools(schools)
        self.people = build_people(self.schools, self.random, founded)


def load(schools=3, seed=1, now=None, **wanted):
    """Fill an empty house; `wanted` are numbers by the names of `amounts()`. The same seed on the
    same day makes the same rows."""
    usual = {amount.name: amount.usual for amount in amounts()}
    # Words that steps write into rows are the authority's.
    with quiet(), transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _tell(Story(schools, usual | wanted, seed, now))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tell(story):
    told = parts()
    for label, part in told.items():
        story.made[label] = part.tell(story)
    story.agenda.play(story.moments.now)
    for part in told.values():
        if hasattr(part, "finish"):
            part.finish(story)
    # The story's mails were due in its past, and its people have no mailboxes.
    OutboxMessage.objects.all().delete()
