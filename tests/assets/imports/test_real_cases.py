"""The lists that went wrong once, as they are, where REAL_DATA says they lie."""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assets.devices.workflow.devices import register
from assets.imports.schools import import_schools, read_schools
from assets.imports.sheet import read_sheet
from assets.imports.workflow import carry_out
from assets.models import Category, Device, DeviceImport, Location, Manufacturer
from itsm.people.models import School
from itsm.people.program import PROGRAM
from itsm.tables import TableRefused
from itsm.workflow import StepRefused
from tests.conftest import make_device

CASES = Path(os.environ.get("REAL_DATA", "/nowhere")) / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="REAL_DATA names no folder with cases")
GAD = "Gymnasium am Deich"


def case(number):
    rows = json.loads((CASES / "cases.json").read_text())
    return CASES / next(row["file"] for row in rows if row["nr"] == number)


def take_in(number):
    with case(number).open("rb") as file:
        return carry_out(read_sheet(file), by=PROGRAM)


def counts(number):
    """(new, changed, unchanged, failed)."""
    return tuple(take_in(number).counts.values())


def schools(number):
    with case(number).open("rb") as file:
        said = import_schools(read_schools(file), by=PROGRAM)[0]
    return {word: count for word, count in said.items() if count}


def kept(*fields):
    return list(Device.objects.order_by("inventory_number").values_list(*fields))


def test_1_and_2_two_devices_without_serial_number(deich):
    assert (counts(1), counts(2)) == ((1, 0, 0, 0), (1, 0, 0, 0))
    assert kept("inventory_number", "serial_number", "location__name") == [
        ("FALL-01A", "", "Raum 204"),
        ("FALL-01B", "", "Raum 205"),
    ]


def test_3_numbers_are_drawn(deich):
    assert counts(3) == (3, 0, 0, 0)
    assert [number for (number,) in kept("inventory_number")] == [f"GAD-0000{n}" for n in (1, 2, 3)]


def test_4_nothing_is_called_nothing(deich):
    assert counts(4) == (3, 0, 0, 0)
    assert kept("school__name", "location", "model__name") == [
        (None, None, "iPad 9"),
        (GAD, None, "iPad 9"),
        (GAD, None, None),
    ]
    assert list(School.objects.values_list("name", flat=True)) == [GAD]
    assert list(Manufacturer.objects.values_list("name", flat=True)) == ["Apple"]
    assert not Category.objects.filter(label_de="?").exists()


def test_7_two_schools_of_one_name_never_overwrite_each_other(db):
    schools(7)
    before = list(School.objects.order_by("pk").values())
    for _time in range(2):
        assert "changed" not in schools(7)
        assert "new" not in schools(7)
    assert list(School.objects.order_by("pk").values()) == before


def test_9_a_firm_is_no_school(deich):
    assert counts(9) == (2, 0, 0, 0)
    assert kept("school__name", "supplier") == [(GAD, "Bechtle GmbH"), (GAD, "Dell GmbH")]
    assert School.objects.count() == 1


def test_10_a_list_of_schools_makes_no_rooms(db):
    with pytest.raises(TableRefused, match="import_schools"):
        take_in(10)
    assert schools(10) == {"new": 2}
    known = School.objects.order_by("name").values_list("street", "postcode", "place", "phone")
    assert list(known) == [
        ("Am Bach 2", "49808", "Lingen", "0591 2"),
        ("Schulstr. 1", "49716", "Meppen", "05931 1"),
    ]


def test_13_all_sheets_are_read(deich):
    assert counts(13) == (3, 0, 0, 0)


def test_14_merged_cells_count_for_all_their_rows(deich):
    assert counts(14) == (3, 0, 0, 0)
    assert kept("school__name", "location__name") == [(GAD, "Raum 204")] * 3


def test_16_numbers_are_as_excel_shows_them(deich):
    assert counts(16) == (1, 0, 0, 0)
    assert kept("inventory_number", "serial_number", "location__name") == [
        ("00042", "0001234567", "1.10")
    ]


def test_17_a_day_is_no_room(deich):
    assert counts(17) == (0, 0, 0, 1)
    assert not Location.objects.filter(name__contains="2026").exists()


def test_18_shortened_numbers_are_no_serial_numbers(deich):
    assert counts(18) == (3, 0, 0, 0)
    assert kept("serial_number") == [("",)] * 3


def test_23_titles_are_left_out(deich):
    assert counts(23) == (1, 0, 0, 0)


def test_25_headings_are_no_device(deich):
    assert counts(25) == (2, 0, 0, 0)
    assert School.objects.count() == 1


