"""What loan managers define: the list of what is done before a case goes out, words of papers,
reminders, photos of the catalogue."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model

from assets.models import Category
from itsm.files.uploads import Accepted, storage_name
from itsm.people.models import User
from itsm.settings_pages.workflow.keeping import keep, tell
from itsm.workflow import require
from loans import rules
from loans.models import CataloguePhoto, LoanSettings, PaperText, PreparationTask, ReminderRule

Saved = TypeVar("Saved", bound=Model)


@transaction.atomic
def save_task(task: PreparationTask, *, by: User, **values: object) -> PreparationTask:
    """A line of the list: new, renamed, moved, or no longer used.

    `values`: by field name. Returns the line as it is kept.
    """
    return _save(task, values, by, "preparation")


@transaction.atomic
def save_paper_text(text: PaperText, *, by: User, **values: object) -> PaperText:
    """The words of one kind of paper; papers that exist already keep theirs.

    `values`: by field name. Returns the text as it is kept.
    """
    return _save(text, values, by, "paper")


@transaction.atomic
def save_reminder_rule(rule: ReminderRule, *, by: User, **values: object) -> ReminderRule:
    """So many days before or after the last day, this person gets these words.

    `values`: by field name; `days` before the last day are below zero. Returns the rule as it is
    kept.
    """
    return _save(rule, values, by, "reminder")


@transaction.atomic
def save_loan_settings(agreed: LoanSettings, *, by: User, **values: object) -> LoanSettings:
    """When reminders rest: in the holidays of which Land.

    `values`: by field name. Returns the row as it is kept.
    """
    return _save(agreed, values, by, "reminder")


@transaction.atomic
def add_catalogue_photos(category: Category, *, by: User, pictures: Iterable[Accepted]) -> None:
    """Photos of a kind of case, as they passed the gate."""
    require(rules.can_change_loan_settings, by)
    for accepted in pictures:
        photo = CataloguePhoto(category=category, name=accepted.name, kind=accepted.kind)
        content = ContentFile(accepted.content.read())
        photo.file.save(storage_name(accepted.kind), content, save=False)
        photo.save()
        tell(by, category, "catalogue", {"photo": ["", accepted.name]})


@transaction.atomic
def remove_catalogue_photo(photo: CataloguePhoto, *, by: User) -> None:
    """A photo goes out of the catalogue, and its file with it.

    The stored file goes once nothing can be undone any more.
    """
    require(rules.can_change_loan_settings, by)
    tell(by, photo.category, "catalogue", {"photo": [photo.name, ""]})
    stored = photo.file
    photo.delete()
    transaction.on_commit(lambda: stored.delete(save=False))


def _save(thing: Saved, values: dict[str, object], by: User, what: str) -> Saved:
    require(rules.can_change_loan_settings, by)
    return keep(thing, values, by=by, what=what)
