"""One small form a step. It knows the loan and the person, and keeps what was typed."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

LINES = {"rows": 4}
LONGEST_NOTE = 2000


class StepForm(forms.Form):
    """A form that knows the loan and who takes the step."""

    def __init__(self, *args, loan, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.loan, self.user = loan, user
        self.prepare()

    def prepare(self):
        """Choices that depend on the loan: none here."""
        return None

    def refuse(self, sentence):
        """Say why not; what was typed stays."""
        self.add_error(None, sentence)


def day_field(label, **options):
    """A day, chosen from the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def after(last_day):
    """People say the last day; the program counts to the day after."""
    return last_day + timedelta(days=1)


def day_before(end):
    """The same the other way round."""
    return end - timedelta(days=1)


class NoteForm(StepForm):
    """A step with an optional word."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The school reads it."),
    )


class ReasonForm(StepForm):
    """A step that has to be explained."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("The school reads it."),
    )


def case_label(case) -> str:
    """A case as it is chosen: "IT-K3 · Koffer 3"."""
    words = [case.inventory_number, case.name]
    return " · ".join(word for word in words if word)
