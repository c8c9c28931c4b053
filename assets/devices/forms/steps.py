"""Small forms, one for each step on a device."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.devices.forms.money import MoneyField
from assets.devices.forms.school_field import SchoolField, school_of
from assets.places.forms.place_field import PlaceField, places_for
from itsm.files.uploads import UploadRefused, accept_upload
from itsm.guards.once import new_key

MOST_BYTES = 20_000_000


class NoteForm(forms.Form):
    """A word about a step."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, user, device, **kwargs):
        super().__init__(*args, **kwargs)


class MoveForm(forms.Form):
    """Where it stands from now on; `version` is the one the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["version", "school", "location"]

    def __init__(self, *args, user, device, **kwargs):
        initial = {"school": device.school, "location": device.location}
        initial["version"] = device.version
        super().__init__(*args, initial=initial, **kwargs)
        back = device.school is None
        self.fields["school"] = SchoolField(user=user, category=device.category, authority=back)
        chosen = None if self.is_bound else device.location
        places = places_for(user, school_of(self))
        self.fields["location"] = PlaceField(user=user, places=places, chosen=chosen)


class RepairForm(NoteForm):
    company = forms.CharField(label=_("Company"), required=False, max_length=120)
    reference = forms.CharField(label=_("Their number"), required=False, max_length=60)
    field_order = ["company", "reference", "note"]


class RepairedForm(NoteForm):
    cost = MoneyField(label=_("Cost in €"))
    field_order = ["note", "cost"]


class FileForm(forms.Form):
    """A picture or paper."""

    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
    file = forms.FileField(label=_("Picture or file"), max_length=500)

    def clean_file(self):
        try:
            return accept_upload(self.cleaned_data["file"], max_bytes=MOST_BYTES)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
