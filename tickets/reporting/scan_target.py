"""What somebody stands before, and what anybody may know of it.

A label is printed on a wall: it tells the kind of thing, its room, its school, and what is
reported already (the tile's words and the time). Nothing else leaves this file for people
without a role at the school: no numbers, no names, no text that a person wrote.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import CharField, Q

from assets import rules as asset_rules
from assets.labels.codes import possible_codes
from assets.models import Category, Device, FaultTile, Hint, Label, Location
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.query_cache import Blank, compiled
from tickets import rules
from tickets.models import Ticket
from tickets.reporting.known_faults import Fault, Tile, faults_of, tiles_of

# What a scan reads of a label and its device; whoever needs more reads it later.
JOINED = (
    "device__category",
    "device__location",
    "device__school",
    "device__lent_to",
    "location__school",
    "device__model__manufacturer",
)
READ = (
    "code",
    "revoked_at",
    "device__inventory_number",
    "device__name",
    "device__model",
    "device__case",
    "device__state",
    "device__category__label_de",
    "device__category__label_en",
    "device__category__is_case",
    "device__location__name",
    "device__location__path",
    "device__location__school",
    "device__school__name",
    "device__school__closed_on",
    "location__name",
    "location__path",
    "location__closed",
    "location__school__name",
    "location__school__closed_on",
    "device__lent_to__name",
    "device__lent_to__closed_on",
    "device__model__name",
    "device__model__manufacturer__name",
)
FLOOR = re.compile(
    r"(?:(UG|KG|Keller|Untergeschoss)|(EG|Erdgeschoss)|(\d{1,3})\. ?(?:OG|Etage|Stock|Obergeschoss)|(DG|Dach))"
    r"\w*$",
    re.IGNORECASE,
)
MOST = 100  # things in a room to choose from
STANDS_HERE = (Device.State.IN_SERVICE, Device.State.IN_STORAGE, Device.State.LENT)


@dataclass(frozen=True)
class Spot:
    """A device, or a room, or a school with a kind of thing in mind."""

    school: School | None
    device: Device | None = None
    room: Location | None = None
    kind: Category | None = None
    label: Label | None = None

    @property
    def scope(self) -> str:
        """The name of its buckets and keys."""
        return f"label:{self.label.pk}" if self.label else f"school:{self.school.pk}"

    @property
    def place(self):
        """The room, wherever it is known from."""
        return self.device.location if self.device else self.room

    @property
    def category(self):
        """The kind of thing, or None for a room as a whole."""
        return self.device.category if self.device else self.kind

    @property
    def thing(self):
        """What a line of the journal is written for."""
        return self.device or self.room or self.school

    @property
    def name(self) -> str:
        """What stands at the top of its page."""
        return str(self.category or (self.place or self.school).name)

    @cached_property
    def tiles(self) -> tuple[Tile, ...]:
        """What usually goes wrong with this kind of thing, or in any room."""
        return tiles_of(self.category)

    @cached_property
    def reported(self) -> list[Fault]:
        """What is reported already, newest first; faults of things only."""
        about = self.device or self.room
        return faults_of(self.school, about, in_a_room=not self.device) if about else []

    @cached_property
    def known(self) -> frozenset[int]:
        """The tiles that were tapped here before, for what is still open."""
        return frozenset(fault.tile for fault in self.reported if fault.tile)

    def tile(self, number):
        """The tile of this number, if it is one of this spot's; None means "something else"."""
        kind = self.category.pk if self.category else None
        found = FaultTile.objects.in_bulk([whole(number)]) if whole(number) else {}
        mine = [tile for tile in found.values() if tile.category_id == kind and not tile.retired]
        return mine[0] if mine else None

    @cached_property
    def devices(self) -> list[Device]:
        """The device a report is about; of a chosen kind the one in the room, if it is alone."""
        if self.device or not (self.kind and self.room):
            return [self.device] if self.device else []
        alike = Device.objects.filter(category=self.kind, location=self.room, state__in=STANDS_HERE)
        found = list(alike.filter(Q(school=self.school) | Q(school=None))[:2])
        return found if len(found) == 1 else []

    def ticket(self, number):
        """One of its faults, open or not, for somebody who wants to join it; or None."""
        mine = self.tickets().shared().filter(pk=whole(number))
        return mine.select_related("school", "location", "tile").first()

    def hint(self, number):
        """One of the hints that may be all that is needed, or None: alarms are always sent."""
        hints = Hint.objects.filter(
            tile__category=self.category, tile__retired=False, tile__alarm=FaultTile.Alarm.NONE
        )
        return hints.select_related("tile").filter(pk=whole(number)).first()

    def narrowed(self, number):
        """The device with this number, if it stands in this room; else the spot as it is."""
        number = whole(number)
        if self.device or not (self.room and number):
            return self
        found = _standing_in(self.room).filter(pk=number).first()
        return (
            replace(self, device=found, school=found.user_school or self.school) if found else self
        )

    def things(self, user) -> list[dict]:
        """What stands in the room, by kind: counted where there are several of one; their numbers
        only for people of that school."""
        devices = list(_standing_in(self.room)[:MOST]) if self.room and not self.device else []
        reach, kinds = reach_of(user), {}
        for device in devices:
            alike = kinds.setdefault(device.category, [])
            mine = reach.covers(device.lent_to_id or device.school_id, *Role.values)
            number = device.inventory_number if mine else ""
            alike.append({"pk": device.pk, "place": len(alike) + 1, "number": number})
        return [{"category": kind, "devices": alike} for kind, alike in kinds.items()]

    def tickets(self):
        """Everything told at this school about this device, or in this room."""
        about = {"devices": self.device} if self.device else {"location": self.room}
        if not (self.device or self.room):
            return Ticket.objects.none()
        return Ticket.objects.filter(school=self.school, **about)


