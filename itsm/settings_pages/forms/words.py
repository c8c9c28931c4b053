"""Forms about fields and statuses."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.fields.form_layout import STEP
from itsm.fields.models import BuiltinField, CustomField, Status
from itsm.people.roles import Role
from itsm.settings_pages.forms.base import SettingForm
from itsm.settings_pages.parts import adaptable

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def key_of(label: str) -> str:
    """A key made of a name: "WLAN-MAC (Gerät)" becomes wlan_mac_geraet."""
    plain = label.lower().translate(UMLAUTS)
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    return key if key[:1].isalpha() else f"f_{key}"[:40].strip("_")


def read_choices(text: str) -> list[dict]:
    """One choice a line: "ssd = Festplatte | Disk", or just a word."""
    choices = []
    for line in filter(str.strip, text.splitlines()):
        value, equals, words = line.partition("=")
        german, _bar, english = (words if equals else line).partition("|")
        value, german = value.strip() if equals else german.strip(), german.strip()
        choices.append({"value": value or german, "de": german or value, "en": english.strip()})
    return choices


def write_choices(choices: list[dict]) -> str:
    """The same the other way round."""
    lines = []
    for choice in choices:
        words = " | ".join(filter(None, [choice.get("de", ""), choice.get("en", "")]))
        same = choice["value"] == choice.get("de")
        lines.append(words if same else f"{choice['value']} = {words}")
    return "\n".join(lines)


class FieldForm(SettingForm):
    """A custom field."""

    class Meta:
        model = CustomField
        fields = (
            "label_de",
            "label_en",
            "key",
            "kind",
            "choices",
            "help_de",
            "help_en",
            "required",
            "in_list",
            "sortable",
            "order",
            "retired",
        )
        help_texts = {
            "key": _("For the API and exports; stays for ever. Empty: made of the name."),
            "retired": _("It disappears from forms; what was filled in is kept."),
        }

    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only for a choice, one a line: a word, or: ssd = Festplatte | Disk"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["choices"] = write_choices(self.instance.choices)
        self.fields["key"].required = False
        if self.instance.pk:
            del self.fields["key"]

    def clean_choices(self):
        choices = read_choices(self.cleaned_data["choices"])
        values = [choice["value"] for choice in choices]
        if len(set(values)) != len(values):
            raise forms.ValidationError(_("Each choice only once, please."))
        if any(len(part) > 200 for choice in choices for part in choice.values()):
            raise forms.ValidationError(_("A choice has 200 characters at most."))
        return choices

    def clean(self):
        data = super().clean()
        if not self.instance.pk and not data.get("key") and "key" not in self.errors:
            data["key"] = key_of(data.get("label_de", ""))
        is_choice = data.get("kind") == CustomField.Kind.CHOICE
        if is_choice and not data.get("choices") and "choices" not in self.errors:
            self.add_error("choices", _("A choice needs something to choose from."))
        if not is_choice:
            data["choices"] = []
        return data


class StatusForm(SettingForm):
    """A word for a state."""

    class Meta:
        model = Status
        fields = ("label_de", "label_en", "tone", "roles", "is_default", "order", "retired")

    roles = forms.MultipleChoiceField(
        label=_("Who may set it"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody ticked: everybody who may take the step."),
    )


class BuiltInFieldForm(forms.ModelForm):
    """One line of the table of built-in fields."""

    class Meta:
        model = BuiltinField
        fields = ("hidden", "required", "label_de", "label_en", "order")

    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999)

    def __init__(self, *args, usual, essential, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual, self.essential = usual, essential
        if essential:
            del self.fields["hidden"]
            del self.fields["required"]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{usual}: {field.label}"
            field.label = f"{usual}: {field.label}"
            if name == "label_de":
                field.widget.attrs["placeholder"] = usual

    def clean(self):
        data = super().clean()
        if data.get("hidden") and data.get("required"):
            self.add_error("required", _("A hidden field can't be filled in."))
        return data

    def clean_order(self):
        """Nought stands on top; kept as nought it would mean: where it always was."""
        return max(self.cleaned_data["order"], 1)

    def validate_constraints(self):
        """Said above, in plain words."""


def layout_forms(form, data=None) -> list[BuiltInFieldForm]:
    """A line for each built-in field of a form, in the order they stand in it."""
    thing = adaptable()[form]
    kept = {row.name: row for row in BuiltinField.objects.filter(form=form)}
    rows = [
        kept.get(name) or BuiltinField(form=form, name=name, order=STEP * place)
        for place, name in enumerate(thing.fields, start=1)
    ]
    rows.sort(key=lambda row: row.order)
    return [
        BuiltInFieldForm(
            data,
            instance=row,
            prefix=row.name,
            usual=_sentence_case(thing.model._meta.get_field(row.name).verbose_name),  # type: ignore[union-attr]
            essential=row.name in thing.essential,
        )
        for row in rows
    ]


def _sentence_case(words):
    words = str(words)
    return words[:1].upper() + words[1:]
