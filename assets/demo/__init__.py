"""Places and devices of the demo story, their labels, and what happened to them before."""

from assets.demo.careers import Careers, settle
from assets.demo.devices import Catalogue, build_devices
from assets.demo.early import early_days, helped_themselves
from assets.demo.inventory import Inventory
from assets.demo.places import build_places
from assets.demo.things import PROJECTOR
from assets.models import Device, Label
from assets.starting_set import load_starting_set
from itsm.demo.parts import Amount

AMOUNTS = [Amount("devices", usual=60, most=200_000, of=Device)]


def tell(story):
    """Rooms and devices with all that happened to them before anything broke."""
    load_starting_set()
    wanted, moments, random = story.wanted["devices"], story.moments, story.random
    founded, rooms_wanted = moments.ago(2410, "8:00"), max(12, wanted // len(story.schools) // 7)
    rooms = build_places(story.schools, rooms_wanted, by=story.people["admin"], at=founded)
    catalogue = Catalogue()
    things, devices = build_devices(wanted, story.schools, rooms, catalogue, moments, random)
    careers = Careers(story.people, rooms, moments, random)
    inventory = Inventory(things, devices, rooms, catalogue, careers)
    careers.label_rooms()
    early_days(inventory, story)
    for device in devices:
        if device is not inventory.projector:
            careers.lead(device)
    helped_themselves(inventory, story)
    careers.write()
    changed = [device for device in devices if device.version > 1]
    Device.objects.bulk_update(changed, ["version", "notes"], batch_size=500)
    return inventory


def finish(story):
    """Devices are as old as their lives."""
    settle()


def links():
    """(path, what) of three labels: the projector, its room, and a case that is lent."""
    labels = Label.objects.valid().select_related(
        "device__category", "device__lent_to", "location", "school"
    )
    projector = labels.filter(device__inventory_number=PROJECTOR).first()
    if projector is None:
        return []
    room = labels.filter(location=projector.device.location_id).first()
    lent = labels.filter(device__state="lent", device__category__is_case=True)
    case = lent.order_by("device__inventory_number").first()
    return [(f"/q/{one.code}", _what(one)) for one in (projector, room, case) if one]


def _what(label):
    thing = label.device.category if label.device else label.location
    return f"{thing}, {label.school or label.device.lent_to}"
