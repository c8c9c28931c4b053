"""What other parts of the story find: devices by key, school and kind, rooms, labels, tiles."""

from bisect import bisect_right
from datetime import timedelta

from assets.models import FaultTile

# Devices nobody reports: they are away, or the story tells of them.
WITHOUT = ("retired", "missing")
# From the day it is bought to the day it is registered.
WEEK_TO_ARRIVE = timedelta(days=7)


class Inventory:
    """All devices and rooms of the schools."""

    def __init__(self, things, devices, rooms, catalogue, careers):
        self.things, self.rooms = things, rooms
        self.catalogue, self.careers = catalogue, careers
        self.projector = things["projector"]
        self._bought, self._tiles = {}, {}
        storied = {id(device) for device in things.values()}
        for device in sorted(devices, key=lambda device: device.purchased_on):
            if device.state not in WITHOUT and id(device) not in storied:
                for key in (device.school_id, (device.school_id, device.category_id)):
                    self._bought.setdefault(key, []).append(device)
        self._days = {
            key: [device.purchased_on for device in found] for key, found in self._bought.items()
        }
        for tile in FaultTile.objects.filter(retired=False).prefetch_related("hints"):
            self._tiles.setdefault(tile.category_id, []).append(tile)

    def device_at(self, school, day, random, category_id=None):
        """A device of this school (and kind) that was there on this day, or None."""
        key = (school.pk, category_id) if category_id else school.pk
        there = bisect_right(self._days.get(key, ()), day - WEEK_TO_ARRIVE)
        return self._bought[key][random.randrange(there)] if there else None

    def room(self, name, school):
        """A room of a school, by name."""
        return next(room for room in self.rooms[school.pk] if room.name == name)

    def tiles_of(self, category_id):
        """What goes wrong with this kind of device (None: in a room), the usual first."""
        return self._tiles.get(category_id, [])

    def tile(self, words, category_id):
        """The tile with these words; made where there is none yet."""
        for tile in self.tiles_of(category_id):
            if tile.label_de == words:
                return tile
        return FaultTile.objects.create(category_id=category_id, label_de=words)

    def label_of(self, thing):
        """The label that is valid now on this device or room, or None."""
        return self.careers.valid.get(id(thing))
