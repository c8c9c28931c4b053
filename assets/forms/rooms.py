"""Choosing a place: a select by building, of the places a person sees, never a bare number."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assets.models import Location
from itsm.web.search import plainly_matching

# More options make the page slow; whoever has more rooms narrows them down by typing.
MOST, MANY = 300, 12


class PlaceSelect(forms.Select):
    """A select with a box above it that narrows the choice down while one types."""

    template_name = "assets/widgets/place_select.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        offered = sum(len(rooms) for _building, rooms in self.choices[1:])
        return context | {"rooms_url": reverse("locations:rooms"), "many": offered > MANY}


class PlaceField(forms.Field):
    """A place the person sees that is still used."""

    widget = PlaceSelect

    def __init__(self, *, user, places, chosen=None):
        super().__init__(label=_("Room"), required=False)
        self.user = user
        self.widget.choices = options(places, chosen)

    def prepare_value(self, value):
        return getattr(value, "pk", value)

    def to_python(self, value):
        if value in (None, ""):
            return None
        seen = Location.objects.visible_to(self.user).filter(closed=False).select_related("school")
        place = seen.filter(pk=value).first() if str(value).isdecimal() else None
        if place is None:
            raise ValidationError(_("Please choose one of the list."))
        return place


def places_for(user, school, words=""):
    """The places a school's device may stand at: the school's own, and shared ones of its sites.
    Without a school: the shared ones, and whatever is found by words."""
    seen = Location.objects.visible_to(user).filter(closed=False)
    if school is not None:
        sites = Location.objects.filter(school=school).order_by().values("tree_id")
        seen = seen.filter(Q(school=school) | Q(school=None, tree_id__in=sites))
    elif not words:
        seen = seen.filter(school=None)
    named = plainly_matching(words, ("name", "path", "school__name"))
    return seen.filter(named).order_by("tree_id", "lft")[:MOST]


def places_around(user, pk):
    """All places of the site in which this one is, in one query; none if it is not seen."""
    site = Location.objects.filter(pk=pk).values("tree_id")[:1]
    seen = Location.objects.visible_to(user).filter(closed=False, tree_id=Subquery(site))
    places = list(seen.select_related("school").order_by("tree_id", "lft")[: MOST * 3])
    return places if any(place.pk == pk for place in places) else []


def options(places, chosen=None) -> list:
    """Options in groups, a building each: [(building, [(id, "2. OG, Raum 204"), …]), …]."""
    places = list(places)
    if chosen and chosen.pk not in {place.pk for place in places}:
        places.insert(0, chosen)
    groups = {}
    for place in places:
        building, _comma, rest = place.path.partition(", ")
        groups.setdefault(building, []).append((place.pk, rest or place.name))
    return [("", _("no certain room")), *groups.items()]


def rooms_follow() -> dict:
    """With another school other rooms are on offer: asked for as soon as one is chosen."""
    rooms = {"hx-get": reverse("locations:rooms"), "hx-target": "#id_location"}
    return rooms | {"hx-trigger": "change"}
