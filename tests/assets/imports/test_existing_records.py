"""What a table calls schools and devices, and which ones it means."""

import pytest

from assets.imports.answers import Answers, alike
from assets.imports.existing_records import House
from assets.imports.values import RowFailed
from assets.models import Device, Location
from itsm.people.models import School
from itsm.same import fill_keys
from tests.conftest import make_device, make_school

NAME = "Astrid-Lindgren-Schule"


@pytest.fixture
def two(db):
    one, other = make_school(NAME, "ALM"), make_school(f"{NAME}, Papenburg", "ALP")
    School.objects.filter(pk=one.pk).update(place="Meppen")
    School.objects.filter(pk=other.pk).update(place="Papenburg")
    return one, other


@pytest.mark.parametrize(
    ("said", "which"),
    [
        (NAME, 0),
        (NAME.upper(), 0),
        (f"{NAME} Meppen", 0),
        (f"{NAME} (Papenburg)", 1),
        (f"{NAME}, Papenburg", 1),
        ("alp", 1),
    ],
)
def test_a_device_goes_to_the_school_of_this_town(adam, two, said, which):
    assert House(adam).school(said) == two[which]


def test_where_none_is_called_exactly_so_the_town_has_to_be_said(adam, two):
    School.objects.filter(pk=two[0].pk).update(name=f"{NAME}, Meppen")
    with pytest.raises(RowFailed, match="Papenburg"):
        House(adam).school(NAME)


def test_the_exact_name_wins(adam, deich, moor, beamers, take_in):
    School.objects.filter(pk=moor.pk).update(name="gymnasium am deich", short_name="gad")
    fill_keys(School)
    house = House(adam)
    assert [house.school(name) for name in ("Gymnasium am Deich", "GAD", "GYMNASIUM AM DEICH")] == [
        deich,
        deich,
        deich,
    ]
    assert house.school("gymnasium am deich") == house.school("gad") == moor
    make_device("GAD-00001", beamers, deich)
    assert take_in("Inventarnummer;Schule", "GAD-00001;Gymnasium am Deich") == (0, 0, 1, 0)


def test_the_exact_number_wins(adam, deich, beamers, take_in):
    first, second = make_device("SEITE-1", beamers, deich), make_device("B-2", beamers, deich)
    Device.objects.filter(pk=second.pk).update(inventory_number="seite-1")
    fill_keys(Device)
    rows = "SEITE-1;an der Wand", "seite-1;im Keller"
    assert take_in("Inventarnummer;Notiz", *rows) == (0, 2, 0, 0)
    assert [Device.objects.get(pk=d.pk).notes for d in (first, second)] == [
        "an der Wand",
        "im Keller",
    ]


def test_a_list_without_a_school_asks_whose_it_is(adam, deich, take_in):
    lines = "Raum;Bezeichnung;Inventarnummer", "107;Beamer;A-1", "106;Beamer;A-2"
    assert take_in(*lines, list_of="") == (0, 0, 0, 2)
    assert take_in.failed == [
        (2, "Es ist keine Schule genannt: Sagen Sie bitte, von welcher Schule diese Liste ist."),
        (3, "Es ist keine Schule genannt: Sagen Sie bitte, von welcher Schule diese Liste ist."),
    ]
    assert Location.objects.count() == 0
    assert take_in(*lines, list_of=deich.pk) == (2, 0, 0, 0)
    assert set(Device.objects.values_list("school", "location__parent__name")) == {
        (deich.pk, "Gymnasium am Deich")
    }


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Obershcule Twist", ["Oberschule Twist"]),
        ("oberschule  twist", ["Oberschule Twist"]),
        ("204", ["Raum 204"]),
        ("Raum 205", []),
        ("Grundschule Haren", []),
    ],
)
def test_a_slip_of_the_pen_is_seen(name, found):
    names = ["Oberschule Twist", "BBS am Moor", "Raum 204"]
    assert alike(name, [(known, known) for known in names]) == found


def test_what_has_to_be_confirmed_is_refused_until_it_is(adam, deich):
    answers = Answers(strict=True)
    with pytest.raises(RowFailed, match="bestätigt"):
        House(adam, answers).school("Neu")
    answers.names["school:neu"] = "leave"
    with pytest.raises(RowFailed, match="ausgelassen"):
        House(adam, answers).school("Neu")
    answers.names["school:neu"] = str(deich.pk)
    assert House(adam, answers).school("Neu") == deich
    answers.names["school:neu"] = "new"
    assert House(adam, answers).school("Neu").pk is None
