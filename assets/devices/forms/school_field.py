"""Choosing whose a device is: one of the schools a person works at, or the authority itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assets import rules
from assets.places.forms.place_field import rooms_follow
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role

STAFF = (Role.TECHNICIAN, Role.ADMINISTRATOR)
AUTHORITY = "authority"


class SchoolField(forms.Field):
    """A school at which this person may put devices of this category; None is the authority.

    `authority=False` where a device cannot go back to the authority.
    """

    widget = forms.Select

    def __init__(self, *, user, category, authority=True, **kwargs):
        super().__init__(label=_("School"), required=True, **kwargs)
        self.schools = {str(school.pk): school for school in _schools_for(user, category)}
        self.authority = authority and _may_for_authority(user, category)
        self.widget.choices = [("", _("Please choose")), *self._choices()]
        self.widget.attrs |= rooms_follow()

    def _choices(self):
        schools = [(pk, school.name) for pk, school in self.schools.items()]
        return [*schools, (AUTHORITY, _("the authority itself"))] if self.authority else schools

    @property
    def only_one(self) -> str:
        """What to offer first where there is nothing to choose."""
        choices = self._choices()
        return choices[0][0] if len(choices) == 1 else ""

    def prepare_value(self, value):
        return str(getattr(value, "pk", value) or "")

    def clean(self, value):
        if value and value == AUTHORITY and self.authority:
            return None
        if not value:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.school(value, missing=ValidationError(_("Please choose one of the list.")))

    def school(self, value, missing=None):
        """The school of this id, if it is on offer."""
        school = self.schools.get(self.prepare_value(value))
        if school is None and missing:
            raise missing
        return school


def _schools_for(user, category):
    roles = (*STAFF, Role.LENDER) if _is_my_case(user, category) else STAFF
    mine = reach_of(user).within(*roles, field="pk")
    return School.objects.visible_to(user).filter(mine).open()


def _may_for_authority(user, category):
    return rules.can_register(user) or _is_my_case(user, category)


def _is_my_case(user, category):
    return category.is_case and rules.can_register_case(user)


def school_of(form):
    """The school posted, else the one offered, if it is among the choices."""
    if form.is_bound:
        return form.fields["school"].school(form.data.get("school"))
    return form.fields["school"].school(form.initial.get("school"))
