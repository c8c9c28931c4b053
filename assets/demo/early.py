"""The projector of Raum 204 before this autumn, and hints that helped."""

from collections import Counter

from assets.models import Hint

HELPED = [(67, "projector"), (41, "printer0"), (30, "board205"), (9, "pc204"), (3, "board111")]


def early_days(inventory, story):
    """Registered, moved, repaired, relabelled: the projector before it broke for the first time."""
    careers, device, ago = inventory.careers, inventory.projector, story.moments.ago
    tom, mia = story.people["technician"], story.people["technician2"]
    before = inventory.room("Raum 118", story.schools[0])
    origin = f"{device.school}, {before.path}"
    place = f"{device.school}, {device.location.path}"
    came, until = ago(1965, "9:30"), device.warranty_until
    label = careers.label(device, story.moments.after(came, 20))
    careers.say(tom, "device.registered", [device], came, place=origin)
    careers.say(tom, "label.printed", [device, label], label.bound_at)
    away = {"company": "Medientechnik Nord", "reference": "RMA 88213"}
    careers.say(tom, "device.sent_to_repair", [device], ago(1190), **away)
    back = {"note": "Lampe gewechselt", "cost": "189,00 €"}
    careers.say(tom, "device.returned_from_repair", [device], ago(1176, "13:20"), **back)
    longer = {"warranty_until": [str(until.replace(year=until.year - 2)), str(until)]}
    careers.say(tom, "device.edited", [device], ago(1175, "8:10"), changes=longer)
    careers.replace(device, mia, ago(316, "12:15"))
    moved = {"origin": origin, "place": place}
    places = [device, before, device.location]
    careers.say(tom, "device.moved", places, ago(115, "10:00"), **moved)
    device.version = 5


def helped_themselves(inventory, story):
    """Now and then a hint was enough; the hint counts it."""
    counts = Counter()
    for days, key in HELPED:
        device = inventory.things[key]
        tile = next(t for t in inventory.tiles_of(device.category_id) if t.hints.all())
        hint = tile.hints.all()[0]
        counts[hint.pk] += 1
        words = {"tile": tile.label_de, "hint": hint.text_de}
        at = story.moments.ago(days, "9:05")
        inventory.careers.say(None, "fault.self_helped", [device], at, **words)
    for pk, count in counts.items():
        Hint.objects.filter(pk=pk).update(helped=count)
