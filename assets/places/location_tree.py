"""The tree of places as a person sees it: her schools' places, what is above only by name."""

import re
from dataclasses import dataclass, field

from assets.models import Location
from assets.models.places import SOME_PLACE
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.query_cache import Blank, compiled

# So many lines open by themselves; the rest is one tap away.
OPEN_AT_FIRST = 40


@dataclass
class Branch:
    """A place with what is shown below it; `known` only by name where it is another school's."""

    place: Location
    known: bool = True
    children: list = field(default_factory=list)
    is_open: bool = False

    @property
    def has_more(self) -> bool:
        """Is there something below that could be opened?"""
        return self.known and not self.place.is_leaf_node()


def tree_for(user) -> list[Branch]:
    """The sites of a person's schools, opened as far down as it stays easy to read."""
    seen = Location.objects.visible_to(user).select_related("school")
    if reach_of(user).holds_everywhere(*Role.values):
        seen = seen.exclude(kind=Location.Kind.ROOM)
    return _tree(list(seen))


def branch_of(place, user) -> Branch:
    """One place, opened: what stands directly below it."""
    if place.is_leaf_node():
        return Branch(place)
    seen = _below(user, parent=place.pk, **SOME_PLACE.of(place))
    known = {place.pk, *(p.pk for p in seen)}
    below = [p for p in seen if p.parent_id == place.pk or p.parent_id not in known]
    shown = [place, *(p for p in below if p.pk != place.pk)]
    return nested(shown, names_above(shown, below=place))[0]


@compiled
def _below(user):
    seen = Location.objects.visible_to(user).inside(SOME_PLACE)
    if reach_of(user).holds_everywhere(*Role.values):
        seen = seen.filter(parent=Blank("parent"))  # nothing hangs below the unseen
    return seen


def _tree(places):
    known, shown = {p.pk for p in places}, []
    for kind in Location.Kind:
        level = [p for p in places if p.kind == kind]
        if shown and len(shown) + len(level) > OPEN_AT_FIRST:
            break
        shown += level
    here = {p.pk for p in shown}
    # What hangs below another school's place cannot be opened from there: shown at once.
    shown += [p for p in places if _is_orphan(p, known) and p.pk not in here]
    return nested(shown, names_above(shown))


def names_above(places, below=None) -> list[Location]:
    """Places of other schools that stand between these: the way needs their names."""
    known = {place.pk for place in places}
    orphans = [p for p in places if _is_orphan(p, known) and p != below]
    if not orphans:
        return []
    trees = {p.tree_id for p in orphans}
    upper = Location.objects.filter(tree_id__in=trees).exclude(kind=Location.Kind.ROOM)
    upper = upper.inside(below) if below else upper
    others = [place for place in upper if place.pk not in known]
    return [o for o in others if any(_is_above(o, p) for p in orphans)]


def _is_orphan(place, known):
    return place.parent_id is not None and place.parent_id not in known


def _is_above(upper, place):
    return upper.tree_id == place.tree_id and upper.lft < place.lft and place.rght < upper.rght


def nested(places, by_name=()) -> list[Branch]:
    """A list of places as a tree, in the order people count: Raum 2 before Raum 10."""
    branches = {p.pk: Branch(p) for p in places}
    branches |= {p.pk: Branch(p, known=False) for p in by_name}
    roots = []
    for branch in sorted(branches.values(), key=lambda b: as_people_count(b.place)):
        above = branches.get(branch.place.parent_id)
        (above.children if above else roots).append(branch)
    for branch in branches.values():
        branch.is_open = bool(branch.children)
    return roots


KINDS = list(Location.Kind)
# What floors are called, and how high they lie: "EG", "2. OG", "UG 1", "Dachgeschoss".
BELOW = re.compile(r"\b(\d*)\W*(ug|kg|tg|untergeschoss|keller)")
GROUND = re.compile(r"\b(eg|erdgeschoss|parterre|hochparterre)\b")
TOP = re.compile(r"\b(dg|dach)")
HIGHEST = 1000


def as_people_count(place):
    """Sites, buildings, floors from the cellar up, rooms; numbers in names by their value."""
    parts = re.split(r"(\d+)", place.name.lower())
    named = [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]
    height = height_of(place.name) if place.kind == Location.Kind.FLOOR else 0
    return (KINDS.index(place.kind), height, named)


def height_of(name) -> int:
    """How high a floor lies, as far as its name tells."""
    name = name.lower()
    number = int((re.findall(r"\d{1,2}", name) or ["0"])[0])
    if BELOW.search(name):
        return -(number or 1)
    if GROUND.search(name):
        return 0
    return HIGHEST if TOP.search(name) else number or HIGHEST
