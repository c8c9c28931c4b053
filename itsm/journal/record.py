"""The only writer of the journal."""

from django.db import connection
from django.utils import timezone

from itsm.journal.models import Event, Subject, Visibility, kind_of

COLUMNS = ("event_id", "kind", "object_id", "at", "school_id", "visibility", "verb")
# So many rows at once are worth a stream.
MANY = 1000


def record(by, verb, *subjects, visibility=Visibility.SCHOOL, school=None, at=None, **details):
    """Write one line: `by` (a person, or None for the program or an unnamed reporter) did `verb`
    to these things. The line belongs to `school`, else to the first subject's school."""
    return record_many([(by, verb, subjects, visibility, school, at, details)])[0]


def record_many(lines):
    """Write many lines at once (imports, the demo story): tuples of what `record` takes."""
    now, lines = timezone.now(), list(lines)
    events = Event.objects.bulk_create([_event(*line, now=now) for line in lines], batch_size=1000)
    pairs = zip(events, lines, strict=True)
    _write([_subject(event, thing) for event, line in pairs for thing in line[2]])
    return events


def _event(by, verb, subjects, visibility, school, at, details, *, now):
    person = by if getattr(by, "pk", None) else None
    first = subjects[0] if subjects else None
    school_id = school.pk if school else getattr(first, "school_id", None)
    return Event(
        verb=verb,
        at=at or now,
        by=person,
        school_id=school_id,
        visibility=visibility,
        details=details,
    )


def _subject(event, thing):
    return (
        event.pk,
        kind_of(thing),
        thing.pk,
        event.at,
        event.school_id,
        event.visibility,
        event.verb,
    )


def _write(rows):
    """The rows of what events are about; PostgreSQL takes many as a stream, much quicker."""
    if connection.vendor == "postgresql" and len(rows) >= MANY:
        statement = f"COPY {Subject._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row(row)
    else:
        subjects = [Subject(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
        Subject.objects.bulk_create(subjects, batch_size=1000)
