"""Is the tree of places sound? Compared with the parent links, which are always true.

`rebuild()` repairs numbers, but passes by circles of parents, which hang on no site: those are
looked for first, and cut.
"""

from collections import defaultdict
from collections.abc import Mapping

from assets.models import Location
from assets.places.workflow.places import path_of, rewrite_below, tree_lock
from itsm.journal.record import record

NUMBERS = ("tree_id", "lft", "rght", "level")


def wrong_places() -> dict[str, list[int]]:
    """Ids of places by what is wrong with them; empty when the tree is sound."""
    rows = list(Location.objects.order_by().values_list("pk", "parent_id", *NUMBERS))
    parents = {pk: parent for pk, parent, *_numbers in rows}
    found = {"circle": sorted(circles_in(parents))}
    found |= _wrong_numbers([row for row in rows if _hangs_on_a_site(row[0], parents)])
    return {what: ids for what, ids in found.items() if ids}


def circles_in(parents: Mapping[int, int | None]) -> set[int]:
    """The lowest id of each circle: where it is cut.

    `parents`: the id of each place with the id of the one it lies in (None: a site).
    """
    cuts, done = set(), set()
    for start in sorted(parents):
        path: list[int] = []
        node: int | None = start
        while node is not None and node not in done and node not in path:
            path.append(node)
            node = parents.get(node)
        if node in path:
            cuts.add(min(path[path.index(node) :]))
        done.update(path)
    return cuts


def _hangs_on_a_site(pk: int | None, parents: Mapping[int, int | None]) -> bool:
    """Is there a root above this place? Above one in a circle there is none."""
    seen = set()
    while pk is not None and pk not in seen:
        seen.add(pk)
        pk = parents.get(pk)
    return pk is None


def _wrong_numbers(rows: list[tuple]) -> dict[str, list[int]]:
    by_pk, trees = {row[0]: row for row in rows}, defaultdict(list)
    for row in rows:
        trees[row[2]].append(row)
    return {
        "outside": sorted(row[0] for row in rows if not _fits(row, by_pk.get(row[1]))),
        "numbering": sorted(pk for tree in trees.values() for pk in _not_in_a_row(tree)),
    }


def _fits(row: tuple, above: tuple | None) -> bool:
    """Does a place lie inside the one it belongs to?"""
    _pk, parent, tree, left, right, level = row
    if parent is None or above is None:
        return level == 0
    _up, _top, same_tree, outer_left, outer_right, upper = above
    return tree == same_tree and outer_left < left < right < outer_right and level == upper + 1


def _not_in_a_row(rows: list[tuple]) -> list[int]:
    """A sound tree counts 1, 2, 3 … once through all its places, and has one root."""
    ends = sorted(end for row in rows for end in (row[3], row[4]))
    roots = sum(row[1] is None for row in rows)
    sound = ends == list(range(1, len(ends) + 1)) and roots == 1
    return [] if sound else [row[0] for row in rows]


def repair() -> dict[str, list[int]]:
    """Cut circles, number everything anew, and say what was wrong; nobody writes meanwhile.

    Returns the ids by what was wrong with them, as `wrong_places` does; empty where nothing was.
    """
    with tree_lock():
        found = wrong_places()
        for pk in found.get("circle", []):
            # Only a site may stand alone: what was cut off becomes one, and can be moved back.
            Location.objects.filter(pk=pk).update(parent=None, kind=Location.Kind.SITE)
        if found:
            Location.objects.rebuild()
        for place in Location.objects.filter(pk__in=found.get("circle", [])):
            _name_anew(place)
    return found


def _name_anew(place: Location) -> None:
    old, place.path = place.path, path_of(place)
    place.save()
    rewrite_below(place)
    record(None, "location.moved", place, origin=old, place=place.path)
