"""Lines of the journal as they go out: what happened, as a sentence and in parts."""

from django.utils import timezone
from rest_framework import serializers

from api.serializers.places import PersonName
from assets.models.devices import PRICE_ROLES
from itsm.journal.models import Subject, Visibility
from itsm.journal.names import PRICED
from itsm.journal.timeline import lines
from itsm.people.reach import reach_of


class SubjectRow(serializers.Serializer):
    """One thing a line is about."""

    kind = serializers.CharField()
    id = serializers.IntegerField()


class LineRow(serializers.Serializer):
    """A line in the life of a thing."""

    id = serializers.IntegerField()
    verb = serializers.CharField()
    at = serializers.DateTimeField()
    by = PersonName(allow_null=True)
    visibility = serializers.ChoiceField(Visibility.choices)
    sentence = serializers.CharField()
    details = serializers.DictField()


class EventRow(LineRow):
    """A line of the journal."""

    school = serializers.IntegerField(allow_null=True)
    subjects = SubjectRow(many=True)


def told(events, user) -> list[dict]:
    """These lines as they go out; what cost how much only to those who may see prices."""
    sentences, reach = {}, reach_of(user)
    priced = {e.pk: reach.covers(e.school_id, *PRICE_ROLES) for e in events}
    for prices in (True, False):
        some = [Subject(event=e, verb=e.verb) for e in events if priced[e.pk] == prices]
        for row, line in zip(some, lines(some, prices=prices), strict=True):
            sentences[row.event.pk] = line.sentence
    return [_line(e, sentences[e.pk], priced[e.pk]) for e in events]


def with_subjects(event, line) -> dict:
    """A line of the journal: which school's, and about which things."""
    things = sorted((s.kind, s.object_id) for s in event.subjects.all())
    subjects = [{"kind": kind, "id": pk} for kind, pk in things]
    return line | {"school": event.school_id, "subjects": subjects}


def _line(event, sentence, prices):
    return {
        "id": event.pk,
        "verb": event.verb,
        "at": timezone.localtime(event.at).isoformat(),
        "by": {"id": event.by.pk, "name": str(event.by)} if event.by else None,
        "visibility": event.visibility,
        "sentence": sentence,
        "details": event.details if prices else _without_prices(event.details),
    }


def _without_prices(details):
    kept = {name: value for name, value in details.items() if name not in PRICED}
    if isinstance(kept.get("changes"), dict):
        kept["changes"] = _without_prices(kept["changes"])
    return kept
