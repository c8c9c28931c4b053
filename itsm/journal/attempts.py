"""What the program does by itself, one thing after the other: a failure with one is told, and the
others go on."""

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from itsm.journal.models import Event, Visibility, kind_of
from itsm.journal.record import record
from itsm.workflow import StepRefused

log = logging.getLogger("itsm.clock")
FAILED = "clock.failed"
# A failure that comes again every hour is told once a day.
TOLD_EVERY = timedelta(days=1)


def attempt(work: str, thing, act):
    """Do `act()`, a step on this thing (or on none) that nobody asked for; returns what it
    returns, or None if it failed.

    `work` is its code (`itsm.journal.names.WORK`); `act` is one transaction, or several. A refusal means that somebody touched the
    thing at this very moment: it is left for the next time. Any other failure is logged, and told
    to administrators by a line of the journal.
    """
    try:
        return act()
    except StepRefused as refused:
        log.info("%s of %s: %s", work, _named(thing), refused.sentence)
    except Exception as error:
        log.exception("%s of %s failed", work, _named(thing))
        _tell(work, thing, type(error).__name__)
    return None


def failed_lately():
    """What failed since yesterday, a line a thing and work."""
    return Event.objects.filter(verb=FAILED, at__gte=timezone.now() - TOLD_EVERY)


def _named(thing):
    return f"{kind_of(thing)} {thing.pk}" if thing else "the program"


def _tell(work, thing, error):
    """A line in the thing's life, once a day. The error's words may name a person: its kind has
    to do."""
    things = [thing] if thing else []
    try:
        if not _is_told(work, thing):
            details = {"work": work, "error": error, **_number(thing)}
            record(None, FAILED, *things, visibility=Visibility.AUTHORITY, **details)
    except DatabaseError:
        log.exception("that %s failed could not be told", work)


def _is_told(work, thing):
    told = failed_lately().filter(details__work=work)
    if thing:
        told = told.filter(subjects__kind=kind_of(thing), subjects__object_id=thing.pk)
    return told.exists()


def _number(thing):
    """What the line links to: the loan's page, or the ticket's."""
    number = getattr(thing, "number", None)
    if number is None:
        return {}
    return {"loan" if kind_of(thing) == "loan" else "number": number}
