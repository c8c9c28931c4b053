"""Two people edited the same device: nothing typed is lost, and nobody overwrites unawares."""

from assets.devices.workflow.devices import spoken
from itsm.fields.forms import PREFIX
from itsm.journal import timeline
from itsm.journal.models import Subject

MOST = 20
# Lines that leave the device's version as it was.
ELSEWHERE = ("device.file_added", "device.file_removed")


def what_changed(device, form) -> list[timeline.Line]:
    """The lines of the journal since the person opened the form."""
    return timeline.lines(_since(device, form))


def typed_over(device, form) -> dict:
    """What the person typed; where she left a field as she saw it, what it says now."""
    before = {}
    for row in _since(device, form):
        for name, (old, _new) in row.event.details.get("changes", {}).items():
            before[name] = old
    mine = {}
    for name, value in form.cleaned_data.items():
        seen = _seen(before, name)
        if seen is None or spoken(value) != seen:
            mine[name] = getattr(value, "pk", value)
    return mine


def _seen(before, name):
    """How a field read when the form was opened; None where nobody changed it since."""
    if name.startswith(PREFIX) and "custom" in before:
        return before["custom"].get(name.removeprefix(PREFIX), "")
    return before.get(name)


def _since(device, form):
    """Newest first: as many as the version has moved on."""
    told = Subject.objects.about(device).filter(verb__startswith="device.")
    moved_on = max(device.version - form.cleaned_data["version"], 0)
    return list(told.exclude(verb__in=ELSEWHERE)[: min(moved_on, MOST)])
