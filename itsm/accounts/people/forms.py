"""Forms about people, short enough for a minute."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from itsm.guards.once import new_key
from itsm.people.models import School, User
from itsm.people.roles import SCHOOL_ROLES, Role
from itsm.web.form_fields import SeveralField


class RoleForm(forms.Form):
    """A role and where it is held."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    schools = SeveralField(
        School.objects.none(),
        label=_("Schools"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Teachers, support and heads need one; technicians without a school work for all."
        ),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["schools"].queryset = School.objects.visible_to(by).open()
        # Most roles need one: which, the help text says.
        self.fields["schools"].optional = False

    def clean(self):
        data = super().clean()
        if data.get("role") in SCHOOL_ROLES and not data.get("schools"):
            missing = _("Please choose at least one school for this role.")
            self.add_error("schools", forms.ValidationError(missing, code="required"))
        return data


class InviteForm(RoleForm):
    """A new colleague: name, e-mail, role, schools."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
    field_order = ["key", "first_name", "last_name", "email", "role", "schools"]

    def told(self) -> dict:
        """As the step takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class PersonForm(forms.Form):
    """What is known about a person. The address has a form of its own: she signs in with it."""

    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=[("de", "Deutsch"), ("en", "English")]
    )

    def __init__(self, *args, person, **kwargs):
        initial = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)


class EmailForm(forms.Form):
    """Another address, by which she signs in and is reached."""

    email = forms.EmailField(
        label=_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class FactorForm(forms.Form):
    """Which roles are too dangerous for a password alone."""

    roles = forms.MultipleChoiceField(
        label=_("Roles that need a second factor"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They set it up when they sign in next, and nothing else opens before."),
    )


class PostingsForm(forms.Form):
    """Where a technician is sent to."""

    schools = SeveralField(
        School.objects.none(),
        label=_("Posted at"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["schools"].queryset = School.objects.visible_to(by).open()


class LeaveForm(forms.Form):
    """Who takes over the open work."""

    heir = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Open work goes to"),
        required=False,
        empty_label=_("nobody: back to the others"),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        working = [Role.TECHNICIAN, Role.SUPPORT, Role.ADMINISTRATOR, Role.LENDER]
        colleagues = User.objects.filter(is_active=True, memberships__role__in=working)
        self.fields["heir"].queryset = colleagues.exclude(pk=person.pk).distinct()


class PasswordForm(forms.Form):
    """The first password."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; three words in a row are good."),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class PeopleFilter(forms.Form):
    """Finding people."""

    q = forms.CharField(label=_("Name or e-mail"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("all roles")), *Role.choices]
    )
    school = forms.ModelChoiceField(
        School.objects.none(), label=_("School"), required=False, empty_label=_("all schools")
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(by).open()
