import pytest
from django.core.management import call_command

from assets.models import Location
from assets.places.workflow.bulk_places import Branch, plant
from assets.places.workflow.places import add_place
from itsm.journal.models import Event
from itsm.workflow import NotAllowed
from tests.conftest import make_place


def forest(deich):
    def floor(name):
        return Branch(name, "floor", deich, [Branch(f"{name} {n}", "room", deich) for n in "12"])

    house = Branch("Haus", "building", deich, [floor("EG"), floor("OG")])
    return [Branch("A", "site", deich, [house]), Branch("B", "site", deich)]


def test_whole_sites_stand_as_if_they_had_been_built_one_by_one(deich, adam):
    make_place("Alt", "site", school=deich)
    places = plant(forest(deich), by=adam)
    call_command("check_tree")
    nested = ("tree_id", "level", "lft", "rght", "path", "parent__name")
    assert [
        (p.name, *nested_of)
        for p, nested_of in zip(
            places, Location.objects.exclude(name="Alt").values_list(*nested), strict=True
        )
    ] == [
        ("A", 2, 0, 1, 16, "A", None),
        ("Haus", 2, 1, 2, 15, "Haus", "A"),
        ("EG", 2, 2, 3, 8, "Haus, EG", "Haus"),
        ("EG 1", 2, 3, 4, 5, "Haus, EG, EG 1", "EG"),
        ("EG 2", 2, 3, 6, 7, "Haus, EG, EG 2", "EG"),
        ("OG", 2, 2, 9, 14, "Haus, OG", "Haus"),
        ("OG 1", 2, 3, 10, 11, "Haus, OG, OG 1", "OG"),
        ("OG 2", 2, 3, 12, 13, "Haus, OG, OG 2", "OG"),
        ("B", 3, 0, 1, 2, "B", None),
    ]
    assert Event.objects.filter(verb="location.added", by=adam).count() == 9


def test_building_goes_on_afterwards(deich, adam):
    places = plant(forest(deich), by=adam)
    add_place(by=adam, name="DG", kind="floor", parent=places[1], school=deich)
    call_command("check_tree")  # fails where a number is wrong
    top = Location.objects.get(name="DG")
    assert (top.level, top.path, top.is_leaf_node()) == (2, f"{places[1].name}, DG", True)


def test_only_administrators(deich, tom):
    with pytest.raises(NotAllowed):
        plant(forest(deich), by=tom)
