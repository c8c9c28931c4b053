"""The tree as each person sees it, in the order people count."""

import pytest

from assets.models import Location
from assets.places.location_tree import branch_of, height_of, tree_for
from tests.conftest import make_place


def drawn(branches):
    """[name, [children]], with the names of other schools' places in brackets."""
    return [(b.place.name if b.known else f"({b.place.name})", drawn(b.children)) for b in branches]


@pytest.fixture
def shared(deich, moor):
    """A school centre of both schools: a shared house, and a wing of each with rooms in it."""
    site = make_place("Schulzentrum", "site")
    house = make_place("Mensa", "building", site)
    make_place("Saal", "room", house)
    for school, name in ((deich, "Nordflügel"), (moor, "Südflügel")):
        wing = make_place(name, "building", site, school)
        make_place(f"Raum {name[0]}1", "room", wing, school)
    make_place("Raum N2", "room", Location.objects.get(name="Nordflügel"), moor)
    return Location.objects.get(pk=site.pk)


def test_each_sees_the_own_schools_places_and_what_is_shared(shared, vera, olga, tom, ida, room204):
    mensa = ("Mensa", [("Saal", [])])
    assert drawn(tree_for(vera)) == [
        ("Gymnasium am Deich", [("Haupthaus", [("2. OG", [("Raum 204", [])])])]),
        ("Schulzentrum", [mensa, ("Nordflügel", [("Raum N1", [])])]),
    ]
    # Olga's room in the other school's wing is shown; the wing itself only by its name.
    assert drawn(tree_for(olga)) == [
        (
            "Schulzentrum",
            [mensa, ("(Nordflügel)", [("Raum N2", [])]), ("Südflügel", [("Raum S1", [])])],
        )
    ]
    assert drawn(tree_for(ida)) == []
    assert drawn(tree_for(tom)) == [
        ("Gymnasium am Deich", [("Haupthaus", [("2. OG", [])])]),
        ("Schulzentrum", [("Mensa", []), ("Nordflügel", []), ("Südflügel", [])]),
    ]


def test_one_place_opened_shows_what_is_directly_below(shared, olga, vera):
    names = [name for name, _children in drawn(branch_of(shared, olga).children)]
    assert names == ["Mensa", "(Nordflügel)", "Südflügel"]
    names = [name for name, _children in drawn(branch_of(shared, vera).children)]
    assert names == ["Mensa", "Nordflügel"]


def test_a_large_tree_opens_only_as_far_as_it_is_easy_to_read(deich, vera):
    site = make_place("Campus", "site", school=deich)
    house = make_place("Haus", "building", site, deich)
    for number in range(60):
        make_place(f"Raum {number}", "room", house, deich)
    house.refresh_from_db()
    [top] = tree_for(vera)
    assert drawn([top]) == [("Campus", [("Haus", [])])]
    assert top.children[0].has_more
    names = [name for name, _children in drawn(branch_of(house, vera).children)]
    assert names == [f"Raum {number}" for number in range(60)]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["2. UG", "UG", "Erdgeschoss", "1. OG", "2. Stock", "OG 3", "10. OG", "DG"], "floor"),
        (["Raum 2", "Raum 10", "Raum 10a", "Raum 101", "Sekretariat"], "room"),
    ],
)
def test_floors_go_up_and_rooms_count_up(names, kind, deich, vera):
    site = make_place("Campus", "site", school=deich)
    house = make_place("Haus", "building", site, deich)
    for name in reversed(names):
        make_place(name, kind, house, deich)
    assert [branch.place.name for branch in branch_of(house, vera).children] == names


def test_heights():
    heights = {"KG": -1, "Keller": -1, "2. UG": -2, "EG": 0, "1. Etage": 1, "Dachgeschoss": 1000}
    assert {name: height_of(name) for name in heights} == heights
