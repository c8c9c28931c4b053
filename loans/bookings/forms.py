"""Taking a case for some lessons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Location
from itsm.guards.once import new_key
from loans.forms import day_field
from loans.models.bookings import LESSONS


def lesson(label, initial):
    """One lesson of the day."""
    choices = [(n, str(n)) for n in range(1, LESSONS + 1)]
    return forms.TypedChoiceField(label=label, coerce=int, choices=choices, initial=initial)


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
