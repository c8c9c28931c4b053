"""An import is taken back: what it made goes again, what it changed is as it was before.

What somebody has worked with since stays as it is, and that is said.
"""

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.workflow.devices import edit, move
from assets.imports.applying import STEPS
from assets.imports.new_schools import CATALOGUE, close_unused, remove_from_catalogue
from assets.imports.registering import remove_untouched
from assets.models import Device, DeviceImport, Location
from assets.places.workflow.places import remove_place
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import School
from itsm.workflow import NotAllowed, StepRefused, require

State = DeviceImport.State
STILL_THERE = {"school": School, "location": Location, **CATALOGUE}
REMOVING = {"school": close_unused, "location": remove_place}


def take_back(brought, *, by) -> list[str]:
    """Undo everything this import did, the last thing first; two clicks do it once.

    Returns a sentence for each thing that could not be taken back.
    """
    require(rules.can_import, by)
    mine = DeviceImport.objects.filter(pk=brought.pk, state=State.DONE)
    if not mine.update(state=State.TAKEN_BACK, taken_back_at=timezone.now()):
        raise StepRefused(_("This import is not done, or taken back already."))
    left = [sentence for act in reversed(brought.done) if (sentence := _undo(act, by))]
    DeviceImport.objects.filter(pk=brought.pk).update(left=left)
    record(
        by,
        "import.taken_back",
        brought,
        visibility=Visibility.AUTHORITY,
        name=brought.name,
        count=len(brought.done) - len(left),
    )
    return left


def _undo(act, by):
    """Undo one act; "" where that worked, else the sentence why not."""
    kind, pk, *before = act
    name = ""
    try:
        with transaction.atomic():
            thing = _again(kind, pk)
            if thing is None:
                return ""
            name = thing.inventory_number if isinstance(thing, Device) else str(thing)
            if kind == "changed":
                _as_before(thing, *before, by=by)
            elif kind == "new":
                remove_untouched(thing, by=by)
            else:
                REMOVING.get(kind, remove_from_catalogue)(thing, by=by)
    except (StepRefused, NotAllowed) as refused:
        return f"{name}: {getattr(refused, 'sentence', refused)}"
    except (ProtectedError, RestrictedError):
        return _("%(name)s: it is in use.") % {"name": name}
    return ""


def _again(kind, pk):
    """The thing as it is now; None where it is gone already."""
    if kind in ("new", "changed"):
        return Device.objects.with_names().filter(pk=pk).first()
    return STILL_THERE[kind].objects.filter(pk=pk).first()


def _as_before(device, version, before, *, by):
    if device.version != version:
        raise StepRefused(_("Somebody changed it since."))
    where = {
        "school": _one(School, before["school"]),
        "location": _one(Location, before["location"]),
    }
    if (device.school_id, device.location_id) != (before["school"], before["location"]):
        move(device, by=by, **where)
    if device.state != before["state"]:
        if before["state"] not in STEPS:
            raise StepRefused(_("Its state cannot be set back."))
        STEPS[before["state"]](device, by=by)
    values = {name: _value(name, kept) for name, kept in before["values"].items()}
    edit(device, by=by, **values)


def _value(name, kept):
    """A kept value as the column takes it: a day, an amount, or the thing itself."""
    field = Device._meta.get_field(name)
    if field.is_relation:
        return _one(field.related_model, kept)
    return field.to_python(kept)


def _one(model, pk):
    return model.objects.filter(pk=pk).first() if pk else None
