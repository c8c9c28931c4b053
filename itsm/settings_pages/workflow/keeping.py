"""How a setting is kept: old and new value side by side in the journal."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import User
from itsm.same import keys_for, twin_of
from itsm.settings_pages.parts import kept_as
from itsm.workflow import StepRefused, lock, require

Row = TypeVar("Row", bound=Model)

# A plain name and a name in German read alike in the journal.
SPOKEN = {"name": "label_de"}


@transaction.atomic
def save(thing: Row, *, by: User, **values: object) -> Row:
    """A setting that is only its values: a category, a maker, a condition, a stage. What is there
    already (applications, tickets) keeps what it was asked.

    `values`: by field name. Returns the thing as it is kept. Refused where there is one that is
    called the same.
    """
    kept = kept_as(type(thing))
    require(kept.may, by)
    return keep(thing, values, by=by, what=kept.what)


def keep(thing: Row, values: Mapping[str, object], *, by: User, what: str) -> Row:
    """Save these values of a setting and tell the journal; nothing changed, nothing told.

    `what`: how the journal calls this kind of setting. Returns the thing as it is kept.
    """
    new, changes = thing.pk is None, write(thing, values)
    if changes or new:
        tell(by, thing, what, changes)
    return thing


def keep_the_one(row: Row, values: Mapping[str, object], *, by: User, what: str) -> Row:
    """The table has one row; it is made when it is first changed.

    `row` may be one that was never saved: the kept one is returned.
    """
    row, _made = type(row)._default_manager.get_or_create(pk=1)
    return keep(row, values, by=by, what=what)


def write(thing: Model, values: Mapping[str, object]) -> dict:
    """Save these values and say which were others before: {name: [old, new]}.

    Refused where there is one already that is the same but for capitals, blanks or unseen signs.
    """
    old = type(thing)._default_manager.filter(pk=thing.pk).first() if thing.pk else None
    changes, columns = {}, []
    for name, value in values.items():
        before = _told(old, name) if old else ""
        setattr(thing, name, value)
        if before != _told(thing, name):
            changes[SPOKEN.get(name, name)] = [before, _told(thing, name)]
            columns.append(name)
    must_be_new(thing, columns if old else None)
    if old is None:
        thing.save()
    elif changes:
        thing.save(update_fields=[*values, *keys_for(thing, columns)])
    return changes


def must_be_new(thing: Model, changed: Collection[str] | None = None) -> None:
    """There is no other one that is called the same; `changed` names what somebody changes.

    Refused otherwise.
    """
    if twin := twin_of(thing, changed):
        raise StepRefused(_("There is “%(name)s” already.") % {"name": twin})


def tell(by: User, thing: Model, what: str, changes: dict) -> None:
    """One line of the journal about a setting, for the authority's eyes.

    `what`: how the journal calls this kind of setting; `changes`: {name: [old, new]}, in words.
    """
    record(
        by,
        "setting.changed",
        thing,
        visibility=Visibility.AUTHORITY,
        what=what,
        name=str(getattr(thing, "label_de", "") or thing),
        changes=changes,
    )


def _told(thing: Model, name: str) -> str:
    """A value as the journal keeps it: in words, where it was chosen from a list."""
    value, in_words = getattr(thing, name), getattr(thing, f"get_{name}_display", None)
    return str(in_words()) if in_words and value not in (None, "") else said(value)


def said(value: object) -> str:
    """A plain value in words."""
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    if isinstance(value, list):
        return ", ".join(str(v.get("de", "")) if isinstance(v, dict) else str(v) for v in value)
    return str(value)


@transaction.atomic
def move(thing: Model, *, by: User, up: bool) -> None:
    """One place up or down among its neighbours.

    At the end of the list nothing happens.
    """
    kept = kept_as(type(thing))
    require(kept.may, by)
    same = {name: getattr(thing, name) for name in kept.among}
    neighbours = type(thing)._default_manager.filter(**same)
    lock(type(thing), neighbours.order_by().values("pk"))
    rows: list[Any] = list(neighbours)
    here = [row.pk for row in rows].index(thing.pk)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows):
        row.order = order
    type(thing)._default_manager.bulk_update(rows, ["order"])
    tell(by, thing, kept.what, {"order": [str(here + 1), str(there + 1)]})
