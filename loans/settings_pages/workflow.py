"""What loan managers define: the list of what is done before a case goes out, words of papers."""

from django.db import transaction

from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.workflow import require
from loans import rules


@transaction.atomic
def save_task(task, *, by, **values):
    """A line of the list: new, renamed, moved, or no longer used."""
    return _save(task, values, by, "preparation")


@transaction.atomic
def save_paper_text(text, *, by, **values):
    """The words of one kind of paper; papers that exist already keep theirs."""
    return _save(text, values, by, "paper")


@transaction.atomic
def save_reminder_rule(rule, *, by, **values):
    """So many days before or after the last day, this person gets these words."""
    return _save(rule, values, by, "reminder")


@transaction.atomic
def save_loan_settings(agreed, *, by, **values):
    """When reminders rest: in the holidays of which Land."""
    return _save(agreed, values, by, "reminder")


def _save(thing, values, by, what):
    require(rules.can_change_loan_settings, by)
    new = thing.pk is None
    changes = {
        name: ["" if new else str(getattr(thing, name)), str(value)]
        for name, value in values.items()
        if new or getattr(thing, name) != value
    }
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()
    if changes:
        record(
            by,
            "setting.changed",
            thing,
            visibility=Visibility.AUTHORITY,
            what=what,
            name=str(thing),
            changes=changes,
        )
    return thing
