"""The evaluation at the end, and an experience for the other schools."""

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.guards.once import new_key
from itsm.people.models import School
from loans.forms import schools_of
from loans.models import Evaluation, Experience


class EvaluationForm(forms.ModelForm):
    """Four short answers."""

    class Meta:
        model = Evaluation
        fields = ("often", "used_for", "would_buy", "wish")
        widgets = {
            "often": forms.RadioSelect,
            "would_buy": forms.RadioSelect,
            "used_for": forms.Textarea(attrs={"rows": 3}),
            "wish": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("often", "would_buy"):
            self.fields[name].choices = self.fields[name].choices[1:]

    def values(self) -> dict:
        """What the step takes."""
        return self.cleaned_data


class ExperienceForm(forms.ModelForm):
    """What worked, with which apps."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), empty_label=None)

    class Meta:
        model = Experience
        fields = ("school", "title", "subject", "worked", "apps")
        widgets = {"worked": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools_of(user)

    def values(self) -> dict:
        """What the step takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}
