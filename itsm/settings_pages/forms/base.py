"""What all settings forms share."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.guards.once import new_key
from itsm.same import promised_keys
from itsm.settings_pages.icon_words import ICON_WORDS

TWICE = ("unique", "unique_together")


def _uniques(model):
    return [c for c in model._meta.constraints if isinstance(c, UniqueConstraint)]


class SettingForm(forms.ModelForm):
    """A setting; a new one carries a key, so that a double click makes one, not two."""

    twice = _("There is one like that already.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
            self.fields["once_key"] = key
            self.initial["once_key"] = new_key()

    @property
    def once_key(self) -> str:
        """The key of a new one; nothing for one that exists."""
        return self.data.get(self.add_prefix("once_key"), "")

    def values(self) -> dict:
        """What was typed, as the step takes it."""
        return {name: v for name, v in self.cleaned_data.items() if name != "once_key"}

    def validate_unique(self):
        """Said in plain words, at the field that names the thing."""
        for key in promised_keys(type(self.instance)):
            typed = [name for name in key.columns if name in self.fields]
            new = self.instance.pk is None or set(typed) & set(self.changed_data)
            if typed and new and (twin := key.twins(self.instance).first()):
                words = _("There is “%(name)s” already.") % {"name": twin}
                self.add_error(typed[0], words)
        self._once_only(self.instance.validate_unique)

    def validate_constraints(self):
        """The same for promises of the database that span several fields."""
        self._once_only(self.instance.validate_constraints)

    def _update_errors(self, errors):
        """A constraint's own message names the model and the constraint: ours says it in words."""
        messages = {str(c.get_violation_error_message()) for c in _uniques(self._meta.model)}
        for name, found in getattr(errors, "error_dict", {}).items():
            for error in found:
                if error.code in TWICE or (name == NON_FIELD_ERRORS and error.message in messages):
                    error.message, error.params, error.code = self.twice, None, "unique"
        super()._update_errors(errors)

    def _once_only(self, check):
        try:
            check(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            wrong = [n for n in getattr(error, "error_dict", {}) if n in self.fields]
            if not self.errors:
                self.add_error(wrong[0] if wrong else None, self.twice)


class IconTiles(forms.RadioSelect):
    """Pictures to tap on instead of names to know."""

    template_name = "settings/icon_tiles.html"


def icon_field(current: str) -> forms.ChoiceField:
    """An icon out of the sprite; one set elsewhere stays possible."""
    choices: list[tuple[str, str | Promise]] = list(ICON_WORDS.items())
    if current and current not in ICON_WORDS:
        choices.append((current, current))
    return forms.ChoiceField(label=_("Icon"), choices=choices, widget=IconTiles)
