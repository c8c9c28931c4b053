import io
import json

import pytest

from assets.imports.schools import import_schools, read_schools
from assets.models import Location
from itsm.journal.models import Event
from itsm.people.models import School
from itsm.people.program import PROGRAM
from itsm.tables import TableRefused
from itsm.workflow import NotAllowed

ROWS = [
    {
        "name": "Gymnasium am Deich",
        "type": "Gymnasium",
        "place": "Deichhausen",
        "address": "Am Deich 1",
        "plz": "49751",
        "lat": 52.6,
        "note": None,
    },
    {"name": "BBS Nord", "type": "BBS", "place": None},
]


def take_in(rows, by=PROGRAM):
    data = json.dumps(rows).encode() if not isinstance(rows, bytes) else rows
    counts, failed = import_schools(read_schools(io.BytesIO(data)), by=by)
    return tuple(counts.values()), failed


@pytest.mark.parametrize("rows", [ROWS, {"schools": ROWS, "note": "x"}])
def test_schools_come_with_kind_contact_and_a_site(db, rows):
    assert take_in(rows) == ((2, 0, 0, 0), [])
    found = School.objects.values_list(
        "name", "short_name", "kind__name", "street", "postcode", "place"
    )
    assert list(found) == [
        ("BBS Nord", "BNO", "BBS", "", "", ""),
        ("Gymnasium am Deich", "GAD", "Gymnasium", "Am Deich 1", "49751", "Deichhausen"),
    ]
    sites = Location.objects.values_list("name", "kind", "school__short_name")
    assert sorted(sites) == [("BBS Nord", "site", "BNO"), ("Gymnasium am Deich", "site", "GAD")]


def test_twice_changes_nothing_and_a_newer_list_corrects(db):
    take_in(ROWS)
    before = Event.objects.count()
    assert take_in(ROWS) == ((0, 0, 2, 0), [])
    assert Event.objects.count() == before
    assert take_in([{"name": "bbs nord", "place": "Nordstadt"}]) == ((0, 1, 0, 0), [])
    event = Event.objects.get(verb="school.edited")
    assert event.details == {"changes": {"place": ["", "Nordstadt"]}}


def test_a_table_will_do_as_well(db):
    data = "Schule;Kürzel;Schulform;Straße;PLZ;Ort;E-Mail\nLindenschule;LIN;Förderschule;A 1;49751;B;s@l.example\n"
    assert take_in(data.encode("cp1252")) == ((1, 0, 0, 0), [])
    school = School.objects.get()
    assert (school.short_name, school.kind.name, school.email) == (
        "LIN",
        "Förderschule",
        "s@l.example",
    )


def test_bad_rows_are_told_and_the_rest_goes_on(deich):
    rows = [
        {"place": "X"},
        {"name": "A", "short": "GAD"},
        {"name": "B", "email": "falsch"},
        {"name": "C" * 161},
        {"name": "Gut"},
    ]
    counts, failed = take_in(rows)
    assert counts == (1, 0, 0, 4)
    assert [number for number, _reason in failed] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "data",
    [b'{"a": [[', b"[1, 2]", b'{"x": 1}', b"[" * 100_000, b"", b"a;b\n1;2", b"\x89PNG\r\n\x1a\n00"],
)
def test_what_is_no_list_of_schools_is_refused(db, data):
    with pytest.raises(TableRefused):
        take_in(data)


def test_only_administrators(tom):
    with pytest.raises(NotAllowed):
        take_in(ROWS, by=tom)


TWO = (
    {"name": "Astrid-Lindgren-Schule", "place": "Meppen", "plz": "49716", "telefon": "1"},
    {"name": "Astrid-Lindgren-Schule", "place": "Papenburg", "plz": "26871", "telefon": "2"},
)


