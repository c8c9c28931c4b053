"""A tree damaged on purpose is found out, and repaired; eight writers at once damage nothing."""

import random
import threading
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from assets.models import Location
from assets.places.workflow import places
from assets.places.workflow.tree import repair, wrong_places
from itsm.workflow import StepRefused
from tests.conftest import make_place

SECONDS, WRITERS = 3, 8


@pytest.fixture
def tree(deich, haupthaus, room204):
    """Site, building, floor and room, and a second site with a building."""
    other = make_place("Nebenstelle", "site", school=deich)
    make_place("Turnhalle", "building", other, deich)
    return {place.name: place for place in Location.objects.all()}


def damage(place, **values):
    Location.objects.filter(pk=place.pk).update(**values)


def names(found, tree):
    by_pk = {place.pk: name for name, place in tree.items()}
    return {what: sorted(by_pk[pk] for pk in ids) for what, ids in found.items()}


def test_a_sound_tree_is_called_sound(tree, capsys):
    call_command("check_tree")
    assert capsys.readouterr().out == "The tree of places is sound.\n"


@pytest.mark.parametrize(
    ("place", "values", "found"),
    [
        (
            "Raum 204",
            {"lft": 90, "rght": 91},
            {
                "outside": ["Raum 204"],
                "numbering": ["2. OG", "Gymnasium am Deich", "Haupthaus", "Raum 204"],
            },
        ),
        ("Raum 204", {"level": 1}, {"outside": ["Raum 204"]}),
        (
            "Turnhalle",
            {"tree_id": 77},
            {
                "outside": ["Turnhalle"],
                "numbering": ["Nebenstelle", "Turnhalle"],
            },
        ),
        ("Nebenstelle", {"level": 1}, {"outside": ["Nebenstelle", "Turnhalle"]}),
    ],
)
def test_damage_is_found_and_repaired(place, values, found, tree, capsys):
    before = list(Location.objects.order_by("pk").values_list("pk", "parent_id", "level"))
    damage(tree[place], **values)
    assert names(wrong_places(), tree) == found
    with pytest.raises(CommandError):
        call_command("check_tree")
    call_command("check_tree", "--fix")
    assert capsys.readouterr().out.endswith("Repaired: the tree of places is sound again.\n")
    assert wrong_places() == {}
    after = list(Location.objects.order_by("pk").values_list("pk", "parent_id", "level"))
    assert after == before


def test_two_sites_that_share_a_number_are_found(tree):
    damage(tree["Nebenstelle"], tree_id=tree["Haupthaus"].tree_id)
    assert set(wrong_places()) == {"outside", "numbering"}
    repair()
    assert wrong_places() == {}


def test_a_circle_is_cut_at_the_lowest_id_and_said_so(tree, capsys):
    house, floor = tree["Haupthaus"], tree["2. OG"]
    damage(house, parent=floor)
    found = wrong_places()
    assert found["circle"] == [house.pk]
    call_command("check_tree", "--fix")
    said = capsys.readouterr().out
    assert said.startswith(
        f"1 in a circle of parents (cut at the lowest id, which becomes a site): {house.pk}\n"
    )
    assert wrong_places() == {}
    house.refresh_from_db()
    room = Location.objects.get(name="Raum 204")
    assert (house.parent, house.kind, house.path) == (None, "site", "Haupthaus")
    assert (room.path, room.get_root()) == ("2. OG, Raum 204", house)


def test_a_place_that_is_its_own_parent_is_a_circle_too(tree):
    damage(tree["2. OG"], parent=tree["2. OG"])
    assert wrong_places()["circle"] == [tree["2. OG"].pk]
    repair()
    assert wrong_places() == {}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_no_wrong_place(adam, deich):
    """Without the lock taken first, a third of the places was wrong after this."""
    if connection.vendor != "postgresql":
        pytest.skip("this machine offers no PostgreSQL")
    sites = [places.add_place(by=adam, name=f"Standort {n}", kind="site") for n in range(3)]
    for site in sites:
        places.add_places(by=adam, names=["A", "B", "C"], kind="building", parent=site)
    until, done, failed = time.monotonic() + SECONDS, [], []
    writers = [
        threading.Thread(target=_write, args=(seed, until, adam, done, failed))
        for seed in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (failed, wrong_places()) == ([], {})
    assert Location.objects.count() == 12 + done.count("added")
    assert done.count("moved") > 0


def _write(seed, until, adam, done, failed):
    """Adds and moves at random, with places as they were read before the lock."""
    chance, number = random.Random(seed), 0
    try:
        while time.monotonic() < until:
            number += 1
            done.append(_one_write(chance, f"{seed}-{number}", adam))
    except Exception as error:
        failed.append(error)
    finally:
        connections.close_all()


def _one_write(chance, name, adam):
    upper = list(Location.objects.exclude(kind="room"))
    parent = chance.choice(upper)
    try:
        if chance.random() < 0.6:
            kind = "floor" if parent.kind == "building" and chance.random() < 0.3 else "room"
            places.add_place(by=adam, name=name, kind=kind, parent=parent)
            return "added"
        moving = chance.choice(list(Location.objects.exclude(kind="site")[:200]))
        places.move_place(moving, by=adam, parent=parent)
        return "moved"
    except StepRefused:
        return "refused"


@pytest.fixture
def seen_before(tree, adam):
    """Places as somebody read them, before somebody else moved and renamed the building."""
    seen = {name: Location.objects.get(pk=place.pk) for name, place in tree.items()}
    list(seen["2. OG"].get_ancestors())
    places.move_place(tree["Haupthaus"], by=adam, parent=tree["Nebenstelle"])
    house = Location.objects.get(pk=tree["Haupthaus"].pk)
    places.edit_place(house, by=adam, name="Altbau", school=house.school)
    return seen


def paths():
    return sorted(Location.objects.filter(level__gt=0).values_list("path", flat=True))


def test_a_place_is_added_where_its_parent_is_now(seen_before, adam, deich):
    places.add_place(by=adam, name="Raum 9", kind="room", parent=seen_before["2. OG"], school=deich)
    assert wrong_places() == {}
    assert paths() == [
        "Altbau",
        "Altbau, 2. OG",
        "Altbau, 2. OG, Raum 204",
        "Altbau, 2. OG, Raum 9",
        "Turnhalle",
    ]


def test_a_place_moves_from_where_it_is_to_where_the_other_is_now(seen_before, adam):
    places.move_place(seen_before["Raum 204"], by=adam, parent=seen_before["Haupthaus"])
    assert wrong_places() == {}
    assert paths() == ["Altbau", "Altbau, 2. OG", "Altbau, Raum 204", "Turnhalle"]


def test_a_place_is_renamed_as_it_stands_now(seen_before, adam, deich):
    places.edit_place(seen_before["2. OG"], by=adam, name="Dach", school=deich)
    assert wrong_places() == {}
    assert paths() == ["Altbau", "Altbau, Dach", "Altbau, Dach, Raum 204", "Turnhalle"]


def test_what_was_empty_when_it_was_read_is_not_removed(seen_before, adam, deich):
    gym = seen_before["Turnhalle"]
    same = Location.objects.get(pk=gym.pk)
    places.add_place(by=adam, name="Geräteraum", kind="room", parent=same, school=deich)
    with pytest.raises(StepRefused):
        places.remove_place(gym, by=adam)
    assert wrong_places() == {}
