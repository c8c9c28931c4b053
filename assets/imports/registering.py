"""Many devices come onto the books at once: the same promises as `register`, in few queries."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.workflow.devices import State, device_words, fill_in, must_fit, place_of
from assets.devices.workflow.numbers import next_number
from assets.models import Device
from itsm.fields.values import forget_values
from itsm.journal.models import Subject, Visibility
from itsm.journal.record import record, record_many
from itsm.workflow import StepRefused, require

BATCH = 500


@transaction.atomic
def register_many(devices, *, by):
    """Put these new devices on the books, each with its line in the journal; all or none.

    Takes unsaved devices; those without an inventory number get the next free one.
    """
    for school_id in {device.school_id for device in devices}:
        require(rules.can_register, by, school_id)
    statuses = {state: Device.status_for(state) for state in {d.state for d in devices}}
    _number(devices)
    for device in devices:
        must_fit(device.location, device.school)
        device.status = device.status or statuses[device.state]
        fill_in(device)
        device.search = device_words(device)
    _save(devices)
    record_many([_line(by, device) for device in devices])


def _number(devices):
    """Counters are counted up in one order, whatever the order of the rows: each stays locked
    until the end, and two imports must not wait for each other in a ring."""
    lacking = [device for device in devices if not device.inventory_number]
    for device in sorted(lacking, key=lambda d: (d.school_id or 0, d.category_id)):
        device.inventory_number = next_number(device.school, device.category)


@transaction.atomic
def remove_untouched(device, *, by):
    """A device that came with an import nobody wanted goes again, as if it had never been.

    Refused where anything happened to it since: then it stays, and can be retired.
    """
    require(rules.can_step, by, device)
    lines = Subject.objects.about(device).exclude(verb="device.registered")
    used = device.labels.exists() or device.tickets.exists() or device.contents.exists()
    if device.version != 1 or used or device.case_id or lines.exists():
        raise StepRefused(_("Something happened to it since: it stays, and can be retired."))
    place = ", ".join(filter(None, [device.inventory_number, place_of(device)]))
    record(by, "device.removed", device, place=place)
    forget_values("category", device)
    device.delete()


def usual_state(location) -> str:
    """What stands in a room is in service; what stands nowhere lies in storage."""
    return State.IN_SERVICE if location else State.IN_STORAGE


def _save(devices):
    try:
        with transaction.atomic():
            in_order = sorted(devices, key=lambda device: device.inventory_number)
            Device.objects.bulk_create(in_order, batch_size=BATCH)
    except IntegrityError as error:
        raise StepRefused(_("Another device has one of these numbers.")) from error


def _line(by, device):
    words = {"place": place_of(device)}
    return by, "device.registered", [device], Visibility.SCHOOL, None, None, words
