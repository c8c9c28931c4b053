"""Forms about the authority: look, numbers, ways and days of tickets."""

import re

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assets.models import Category, NumberScheme
from itsm.adapting.colours import HEX
from itsm.adapting.forms.base import SettingForm
from itsm.files.uploads import PICTURES, UploadRefused, accept_upload
from itsm.people.models import Authority, School
from itsm.people.roles import Role
from tickets.models import RoutingRule, TicketSettings

PLACEHOLDERS = {"school", "category", "year", "number"}
LOGO_BYTES = 5_000_000


class LookForm(forms.ModelForm):
    """Name, contact, colour and logo."""

    class Meta:
        model = Authority
        fields = (
            "name",
            "owner",
            "phone",
            "email",
            "label_text",
            "imprint_url",
            "privacy_url",
        )

    imprint_url = forms.URLField(label=_("Imprint"), required=False, assume_scheme="https")
    privacy_url = forms.URLField(label=_("Privacy notice"), required=False, assume_scheme="https")
    own_colour = forms.BooleanField(label=_("Use a colour of our own"), required=False)
    accent = forms.CharField(
        label=_("Accent colour"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("A picture, 5 MB at most. Transparent parts become white."),
    )
    remove_logo = forms.BooleanField(label=_("Without a logo"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["own_colour"] = bool(self.instance.accent)
        self.initial["accent"] = self.instance.accent or "#2044aa"
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_accent(self):
        accent = self.cleaned_data["accent"].strip().lower()
        if not self.cleaned_data.get("own_colour"):
            return ""
        if not HEX.fullmatch(accent):
            raise forms.ValidationError(_("Please give a colour like #2044aa."))
        return accent

    def clean_logo(self):
        if not (sent := self.cleaned_data["logo"]):
            return None
        try:
            accepted = accept_upload(sent, max_bytes=LOGO_BYTES, kinds=PICTURES)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return accepted.content.read()

    def values(self):
        """As the step takes it."""
        return {name: v for name, v in self.cleaned_data.items() if name != "own_colour"}


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
                "hx-get": reverse("adapting:number_example"),
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


class RuleForm(SettingForm):
    """Where reports go first."""

    class Meta:
        model = RoutingRule
        fields = ("school", "category", "level")

    twice = _("There is a rule for this school and category already.")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(by).open()
        self.fields["school"].empty_label = _("all schools")
        self.fields["category"].empty_label = _("all categories")


class DaysForm(forms.ModelForm):
    """The agreed days."""

    class Meta:
        model = TicketSettings
        fields = ("reopen_days", "remind_days", "close_days")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            usual = self.fields[name].label
            self.fields[name] = forms.IntegerField(label=usual, min_value=1, max_value=365)

    def values(self):
        """As the step takes it."""
        return self.cleaned_data


class TryForm(forms.Form):
    """Who would hear of it?"""

    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), empty_label=_("no school"), required=False
    )
    category = forms.ModelChoiceField(
        Category.objects.all(), label=_("Category"), empty_label=_("none"), required=False
    )
    role = forms.ChoiceField(
        label=_("Reported by"),
        required=False,
        choices=[("", _("somebody without a sign-in")), *Role.choices],
    )
    alarm = forms.BooleanField(
        label=_("An alarm: the whole school is without network"), required=False
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(by).open()
