"""What loan managers define: the list of what is done before a case goes out, words of papers,
reminders, photos of the catalogue."""

from django.core.files.base import ContentFile
from django.db import transaction

from itsm.files.uploads import storage_name
from itsm.settings_pages.workflow.keeping import keep, tell
from itsm.workflow import require
from loans import rules
from loans.models import CataloguePhoto


@transaction.atomic
def save_task(task, *, by, **values):
    """A line of the list: new, renamed, moved, or no longer used."""
    return _save(task, values, by, "preparation")


@transaction.atomic
def save_paper_text(text, *, by, **values):
    """The words of one kind of paper; papers that exist already keep theirs."""
    return _save(text, values, by, "paper")


@transaction.atomic
def save_reminder_rule(rule, *, by, **values):
    """So many days before or after the last day, this person gets these words."""
    return _save(rule, values, by, "reminder")


@transaction.atomic
def save_loan_settings(agreed, *, by, **values):
    """When reminders rest: in the holidays of which Land."""
    return _save(agreed, values, by, "reminder")


@transaction.atomic
def add_catalogue_photos(category, *, by, pictures):
    """Photos of a kind of case, as they passed the gate."""
    require(rules.can_change_loan_settings, by)
    for accepted in pictures:
        photo = CataloguePhoto(category=category, name=accepted.name, kind=accepted.kind)
        content = ContentFile(accepted.content.read())
        photo.file.save(storage_name(accepted.kind), content, save=False)
        photo.save()
        tell(by, category, "catalogue", {"photo": ["", accepted.name]})


@transaction.atomic
def remove_catalogue_photo(photo, *, by):
    """A photo goes out of the catalogue, and its file with it."""
    require(rules.can_change_loan_settings, by)
    tell(by, photo.category, "catalogue", {"photo": [photo.name, ""]})
    stored = photo.file
    photo.delete()
    transaction.on_commit(lambda: stored.delete(save=False))


def _save(thing, values, by, what):
    require(rules.can_change_loan_settings, by)
    return keep(thing, values, by=by, what=what)
