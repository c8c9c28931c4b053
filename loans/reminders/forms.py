"""Forms of reminders: when, whom, in which words; and when they rest."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from itsm.guards.once import new_key
from loans.models import LoanSettings, ReminderRule
from loans.papers.placeholders import EVERYWHERE, unknown_in

MOST = 400


def day_of(rule) -> str:
    """When it goes out, in words: "60 days before the last day"."""
    number = abs(rule.days)
    if rule.days == 0:
        return _("on the last day")
    if rule.days < 0:
        words = ngettext("one day before the last day", "%(n)s days before the last day", number)
    else:
        words = ngettext("one day after the last day", "%(n)s days after the last day", number)
    return words % {"n": number}


class RuleForm(forms.ModelForm):
    """When, whom, in which words."""

    WHEN = (
        ("before", gettext_lazy("before the last day")),
        ("after", gettext_lazy("after the last day")),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    number = forms.IntegerField(
        label=gettext_lazy("How many days"),
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("0: on the last day itself."),
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When"), choices=WHEN, widget=forms.RadioSelect, initial="before"
    )
    field_order = ("number", "when", "to", "subject", "text", "retired")
    words = [(f"{{{name}}}", meaning) for name, meaning in EVERYWHERE.items()]

    class Meta:
        model = ReminderRule
        fields = ("to", "subject", "text", "retired")
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, instance, **kwargs):
        initial = {}
        if instance.pk:
            initial = {
                "number": abs(instance.days),
                "when": "after" if instance.days > 0 else "before",
            }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        if instance.pk is None:
            del self.fields["retired"]

    def clean_subject(self):
        """Every placeholder in it is known."""
        return self._known("subject")

    def clean_text(self):
        """Every placeholder in it is known."""
        return self._known("text")

    def _known(self, name):
        text = self.cleaned_data[name]
        unknown = ", ".join(f"{{{word}}}" for word in unknown_in(text, None))
        if unknown:
            raise forms.ValidationError(
                _("Nothing is filled in for %(names)s.") % {"names": unknown}
            )
        return text

    def values(self) -> dict:
        """What the step takes."""
        data = self.cleaned_data
        days = data["number"] * (1 if data["when"] == "after" else -1)
        names = [name for name in self.Meta.fields if name in data]
        return {"days": days, **{name: data[name] for name in names}}


class RestingForm(forms.ModelForm):
    """In which Land's holidays reminders rest."""

    class Meta:
        model = LoanSettings
        fields = ("land", "rests")

    def values(self) -> dict:
        """What the step takes."""
        return self.cleaned_data
