"""Both sides sign: drawn on the screen, or a name typed and confirmed."""

import json

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import User
from loans import rules
from loans.forms import day_field

LONGEST = 200_000


class StrokesField(forms.CharField):
    """What was drawn, as JSON: lists of points between 0 and 1."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, max_length=LONGEST)

    def clean(self, value):
        drawn = _read(super().clean(value))
        if drawn is None:
            raise forms.ValidationError(
                _("This signature could not be read. Please sign again, or type it.")
            )
        return drawn

    def bound_data(self, data, initial):
        """What was drawn comes back with a refused form; what can't be read does not."""
        return data if data and _read(data) is not None else ""


def _read(text):
    """The strokes in this text; None where it holds none (or is nested deeper than Python reads)."""
    try:
        drawn = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return None
    fine = isinstance(drawn, list) and all(isinstance(one, list) for one in drawn)
    return drawn if fine else None


class Side(forms.Form):
    """One side: a name, and either a drawing or a tick."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Please add the name.")},
    )
    strokes = StrokesField()
    confirmed = forms.BooleanField(
        label=gettext_lazy("My typed name counts as my signature"), required=False
    )

    def __init__(self, *args, side, required=True, **kwargs):
        super().__init__(*args, prefix=side, **kwargs)
        self.side, self.fields["name"].required = side, required

    def clean(self):
        data = super().clean()
        signed = data.get("strokes") or data.get("confirmed")
        if signed and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please add the name."))
        if data.get("name") and not signed and "strokes" not in self.errors:
            self.add_error("confirmed", _("Please sign, or tick that the typed name counts."))
        return data

    def signature(self) -> list[dict]:
        """What the workflow keeps; nothing where nobody of this side was there."""
        data = self.cleaned_data
        if not data["name"]:
            return []
        return [{"side": self.side, "name": data["name"], "strokes": data["strokes"]}]


class SignForm(forms.Form):
    """Both sides and a note; at the handover both have to sign."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)

    def __init__(self, data=None, *, loan, by, out):
        super().__init__(data)
        self.out = out
        name = by.get_full_name() or by.username
        first = {"name": loan.responsible if out else ""}
        self.sides = [
            Side(data, side="school", required=out, initial=first),
            Side(data, side="authority", initial={"name": name}),
        ]

    def is_valid(self):
        return all([super().is_valid(), *(side.is_valid() for side in self.sides)])

    def facts(self) -> dict:
        """What the step is told."""
        signed = [one for side in self.sides for one in side.signature()]
        return {"signatures": signed, "note": self.cleaned_data["note"]}


class TakeBackForm(SignForm):
    """With what is missing: who sees to it, until when."""

    person = forms.ModelChoiceField(None, label=gettext_lazy("Who sees to it"), required=False)
    due_on = day_field(gettext_lazy("Until"), required=False)
    field_order = ["person", "due_on", "note"]

    def __init__(self, data=None, *, loan, by, out=False, missing=True):
        super().__init__(data, loan=loan, by=by, out=out)
        self.fields["person"].queryset = those_who_lend()
        self.fields["person"].initial = by.pk
        if not missing:
            del self.fields["person"], self.fields["due_on"]

    def clean_due_on(self):
        due = self.cleaned_data["due_on"]
        if due and due < timezone.localdate():
            raise forms.ValidationError(_("This day is over already."))
        return due

    def facts(self) -> dict:
        """What the step is told."""
        data = self.cleaned_data
        return super().facts() | {"person": data.get("person"), "due_on": data.get("due_on")}


def those_who_lend():
    """People of the authority who hand out and take back."""
    people = User.objects.filter(is_active=True, memberships__role__in=rules.HANDS)
    return people.distinct().order_by("last_name", "first_name", "username")
