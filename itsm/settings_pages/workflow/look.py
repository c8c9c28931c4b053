"""Steps on the authority itself: its name, contact and look."""

from django.core.files.base import ContentFile
from django.db import transaction

from itsm.files.uploads import storage_name
from itsm.people.models import Authority, User
from itsm.people.rules import can_change_settings
from itsm.settings_pages.workflow.keeping import tell, write
from itsm.workflow import require


@transaction.atomic
def save_authority(
    *, by: User, logo: bytes | None = None, remove_logo: bool = False, **values: object
) -> Authority:
    """Name, look and contact of the authority; `logo` is a cleaned picture (bytes).

    `values`: by field name. Returns the authority as it is kept.
    """
    require(can_change_settings, by)
    authority = Authority.objects.filter(pk=1).first() or Authority.objects.create(pk=1)
    changes = write(authority, values)
    if logo or (remove_logo and authority.logo):
        changes["logo"] = _change_logo(authority, logo)
    if changes:
        tell(by, authority, "look", changes)
    return authority


def _change_logo(authority: Authority, picture: bytes | None) -> list[str]:
    """Put the new logo in place; the old file goes when nothing can be undone any more."""
    storage, old = authority.logo.storage, authority.logo.name
    if picture:
        authority.logo.save(storage_name("jpg"), ContentFile(picture), save=False)
    else:
        authority.logo = ""
    authority.save(update_fields=["logo"])
    if old:
        transaction.on_commit(lambda: storage.delete(old), robust=True)
    return [old or "", authority.logo.name or ""]
