"""Forms about categories, fault tiles, makers, models, funding and inventory numbers."""

import re

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assets.models import (
    Category,
    DeviceModel,
    FaultTile,
    FundingSource,
    Manufacturer,
    NumberScheme,
)
from itsm.settings_pages.forms.base import SettingForm, icon_field

PLACEHOLDERS = {"school", "category", "year", "number"}


class CategoryForm(SettingForm):
    """A kind of thing."""

    class Meta:
        model = Category
        fields = ("label_de", "label_en", "icon", "is_case", "order", "retired")

    twice = _("There is a category with this name already.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["icon"] = icon_field(self.instance.icon)


class TileForm(SettingForm):
    """A fault tile and up to three things to try first."""

    class Meta:
        model = FaultTile
        fields = (
            "label_de",
            "label_en",
            "icon",
            "alarm",
            "is_wish",
            "private",
            "question_de",
            "question_en",
            "order",
            "retired",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["icon"] = icon_field(self.instance.icon)
        self.fields["alarm"].choices = FaultTile.Alarm.choices
        here = {h.order: h for h in self.instance.hints.all()} if self.instance.pk else {}
        for place in range(3):
            self._add_hint(place, here.get(place))

    def _add_hint(self, place, hint):
        helped = hint.helped if hint else 0
        words = ngettext("Helped %(number)s time.", "Helped %(number)s times.", helped)
        labels = {"de": _("Hint %(number)s"), "en": _("Hint %(number)s in English")}
        for language, label in labels.items():
            name = f"hint{place}_{language}"
            self.fields[name] = forms.CharField(
                label=label % {"number": place + 1},
                max_length=160,
                required=False,
                help_text=words % {"number": helped} if hint and language == "de" else "",
            )
            self.initial[name] = getattr(hint, f"text_{language}", "")

    def clean(self):
        data = super().clean()
        if data.get("question_en") and not data.get("question_de"):
            self.add_error("question_de", _("Please give the question in German too."))
        for place in range(3):
            if data.get(f"hint{place}_en") and not data.get(f"hint{place}_de"):
                self.add_error(f"hint{place}_de", _("Please give the hint in German too."))
        return data

    def values(self):
        """The hints as pairs, next to the tile's own values."""
        values = super().values()
        pairs = [(values.pop(f"hint{n}_de"), values.pop(f"hint{n}_en")) for n in range(3)]
        return {**values, "hints": pairs}


class ManufacturerForm(SettingForm):
    """A maker."""

    class Meta:
        model = Manufacturer
        fields = ("name",)

    twice = _("There is a manufacturer with this name already.")


class ModelForm(SettingForm):
    """A model."""

    class Meta:
        model = DeviceModel
        fields = (
            "manufacturer",
            "name",
            "number",
            "category",
            "warranty_months",
            "notes",
            "retired",
        )
        labels = {"name": _("Model")}

    twice = _("There is a model like that already.")


class FundingForm(SettingForm):
    """A funding source."""

    class Meta:
        model = FundingSource
        fields = ("name", "binding_years")

    twice = _("There is a funding source with this name already.")


class ModelFilter(forms.Form):
    """Finding a model."""

    q = forms.CharField(label=_("Manufacturer, model or number"), required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), required=False, empty_label=_("all categories")
    )


class WordFilter(forms.Form):
    """Finding by a word."""

    q = forms.CharField(label=_("Search"), required=False)


class NumberForm(forms.ModelForm):
    """How inventory numbers are made."""

    class Meta:
        model = NumberScheme
        fields = ("pattern", "digits")
        help_texts = {
            "pattern": _(
                "{school} is the short name, {category} its first letters, {year} this year, "
                "{number} the running number."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {
                "hx-get": reverse("settings:number_example"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#example",
                "hx-include": "[name=pattern],[name=digits]",
            }

    digits = forms.IntegerField(label=_("Digits of the running number"), min_value=1, max_value=8)

    def clean_pattern(self):
        pattern = self.cleaned_data["pattern"].strip()
        names = re.findall(r"\{([^{}]*)\}", pattern)
        if unknown := [n for n in names if n not in PLACEHOLDERS]:
            words = _("There is no {%(name)s}.") % {"name": unknown[0]}
            raise forms.ValidationError(words)
        if names.count("number") != 1:
            raise forms.ValidationError(_("{number} has to stand in it once."))
        return pattern

    def values(self):
        """As the step takes it."""
        return self.cleaned_data
