"""Rows and lines of the journal once more: later, and done by other people."""

from collections import defaultdict
from copy import copy
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from itsm.journal.models import Event, Subject
from itsm.people.models import User

DAY = timedelta(days=1)


class Shift(NamedTuple):
    """How much later something is to have happened, and who did it: people by the ids of those
    who really did."""

    later: timedelta
    people: dict[int, User]

    def anew(self, row, pk=None, **changed):
        """A row like this one, not written yet; its people and times are others."""
        new = copy(row)
        new._state, new.pk = type(row._state)(), pk
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if field.related_model is User and value in self.people:
                setattr(new, field.attname, self.people[value].pk)
            elif isinstance(value, datetime):
                setattr(new, field.attname, value + self.later)
            elif isinstance(value, date):
                setattr(new, field.attname, value + round(self.later / DAY) * DAY)
        for name, value in changed.items():
            setattr(new, name, value)
        return new

    def line(self, line, things, school, details):
        """What record_many takes for a line like this one."""
        by = self.people.get(line.by_id, line.by)
        return by, line.verb, things, line.visibility, school, line.at + self.later, details


def read(rows) -> list:
    """These rows with local times: to them a shift by weeks leaves the time of day as it is, also
    over a change of the clocks."""
    found = list(rows)
    for row in found:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if isinstance(value, datetime):
                setattr(row, field.attname, timezone.localtime(value))
    return found


def lines_of(subjects) -> list[tuple[Event, list[tuple[str, int]]]]:
    """The lines to which these subjects belong, oldest first, each with what it is about."""
    ids = set(subjects.order_by().values_list("event", flat=True))
    about = defaultdict(list)
    for subject in Subject.objects.filter(event__in=ids).order_by("pk"):
        about[subject.event_id].append((subject.kind, subject.object_id))
    events = Event.objects.filter(pk__in=ids).select_related("by").order_by("at", "pk")
    return [(event, about[event.pk]) for event in read(events)]
