from datetime import date
from decimal import Decimal

import pytest

from assets.imports.answers import Answers
from assets.imports.applying import Applier
from assets.imports.existing_records import House
from assets.imports.planning import Planner
from assets.imports.workflow import carry_out, look_at
from assets.models import Category, Device, DeviceModel, Location
from assets.starting_set import load_starting_set
from itsm.journal.models import Event, Subject
from itsm.people.models import School
from itsm.people.program import PROGRAM
from itsm.workflow import NotAllowed
from tests.conftest import make_device

HEAD = (
    "Inventarnummer;Seriennummer;Kategorie;Hersteller;Modell;Schule;Standort;Anschaffungsdatum;"
    "Preis;Garantie bis;Förderung;Notiz;Status;Benutzer"
)
ROW = (
    "GAD-1;X4AB;Projektor;Epson;EB-992F;Gymnasium am Deich;Haupthaus > Raum 7;2.6.2021;"
    "1.249,00 €;60 Monate;DigitalPakt;an der Decke;in Betrieb;Frau Sommer"
)


def verbs(device):
    return list(Subject.objects.about(device).values_list("verb", flat=True))


def test_a_row_becomes_a_device_with_all_that_is_written(db, take_in):
    load_starting_set()
    assert take_in(HEAD, ROW) == (1, 0, 0, 0)
    device = Device.objects.with_names().get()
    assert {
        "number": device.inventory_number,
        "serial": device.serial_number,
        "category": device.category.label_de,
        "model": str(device.model),
        "school": (device.school.name, device.school.short_name),
        "path": device.location.path,
        "bought": device.purchased_on,
        "price": device.price,
        "until": device.warranty_until,
        "funding": device.funding_source.name,
        "notes": device.notes,
        "state": device.state,
        "status": device.status.label_de,
        "found": Device.objects.found_by("epson raum 7").count(),
        "life": verbs(device),
    } == {
        "number": "GAD-1",
        "serial": "X4AB",
        "category": "Beamer",
        "model": "Epson EB-992F",
        "school": ("Gymnasium am Deich", "GAD"),
        "path": "Haupthaus, Raum 7",
        "bought": date(2021, 6, 2),
        "price": Decimal("1249.00"),
        "until": date(2026, 6, 2),
        "funding": "DigitalPakt",
        "notes": "an der Decke",
        "state": "in_service",
        "status": "in Betrieb",
        "found": 1,
        "life": ["device.registered"],
    }
    kinds = [(p.kind, p.name) for p in Location.objects.order_by("level")]
    assert kinds == [("site", "Gymnasium am Deich"), ("building", "Haupthaus"), ("room", "Raum 7")]


def test_twice_changes_nothing(db, take_in):
    take_in(HEAD, ROW)
    before = Event.objects.count()
    assert take_in(HEAD, ROW) == (0, 0, 1, 0)
    assert Event.objects.count() == before


def test_names_of_people_are_nowhere(db, take_in):
    take_in(HEAD, ROW, ROW.replace("GAD-1", "").replace("X4AB", ""))
    assert "Sommer" not in str(take_in.failed)
    assert not [e for e in Event.objects.all() if "Sommer" in str(e.details)]


def test_what_is_different_is_corrected_with_old_and_new_value(beamer, take_in, adam):
    assert take_in("Seriennummer;Notiz;Preis", "x4ab100417l;wackelt;99,50") == (0, 1, 0, 0)
    event = Event.objects.get(verb="device.edited")
    assert (event.by, event.details) == (
        adam,
        {"changes": {"price": ["", "99.50"], "notes": ["", "wackelt"]}},
    )


def test_an_empty_cell_erases_nothing(beamer, take_in):
    Device.objects.update(notes="bleibt")
    assert take_in("Seriennummer;Notiz;Raum", "X4AB100417L;;") == (0, 0, 1, 0)
    assert Device.objects.get().notes == "bleibt"


def test_a_device_moves_to_where_the_table_says_also_to_another_school(beamer, room12, take_in):
    row = "GAD-00417;BBS am Moor;Raum 12"
    assert take_in("Inventarnummer;Schule;Raum", row) == (0, 1, 0, 0)
    beamer.refresh_from_db()
    assert (beamer.school, beamer.location) == (room12.school, room12)
    assert verbs(beamer) == ["device.moved"]
    assert take_in("Inventarnummer;Schule;Raum", row) == (0, 0, 1, 0)


def test_a_state_is_reached_by_its_step(beamer, take_in):
    assert take_in("Inventarnummer;Status", "GAD-00417;defekt") == (0, 1, 0, 0)
    assert take_in("Inventarnummer;Status", "GAD-00417;ausgemustert") == (0, 1, 0, 0)
    assert verbs(beamer) == ["device.retired", "device.sent_to_repair"]


@pytest.mark.parametrize("row", ["GAD-00417;in Betrieb;", "GAD-00417;;Neu"])
def test_a_step_that_is_impossible_fails_its_row_and_leaves_it_as_it_was(beamer, take_in, row):
    Device.objects.update(state="retired")
    assert take_in("Inventarnummer;Status;Raum;Notiz", f"{row};neu") == (0, 0, 0, 1)
    beamer.refresh_from_db()
    assert (beamer.state, beamer.notes, beamer.location.name) == ("retired", "", "Raum 204")


