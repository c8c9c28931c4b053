"""The list of devices on the page and as a file: as many queries for one as for thirty."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from assets.models import Device
from itsm.fields.models import CustomField
from itsm.people.roles import Role
from itsm.tables import read_table
from itsm.web import exporting
from tests.conftest import give_role, make_device
from tickets import workflow


def shown(response):
    return [row["device"].inventory_number for row in response.context["rows"]]


def exported(client, query=""):
    response = client.get(f"/devices/export.csv{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_thirty_devices_stand_on_two_pages(sign_in, tom, beamers, deich):
    for number in range(30):
        make_device(f"GAD-{number:03}", beamers, deich)
    client = sign_in(tom)
    assert shown(client.get("/devices/")) == [f"GAD-{number:03}" for number in range(25)]
    assert shown(client.get("/devices/?page=2")) == [f"GAD-{number:03}" for number in range(25, 30)]
    assert shown(client.get("/devices/?page=nonsense"))[0] == "GAD-000"


@pytest.mark.parametrize("name", ["tom", "vera", "anna"])
def test_one_device_costs_as_many_queries_as_thirty(
    name, request, sign_in, beamer, epson, room204, deich, fault
):
    client, category = sign_in(request.getfixturevalue(name)), beamer.category
    CustomField.objects.create(
        owner_type="category", owner_id=category.pk, key="hours", kind="number", sortable=True
    )
    counted = []
    for many in (1, 30):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/devices/?category={category.pk}&q=gad&location={room204.pk}")
        counted.append(len(queries))
        for number in range(29 if many == 1 else 0):
            make_device(f"GAD-{number:03}", category, deich, room204, model=epson)
    assert counted[0] == counted[1] <= 12


def test_a_teacher_reads_no_serial_number_no_state_and_no_description(sign_in, anna, beamer, fault):
    Device.objects.update(name="Geheimes Gerät", state="in_repair", notes="Notiz")
    page = sign_in(anna).get("/devices/").content.decode()
    for word in ("X4AB100417L", "Geheimes Gerät", "Notiz", "in Reparatur", "Frau Albers"):
        assert word not in page
    for word in ("Epson EB-992F", "GAD-00417", "Raum 204", "gestört"):
        assert word in page


def test_teacher_here_and_support_there_reads_row_by_row(
    sign_in, anna, beamer, foreign_beamer, moor
):
    give_role(anna, Role.SUPPORT, moor)
    page = sign_in(anna).get("/devices/").content.decode()
    assert "FREMD-1" in page
    assert "X4AB100417L" not in page


def test_nobody_without_a_role_sees_anything(sign_in, ida, beamer):
    response = sign_in(ida).get("/devices/")
    assert shown(response) == []
    assert exported(sign_in(ida))[1:] == []


def test_htmx_gets_the_rows_only(sign_in, tom, beamer):
    headers = {"HX-Request": "true", "HX-Target": "results"}
    page = sign_in(tom).get("/devices/?q=gad", headers=headers).content.decode()
    assert "GAD-00417" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?q=nichts", "Alle Geräte zeigen"),
        ("?state=stolen", "Nicht verstanden und weggelassen: Zustand"),
    ],
)
def test_an_empty_or_odd_answer_says_what_to_do(query, words, sign_in, tom, beamer):
    assert words in sign_in(tom).get(f"/devices/{query}").content.decode()


def test_a_house_without_devices_says_how_to_begin(sign_in, tom, anna, db):
    assert "/devices/new/" in sign_in(tom).get("/devices/").content.decode()
    assert "/devices/new/" not in sign_in(anna).get("/devices/").content.decode()


def test_the_way_to_labels_and_files_keeps_the_filter(sign_in, tom, beamer):
    page = sign_in(tom).get("/devices/?q=epson&page=1").content.decode()
    for address in ("/labels/print/?q=epson", "/devices/export.xlsx?q=epson"):
        assert address in page


PLAIN = ["Inventarnummer", "Kategorie", "Hersteller", "Modell", "Schule", "Raum"]
DETAILS = [
    "Zustand",
    "Status",
    "Seriennummer",
    "Beschreibung",
    "Gekauft am",
    "Garantie bis",
    "Notizen",
]
PRICES = ["Preis", "Lieferant", "Bestellnummer", "Förderung", "Gebunden bis"]
BEAMER = ["GAD-00417", "Beamer", "Epson", "EB-992F", "Gymnasium am Deich"]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("anna", PLAIN),
        ("vera", [*PLAIN, *DETAILS]),
        ("hanna", [*PLAIN, *DETAILS, *PRICES]),
        ("tom", [*PLAIN, *DETAILS, *PRICES]),
        ("otto", [*PLAIN, *DETAILS, *PRICES]),
    ],
)
def test_a_file_has_the_columns_one_may_read(name, columns, request, sign_in, beamer):
    Device.objects.update(price="1249.00", supplier="Nord", notes="=1+1")
    table = exported(sign_in(request.getfixturevalue(name)))
    assert table[0] == columns
    if name == "otto":
        assert table[1:] == []
        return
    [row] = table[1:]
    assert row[:5] == BEAMER
    assert ("X4AB100417L" in row) == (name != "anna")
    assert ("Nord" in row) == (name in ("hanna", "tom"))
    assert "=1+1" not in row


def test_a_file_holds_what_the_filter_shows(sign_in, tom, beamer, laptop):
    rows = exported(sign_in(tom), f"?category={laptop.category_id}")
    assert [row[0] for row in rows[1:]] == ["GAD-00500"]


def test_a_workbook_holds_the_same_with_custom_fields(sign_in, tom, beamer):
    CustomField.objects.create(
        owner_type="category",
        owner_id=beamer.category_id,
        key="remote",
        kind="yes_no",
        label_de="Fernbedienung",
    )
    Device.objects.update(custom={"remote": True})
    response = sign_in(tom).get(f"/devices/export.xlsx?category={beamer.category_id}")
    sheet = load_workbook(io.BytesIO(response.content)).active
    head, row = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert dict(zip(head, row, strict=True))["Fernbedienung"] == "ja"


def test_other_formats_are_not_known(sign_in, tom, beamer):
    assert sign_in(tom).get("/devices/export.exe").status_code == 400


@pytest.mark.parametrize("name", ["otto", "olga", "nora"])
def test_another_school_sees_and_takes_away_nothing(name, request, sign_in, beamer, room204, deich):
    client = sign_in(request.getfixturevalue(name))
    for query in ("", "?q=GAD", f"?location={room204.pk}", f"?school={deich.pk}", "?state=all"):
        assert shown(client.get(f"/devices/{query}")) == []
        assert exported(client, query)[1:] == []


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_an_export_has_every_device(sign_in, adam, beamers, deich, monkeypatch, format):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    numbers = [f"E-{n}" for n in range(1, 12)]
    for number in numbers:
        make_device(number, beamers, deich)
    answer = sign_in(adam).get(f"/devices/export.{format}")
    data = b"".join(answer.streaming_content) if format == "csv" else answer.content
    assert [row.cells["Inventarnummer"] for row in read_table(io.BytesIO(data)).rows] == numbers


def test_an_export_too_large_for_a_workbook_is_refused_in_words(
    sign_in, adam, beamers, deich, monkeypatch
):
    monkeypatch.setattr(exporting, "MOST_IN_A_WORKBOOK", 2)
    for n in range(3):
        make_device(f"E-{n}", beamers, deich)
    answer = sign_in(adam).get("/devices/export.xlsx")
    assert answer.status_code == 409
    assert "CSV" in answer.content.decode()


def test_a_device_is_faulty_for_whom_may_know_of_the_fault(
    sign_in, tom, vera, anna, lena, deich, beamer, beamers
):
    """Somebody forgot a password there: that is her own matter, and the school's support's."""
    password = beamers.tiles.create(label_de="Passwort", label_en="Password", private=True)
    told = workflow.report(by=vera, school=deich, devices=[beamer], tile=password, answer="x")
    assert told.ticket.kind == "fault"

    def marks(person):
        rows = sign_in(person).get("/devices/").context["rows"]
        page = sign_in(person).get(f"/devices/{beamer.pk}/").context
        return ([row["faulty"] for row in rows], page["faulty"])

    seen = {person.username: marks(person) for person in (tom, vera, anna, lena)}
    assert seen == {
        "tom": ([True], True),
        "vera": ([True], True),
        "anna": ([False], False),
        "lena": ([False], False),
    }
    listed = sign_in(anna).get("/devices/?faulty=on").context["rows"]
    assert listed == []
