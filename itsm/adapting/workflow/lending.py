"""Steps on what loan managers define: conditions, stages, accessories, and the catalogue's words."""

from django.core.files.base import ContentFile
from django.db import transaction

from itsm.adapting.workflow.keeping import keep, tell
from itsm.steps import require
from itsm.web.uploads import storage_name
from loans.models import CataloguePhoto
from loans.rules import can_change_loan_settings


@transaction.atomic
def save_condition(condition, *, by, **values):
    """What has to be proved; applications that are there already keep what they were asked."""
    require(can_change_loan_settings, by)
    return keep(condition, values, by=by, what="condition")


@transaction.atomic
def save_stage(stage, *, by, **values):
    """Who has to agree."""
    require(can_change_loan_settings, by)
    return keep(stage, values, by=by, what="stage")


@transaction.atomic
def save_accessory_kind(kind, *, by, **values):
    """What is only counted: pencils, chargers."""
    require(can_change_loan_settings, by)
    return keep(kind, values, by=by, what="accessory")


@transaction.atomic
def save_entry(entry, *, by, **values):
    """What schools read about a kind of case."""
    require(can_change_loan_settings, by)
    return keep(entry, values, by=by, what="catalogue")


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
