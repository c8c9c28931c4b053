"""What a body may hold: ids resolved only among what the person sees; nothing unknown passes."""

from django.core.exceptions import ValidationError as NotValid
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.scope import LARGEST, seen
from itsm.fields.form_layout import FormLayout, left_empty
from itsm.fields.values import clean_values, fields_of
from tickets.routing import able_people

ANYTHING = {
    "nullable": True,
    "oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}],
}
MISSING = _("There is no such thing, or not for you.")


class Body(serializers.Serializer):
    """What is not known is refused by name, not dropped in silence."""

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := sorted(set(map(str, data)) - set(self.fields))):
            words = _("There is no such field.")
            raise serializers.ValidationError({name: [words] for name in unknown})
        return super().to_internal_value(data)


class One(serializers.IntegerField):
    """The id of something this person sees: `One(Device)`; a foreign one is like none."""

    default_error_messages = {"missing": MISSING}

    def __init__(self, model, only=None, **kwargs):
        self.model, self.only = model, only or {}
        super().__init__(min_value=1, max_value=LARGEST, **kwargs)

    def run_validation(self, data=serializers.empty):
        pk = super().run_validation(data)
        if data is serializers.empty or pk is None:
            return pk
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return self.rows().filter(pk=pk, **self.only).first() or self.fail("missing")

    def rows(self):
        """What may be chosen from."""
        return seen(self.model, self.context["request"].user)


class Several(serializers.ListField):
    """Ids of things this person sees, found in one query; one foreign among them refuses all."""

    default_error_messages = {"missing": MISSING}

    def __init__(self, model, most, **kwargs):
        self.model = model
        child = serializers.IntegerField(min_value=1, max_value=LARGEST)
        super().__init__(child=child, max_length=most, **kwargs)

    def run_validation(self, data=serializers.empty):
        ids = super().run_validation(data)
        if data is serializers.empty or not ids:
            return ids
        things = seen(self.model, self.context["request"].user).in_bulk(ids)
        if any(pk not in things for pk in ids):
            self.fail("missing")
        return [things[pk] for pk in dict.fromkeys(ids)]


@extend_schema_field({"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string"}]})
class Colleague(serializers.Field):
    """Somebody who can work on this ticket, by id or sign-in name; everybody else is like none."""

    default_error_messages = {"missing": MISSING}

    def to_internal_value(self, data):
        people = able_people(self.context["thing"])
        if isinstance(data, int) and not isinstance(data, bool) and 0 < data <= LARGEST:
            found = people.filter(pk=data).first()
        elif isinstance(data, str) and "\x00" not in data and data.isprintable():
            found = people.filter(username__iexact=data).first()
        else:
            found = None
        return found or self.fail("missing")


class Scalar(serializers.CharField):
    """One value of a custom field as JSON has it; what fits is decided where forms ask, too."""

    def run_validation(self, data=serializers.empty):
        if data is None or isinstance(data, bool | int | float):
            return data
        return super().run_validation(data)


@extend_schema_field({"type": "object", "additionalProperties": ANYTHING})
class Custom(serializers.DictField):
    """Custom fields by key; null empties one."""

    child = Scalar(allow_blank=True, trim_whitespace=False)


def text(**kwargs):
    """A text without control characters that databases refuse."""
    return serializers.CharField(trim_whitespace=True, **kwargs)


def all_filled(form, data, asked=()):
    """What the administrators want filled in, on the page and here alike: whatever is `asked` for
    or named in the body is not empty."""
    if empty := left_empty(form, dict.fromkeys(asked) | data):
        raise serializers.ValidationError({name: [_("This field is required.")] for name in empty})


def none_hidden(form, data):
    """What the administrators hid is asked on no door: a value for it is refused by name, not
    dropped in silence."""
    said = FormLayout.of(form)
    if hidden := sorted(name for name, value in data.items() if value and said.hides(name)):
        words = _("This field is hidden here.")
        raise serializers.ValidationError({name: [words] for name in hidden})


def custom_values(owner_type, owner_id, given, before=None):
    """Custom fields as they are kept: what is given replaces what was, null empties it, and
    what stands in fields that are no longer asked for stays."""
    before, asked = before or {}, {field.key for field in fields_of(owner_type, owner_id)}
    rest = {key: value for key, value in before.items() if key not in asked}
    old = {key: value for key, value in before.items() if key in asked}
    try:
        return rest | clean_values(owner_type, owner_id, old | given)
    except NotValid as wrong:
        raise serializers.ValidationError({"custom": wrong.message_dict}) from wrong
