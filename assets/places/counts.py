"""How many devices and open tickets there are at a place and below, counting what one may see."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import accumulate

from django.db.models import Count, Value

from assets.faults import ticket_model
from assets.models import Device
from assets.models.places import SOME_PLACE
from itsm.query_cache import compiled


class Tally:
    """How many things stand at each place; sums over everything below it without asking again."""

    def __init__(self, rows):
        places = defaultdict(list)
        for tree, left, number in rows:
            places[tree].append((left, number))
        self.trees = {tree: _summed(sorted(pairs)) for tree, pairs in places.items()}

    def below(self, place) -> int:
        """At this place and everywhere below it."""
        lefts, sums = self.trees.get(place.tree_id, ([], [0]))
        return sums[bisect_right(lefts, place.rght)] - sums[bisect_left(lefts, place.lft)]

    def here(self, place) -> int:
        """At this place itself."""
        lefts, sums = self.trees.get(place.tree_id, ([], [0]))
        return sums[bisect_right(lefts, place.lft)] - sums[bisect_left(lefts, place.lft)]


def _summed(pairs):
    lefts = [left for left, _number in pairs]
    return lefts, [0, *accumulate(number for _left, number in pairs)]


def count_at(places, user, root=None) -> list:
    """Give each place its numbers: `devices_here`, `devices_below`, `tickets_here` and
    `tickets_below`, in one grouped query however large the tree is."""
    inside = SOME_PLACE.of(root) if root else {}
    found = _by_place(user, bool(root), **inside)
    devices = Tally(row[1:] for row in found if row[0] == "devices")
    tickets = Tally(row[1:] for row in found if row[0] == "tickets")
    for place in places:
        place.devices_here, place.devices_below = devices.here(place), devices.below(place)
        place.tickets_here, place.tickets_below = tickets.here(place), tickets.below(place)
    return places


@compiled
def _by_place(user, inside):
    devices = Device.objects.visible_to(user).current()
    tickets = ticket_model().objects.visible_to(user).open()
    if inside:
        devices, tickets = devices.inside(SOME_PLACE), tickets.at(SOME_PLACE)
    return _grouped(devices, "devices").union(_grouped(tickets, "tickets"), all=True)


def _grouped(rows, what):
    known = rows.exclude(location=None).order_by().annotate(what=Value(what))
    return known.values_list("what", "location__tree_id", "location__lft").annotate(n=Count("*"))
