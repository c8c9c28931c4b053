"""The only writer of the tree of places: one lock first, then load, then write.

Unlocked, eight writers left a third of the nodes wrong; locked after loading, a tenth.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from assets import rules
from assets.devices.workflow.devices import device_words
from assets.models import Device, Location
from itsm.journal.record import record
from itsm.people.models import School, User
from itsm.same import keys_for, name_key, twin_of, visible
from itsm.workflow import StepRefused, lock, require

LOCK = (4711, 1)


@contextmanager
def tree_lock() -> Iterator[None]:
    """One writer at a time. SQLite's transactions begin IMMEDIATE and are a lock already."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", LOCK)
        yield


def add_place(
    *, by: User, name: str, kind: str, parent: Location | None = None, school: School | None = None
) -> Location:
    """A new site, building, floor or room.

    `parent` is None for a site; `school` for what several share. Returns the new place. Refused
    without a name, where its kind can't stand there, and where there is one of this name.
    """
    require(rules.can_edit_places, by)
    name = _named(name)
    with tree_lock():
        parent = _again(parent) if parent else None
        _must_fit(kind, parent)
        _must_be_free(name, parent)
        place = Location(name=name, kind=kind, parent=parent, school=school)
        place.path = path_of(place)
        place.save()
        record(by, "location.added", place, place=place.path)
    return place


def _named(name: str) -> str:
    """The name as people see it; signs nobody sees make none."""
    if not (seen := visible(name)):
        raise StepRefused(_("The name is missing."))
    return seen


def add_places(
    *,
    by: User,
    names: Iterable[str],
    kind: str,
    parent: Location | None = None,
    school: School | None = None,
) -> list[Location]:
    """Several places of one kind at once: all of them, or none if one is refused.

    Returns the new places in this order. Refused as `add_place` refuses one.
    """
    require(rules.can_edit_places, by)
    with tree_lock():
        return [
            add_place(by=by, name=name, kind=kind, parent=parent, school=school) for name in names
        ]


def edit_place(
    place: Location, *, by: User, name: str, school: School | None, closed: bool = False
) -> Location:
    """Rename a place, give it to another school, or close it.

    `school` None: several share it. `closed` places are no longer offered where one is chosen.
    Returns the place as it is now. Refused without a name, and where another one beside it has this
    name.
    """
    require(rules.can_edit_places, by)
    name = _named(name)
    with tree_lock():
        place = _again(place)
        if name_key(name) != name_key(place.name):
            _must_be_free(name, place.parent, but=place)
        old = [place.name, str(place.school or "")]
        place.name, place.school, place.closed = name, school, closed
        place.path = path_of(place)
        place.save()
        rewrite_below(place)
        record(by, "location.edited", place, old=old, new=[place.name, str(school or "")])
    return place


def move_place(place: Location, *, by: User, parent: Location | None) -> Location:
    """A place, with everything in it, now belongs somewhere else in the tree.

    `parent` is None for a site. Returns the place as it is now. Refused into itself, where its kind
    can't stand, and where there is one of this name.
    """
    require(rules.can_edit_places, by)
    with tree_lock():
        place, parent = _again(place), _again(parent) if parent else None
        if parent and parent.is_descendant_of(place, include_self=True):
            raise StepRefused(_("A place cannot be moved into itself."))
        _must_fit(place.kind, parent)
        _must_be_free(place.name, parent, but=place)
        old = place.path
        place.parent = parent
        place.path = path_of(place)
        place.save()
        rewrite_below(place)
        record(by, "location.moved", place, origin=old, place=place.path)
    return place


def remove_place(place: Location, *, by: User) -> None:
    """An empty place nothing ever happened in; others are closed, not removed.

    Refused where anything is in it, happened in it, or is labelled for it.
    """
    require(rules.can_edit_places, by)
    with tree_lock():
        place = _again(place)
        inside = place.get_descendant_count() or place.devices.exists()
        if inside or place.tickets.exists() or place.labels.exists():
            raise StepRefused(_("Something is here or happened here. Close the place instead."))
        record(by, "location.removed", place, place=place.path)
        place.delete()


def path_of(place: Location) -> str:
    """ "Haupthaus, 2. OG, Raum 204": all names but the site's, which is usually the school's."""
    above = place.parent.path if place.parent_id and place.parent.parent_id else ""
    return f"{above}, {place.name}".strip(", ")[:300]


def _again(place: Location) -> Location:
    """The node as it is now that the lock is ours."""
    return Location.objects.select_related("parent", "school").get(pk=place.pk)


def _must_fit(kind: str, parent: Location | None) -> None:
    if (parent.kind if parent else None) not in Location.INSIDE[kind]:
        raise StepRefused(_("A place of this kind cannot stand there."))


def _must_be_free(name: str, parent: Location | None, but: Location | None = None) -> None:
    wanted = Location(pk=but.pk if but else None, name=name, parent=parent)
    if twin := twin_of(wanted):
        raise StepRefused(_("There is a “%(name)s” here already.") % {"name": twin.name})


def rewrite_below(place: Location) -> None:
    """Names below follow: paths of rooms, and what devices in them are found by."""
    below = list(place.get_descendants().order_by("level"))
    known = {place.pk: place}
    for node in below:
        node.parent = known[node.parent_id]
        node.path = path_of(node)
        keys_for(node, ["path"])
        known[node.pk] = node
    Location.objects.bulk_update(below, ["path", "path_order"], batch_size=500)
    inside = Device.objects.filter(location__in=known)
    lock(Device, inside.values("pk"))
    devices = list(inside.with_names())
    for device in devices:
        device.location = known[device.location_id]
        device.search = device_words(device)
    Device.objects.bulk_update(devices, ["search"], batch_size=500)
