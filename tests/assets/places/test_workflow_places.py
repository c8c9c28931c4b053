"""The tree of places: what may stand where, what follows a change, and who may write it."""

import pytest

from assets.models import Device, Location
from assets.places.workflow import places
from assets.places.workflow.tree import wrong_places
from itsm.journal.models import Subject
from itsm.workflow import NotAllowed, StepRefused

PEOPLE = ["anna", "vera", "hanna", "tom", "lena", "adam", "otto", "nora", "ida"]


@pytest.fixture
def site(adam, deich):
    return places.add_place(by=adam, name="Schulzentrum", kind="site", school=deich)


@pytest.fixture
def house(adam, deich, site):
    return places.add_place(by=adam, name="Haupthaus", kind="building", parent=site, school=deich)


@pytest.fixture
def room(adam, deich, house):
    return places.add_place(by=adam, name="Raum 1", kind="room", parent=house, school=deich)


def life_of(place):
    return [(row.verb, row.event.by, row.event.details) for row in Subject.objects.about(place)]


def paths():
    return list(Location.objects.order_by("tree_id", "lft").values_list("level", "path"))


def test_a_tree_grows_and_knows_its_paths(adam, site, house, room):
    assert paths() == [(0, "Schulzentrum"), (1, "Haupthaus"), (2, "Haupthaus, Raum 1")]
    assert life_of(room) == [("location.added", adam, {"place": "Haupthaus, Raum 1"})]
    assert wrong_places() == {}


@pytest.mark.parametrize("name", PEOPLE)
def test_only_administrators_write_the_tree(name, request, site, house, room):
    person = request.getfixturevalue(name)
    if name == "adam":
        return
    for step in (
        lambda: places.add_place(by=person, name="X", kind="room", parent=house),
        lambda: places.add_places(by=person, names=["X"], kind="room", parent=house),
        lambda: places.edit_place(room, by=person, name="X", school=None),
        lambda: places.move_place(room, by=person, parent=site),
        lambda: places.remove_place(room, by=person),
    ):
        with pytest.raises(NotAllowed):
            step()
    assert len(paths()) == 3


@pytest.mark.parametrize(
    ("kind", "above"),
    [
        ("site", "site"),
        ("building", None),
        ("building", "house"),
        ("floor", None),
        ("floor", "room"),
        ("room", None),
        ("room", "room"),
    ],
)
def test_what_does_not_fit_is_refused(kind, above, request, adam, site, house, room):
    parent = request.getfixturevalue(above) if above else None
    with pytest.raises(StepRefused):
        places.add_place(by=adam, name="Neu", kind=kind, parent=parent)
    assert len(paths()) == 3


def test_a_name_stands_once_among_its_neighbours(adam, house, room, site):
    with pytest.raises(StepRefused):
        places.add_place(by=adam, name=" Raum 1 ", kind="room", parent=house)
    places.add_place(by=adam, name="Raum 1", kind="room", parent=site)
    with pytest.raises(StepRefused):
        places.move_place(room, by=adam, parent=site)


def test_many_rooms_at_once_are_added_together_or_not_at_all(adam, house, room, deich):
    facts = {"by": adam, "kind": "room", "parent": house, "school": deich}
    made = places.add_places(names=["Raum 2", "Raum 3"], **facts)
    assert [place.path for place in made] == ["Haupthaus, Raum 2", "Haupthaus, Raum 3"]
    with pytest.raises(StepRefused):
        places.add_places(names=["Raum 4", "Raum 1", "Raum 5"], **facts)
    assert Location.objects.filter(kind="room").count() == 3
    assert wrong_places() == {}


def test_a_new_name_is_followed_by_paths_and_by_what_devices_are_found_by(
    adam, beamer, haupthaus, room204
):
    places.edit_place(haupthaus, by=adam, name="Altbau", school=haupthaus.school)
    room204.refresh_from_db()
    assert room204.path == "Altbau, 2. OG, Raum 204"
    assert list(Device.objects.found_by("altbau")) == [beamer]
    assert life_of(haupthaus) == [
        (
            "location.edited",
            adam,
            {"old": ["Haupthaus", "Gymnasium am Deich"], "new": ["Altbau", "Gymnasium am Deich"]},
        )
    ]


def test_a_place_moves_with_everything_in_it(adam, site, room204, haupthaus):
    old = haupthaus.path
    places.move_place(haupthaus, by=adam, parent=site)
    room204.refresh_from_db()
    site.refresh_from_db()
    assert room204.tree_id == site.tree_id
    assert list(site.get_descendants().values_list("path", flat=True)) == [
        "Haupthaus",
        "Haupthaus, 2. OG",
        "Haupthaus, 2. OG, Raum 204",
    ]
    assert life_of(haupthaus) == [("location.moved", adam, {"origin": old, "place": "Haupthaus"})]
    assert wrong_places() == {}


def test_a_place_cannot_be_moved_into_itself(adam, house, site):
    floor = places.add_place(by=adam, name="EG", kind="floor", parent=house)
    with pytest.raises(StepRefused):
        places.move_place(house, by=adam, parent=floor)
    with pytest.raises(StepRefused):
        places.move_place(house, by=adam, parent=house)
    assert wrong_places() == {}


def test_an_empty_place_is_removed_and_leaves_a_line(adam, room):
    places.remove_place(room, by=adam)
    assert not Location.objects.filter(pk=room.pk).exists()
    gone = Subject.objects.filter(kind="location", object_id=room.pk, verb="location.removed")
    assert [row.event.details for row in gone] == [{"place": "Haupthaus, Raum 1"}]
    assert wrong_places() == {}


def test_a_place_where_something_is_or_was_stays(adam, beamer, room204, haupthaus):
    for place in (room204, haupthaus):
        with pytest.raises(StepRefused):
            places.remove_place(place, by=adam)
    places.edit_place(room204, by=adam, name=room204.name, school=room204.school, closed=True)
    room204.refresh_from_db()
    assert room204.closed


def test_a_place_is_called_what_people_see(adam, house):
    place = places.add_place(by=adam, name="Raum\n2\u00ad05 ", kind="room", parent=house)
    assert place.name == "Raum 205"
    with pytest.raises(StepRefused):
        places.add_place(by=adam, name="\u200b", kind="room", parent=house)
    with pytest.raises(StepRefused):
        places.edit_place(place, by=adam, name=" \u200e ", school=None)
