"""Signed-in people tell of a fault: what it is about is settled before the form is drawn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import FaultTile
from itsm.fields.form_layout import apply_layout
from itsm.fields.forms import add_custom_fields, custom_values
from itsm.guards.once import new_key
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from tickets.reporting.forms.files import FilesField


class NewForm(forms.Form):
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    tile = forms.ModelChoiceField(
        FaultTile.objects.none(),
        label=_("What is wrong?"),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    title = forms.CharField(label=_("In short"), required=False, max_length=160)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What did you do, and what happened then?"),
    )
    files = FilesField(label=_("Photos or files"))
    anew = forms.BooleanField(
        label=_("It is something else than what is reported already"), required=False
    )
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"))

    def __init__(self, *args, user, about, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        self.fields["title"].initial = about.title
        self.fields["tile"].queryset = tiles_for(about)
        if not about.already:
            del self.fields["anew"]
        self._offer_schools(user, about)
        add_custom_fields(self, "ticket")
        self.said = apply_layout(self, "ticket")

    def _offer_schools(self, user, about):
        """Only asked where it isn't clear: a shared room, or nothing but a wish to tell."""
        self.settled = about.school
        if about.school or about.devices or not about.schools:
            del self.fields["school"]
            return
        self.fields["school"].queryset = School.objects.visible_to(user).open()
        if len(about.schools) == 1:
            self.fields["school"].initial = about.schools[0]
        staff = reach_of(user).holds_everywhere(Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
        self.fields["school"].required = not staff
        self.fields["school"].empty_label = (
            _("none: the school authority") if staff else _("Please choose")
        )

    def clean(self):
        data = super().clean()
        tile, said = data.get("tile"), data.get("title") or data.get("description")
        if not (tile or said or data.get("files")):
            words = _("Please choose what is wrong, or say it in a few words.")
            self.add_error("tile" if self.fields["tile"].queryset else "title", words)
        elif tile and tile.question and not said:
            words = _("Please answer: %(question)s")
            self.add_error("title", words % {"question": tile.question})
        return data

    def told(self) -> dict:
        """What `workflow.report` takes of it."""
        data = self.cleaned_data
        words = {name: data.get(name) or "" for name in ("title", "description")}
        school = self.settled or data.get("school")
        return {
            **words,
            "tile": data.get("tile"),
            "anew": data.get("anew", False),
            "files": data.get("files") or [],
            "school": school,
            "custom": custom_values(self),
        }

    def tiles(self):
        """The tiles to tap on, each with its icon: (radio, icon)."""
        icons = dict(self.fields["tile"].queryset.values_list("pk", "icon"))
        return [(radio, icons.get(_pk(radio))) for radio in self["tile"]]


def tiles_for(about):
    """What usually goes wrong with this kind of thing; without one, with any room."""
    category = about.devices[0].category if about.devices else None
    return FaultTile.objects.filter(retired=False, category=category)


def _pk(radio):
    return int(str(radio.data["value"]))
