"""Lists as real people keep them: what went wrong with them once, and what has to come out."""

import io
from datetime import date

import openpyxl
import pytest
from django.utils import translation

from assets.imports.answers import Answers
from assets.imports.sheet import Sheet, read_sheet
from assets.imports.workflow import carry_out, look_at
from assets.models import Category, Device, Location, Manufacturer
from itsm.people.models import School
from itsm.tables import TableRefused
from tests.conftest import make_device


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def csv(*lines, **how):
    return read_sheet(io.BytesIO("\n".join(lines).encode()), **how)


def xlsx(*rows, formats=(), merged=(), more=()):
    """A workbook as a sheet: rows, {cell: number format}, merged ranges, more (name, rows)."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, code in dict(formats).items():
        book.active[cell].number_format = code
    for area in merged:
        book.active.merge_cells(area)
    for name, others in more:
        other = book.create_sheet(name)
        for row in others:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return read_sheet(out)


def counts(sheet, by):
    """(new, changed, unchanged, failed), the same beforehand and done."""
    looked = dict(look_at(sheet, by=by, answers=Answers(list_of="authority")).counts)
    done = carry_out(sheet, by=by, answers=Answers(list_of="authority"))
    assert dict(done.counts) == looked
    return tuple(done.counts.values())


def kept(*fields):
    return list(Device.objects.order_by("inventory_number").values_list(*fields))


GAD = "Gymnasium am Deich"


def test_words_that_mean_nothing_make_no_device_another(deich, adam):
    first = csv("Inventarnummer;Seriennummer;Schule;Raum", f"A;k.A.;{GAD};Raum 204")
    other = csv("Inventarnummer;Seriennummer;Schule;Raum", f"B;k.A.;{GAD};Raum 205")
    assert (counts(first, adam), counts(other, adam)) == ((1, 0, 0, 0), (1, 0, 0, 0))
    assert kept("inventory_number", "serial_number", "location__name") == [
        ("A", "", "Raum 204"),
        ("B", "", "Raum 205"),
    ]


def test_a_number_that_says_nothing_is_drawn(deich, adam):
    sheet = csv(
        "Inventarnummer;Seriennummer;Schule", f"ohne;S-1;{GAD}", f"ohne;S-2;{GAD}", f"-;S-3;{GAD}"
    )
    assert counts(sheet, adam) == (3, 0, 0, 0)
    assert kept("inventory_number") == [("GAD-00001",), ("GAD-00002",), ("GAD-00003",)]


def test_no_school_room_kind_or_maker_is_called_nothing(deich, adam):
    before = [set(model.objects.values_list("pk")) for model in (School, Category, Manufacturer)]
    sheet = csv(
        "Inventarnummer;Modell;Hersteller;Kategorie;Schule;Raum;Lieferant",
        "A;iPad 9;Apple;Tablet;-;;k.A.",
        f"B;n/a;unbekannt;?;{GAD};#NV;#REF!",
    )
    assert counts(sheet, adam) == (2, 0, 0, 0)
    assert kept(
        "inventory_number",
        "school__name",
        "location",
        "model__name",
        "category__label_de",
        "supplier",
    ) == [
        ("A", None, None, "iPad 9", "Tablet", ""),
        ("B", GAD, None, None, "Sonstiges", ""),
    ]
    after = [set(model.objects.values_list("pk")) for model in (School, Category, Manufacturer)]
    names = Manufacturer.objects.values_list("name", flat=True)
    assert (before[0], "unbekannt" in names) == (after[0], False)
    assert not Category.objects.filter(label_de="?").exists()


def test_days_and_prices_that_say_nothing_cost_no_row(deich, adam):
    sheet = csv(
        "Inventarnummer;Anschaffungsdatum;Preis;Garantie bis",
        "A;0000-00-00;-;unbekannt",
        "B;k.A.;n/a;-",
    )
    assert counts(sheet, adam) == (2, 0, 0, 0)
    assert kept("purchased_on", "price", "warranty_until") == [(None, None, None)] * 2


def test_a_firm_is_no_school_whatever_column_comes_first(deich, adam):
    sheet = csv("Inventarnummer;Firma;Schule;Raum", f"A;Bechtle GmbH;{GAD};204")
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert kept("school__name", "supplier") == [(GAD, "Bechtle GmbH")]
    assert School.objects.count() == 1


def test_a_town_beside_an_address_is_no_room(deich, adam):
    sheet = csv("Inventarnummer;Schule;Straße;PLZ;Ort;Raum", f"A;{GAD};Weg 1;49716;Meppen;204")
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert kept("location__path") == [("204",)]
    assert sheet.unused == ["Straße", "PLZ", "Ort"]


def test_a_town_of_a_school_is_no_building(deich, adam):
    School.objects.filter(pk=deich.pk).update(place="Meppen")
    sheet = csv("Inventarnummer;Schule;Standort;Raum", f"A;{GAD};Meppen;204")
    assert look_at(sheet, by=adam).remarked() == [
        "“Meppen” is taken as the name of a town, not of a building. (line 2)"
    ]
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert kept("location__path") == [("204",)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Schulname;Straße;PLZ;Ort;Telefon", "Pestalozzischule;Schulstr. 1;49716;Meppen;05931 1"),
        ("Name der Schule;Schulform", "Pestalozzischule;Förderschule"),
        ("Name;Adresse;PLZ;Ort", "Gymnasium Meppen;Weg 1;49716;Meppen"),
        ("Name;Adresse;PLZ;Stadt", "Gymnasium Meppen;Weg 1;49716;Meppen"),
        ("Schule;Kürzel;Schulort", "Gymnasium Meppen;GM;Meppen"),
    ],
)
def test_a_list_of_schools_is_sent_where_it_belongs(lines):
    with pytest.raises(TableRefused, match="This is a list of schools"):
        csv(*lines)


def test_a_list_of_strange_words_is_no_list_of_places():
    with pytest.raises(
        TableRefused, match=r"No column names the devices.*Nummer, Ding, Raumnr, Serie"
    ):
        csv("Nummer;Ding;Raumnr;Serie", "1;Beamer;204;X")


def test_all_sheets_with_devices_are_read_and_the_others_named(deich, adam):
    headings = ["Inventarnummer", "Schule", "Raum"]
    sheet = xlsx(
        ["Inventar unserer Schule"],
        more=[
            ("Raum 204", [headings, ["A", GAD, "204"], [None, GAD, "204"]]),
            ("Raum 205", [["Nr"], ["Raum", "Inventarnummer", "Schule"], ["205", "B", GAD]]),
            ("Räume", [["Schule", "Raum"], [GAD, "206"]]),
        ],
    )
    assert sheet.remarks == [
        "Sheets that were read: “Raum 204”, “Raum 205”.",
        "Sheet “Sheet” was left out: no column names the devices.",
        "Sheet “Räume” was left out: it lists something else.",
        "Above the headings, left out: “Nr”.",
    ]
    assert counts(sheet, adam) == (2, 0, 0, 1)
    assert kept("inventory_number", "location__name") == [("A", "204"), ("B", "205")]
    assert [row["number"] for row in look_at(sheet, by=adam).failed] == ["3 (Raum 204)"]


def test_a_workbook_without_devices_names_what_each_sheet_holds():
    with pytest.raises(TableRefused, match="Sheet: Titel; Zwei: Wort, Ding"):
        xlsx(["Titel"], more=[("Zwei", [["Wort", "Ding"], ["a", "b"]])])


def test_what_is_merged_counts_for_all_its_rows(deich, adam):
    rows = ["Schule", "Raum", "Inventarnummer"], [GAD, "204", "A"], [None, None, "B"]
    assert counts(xlsx(*rows, merged=["A2:A3", "B2:B3"]), adam) == (2, 0, 0, 0)
    assert kept("school__name", "location__name") == [(GAD, "204")] * 2


def test_numbers_come_in_as_excel_shows_them(deich, adam):
    sheet = xlsx(
        ["Inventarnummer", "Seriennummer", "Schule", "Raum"],
        [42, 1234567, GAD, 1.1],
        formats={"A2": "00000", "B2": "0000000000", "D2": "0.00"},
    )
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert kept("inventory_number", "serial_number", "location__name") == [
        ("00042", "0001234567", "1.10")
    ]


@pytest.mark.parametrize("column", ["Inventarnummer", "Seriennummer", "Raum", "Gebäude", "Modell"])
def test_what_excel_made_a_day_of_is_no_number_and_no_room(deich, adam, column):
    headings = ["Inventarnummer", "Seriennummer", "Raum", "Gebäude", "Modell"]
    row = ["A", "S-1", "204", "Haus", "X"]
    row[headings.index(column)] = date(2026, 10, 1)
    sheet = xlsx(headings, row)
    assert counts(sheet, adam) == (0, 0, 0, 1)
    assert "Excel made a day of it (2026-10-01)" in look_at(sheet, by=adam).failed[0]["reason"]
    assert not Location.objects.filter(name__startswith="2026").exists()


@pytest.mark.parametrize(
    "room", ["01. Okt", "1. Mrz", "Okt 10", "01-Oct", "01.10.2026", "2026-10-01"]
)
def test_a_day_in_a_csv_is_no_room(deich, adam, room):
    assert counts(csv("Inventarnummer;Raum;Schule", f"A;{room};{GAD}"), adam) == (0, 0, 0, 1)


@pytest.mark.parametrize("room", ["1.10", "Mai", "A 1.05", "10.1.2", "Oktogon 10"])
def test_rooms_with_points_are_rooms(deich, adam, room):
    assert counts(csv("Inventarnummer;Raum;Schule", f"A;{room};{GAD}"), adam) == (1, 0, 0, 0)
    assert kept("location__name") == [(room,)]


def test_inventory_numbers_may_look_like_days_in_a_csv(deich, adam):
    assert counts(csv("Inventarnummer;Schule", f"2021-05-17;{GAD}"), adam) == (1, 0, 0, 0)


def test_a_shortened_number_is_no_serial_number(deich, adam):
    sheet = csv(
        "Inventarnummer;Seriennummer;Schule",
        f"A;3,55402E+14;{GAD}",
        f"B;3,55402E+14;{GAD}",
        f"C;89652900000000000000;{GAD}",
    )
    assert counts(sheet, adam) == (3, 0, 0, 0)
    assert kept("serial_number") == [("",)] * 3
    assert look_at(sheet, by=adam).remarked() == [
        "serial number: Excel shortened it to “3,55402E+14”, so it is not taken. (line 2, 3)",
        "serial number: Excel shortened it to “89652900000000000000”, so it is not taken. (line 4)",
    ]


def test_a_shortened_inventory_number_is_refused(deich, adam):
    assert counts(csv("Inventarnummer;Schule", f"3,55402E+14;{GAD}"), adam) == (0, 0, 0, 1)


def test_a_protected_number_is_the_number(deich, adam):
    assert counts(csv("Inventarnummer;Schule", f'="00042";{GAD}'), adam) == (1, 0, 0, 0)
    assert kept("inventory_number") == [("00042",)]


def test_years_and_months_are_days_and_it_is_said(deich, adam):
    sheet = csv(
        "Inventarnummer;Anschaffungsdatum;Zweckbindung bis",
        "A;2020;2025",
        "B;05/2021;",
        "C;August 2019;",
    )
    assert counts(sheet, adam) == (3, 0, 0, 0)
    assert kept("purchased_on", "bound_until") == [
        (date(2020, 1, 1), date(2025, 12, 31)),
        (date(2021, 5, 1), None),
        (date(2019, 8, 1), None),
    ]
    assert len(look_at(sheet, by=adam).remarked()) == 4
    assert look_at(sheet, by=adam).remarked()[0].startswith("purchased on: “2020” is taken as ")


def test_times_before_and_after_noon_prove_an_american_list(deich, adam):
    assert counts(csv("Inventarnummer;Purchase Date", "A;8/1/2019 12:00:00 AM"), adam)[0] == 1
    assert kept("purchased_on") == [(date(2019, 8, 1),)]


def test_titles_above_the_headings_are_left_out_and_said(deich, adam):
    sheet = csv(
        "Inventarliste;;",
        "Stand: 01.08.2026;;",
        ";;",
        "Inventarnummer;Modell;Schule",
        f"A;iPad;{GAD}",
    )
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert sheet.remarks == [
        "Above the headings, left out: “Inventarliste”.",
        "Above the headings, left out: “Stand: 01.08.2026”.",
    ]


def test_rows_that_are_no_devices_are_left_out_and_said(deich, adam):
    sheet = csv(
        "Inventarnummer;Modell;Schule;Preis",
        "Raum 205;;;",
        f"A;iPad 9;{GAD};100,00",
        "Inventarnummer;Modell;Schule;Preis",
        "Gymnasium am Deich:;;;",
        f"B;iPad 9;{GAD};100,00",
        "ABC-7;;;",
        "SUMME;;;200,00 €",
        "Anzahl: 3;;;",
        "Summe: 3 Geräte;;;",
    )
    assert sheet.remarks == [
        "No devices, left out: the headings once more in line 4.",
        "No devices, left out: sums in line 8, 9, 10.",
        "No devices, left out: headings of a group in line 2, 5.",
    ]
    assert counts(sheet, adam) == (3, 0, 0, 0)
    assert kept("inventory_number") == [("A",), ("ABC-7",), ("B",)]
    assert School.objects.count() == 1


def test_numbers_alone_are_devices(deich, adam):
    assert counts(csv("Inventarnummer", "A 1", "Raum 7", "B"), adam) == (3, 0, 0, 0)


def test_signs_nobody_sees_make_no_second_device(deich, adam):
    sheet = csv(
        "Inventarnummer;Seriennummer;Schule;Raum",
        f"A;C02X27A;{GAD};204",
        f"B;\u200eC02X27A;{GAD}\u200b;2\u00ad04",
    )
    assert counts(sheet, adam) == (1, 0, 0, 1)
    assert kept("inventory_number", "serial_number") == [("A", "C02X27A")]


def test_a_number_in_capitals_and_without_is_one(deich, beamers, adam):
    device = make_device("FALL-30", beamers, deich)
    sheet = csv("Inventarnummer;Bezeichnung;Schule", f"fall-30;an der Decke;{GAD}")
    assert counts(sheet, adam) == (0, 1, 0, 0)
    assert kept("pk", "inventory_number", "name") == [(device.pk, "FALL-30", "an der Decke")]


def test_umlauts_put_together_otherwise_are_the_same(adam):
    decomposed = "Fo\u0308rderschule Su\u0308d;Haus O\u0308;Ku\u0308che"
    sheet = csv(
        "Inventarnummer;Schule;Geba\u0308ude;Raum",
        "A;Förderschule Süd;Haus Ö;Küche",
        f"B;{decomposed}",
    )
    assert counts(sheet, adam) == (2, 0, 0, 0)
    assert [school.name for school in School.objects.all()] == ["Förderschule Süd"]
    assert kept("location__path") == [("Haus Ö, Küche",)] * 2


def test_line_breaks_stay_in_notes_only(deich, adam):
    sheet = csv(
        "Inventarnummer;Seriennummer;Bezeichnung;Schule;Raum;Notiz",
        f'"A\n44";"S\n44";"Tablet\nrot";{GAD};"Raum 205\n(hinten)";"eins\nzwei"',
    )
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert kept("inventory_number", "serial_number", "name", "location__name", "notes") == [
        ("A 44", "S 44", "Tablet rot", "Raum 205 (hinten)", "eins\nzwei")
    ]


def test_a_word_about_how_good_it_is_costs_no_device_and_is_kept(deich, adam):
    lines = ["Inventarnummer;Schule;Raum;Zustand;Notiz"]
    words = ("gut", "i.O.", "DEPROVISIONED", "Assigned")
    lines += [f"A-{n};{GAD};204;{word};alt" for n, word in enumerate(words)]
    assert counts(csv(*lines), adam) == (4, 0, 0, 0)
    assert kept("state", "notes") == [("in_service", f"alt\nZustand: {word}") for word in words]
    assert counts(csv(*lines), adam) == (0, 0, 4, 0)
    assert look_at(csv(lines[0], lines[1]), by=adam).remarked() == [
        "“gut” is no state of this program: it is kept in the notes. (line 2)"
    ]
    worse = lines[1].replace(";gut;", ";schlecht;")
    assert counts(csv(lines[0], worse), adam) == (0, 1, 0, 0)
    assert kept("notes")[0] == ("alt\nZustand: schlecht",)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Archiviert", "retired"),
        ("Ausstehend", "in_storage"),
        ("Im Einsatz", "in_service"),
        ("ausgeliehen", "in_service"),
        ("unbekannt", "in_service"),
    ],
)
def test_words_for_states_are_understood(deich, adam, word, state):
    sheet = csv("Inventarnummer;Schule;Raum;Zustand", f"A;{GAD};204;{word}")
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert kept("state", "notes") == [(state, "")]


def test_headings_as_schools_write_them(deich, adam):
    sheet = csv("Raum;Gerät;Inventarcode;Ser.-Nr.;Schule", f"204;Dokumentenkamera;A;S-1;{GAD}")
    assert counts(sheet, adam) == (1, 0, 0, 0)
    assert kept("name", "serial_number") == [("Dokumentenkamera", "S-1")]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Seriennummer (S/N)", "serial_number"),
        ("Service Tag", "serial_number"),
        ("Artikel", "name"),
        ("Gegenstand", "name"),
        ("annotatedAssetId", "inventory_number"),
        ("Inventar-Nr.", "inventory_number"),
    ],
)
def test_more_headings_are_understood(heading, field):
    other = "Inventarnummer" if field != "inventory_number" else "Modell"
    assert csv(f"{heading};{other};Schule", "a;b;c").headings[field] == heading


def test_columns_nobody_understands_are_named_with_how_much_they_hold(deich, adam):
    sheet = csv("Inventarnummer;Farbe;Akku;Leer", "A;rot;k.A.;", "B;blau;80 %;")
    assert sheet.values == {"Farbe": 2, "Akku": 1, "Leer": 0}


@pytest.mark.parametrize("serial", ["", "S-OWN"])
def test_one_devices_number_with_anothers_serial_number_fails(deich, beamers, adam, serial):
    make_device("A", beamers, deich, serial_number=serial)
    make_device("B", beamers, deich, serial_number="S-B")
    sheet = csv("Inventarnummer;Seriennummer;Bezeichnung", "A;S-B;neu")
    assert counts(sheet, adam) == (0, 0, 0, 1)
    assert look_at(sheet, by=adam).failed[0]["reason"] == (
        "The serial number belongs to one device, the inventory number to another."
    )
    assert kept("inventory_number", "serial_number", "name") == [
        ("A", serial, ""),
        ("B", "S-B", ""),
    ]


def test_what_nobody_understands_can_be_kept_in_the_notes(deich, adam):
    lines = (
        "Inventarnummer;Schule;Farbe;Notiz;Leer;Benutzer",
        f"A;{GAD};rot;alt;;Anna",
        f"B;{GAD};-;;;Otto",
    )
    sheet = csv(*lines, keep_rest=True)
    assert (sheet.unused, sheet.kept, sheet.people) == (["Leer"], ["Farbe"], ["Benutzer"])
    assert sheet.remarks == ["Kept in the notes: Farbe."]
    assert counts(Sheet.from_json(sheet.as_json()), adam) == (2, 0, 0, 0)
    assert kept("notes") == [("alt\nFarbe: rot",), ("",)]
    assert counts(sheet, adam) == (0, 0, 2, 0)
    blue = csv(lines[0], lines[1].replace("rot", "blau"), keep_rest=True)
    assert counts(blue, adam) == (0, 1, 0, 0)
    assert kept("notes")[0] == ("alt\nFarbe: blau",)


@pytest.mark.parametrize("serial", ["", "S-1"])
def test_zeros_that_excel_left_out_rename_no_device_and_make_no_second_one(
    deich, beamers, adam, serial
):
    make_device("00042", beamers, deich, serial_number="S-1")
    sheet = csv("Inventarnummer;Seriennummer;Bezeichnung", f"42;{serial};neu")
    assert look_at(sheet, by=adam).remarked() == [
        "“42” is taken as 00042: Excel leaves out zeros at the beginning. (line 2)"
    ]
    assert counts(sheet, adam) == (0, 1, 0, 0)
    assert kept("inventory_number", "serial_number", "name") == [("00042", "S-1", "neu")]


def test_a_number_that_two_could_be_with_zeros_is_a_number_of_its_own(deich, beamers, adam):
    for number in ("0042", "00042"):
        make_device(number, beamers, deich)
    assert counts(csv("Inventarnummer;Schule", f"42;{GAD}"), adam) == (1, 0, 0, 0)
