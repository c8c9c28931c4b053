"""Choosing a place: a select by building, of the places a person sees, never a bare number."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assets.models import Location
from itsm.search import plainly_matching

# More options make the page slow; whoever has more rooms narrows them down by typing.
MOST, MANY = 300, 12
# What stands in the select while nothing is chosen: never "no certain room", which is a choice.
ASK = "?"
LONGEST_ID = 18


class PlaceSelect(forms.Select):
    """A select with a box above it that narrows the choice down while one types."""

    template_name = "assets/widgets/place_select.html"

    def get_context(self, name, value, attrs):
        value = self._offered(value)
        context = super().get_context(name, value, attrs)
        offered = sum(len(rooms) for _building, rooms in self.choices if isinstance(rooms, list))
        was = json.dumps({"was": str(value or "")})
        here = {"rooms_url": reverse("locations:rooms"), "many": offered > MANY, "was": was}
        return context | here

    def _offered(self, value):
        """What was sent stays chosen, also where the list does not reach so far; what is no place
        is asked for again."""
        if value in (None, "") or str(value) in _values(self.choices):
            return value
        place = place_seen(self.user, value)
        first = (str(place.pk), place.path or place.name) if place else (ASK, _("Please choose"))
        self.choices = [first, *self.choices]
        return first[0]


class PlaceField(forms.Field):
    """A place the person sees that is still used."""

    widget = PlaceSelect

    def __init__(self, *, user, places, chosen=None):
        super().__init__(label=_("Room"), required=False)
        self.user = self.widget.user = user
        self.widget.choices = options(places, chosen)

    def prepare_value(self, value):
        return getattr(value, "pk", value)

    def to_python(self, value):
        if value in (None, ""):
            return None
        place = place_seen(self.user, value)
        if place is None:
            raise ValidationError(_("Please choose one of the list."))
        return place


def place_seen(user, value):
    """The place of this number, if the person sees it and it is still used."""
    seen = Location.objects.visible_to(user).filter(closed=False).select_related("school")
    number = str(value)
    fits = number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID
    return seen.filter(pk=number).first() if fits else None


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
        building, _comma, rest = (place.path or place.name).partition(", ")
        groups.setdefault(building, []).append((place.pk, rest or place.name))
    return [("", _("no certain room")), *groups.items()]


def narrowed(places, words, now, was=None) -> tuple[list, str]:
    """The options among which somebody chooses while typing, and the one that is chosen. What
    was chosen stays (`now`; with the words gone again `was`, what the page began with); the only
    one found is taken; of several one is asked for."""
    places = list(places)
    found = [str(place.pk) for place in places]
    if words:
        kept = [now] if now in found else found[:1] if len(found) == 1 else []
    else:
        kept = [value for value in (now, was if now == ASK else now) if value in ("", *found)]
    if kept:
        return options(places), kept[0]
    return [(ASK, _asked(len(found), words)), *options(places)], ASK


def _asked(number, words):
    if not words:
        return _("Please choose")
    if not number:
        return _("No room found")
    return ngettext(
        "%(n)s room found, please choose", "%(n)s rooms found, please choose", number
    ) % {"n": number}


def _values(choices):
    """Every value of these options, also of those in groups."""
    groups = [rooms if isinstance(rooms, list) else [(value, rooms)] for value, rooms in choices]
    return {str(value) for group in groups for value, _label in group}


def rooms_follow() -> dict:
    """With another school other rooms are on offer: asked for as soon as one is chosen."""
    rooms = {"hx-get": reverse("locations:rooms"), "hx-target": "#id_location"}
    return rooms | {"hx-trigger": "change", "hx-include": "#id_location"}
