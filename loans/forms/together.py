"""Forms of bookings, evaluations, trainings and experiences."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Location
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import SCHOOL_ROLES, Role
from itsm.web.once import new_key
from loans import rules
from loans.forms.base import day_field, must_be_near
from loans.models import Condition, Evaluation, Experience, Training
from loans.models.together import LESSONS


def lesson(label, initial):
    """One lesson of the day."""
    choices = [(n, str(n)) for n in range(1, LESSONS + 1)]
    return forms.TypedChoiceField(label=label, coerce=int, choices=choices, initial=initial)


def area(label, required=False, rows=3, **more):
    """A longer text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, **more)


class BookForm(forms.Form):
    """A day, lessons, and where it is taken."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    day = day_field(_("Day"))
    first = lesson(_("From lesson"), 1)
    last = lesson(_("To lesson"), 1)
    location = forms.ModelChoiceField(
        Location.objects.none(), label=_("Room"), required=False, empty_label="–"
    )
    purpose = forms.CharField(label=_("What for"), required=False, max_length=120)

    def __init__(self, *args, loan, user, **kwargs):
        super().__init__(*args, **kwargs)
        rooms = Location.objects.visible_to(user).filter(school=loan.school_id, kind="room")
        rooms = rooms.filter(closed=False)
        self.fields["location"].queryset = rooms.order_by("path_order")
        self.fields["location"].label_from_instance = lambda room: room.path

    def values(self) -> dict:
        """What the step takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


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


def schools_of(user):
    """The schools in whose name this person may speak here."""
    schools = School.objects.visible_to(user).open()
    if rules.lends(user):
        return schools
    return schools.filter(reach_of(user).within(*SCHOOL_ROLES, Role.HEAD, field="pk"))
