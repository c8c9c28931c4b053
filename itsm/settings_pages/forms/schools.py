"""Forms about schools."""

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.people.models import School, SchoolKind
from itsm.settings_pages.forms.base import SettingForm


class SchoolForm(SettingForm):
    """A school with its contact."""

    class Meta:
        model = School
        fields = (
            "name",
            "short_name",
            "kind",
            "street",
            "postcode",
            "place",
            "phone",
            "email",
            "contact",
            "iserv_domain",
            "teachers_see_all_tickets",
        )

    twice = _("There is a school with this name already.")


class SchoolFilter(forms.Form):
    """Finding a school."""

    q = forms.CharField(label=_("Name, short name or place"), required=False)
    kind = forms.ModelChoiceField(
        SchoolKind.objects.all(), label=_("Kind"), required=False, empty_label=_("all kinds")
    )


SchoolKindForms = forms.modelformset_factory(SchoolKind, fields=["name"], extra=2, can_delete=True)
