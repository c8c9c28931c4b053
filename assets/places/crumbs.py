"""The way to a place: by name for everybody who sees it, linked as far as one may open it."""

from assets.models import Location
from itsm.addresses import address
from itsm.people.reach import reach_of
from itsm.people.roles import Role

# Loads everything above a room in the same query: site > building > floor > room.
ABOVE = "parent__parent__parent"
UP = ("", "parent__", "parent__parent__", "parent__parent__parent__")
# As much of the places on the way as the crumbs need.
WAY = tuple(f"{up}{column}" for up in UP for column in ("name", "school", "parent"))


def crumbs_of(place, user) -> list[dict]:
    """From the site down to the place itself."""
    way = [place]
    while way[0].parent_id:
        way.insert(0, way[0].parent)
    may_open = _openable(way, user)
    return [{"label": p.name, "url": _page(p) if may_open(p) else ""} for p in way]


def _openable(way, user):
    """As `Location.visible_to`, for places of one site that are loaded already."""
    reach = reach_of(user)
    if reach.holds_everywhere(*Role.values):
        return lambda place: True
    mine = reach.schools(*Role.values)
    if any(place.school_id in mine for place in way):
        return lambda place: place.school_id is None or place.school_id in mine
    shared = [place.pk for place in way if place.school_id is None]
    seen = shared and Location.objects.visible_to(user).filter(pk__in=shared)
    known = set(seen.values_list("pk", flat=True)) if shared else set()
    return lambda place: place.pk in known


def _page(place):
    return address("locations:show", place.pk)