def test_27_signs_nobody_sees_make_no_second_device(deich):
    done = take_in(27)
    assert tuple(done.counts.values()) == (1, 0, 0, 1)
    assert kept("serial_number") == [("C02FALL27A",)]


def test_28_umlauts_are_umlauts(db):
    assert counts(28) == (2, 0, 0, 0)
    assert list(School.objects.values_list("name", flat=True)) == ["Förderschule Süd"]
    assert kept("location__path") == [("Haus Ö, Küche",)] * 2


def test_30_a_number_in_capitals_and_without_is_one(deich, beamers, tom):
    loud = register(by=tom, category=beamers, school=deich, inventory_number="FALL-30")
    with pytest.raises(StepRefused):
        register(by=tom, category=beamers, school=deich, inventory_number="fall-30")
    assert counts(30) == (0, 1, 0, 0)
    assert kept("pk", "inventory_number", "name") == [
        (loud.pk, "FALL-30", "gemeint ist das Gerät in Großbuchstaben")
    ]


def test_32_our_own_list_comes_back_unchanged(sign_in, adam, beamers, deich, moor, room204):
    """As the case says: taken away as a file and brought back on the page, lent devices too."""
    for number, state in enumerate(Device.State.values):
        lent = {"lent_to": moor} if state == "lent" else {}
        make_device(f"{number:05}", beamers, None if lent else deich, state=state, **lent)
    client = sign_in(adam)
    table = client.get("/devices/export.csv?state=all").getvalue()
    client.post("/imports/", {"file": SimpleUploadedFile("export.csv", table)})
    brought = DeviceImport.objects.get()
    assert brought.summary["counts"] == {
        "new": 0,
        "changed": 0,
        "unchanged": len(Device.State.values),
        "failed": 0,
    }


def test_34_a_judgement_costs_no_device(deich):
    assert counts(34) == (3, 0, 0, 0)
    assert kept("state", "notes") == [
        ("in_service", f"Zustand: {word}") for word in ("gut", "neuwertig", "funktionsfähig")
    ]


@pytest.mark.parametrize(("typed", "number"), [("5CG1234ABC", "FALL-36A"), ("PF2XYZ9", "FALL-36B")])
def test_36_hyphens_and_blanks_are_no_hindrance(deich, typed, number):
    assert counts(36) == (2, 0, 0, 0)
    found = Device.objects.found_by(typed).values_list("inventory_number", flat=True)
    assert list(found) == [number]


def test_38_rooms_come_in_the_order_of_people(db):
    assert counts(38) == (6, 0, 0, 0)
    rooms = Device.objects.order_by("location__path_order")
    assert list(rooms.values_list("location__name", flat=True)) == [
        f"Raum {number}" for number in (1, 2, 9, 10, 11, 100)
    ]


def test_40_headings_of_a_directory_are_understood(db):
    assert schools(40) == {"new": 1}
    fields = ("name", "kind__name", "street", "postcode", "place", "phone", "email")
    assert list(School.objects.values_list(*fields)) == [
        (
            "Testschule am Kanal",
            "Gymnasium",
            "Kanalstr. 1",
            "49716",
            "Meppen",
            "05931 1",
            "kanal@example.org",
        )
    ]


def test_43_the_word_device_is_a_description(db):
    with case(43).open("rb") as file:
        sheet = read_sheet(file)
    assert (sheet.headings["name"], sheet.headings["serial_number"]) == ("Gerät", "Ser.-Nr.")


def test_44_line_breaks_stay_in_notes(deich):
    assert counts(44) == (1, 0, 0, 0)
    assert kept("inventory_number", "name", "location__name") == [
        ("FALL 44", "Tablet rot", "Raum 205 (hinten)")
    ]


def test_48_years_and_months_are_days(deich):
    assert counts(48) == (3, 0, 0, 0)
    assert [str(day) for (day,) in kept("purchased_on")] == [
        "2020-01-01",
        "2021-05-01",
        "2019-08-01",
    ]


def test_49_rooms_of_no_school_are_no_sites(deich):
    take_in(49)
    assert not Location.objects.filter(parent=None, name__in=["106", "107"]).exists()


def test_51_the_very_name_wins(deich):
    assert counts(51) == (1, 0, 0, 0)
    assert kept("school__name") == [(GAD,)]


# What happens in a browser: tests/browser/test_scanner.py.
ELSEWHERE = {46}


def test_every_case_has_its_test():
    numbers = {row["nr"] for row in json.loads((CASES / "cases.json").read_text())}
    here = {int(word) for name in globals() for word in re.findall(r"_(\d+)", name)}
    assert numbers - ELSEWHERE == here
