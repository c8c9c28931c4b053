"""Numbers at a place count what one may see, here and below, in two grouped queries."""

from assets.models import Location
from assets.places.counts import Tally, count_at
from tests.conftest import make_device, make_place
from tickets import workflow

NUMBERS = ("devices_here", "devices_below", "tickets_here", "tickets_below")


def counted(user, root=None):
    places = list(Location.objects.order_by("tree_id", "lft"))
    return {
        place.name: tuple(getattr(place, number) for number in NUMBERS)
        for place in count_at(places, user, root)
    }


def test_everything_below_is_summed_up(
    tom, fault, laptop, deich, haupthaus, laptops, django_assert_num_queries
):
    make_device("GAD-1", laptops, deich, haupthaus)
    make_device("GAD-2", laptops, deich, haupthaus, state="retired")
    make_device("GAD-3", laptops, deich)
    site = Location.objects.get(name="Gymnasium am Deich")
    # The places, the person's roles, and two counts.
    with django_assert_num_queries(3):
        numbers = counted(tom)
    assert numbers == {
        "Gymnasium am Deich": (0, 3, 0, 1),
        "Haupthaus": (1, 3, 0, 1),
        "2. OG": (0, 2, 0, 1),
        "Raum 204": (2, 2, 1, 1),
    }
    assert counted(tom, site) == numbers


def test_a_place_counts_no_neighbour(tom, fault, deich, laptops, room204, haupthaus):
    """Rooms and floors before and behind it have their own."""
    floor = room204.parent
    rooms = [make_place(name, "room", floor, deich) for name in ("Raum 203", "Raum 205")]
    other = make_place("1. OG", "floor", haupthaus, deich)
    rooms.append(make_place("Raum 104", "room", other, deich))
    for n, room in enumerate(rooms):
        make_device(f"GAD-9{n}", laptops, deich, room)
        workflow.report(by=tom, school=deich, location=room, title="Heizung kalt")
    numbers = {name: counted(tom)[name] for name in ("Raum 203", "Raum 204", "Raum 205", "2. OG")}
    assert numbers == {
        "Raum 203": (1, 1, 1, 1),
        "Raum 204": (1, 1, 1, 1),
        "Raum 205": (1, 1, 1, 1),
        "2. OG": (0, 3, 0, 3),
    }
    for place in Location.objects.filter(name__in=["Raum 203", "Raum 204", "Raum 205"]):
        assert counted(tom, place)[place.name] == (1, 1, 1, 1)


def test_each_counts_what_he_may_see(tom, anna, vera, otto, fault, moor, beamers, room204, deich):
    site = room204.get_root()
    Location.objects.filter(pk=site.pk).update(school=None)
    mensa = make_place("Mensa", "building", site)
    make_device("BAM-1", beamers, moor, mensa)
    workflow.report(by=anna, school=deich, location=room204, description="Fenster klemmt")
    assert counted(tom)["Gymnasium am Deich"] == (0, 2, 0, 2)
    assert counted(vera)["Gymnasium am Deich"] == (0, 1, 0, 2)
    assert counted(anna)["Gymnasium am Deich"] == (0, 1, 0, 1)
    assert counted(otto)["Gymnasium am Deich"] == (0, 1, 0, 0)


def test_a_tally_knows_nothing_of_trees_without_things(haupthaus):
    tally = Tally([])
    assert (tally.here(haupthaus), tally.below(haupthaus)) == (0, 0)
