"""Whole sites at once, for an empty house: nested sets counted here, written level by level."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from assets import rules
from assets.models import Location
from assets.places.workflow.places import path_of, tree_lock
from itsm.journal.models import Visibility
from itsm.journal.record import record_many
from itsm.people.models import User
from itsm.workflow import require


@dataclass
class Branch:
    """A place that is to be, with all that lies in it; `place` is there once it is planted."""

    name: str
    kind: str
    school: object = None
    parts: list = field(default_factory=list)
    place: Location | None = None

    def all(self) -> Iterator["Branch"]:
        """This branch and everything below it, from above."""
        yield self
        for part in self.parts:
            yield from part.all()


def plant(sites: Sequence[Branch], *, by: User, at: datetime | None = None) -> list[Location]:
    """Add these sites with everything in them, in as many writes as the tree has levels.

    `sites`: each with its parts below it. `at`: when the history says it happened (now). Returns
    all the new places, each from above.
    """
    require(rules.can_edit_places, by)
    with tree_lock():
        tree = Location.objects.aggregate(last=Max("tree_id"))["last"] or 0
        for site in sites:
            tree += 1
            _number(site, None, tree, 0, 1)
        places = [branch.place for site in sites for branch in site.all() if branch.place]
        for level in range(1 + max((place.level for place in places), default=-1)):
            _write([place for place in places if place.level == level])
        lines = [_line(by, place, at) for place in places]
        record_many(lines)
    return places


def _number(branch: Branch, parent: Location | None, tree: int, level: int, left: int) -> int:
    """Give a branch its place in the tree; returns the number that comes after it."""
    place = Location(
        name=branch.name,
        kind=branch.kind,
        school=branch.school,
        parent=parent,
        tree_id=tree,
        level=level,
        lft=left,
    )
    branch.place, following = place, left + 1
    for part in branch.parts:
        following = _number(part, place, tree, level + 1, following)
    place.rght = following
    return following + 1


def _write(places: list[Location]) -> None:
    """One level: those above are there by now, and have their ids."""
    for place in places:
        place.parent = place.parent
        place.path = path_of(place)
    Location.objects.bulk_create(places, batch_size=1000)


def _line(by: User, place: Location, at: datetime | None) -> tuple:
    details = {"place": place.path}
    return by, "location.added", [place], Visibility.SCHOOL, place.school, at, details
