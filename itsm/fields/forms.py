"""The administrators' fields in forms, in filters and on pages."""

import json
from copy import copy
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform, KeyTransformExact
from django.db.models.lookups import IContains
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from itsm.fields.models import CustomField
from itsm.fields.values import clean_value, fields_of
from itsm.fields.words import in_language

PREFIX = "cf_"
Kind = CustomField.Kind
YES_OR_NO = [("", "–"), ("true", _("yes")), ("false", _("no"))]


class CustomInput(forms.Field):
    """Asks for one value; what is taken is decided where the API asks, too: `clean_value`."""

    def __init__(self, field, **kwargs):
        self.custom = field
        common = {"label": field.label, "help_text": field.help, "required": field.required}
        super().__init__(widget=_widget(field), **common, **kwargs)

    def clean(self, raw):
        """The value as it is kept; None where nothing was filled in."""
        return clean_value(self.custom, raw)

    def prepare_value(self, value):
        return str(value).lower() if isinstance(value, bool) else value


def add_custom_fields(form, owner_type, owner_id=0, values=None):
    """Put the custom fields of this owner into a form, filled with `values`."""
    form.custom_fields = list(fields_of(owner_type, owner_id))
    for field in form.custom_fields:
        form.fields[PREFIX + field.key] = form_field(field)
        form.fields[PREFIX + field.key].initial = (values or {}).get(field.key)


def custom_values(form, before=None) -> dict:
    """The values of a valid form as they are kept: JSON by key, empty ones left out.

    `before` holds the values until now: those of fields that are asked for no more stay.
    """
    asked = {field.key: PREFIX + field.key for field in getattr(form, "custom_fields", [])}
    kept = {key: value for key, value in (before or {}).items() if key not in asked}
    given = {key: form.cleaned_data.get(name) for key, name in asked.items()}
    return kept | {key: value for key, value in given.items() if value is not None}


def form_field(field):
    """Django's form field for one custom field."""
    return CustomInput(field)


def filter_field(field):
    """The same above a list, where nothing must be filled in."""
    asked = copy(field)
    asked.required, asked.help_de, asked.help_en = False, "", ""
    return CustomInput(asked)


def _widget(field):
    if field.kind == Kind.YES_NO:
        return forms.Select(choices=YES_OR_NO)
    if field.kind == Kind.CHOICE:
        return forms.Select(choices=[("", "–"), *choices_of(field)])
    if field.kind == Kind.DATE:
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if field.kind == Kind.LINK:
        return forms.TextInput(attrs={"type": "url", "maxlength": 500, "placeholder": "https://"})
    if field.kind == Kind.NUMBER:
        number = forms.TextInput(attrs={"inputmode": "decimal"})
        number.is_localized = True
        return number
    return forms.TextInput(attrs={"maxlength": 1000})


def choices_of(field):
    """The words of a choice in the reader's language."""
    return [
        (c["value"], in_language(c.get("de") or c["value"], c.get("en", ""))) for c in field.choices
    ]


def filled_in(fields, values) -> list[dict]:
    """Label and value of every one of these fields that is filled, for a page of facts."""
    shown = []
    for field in fields:
        value = values.get(field.key)
        if value is not None:
            url = value if field.kind == Kind.LINK else ""
            shown.append({"label": field.label, "value": spoken(field, value), "url": url})
    return shown


def spoken(field, value) -> str:
    """One value as people read it."""
    if field.kind == Kind.YES_NO:
        return str(_("yes") if value else _("no"))
    if field.kind == Kind.CHOICE:
        return str(dict(choices_of(field)).get(value, value))
    if field.kind == Kind.DATE:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    return number_format(value) if field.kind == Kind.NUMBER else str(value)


def custom_filter(fields, params) -> Q:
    """`?cf_<key>=` for these fields; what does not fit finds nothing."""
    wanted = Q()
    for field in fields:
        raw = params.get(PREFIX + field.key)
        if raw:
            wanted &= _wanted(field, raw)
    return wanted


def _wanted(field, raw) -> Q:
    """Texts and links are found by a part of them, everything else by the value itself."""
    if field.kind in (Kind.TEXT, Kind.LINK):
        return Q(IContains(KeyTextTransform(field.key, "custom"), raw.strip()))
    try:
        return _holds(field.key, clean_value(field, raw))
    except ValidationError:
        return Q(pk=None)


def _holds(key, value) -> Q:
    """Rows whose custom value is this one: by the index on PostgreSQL, by the key on SQLite."""
    if connection.vendor == "postgresql":
        return Q(custom__contains={key: value})
    return Q(KeyTransformExact(KeyTransform(key, "custom"), json.dumps(value)))
