"""A training, and a seat in it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.guards.once import new_key
from itsm.people.models import School
from loans import rules
from loans.forms import must_be_near, schools_of
from loans.models import Condition, Training


class TrainingForm(forms.ModelForm):
    """Date, place or link, seats, and which condition attending it meets."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    link = forms.URLField(label=_("Meeting link"), required=False, assume_scheme="https")

    class Meta:
        model = Training
        fields = (
            "title",
            "about",
            "starts_at",
            "ends_at",
            "place",
            "link",
            "seats",
            "condition",
            "cancelled",
        )
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("starts_at", "ends_at")
        } | {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["condition"].queryset = Condition.objects.filter(retired=False)
        self.fields["condition"].empty_label = _("none")
        if self.instance.pk is None:
            del self.fields["cancelled"]
        for name in ("starts_at", "ends_at"):
            self.fields[name].validators.append(must_be_near)

    def clean(self):
        """People meet somewhere, and it ends after it begins."""
        data = super().clean()
        if not (data.get("place") or data.get("link")):
            self.add_error("place", _("Please name a place or a meeting link."))
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("It ends before it begins."))
        return data

    def values(self) -> dict:
        """What the step takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class SignUpForm(forms.Form):
    """Who comes, and from which school."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools_of(user)
        if not rules.lends(user):
            self.fields["name"].initial, self.fields["email"].initial = str(user), user.email

    def values(self) -> dict:
        """What the step takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}
