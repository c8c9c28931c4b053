"""The story's own tickets: those of this week, and the long life of the projector in Raum 204."""

from itsm.demo.numbers import go_on_at_least_from
from itsm.fields.models import Status
from tickets.demo import words
from tickets.demo.lives import Life
from tickets.demo.week import WEEK
from tickets.models import Ticket

LONG_LIFE = 48
# The number of this morning's ticket, where there are not more tickets than that.
THIS_MORNING = 4711


def this_week(story) -> list[Life]:
    """What week.py tells, with the devices, rooms and people of the house."""
    named = Status.objects.filter(kind="ticket", is_default=False)
    statuses = {status.label_de: status for status in named}
    return [_tell(story, statuses, *told) for told in WEEK]


def _tell(story, statuses, about, tile, steps):
    inventory = story.made["assets"]
    device = inventory.things.get(about) if isinstance(about, str) else None
    room = device.location if device else inventory.room(about[0], story.schools[about[1]])
    life = Life(
        story,
        school=room.school,
        devices=[device] if device else [],
        location=room,
        tile=inventory.tile(tile, device.category_id if device else None),
    )
    label = inventory.label_of(device or room)
    for step, days, clock, who, said in steps:
        at, by = story.moments.at(days, clock), story.people[who] if who else None
        if (about, step, days) == ("projector", "report", 0):
            story.agenda.at(at, go_on_at_least_from, Ticket, THIS_MORNING)
        said = {name: _meant(story, statuses, name, value) for name, value in said.items()}
        if step in ("report", "join"):
            said |= {"label": label, "channel": "label"}
            said["description" if step == "report" else "text"] = said.pop("text", "")
        life.take(step, at, by, **said)
    return life


def _meant(story, statuses, name, value):
    """Words of week.py as the things they mean."""
    if name == "to":
        return story.people[value]
    return statuses.get(value) if name == "status" else value


def long_life(story, count=LONG_LIFE) -> list[Life]:
    """Enough earlier faults of the projector to fill pages: for an authority of full size."""
    inventory, tom = story.made["assets"], story.people["technician"]
    device, after, random = inventory.projector, story.moments.after, story.random
    tiles = [t for t in inventory.tiles_of(device.category_id) if t.label_de != "kein Bild"]
    lives = []
    for number in range(count):
        at = story.moments.ago(1900 - number * (1700 // count), "8:35")
        about = {"devices": [device], "tile": random.choice(tiles)}
        life = Life(story, school=device.school, location=device.location, **about)
        life.report(at, label=inventory.label_of(device), channel="label")
        life.take("take_over", after(at, 40), tom)
        life.take("comment", after(at, 45), tom, text=random.choice(words.ANSWERED))
        life.take("solve", after(at, 200), tom, solution=random.choice(words.HELPED))
        lives.append(life)
    return lives
