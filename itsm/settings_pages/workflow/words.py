"""Steps on what administrators define themselves: fields, their layout, statuses."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from itsm.fields.models import BuiltinField, CustomField, CustomValue, Status
from itsm.fields.values import index_field
from itsm.people.models import User
from itsm.people.rules import can_change_settings
from itsm.settings_pages.parts import field_owners
from itsm.settings_pages.workflow.keeping import keep, tell, write
from itsm.workflow import StepRefused, lock, require


@transaction.atomic
def save_field(field: CustomField, *, by: User, **values: Any) -> CustomField:
    """A custom field. Its key stays for ever, its type as soon as something was filled in.

    `values`: by field name, `key` among them. Returns the field as it is kept. Refused for a key
    that is there already, another type, and without a choice that was chosen.
    """
    require(can_change_settings, by)
    old = CustomField.objects.filter(pk=field.pk).first() if field.pk else None
    if old:
        values["key"] = old.key
        _refuse_if_filled_in(old, values)
    elif _same_key(field, values["key"]).exists():
        raise StepRefused(_("There is a field with this key already."))
    keep(field, values, by=by, what="field")
    if field.sortable and not (old and old.sortable and old.kind == field.kind):
        index_field(field, things_with(field))
    elif old and old.sortable and not field.sortable:
        CustomValue.objects.filter(field=field).delete()
    return field


def things_with(field: CustomField) -> QuerySet:
    """The things (devices of a category, tickets, …) in which this field is filled in."""
    return field_owners()[field.owner_type].filled_in(field)


def _same_key(field: CustomField, key: str) -> QuerySet[CustomField]:
    return CustomField.objects.filter(owner_type=field.owner_type, owner_id=field.owner_id, key=key)


def _refuse_if_filled_in(old: CustomField, values: dict) -> None:
    """What people have filled in must go on meaning what it meant."""
    filled_in = things_with(old)
    if values.get("kind", old.kind) != old.kind and filled_in.exists():
        raise StepRefused(_("The type can't change any more: the field is filled in already."))
    staying = {choice["value"] for choice in values.get("choices", old.choices)}
    chosen = filled_in.annotate(chosen=KeyTransform(old.key, "custom"))
    for choice in old.choices:
        if choice["value"] not in staying and chosen.filter(chosen=choice["value"]).exists():
            words = {"choice": choice["de"]}
            raise StepRefused(_("“%(choice)s” was chosen already and has to stay.") % words)


@transaction.atomic
def save_status(status: Status, *, by: User, **values: object) -> Status:
    """A word for a state. At most one of a state is set when a step says nothing else.

    `values`: by field name. Returns the status as it is kept. Refused where one that is no longer
    used would set itself.
    """
    require(can_change_settings, by)
    if values.get("is_default") and values.get("retired"):
        raise StepRefused(_("A status no longer used can't be the one that sets itself."))
    if values.get("is_default"):
        same = Status.objects.filter(kind=status.kind, state=status.state, is_default=True)
        lock(Status, same.order_by().values("pk"))
        same.exclude(pk=status.pk).update(is_default=False)
    return keep(status, values, by=by, what="status")


@transaction.atomic
def save_form_layout(form: str, rows: Mapping[str, dict], *, by: User) -> None:
    """How the built-in fields of a form look: {name: values}.

    `form`: the kind of thing it is for ("device", "ticket" …). Only what changed is kept.
    """
    require(can_change_settings, by)
    known = {row.name: row for row in BuiltinField.objects.filter(form=form)}
    for name, values in rows.items():
        field = known.get(name) or BuiltinField(form=form, name=name)
        changes = write(field, values)
        if changes:
            tell(by, field, "builtin", changes)
