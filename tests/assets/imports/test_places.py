import pytest

from assets.imports.answers import AUTHORITY, Answers
from assets.imports.places import Places
from assets.imports.values import RowFailed
from assets.models import Location
from itsm.people.models import School
from itsm.people.program import PROGRAM
from itsm.same import fill_keys
from tests.conftest import make_place


def find(school, answers=None, **said):
    schools = {s.pk: s for s in School.objects.all()}
    return Places(PROGRAM, schools, answers).find(school and schools[school.pk], said)


def names(place):
    """From the site down; what is only planned stands in brackets."""
    way = []
    while place:
        way.insert(0, place.name if place.pk else f"[{place.name}]")
        place = place.parent
    return way


OLD = ["Gymnasium am Deich", "Haupthaus", "2. OG", "Raum 204"]


@pytest.mark.parametrize(
    "said",
    [
        {"room": "Raum 204"},
        {"room": "raum  204"},
        {"place": "Raum 204"},
        {"building": "Haupthaus", "room": "Raum 204"},
        {"place": "Haupthaus", "room": "Raum 204"},
        {"place": "Gymnasium am Deich > Haupthaus > Raum 204"},
        {"place": "GAD › Raum 204"},
        {"place": "Haupthaus, 2. OG, Raum 204"},
        {"room": "Haupthaus, 2. OG, Raum 204"},
        {"place": "Gymnasium am Deich", "room": "Raum 204"},
    ],
)
def test_a_room_is_found_however_much_of_its_way_is_said(deich, room204, said):
    assert names(find(deich, **said)) == OLD


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ({"room": "Raum 1"}, ["Gymnasium am Deich", "[Raum 1]"]),
        ({"place": "Haupthaus > Raum 1"}, ["Gymnasium am Deich", "Haupthaus", "[Raum 1]"]),
        (
            {"building": "Haupthaus", "floor": "EG", "room": "Raum 1"},
            ["Gymnasium am Deich", "Haupthaus", "[EG]", "[Raum 1]"],
        ),
        ({"place": "Neubau > EG > 1"}, ["Gymnasium am Deich", "[Neubau]", "[EG]", "[1]"]),
        ({"place": "gymnasium am deich"}, ["Gymnasium am Deich"]),
    ],
)
def test_what_is_missing_on_the_way_is_planned(deich, room204, said, way):
    assert names(find(deich, **said)) == way


def test_a_school_without_a_site_gets_one(deich):
    assert names(find(deich, room="Raum 1")) == ["[Gymnasium am Deich]", "[Raum 1]"]


def test_a_room_of_another_school_with_the_same_name_is_not_taken(moor, room12, deich, room204):
    assert names(find(deich, room="Raum 12")) == ["Gymnasium am Deich", "[Raum 12]"]


def test_a_shared_building_is_open_to_both_schools(deich, moor):
    site = make_place("Schulzentrum", "site")
    shared = make_place("Werkstatt", "building", site)
    make_place("W1", "room", shared, deich)
    make_place("W2", "room", shared, moor)
    assert names(find(moor, place="Werkstatt > W2")) == ["Schulzentrum", "Werkstatt", "W2"]
    with pytest.raises(RowFailed, match="Gymnasium am Deich"):
        find(moor, place="Werkstatt > W1")
    assert names(find(moor, place="Schulzentrum > W2")) == ["Schulzentrum", "Werkstatt", "W2"]


def test_two_rooms_of_one_name_need_their_building(deich, room204, haupthaus):
    other = make_place("Neubau", "building", haupthaus.parent, deich)
    make_place("Raum 204", "room", other, deich)
    with pytest.raises(RowFailed, match="Raum 204"):
        find(deich, room="Raum 204")
    assert names(find(deich, place="Neubau > Raum 204"))[1] == "Neubau"


def test_in_a_list_of_the_authority_it_is_a_place_of_its_own(db):
    whose = Answers(list_of=AUTHORITY)
    assert names(find(None, whose, place="Lager > Regal 3")) == ["[Lager]", "[Regal 3]"]


@pytest.mark.parametrize("said", [{"room": "107"}, {"building": "Neubau", "room": "106"}])
def test_without_a_school_no_room_becomes_a_site(db, said):
    with pytest.raises(RowFailed, match="Schule"):
        find(None, **said)


def test_a_room_entered_twice_before_is_still_found(deich, room204):
    twice = make_place("Raum 205", "room", room204.parent, deich)
    Location.objects.filter(pk=twice.pk).update(name="raum 204", path="Haupthaus, 2. OG, raum 204")
    fill_keys(Location)
    assert find(deich, room="raum 204") == twice
    assert find(deich, room="Raum 204") == room204
    assert find(deich, room="RAUM 204") == room204
    assert find(deich, place="Haupthaus, 2. OG, raum 204") == twice


@pytest.mark.parametrize(
    "said",
    [{"place": "A > B > C > D"}, {"place": "Raum 204 > Schrank > 3"}, {"room": "x" * 81}],
)
def test_impossible_places_are_refused(deich, room204, said):
    with pytest.raises(RowFailed):
        find(deich, **said)


def test_nothing_is_written(deich, room204):
    before = Location.objects.count()
    find(deich, room="Neu")
    assert Location.objects.count() == before
