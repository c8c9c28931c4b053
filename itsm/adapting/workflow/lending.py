"""Photos of the catalogue, which loan managers keep."""

from django.core.files.base import ContentFile
from django.db import transaction

from itsm.adapting.workflow.keeping import tell
from itsm.files.uploads import storage_name
from itsm.workflow import require
from loans.models import CataloguePhoto
from loans.rules import can_change_loan_settings


@transaction.atomic
def add_photos(category, *, by, pictures):
    """Photos of a kind of case, as they passed the gate."""
    require(can_change_loan_settings, by)
    for accepted in pictures:
        photo = CataloguePhoto(category=category, name=accepted.name, kind=accepted.kind)
        content = ContentFile(accepted.content.read())
        photo.file.save(storage_name(accepted.kind), content, save=False)
        photo.save()
        tell(by, category, "catalogue", {"photo": ["", accepted.name]})


@transaction.atomic
def remove_photo(photo, *, by):
    """A photo goes out of the catalogue, and its file with it."""
    require(can_change_loan_settings, by)
    tell(by, photo.category, "catalogue", {"photo": [photo.name, ""]})
    stored = photo.file
    photo.delete()
    transaction.on_commit(lambda: stored.delete(save=False))
