"""Forms about the ways and days of tickets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Category
from itsm.people.models import School
from itsm.people.roles import Role
from itsm.settings_pages.forms.base import SettingForm
from tickets.models import RoutingRule, TicketSettings


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
