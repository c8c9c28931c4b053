"""Forms about places; for administrators."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Location
from itsm.guards.once import new_key
from itsm.people.models import School

MOST_AT_ONCE = 200
# "Raum 101–120": the same beginning, from the first number to the last.
SPAN = re.compile(r"(?P<word>.*?)(?P<first>\d{1,6})\s*[–—-]\s*(?P<last>\d{1,6})\Z")


class PlaceForm(forms.Form):
    """One place, or several of the same kind, one name a line."""

    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    names = forms.CharField(
        label=_("Names"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line. “Room 101–120” makes twenty rooms."),
    )
    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("School"),
        required=False,
        empty_label=_("shared by several schools"),
    )

    def __init__(self, *args, user, parent=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user).open()
        above = parent.kind if parent else None
        fitting = [kind for kind in Location.Kind if above in Location.INSIDE[kind]]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in fitting]

    def clean_names(self):
        lines = (line.strip() for line in self.cleaned_data["names"].splitlines())
        names = list(dict.fromkeys(name for line in lines if line for name in spread(line)))
        if len(names) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("At most %(most)s at once.") % {"most": MOST_AT_ONCE}, code="many"
            )
        if long := next((name for name in names if len(name) > 80), None):
            raise forms.ValidationError(_("Too long: %(name)s") % {"name": long[:100]})
        return names


def spread(line) -> list[str]:
    """The names a line stands for: "Raum 08–10" is Raum 08, Raum 09 and Raum 10."""
    span = SPAN.fullmatch(line)
    first, last = (int(span["first"]), int(span["last"])) if span else (0, 0)
    if not span or not 0 < last - first <= MOST_AT_ONCE:
        return [line]
    digits = len(span["first"])
    return [f"{span['word']}{number:0{digits}d}" for number in range(first, last + 1)]


class EditPlaceForm(forms.Form):
    """Its name, whose it is, and whether it is still used."""

    name = forms.CharField(label=_("Name"), max_length=80)
    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("School"),
        required=False,
        empty_label=_("shared by several schools"),
    )
    closed = forms.BooleanField(
        label=_("no longer used"),
        required=False,
        help_text=_("It is not offered any more; what happened there stays."),
    )

    def __init__(self, *args, user, place, **kwargs):
        initial = {"name": place.name, "school": place.school_id, "closed": place.closed}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user)


class MovePlaceForm(forms.Form):
    """What it belongs to from now on."""

    parent = forms.ModelChoiceField(
        Location.objects.none(), label=_("Belongs to"), empty_label=_("Please choose")
    )

    def __init__(self, *args, user, place, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in Location.INSIDE[place.kind] if kind]
        seen = Location.objects.visible_to(user).filter(kind__in=kinds, closed=False)
        others = seen.exclude(tree_id=place.tree_id, lft__gte=place.lft, rght__lte=place.rght)
        field = self.fields["parent"]
        field.queryset = others.order_by("tree_id", "lft").select_related("parent__parent")
        field.label_from_instance = way_to


def way_to(place) -> str:
    """A place with all that is above it: "Schulzentrum, Haupthaus, 2. OG"."""
    names, above = [place.name], place.parent
    while above is not None:
        names.insert(0, above.name)
        above = above.parent if above.parent_id else None
    return ", ".join(names)
