"""Schools and the catalogue as an import makes them grow; pages have steps of their own."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.models import Category, DeviceModel, FundingSource, Manufacturer
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.rules import can_manage_schools
from itsm.same import keys_for, twin_of
from itsm.workflow import StepRefused, require

WHAT = {
    "category": "category",
    "manufacturer": "manufacturer",
    "devicemodel": "model",
    "fundingsource": "funding",
    "schoolkind": "school_kind",
}

CATALOGUE = {
    model._meta.model_name: model for model in (Category, Manufacturer, DeviceModel, FundingSource)
}


@transaction.atomic
def add_school(school, *, by):
    """A school nobody had entered yet."""
    require(can_manage_schools, by)
    if twin := twin_of(school):
        raise StepRefused(_("There is “%(name)s” already.") % {"name": twin})
    school.save(force_insert=True)
    record(by, "school.added", school, school=school, changes={})


@transaction.atomic
def correct_school(school, *, by, **values):
    """A school's contact as the newer list says; returns the names of what changed."""
    require(can_manage_schools, by)
    changed = {name: value for name, value in values.items() if getattr(school, name) != value}
    if changed:
        changes = {n: [_said(getattr(school, n)), _said(v)] for n, v in changed.items()}
        for name, value in changed.items():
            setattr(school, name, value)
        _save(school, [*changed, *keys_for(school, changed)])
        record(by, "school.edited", school, school=school, changes=changes)
    return list(changed)


@transaction.atomic
def close_unused(school, *, by):
    """A school that was entered by mistake is offered nowhere any more; its line in the journal
    stays, so it is closed, not removed. Refused where it has anything already."""
    require(can_manage_schools, by)
    if school.devices.exists() or school.memberships.exists() or school.locations.exists():
        raise StepRefused(_("Something belongs to this school: it stays open."))
    correct_school(school, by=by, closed_on=timezone.localdate())


@transaction.atomic
def remove_from_catalogue(thing, *, by):
    """A category, maker, model or funding source that nothing uses; refused by the database
    (ProtectedError) where something does."""
    require(rules.can_edit_catalogue, by)
    record(
        by,
        "setting.changed",
        thing,
        visibility=Visibility.AUTHORITY,
        what=WHAT[thing._meta.model_name],
        name=str(thing),
        changes={"label_de": [str(thing), ""]},
    )
    thing.delete()


@transaction.atomic
def add_to_catalogue(thing, *, by):
    """A category, maker, model, funding source or kind of school that was not known yet."""
    require(rules.can_edit_catalogue, by)
    if twin := twin_of(thing):
        raise StepRefused(_("There is “%(name)s” already.") % {"name": twin})
    thing.save(force_insert=True)
    record(
        by,
        "setting.changed",
        thing,
        visibility=Visibility.AUTHORITY,
        what=WHAT[thing._meta.model_name],
        name=str(thing),
        changes={"label_de": ["", str(thing)]},
    )


def _save(school, columns):
    try:
        with transaction.atomic():
            school.save(update_fields=columns)
    except IntegrityError as error:
        raise StepRefused(_("Another school has this name or short name.")) from error


def _said(value) -> str:
    return "" if value is None else str(value)
