"""Steps on schools: adding, changing, closing."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.record import record
from itsm.people.models import School, SchoolKind, User
from itsm.people.rules import can_change_settings, can_manage_schools
from itsm.settings_pages.workflow.keeping import tell, write
from itsm.workflow import StepRefused, require


@transaction.atomic
def save_school(school: School, *, by: User, **values: object) -> School:
    """A school with its contact, new or changed.

    `values`: by field name. Returns the school as it is kept. Refused where there is one that is
    called the same.
    """
    require(can_manage_schools, by)
    new, changes = school.pk is None, write(school, values)
    if new or changes:
        verb = "school.added" if new else "school.edited"
        record(by, verb, school, school=school, changes=changes)
    return school


@transaction.atomic
def close_school(school: School, *, by: User) -> School:
    """A school ends: its roles end with it, its history stays.

    Returns the school as it is kept. Refused where it is closed already.
    """
    require(can_manage_schools, by)
    if school.closed_on:
        raise StepRefused(_("This school is closed already."))
    return save_school(school, by=by, closed_on=timezone.localdate())


@transaction.atomic
def open_school_again(school: School, *, by: User) -> School:
    """It was closed by mistake, or comes back.

    Returns the school as it is kept. Refused where it is open.
    """
    require(can_manage_schools, by)
    if not school.closed_on:
        raise StepRefused(_("This school is open."))
    return save_school(school, by=by, closed_on=None)


@transaction.atomic
def remove_school_kind(kind: SchoolKind, *, by: User) -> None:
    """A kind no school is of any more.

    Refused while a school is of this kind.
    """
    require(can_change_settings, by)
    used = _("“%(kind)s” is still used by a school.") % {"kind": kind}
    tell(by, kind, "school_kind", {"label_de": [kind.name, ""]})
    try:
        with transaction.atomic():
            kind.delete()
    except (ProtectedError, IntegrityError) as error:
        raise StepRefused(used) from error