def test_a_step_somebody_else_made_impossible_meanwhile_fails_its_row(beamer, sheet, adam):
    read = sheet("Inventarnummer;Status;Notiz", "GAD-00417;defekt;neu")
    (plans,) = Planner(read, House(adam)).batches()
    Device.objects.update(state="retired")
    Applier(by=adam).apply(plans)
    beamer.refresh_from_db()
    assert (plans[0].outcome, beamer.state, beamer.notes) == ("failed", "retired", "")


def test_a_number_somebody_else_took_meanwhile_fails_only_its_row(sheet, adam, deich, beamers):
    (plans,) = Planner(
        sheet("Inventarnummer", "A-1", "A-2", "A-3"), House(adam, Answers(list_of="authority"))
    ).batches()
    make_device("A-2", beamers, deich)
    Applier(by=adam).apply(plans)
    assert [plan.outcome for plan in plans] == ["new", "failed", "new"]
    assert sorted(Device.objects.values_list("inventory_number", flat=True)) == [
        "A-1",
        "A-2",
        "A-3",
    ]


def test_the_serial_number_fills_in_and_the_inventory_number_follows(beamer, take_in):
    Device.objects.update(serial_number="")
    both = "Inventarnummer;Seriennummer"
    assert take_in(both, "GAD-00417;NEU-1") == (0, 1, 0, 0)
    assert take_in(both, "GAD-00500;NEU-1") == (0, 1, 0, 0)
    beamer.refresh_from_db()
    assert (beamer.inventory_number, beamer.serial_number) == ("GAD-00500", "NEU-1")


@pytest.mark.parametrize(
    "row",
    [
        "x;;",
        "x;;To Be Filled By O.E.M.",
        "x;GAD-00417;ANDERE",
        "x;BAM-00001;X4AB100417L",
        "x;A-1;S-1;zu viel",
    ],
)
def test_rows_that_contradict_the_house_fail(beamer, foreign_beamer, take_in, row):
    assert take_in("Notiz;Inventarnummer;Seriennummer", row) == (0, 0, 0, 1)


def test_a_serial_number_that_two_devices_have_names_none(beamer, foreign_beamer, take_in):
    Device.objects.update(serial_number="S-1")
    assert take_in("Seriennummer;Notiz", "S-1;neu") == (0, 0, 0, 1)
    assert take_in("Seriennummer;Inventarnummer;Notiz", "S-1;BAM-00001;neu") == (0, 1, 0, 0)


def test_two_lines_about_one_device_are_told(db, take_in):
    rows = ["A-1;S-1", "A-2;S-1", "A-1;S-3", "A-4;S-4"]
    assert take_in("Inventarnummer;Seriennummer", *rows) == (2, 0, 0, 2)
    assert [number for number, _reason in take_in.failed] == [3, 4]


def test_without_an_inventory_number_the_next_free_one_is_given(deich, take_in):
    rows = [";S-1;GAD", "GAD-00001;S-2;GAD", ";S-3;GAD"]
    assert take_in("Inventarnummer;Seriennummer;Schule", *rows) == (3, 0, 0, 0)
    numbers = Device.objects.values_list("serial_number", "inventory_number")
    assert sorted(numbers) == [("S-1", "GAD-00002"), ("S-2", "GAD-00001"), ("S-3", "GAD-00003")]
    assert take_in("Inventarnummer;Seriennummer;Schule", *rows) == (0, 0, 3, 0)


def test_one_bad_row_never_stops_the_rest(db, take_in):
    rows = ["A-1;2.6.2021", "A-2;31.2.2021", "A-3;"]
    assert take_in("Inventarnummer;Anschaffungsdatum", *rows) == (2, 0, 0, 1)
    assert take_in.failed[0][0] == 3
    assert "31.2.2021" in take_in.failed[0][1]


def test_new_words_become_categories_models_and_schools_once(db, take_in):
    rows = ["A-1;Lötkolben;Weller;WE 1010;Schule A", "A-2;lötkolben;WELLER;WE  1010;schule a"]
    assert take_in("Inventarnummer;Kategorie;Hersteller;Modell;Schule", *rows) == (2, 0, 0, 0)
    assert (Category.objects.count(), DeviceModel.objects.count(), School.objects.count()) == (
        1,
        1,
        1,
    )
    told = Event.objects.filter(verb__in=["setting.changed", "school.added"])
    assert told.count() == 4


def test_only_administrators_import(sheet, tom, vera, nora):
    for person in (tom, vera, nora):
        for act in (look_at, carry_out):
            with pytest.raises(NotAllowed):
                act(sheet("Inventarnummer", "A-1"), by=person)
    assert not Device.objects.exists()


def test_the_program_imports_without_a_person(db, take_in):
    assert take_in("Inventarnummer;Raum;Schule", "A-1;R1;GAD", by=PROGRAM) == (1, 0, 0, 0)
    assert set(Event.objects.values_list("by", flat=True)) == {None}