def label_of(code):
    """The label this code means, in whatever letter case and with O for 0; None where nothing
    was issued. Always one look into the database, so that a wrong code takes as long."""
    codes = possible_codes(code) or [""]
    found = {label.code: label for label in _labels(first=codes[0], last=codes[-1])}
    return next((found[code] for code in codes if code in found), None)


@compiled
def _labels():
    known = Q(code=Blank("first", CharField())) | Q(code=Blank("last", CharField()))
    return Label.objects.filter(known).select_related(*JOINED).only(*READ)


def spot_of(label, user):
    """What a label leads to; None for the neutral page: unknown, revoked, bound to nothing, and,
    for all but staff, a retired device, a closed room, a closed school."""
    if label is None or label.revoked_at or is_blank(label):
        return None
    device, room = label.device, label.location
    place = room or device.location
    owner = device.user_school if device else room.school
    school = owner or (place and place.school) or _only_school(user)
    spot = Spot(school, device=device, room=room, label=label)
    return spot if _in_use(spot) or works_here(user, spot) else None


def is_blank(label) -> bool:
    """Printed in advance, and bound to nothing yet?"""
    return not (label.device_id or label.location_id)


def reporter(user, school):
    """In whose name a report is made: a person with a role there, else nobody."""
    return user if user.is_authenticated and rules.can_report_at(user, school) else None


def belongs(user, spot) -> bool:
    """Has this person a role by which the thing is seen? Everybody else sees the public page."""
    if not user.is_authenticated:
        return False
    kept = Device if spot.device else Location
    thing = spot.device or spot.room
    return thing is not None and kept.objects.visible_to(user).filter(pk=thing.pk).exists()


def works_here(user, spot) -> bool:
    """Does this person take steps on this device, or register devices in this room?"""
    if spot.device:
        return asset_rules.can_step(user, spot.device)
    return bool(spot.room) and asset_rules.can_register(user, spot.room.school_id)


def opens_case(user, spot) -> bool:
    """Behind a case's label: its slots and its loan, for those who lend it, and for the school
    that has it; teachers report, like everybody."""
    if spot.device is None or not spot.device.category.is_case:
        return False
    return asset_rules.can_see_details(user, spot.device)


def open_schools():
    """The schools anybody may name."""
    return School.objects.open()


def rooms_of(school):
    """The rooms of a school, and the shared ones of its sites: names only, for anybody."""
    trees = Location.objects.filter(school=school).order_by().values("tree_id")
    mine = Q(school=school) | Q(school=None, tree_id__in=trees)
    rooms = Location.objects.filter(mine, kind=Location.Kind.ROOM, closed=False)
    return rooms.order_by("path_order", "name")


def from_the_bottom(rooms) -> list[Location]:
    """In the order one walks through a house: cellar, ground floor, 1st floor; room 9 before 10."""
    return sorted(rooms, key=lambda room: [_height(part) for part in room.path.split(", ")])


def _height(words):
    floor = FLOOR.match(words)
    if floor is None:
        return (0, _counted(words))
    below, ground, number, top = floor.groups()
    return (1, [(0, -1 if below else 0 if ground else int(number) if number else 999, top or "")])


def _counted(words):
    parts = re.split(r"(\d+)", words.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def kinds():
    """The kinds of things there are at all."""
    return Category.objects.filter(retired=False)


def whole(text):
    """A number from an address or a form; None for anything else."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _in_use(spot):
    if spot.school and spot.school.closed_on:
        return False
    device, room = spot.device, spot.room
    return device.state != Device.State.RETIRED if device else not room.closed


def _standing_in(room):
    here = Device.objects.filter(location=room, case=None, state__in=STANDS_HERE)
    here = here.filter(Q(school=None) | Q(school__closed_on=None))
    return here.select_related("category", "school", "lent_to", "location").order_by(
        "category__order", "category__label_de", "number_order"
    )


def _only_school(user):
    """For a thing that several schools share: the reader's own, if there is just one."""
    mine = reach_of(user).schools(*Role.values)
    return School.objects.visible_to(user).filter(pk__in=mine).first() if len(mine) == 1 else None
