"""Schools and the catalogue as an import makes them grow; pages have steps of their own."""

from django.db import transaction

from assets import rules
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import School
from itsm.people.rules import can_manage_schools
from itsm.steps import require

WHAT = {
    "category": "category",
    "manufacturer": "manufacturer",
    "devicemodel": "model",
    "fundingsource": "funding",
    "schoolkind": "school_kind",
}


@transaction.atomic
def add_school(school, *, by):
    """A school nobody had entered yet."""
    require(can_manage_schools, by)
    school.save(force_insert=True)
    record(by, "school.added", school, school=school, changes={})


@transaction.atomic
def correct_school(school, *, by, **values):
    """A school's contact as the newer list says; returns the names of what changed."""
    require(can_manage_schools, by)
    changed = {name: value for name, value in values.items() if getattr(school, name) != value}
    if changed:
        changes = {n: [_said(getattr(school, n)), _said(v)] for n, v in changed.items()}
        School.objects.filter(pk=school.pk).update(**changed)
        record(by, "school.edited", school, school=school, changes=changes)
    return list(changed)


@transaction.atomic
def add_to_catalogue(thing, *, by):
    """A category, maker, model, funding source or kind of school that was not known yet."""
    require(rules.can_edit_catalogue, by)
    thing.save(force_insert=True)
    record(
        by, "setting.changed", thing, visibility=Visibility.AUTHORITY,
        what=WHAT[thing._meta.model_name], name=str(thing), changes={"label_de": ["", str(thing)]},
    )  # fmt: skip


def _said(value) -> str:
    return "" if value is None else str(value)
