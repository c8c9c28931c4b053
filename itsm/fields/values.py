"""Values of custom fields: checked, kept as JSON, indexed where a list sorts by them."""

from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from itsm.fields.models import CustomField, CustomValue

Kind = CustomField.Kind


def fields_of(owner_type, owner_id=0):
    """The custom fields in use for this owner, in their order."""
    return CustomField.objects.filter(owner_type=owner_type, owner_id=owner_id, retired=False)


def clean_value(field, raw):
    """One value as it is kept (JSON), or ValidationError with a sentence; None when empty."""
    if raw is None or raw == "" or raw == []:
        if field.required:
            raise ValidationError(_("“%(field)s” is needed.") % {"field": field.label})
        return None
    return READERS[field.kind](field, raw)


def clean_values(owner_type, owner_id, raw):
    """All values of one thing from a flat dictionary; unknown keys and bad values are refused.

    Raises ValidationError with a dictionary of sentences by key.
    """
    fields, kept, wrong = {f.key: f for f in fields_of(owner_type, owner_id)}, {}, {}
    for key in raw.keys() - fields.keys():
        wrong[key] = _("There is no such field.")
    for key, field in fields.items():
        try:
            value = clean_value(field, raw.get(key))
        except ValidationError as error:
            wrong[key] = error.message
        else:
            if value is not None:
                kept[key] = value
    if wrong:
        raise ValidationError(wrong)
    return kept


def index_values(owner_type, owner_id, thing):
    """Keep the typed copies of sortable values in step with the thing."""
    fields = [f for f in fields_of(owner_type, owner_id) if f.sortable]
    if not fields:
        return
    CustomValue.objects.filter(field__in=fields, object_id=thing.pk).delete()
    CustomValue.objects.bulk_create(
        [_typed(f, thing) for f in fields if thing.custom.get(f.key) is not None]
    )


def forget_values(owner_type, thing):
    """Drop all typed copies of a thing's values: before they are made anew, or it has other
    fields now."""
    CustomValue.objects.filter(field__owner_type=owner_type, object_id=thing.pk).delete()


def index_field(field, things):
    """Make the typed copies of one field anew, for a field that has just become sortable."""
    CustomValue.objects.filter(field=field).delete()
    filled_in = things.only("pk", "custom").iterator(chunk_size=1000)
    CustomValue.objects.bulk_create(
        [_typed(field, t) for t in filled_in if t.custom.get(field.key) is not None],
        batch_size=1000,
    )


def _typed(field, thing):
    value = thing.custom[field.key]
    row = CustomValue(field=field, object_id=thing.pk, text=str(value)[:200])
    if field.kind == Kind.NUMBER:
        row.number = Decimal(str(value))
    elif field.kind == Kind.DATE:
        row.date = date.fromisoformat(value)
    return row


def _text(field, raw):
    if not isinstance(raw, str) or len(raw) > 1000:
        raise ValidationError(_("At most 1,000 characters."))
    return raw.strip()


def _number(field, raw):
    try:
        number = Decimal(str(raw).strip().replace(",", "."))
    except InvalidOperation as error:
        raise ValidationError(_("Please give a number.")) from error
    if isinstance(raw, bool) or not number.is_finite() or abs(number) >= 10**15:
        raise ValidationError(_("Please give a number."))
    return int(number) if number == number.to_integral_value() else float(number)


def _date(field, raw):
    try:
        return (raw if isinstance(raw, date) else date.fromisoformat(str(raw))).isoformat()
    except ValueError as error:
        raise ValidationError(_("Please give a date.")) from error


def _yes_no(field, raw):
    words = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False}
    if not isinstance(raw, bool | str) or raw not in words:
        raise ValidationError(_("Please say yes or no."))
    return words[raw]


def _choice(field, raw):
    if not isinstance(raw, str) or raw not in [c.get("value") for c in field.choices]:
        raise ValidationError(_("Please choose one of the list."))
    return raw


def _link(field, raw):
    try:
        address = urlsplit(str(raw).strip())
    except ValueError as error:
        raise ValidationError(_("Please give a web address.")) from error
    if address.scheme not in ("http", "https") or not address.netloc or len(str(raw)) > 500:
        raise ValidationError(_("Please give a web address beginning with https://."))
    return str(raw).strip()


READERS = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.LINK: _link,
}
