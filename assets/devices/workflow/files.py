"""Pictures and papers that belong to a device."""

from django.core.files import File
from django.db import transaction

from assets import rules
from assets.models import Device, DeviceFile
from itsm.files.uploads import Accepted, storage_name
from itsm.journal.record import record
from itsm.people.models import User
from itsm.workflow import require


@transaction.atomic
def add_file(device: Device, *, by: User, accepted: Accepted) -> DeviceFile:
    """Keep a picture or paper with the device, under a name of ours.

    `accepted`: what itsm.files.uploads let through. Returns the kept file; raises NotKept where it
    can't be stored.
    """
    require(rules.can_step, by, device)
    kept = DeviceFile.objects.create(
        device=device,
        name=accepted.name,
        kind=accepted.kind,
        is_picture=accepted.is_picture,
        file=File(accepted.content, name=storage_name(accepted.kind)),
        size=accepted.content.size,
        by=by,
    )
    record(by, "device.file_added", device, file=kept.name)
    return kept


@transaction.atomic
def remove_file(kept: DeviceFile, *, by: User) -> None:
    """Take it away again; the history says that it was there.

    The stored file goes once nothing can be undone any more.
    """
    require(rules.can_step, by, kept.device)
    record(by, "device.file_removed", kept.device, file=kept.name)
    stored = kept.file
    kept.delete()
    transaction.on_commit(lambda: stored.delete(save=False))