def test_two_schools_of_one_name_are_told_apart_by_their_town(db):
    assert take_in(list(TWO)) == ((2, 0, 0, 0), [])
    for rows in (TWO, TWO[::-1]):
        assert take_in(list(rows)) == ((0, 0, 2, 0), [])
    assert list(School.objects.values_list("name", "place", "phone").order_by("pk")) == [
        ("Astrid-Lindgren-Schule", "Meppen", "1"),
        ("Astrid-Lindgren-Schule, Papenburg", "Papenburg", "2"),
    ]
    newer = {"name": "astrid-lindgren-schule", "place": "Papenburg", "telefon": "3"}
    assert take_in([newer]) == ((0, 1, 0, 0), [])
    assert School.objects.get(place="Papenburg").phone == "3"
    assert School.objects.get(place="Meppen").phone == "1"


def test_a_row_that_may_mean_either_is_refused(db):
    take_in(list(TWO))
    counts, failed = take_in([{"name": "Astrid-Lindgren-Schule", "telefon": "9"}])
    assert counts == (0, 0, 0, 1)
    assert failed == [
        (1, "Es gibt mehrere Schulen „Astrid-Lindgren-Schule“: Nennen Sie auch den Ort.")
    ]


def test_one_list_says_of_a_school_one_thing(db):
    rows = [{"name": "BBS Nord", "telefon": "1"}, {"name": "bbs  nord", "telefon": "2"}]
    assert take_in(rows) == ((1, 0, 0, 1), [(2, "Zeile 1 betrifft dieselbe Schule.")])
    assert School.objects.get().phone == "1"


def test_schools_of_one_town_are_told_apart_by_their_postcode(db):
    rows = [
        {"name": "Grundschule", "place": "Trier", "plz": "54290"},
        {"name": "Grundschule", "place": "Trier", "plz": "54292"},
    ]
    for counts in ((2, 0, 0, 0), (0, 0, 2, 0)):
        assert take_in([dict(row) for row in rows]) == (counts, [])
    assert sorted(School.objects.values_list("name", flat=True)) == [
        "Grundschule",
        "Grundschule, 54292 Trier",
    ]


@pytest.mark.parametrize(
    "headings",
    [
        "Schul-Nr.;Name der Schule;Schulart;Straße, Hausnummer;PLZ;Schulort;Tel-Nr.;E-Mail",
        "id;Bezeichnung der Schule;Schultyp;Straße und Hausnummer;Postleitzahl;Stadt/Gemeinde;Telefon;E-Mail-Adresse",
        "id;name;school_type;address;zip;city;phone;email",
        "Nr;SCHULNAME;Schulform;Strasse;PLZ;Ort;Telefonnummer;Mail",
        "Nr;Schulname;Schulform;Straße;PLZ;Gemeinde;Rufnummer;E-Mail",
    ],
)
def test_directories_of_the_laender_are_understood(db, headings):
    row = "12345;Kanalschule;Gymnasium;Kanalstr. 1;49716;Meppen;05931 1;kanal@example.org"
    assert take_in(f"{headings}\n{row}\n".encode()) == ((1, 0, 0, 0), [])
    fields = ("name", "kind__name", "street", "postcode", "place", "phone", "email")
    assert [School.objects.values_list(*fields).get()] == [tuple(row.split(";")[1:])]


def test_titles_headings_once_more_and_sums_are_no_schools(db):
    lines = [
        "Schulverzeichnis;;",
        "Schulname;Ort;Telefon",
        "A-Schule;Meppen;k.A.",
        "Schulname;Ort;Telefon",
        "B\u200b-Schule;-;0591 2",
        "Anzahl: 2;;",
    ]
    assert take_in("\n".join(lines).encode()) == ((2, 0, 0, 0), [])
    assert list(School.objects.order_by("name").values_list("name", "place", "phone")) == [
        ("A-Schule", "Meppen", ""),
        ("B-Schule", "", "0591 2"),
    ]


def test_columns_that_count_for_nothing_are_known(db):
    assert read_schools(io.BytesIO(b"Schulname;Schul-Nr.;Fax\nA;1;2")).unused == (
        "Schul-Nr.",
        "Fax",
    )
