"""Steps on schools: adding, changing, closing."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.record import record
from itsm.people.rules import can_change_settings, can_manage_schools
from itsm.settings_pages.workflow.keeping import tell, write
from itsm.workflow import StepRefused, require


@transaction.atomic
def save_school(school, *, by, **values):
    """A school with its contact, new or changed."""
    require(can_manage_schools, by)
    new, changes = school.pk is None, write(school, values)
    if new or changes:
        verb = "school.added" if new else "school.edited"
        record(by, verb, school, school=school, changes=changes)
    return school


@transaction.atomic
def close_school(school, *, by):
    """A school ends: its roles end with it, its history stays."""
    require(can_manage_schools, by)
    if school.closed_on:
        raise StepRefused(_("This school is closed already."))
    return save_school(school, by=by, closed_on=timezone.localdate())


@transaction.atomic
def open_school_again(school, *, by):
    """It was closed by mistake, or comes back."""
    require(can_manage_schools, by)
    if not school.closed_on:
        raise StepRefused(_("This school is open."))
    return save_school(school, by=by, closed_on=None)


@transaction.atomic
def remove_school_kind(kind, *, by):
    """A kind no school is of any more."""
    require(can_change_settings, by)
    used = _("“%(kind)s” is still used by a school.") % {"kind": kind}
    tell(by, kind, "school_kind", {"label_de": [kind.name, ""]})
    try:
        with transaction.atomic():
            kind.delete()
    except (ProtectedError, IntegrityError) as error:
        raise StepRefused(used) from error
