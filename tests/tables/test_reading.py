import io
import os
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from itsm.tables import Row, TableRefused, read_table, read_tables
from tests.files.hostile import archive, meet, picture, workbook

MORE = "This line has more cells than there are headings."
LARGE = "This table is too large."
OWN = """Inventarnummer;Gerät;Raum;Anschaffung;Preis
BBS-0001;Beamer "Epson";A 1.04;03.02.2021;"1.249,00 €"
BBS-0002;Drucker;"Lehrer-
zimmer";;
"""


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def table(content, **options):
    data = content.encode() if isinstance(content, str) else content
    return read_table(io.BytesIO(data), **options)


def rows(content):
    return list(table(content).rows)


def refusal(content, **options):
    with pytest.raises(TableRefused) as refused:
        table(content, **options)
    return str(refused.value)


def test_a_table_is_its_headings_and_its_lines():
    read = table(OWN)

    assert read.headers == ["Inventarnummer", "Gerät", "Raum", "Anschaffung", "Preis"]
    assert (len(read), read.encoding, read.delimiter, read.sheet) == (2, "utf-8", ";", "")
    assert (
        list(read.rows)
        == list(read.rows)
        == [
            Row(
                2,
                {
                    "Inventarnummer": "BBS-0001",
                    "Gerät": 'Beamer "Epson"',
                    "Raum": "A 1.04",
                    "Anschaffung": "03.02.2021",
                    "Preis": "1.249,00 €",
                },
            ),
            Row(
                3,
                {
                    "Inventarnummer": "BBS-0002",
                    "Gerät": "Drucker",
                    "Raum": "Lehrer-\nzimmer",
                    "Anschaffung": "",
                    "Preis": "",
                },
            ),
        ]
    )
    assert read.column("Anschaffung") == ["03.02.2021", ""]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_same_table_is_read_from_every_program(ends, encoding, delimiter):
    lines = [["Gerät", "Größe", "Ort"], ["Überspannungsschutz", "3", "Küche"], ["Tür", "9", "Süd"]]
    text = ends.join(delimiter.join(line) for line in lines) + ends

    read = table(text.encode(encoding))

    assert (read.encoding, read.delimiter) == (encoding, delimiter)
    assert [list(row.cells.values()) for row in read.rows] == lines[1:]
    assert read.headers == lines[0]


def test_excels_first_line_about_the_delimiter_is_no_part_of_the_table():
    read = table("sep=,\r\nName,Text\r\nBeamer,a;b;c\r\n")

    assert (read.headers, read.delimiter) == (["Name", "Text"], ",")
    assert list(read.rows) == [Row(2, {"Name": "Beamer", "Text": "a;b;c"})]


def test_empty_lines_are_left_out_but_counted():
    assert rows("\n;;\nName;Raum\n\nBeamer;A1\n;\n ; \nPC;B2\n") == [
        Row(5, {"Name": "Beamer", "Raum": "A1"}),
        Row(8, {"Name": "PC", "Raum": "B2"}),
    ]


def test_headings_are_tidied_and_each_gets_a_name_of_its_own():
    read = table(' Name ;"Kate-\ngorie";Kategorie;;Kategorie;;\na;b;c;d;e;;\n')

    assert read.headers == ["Name", "Kate- gorie", "Kategorie", "[D]", "Kategorie (2)"]
    assert read.duplicates == ["Kategorie"]
    assert [list(row.cells.values()) for row in read.rows] == [["a", "b", "c", "d", "e"]]


def test_a_heading_that_looks_like_a_second_one_stays_its_own():
    assert table("A;A (2);A\n1;2;3").headers == ["A", "A (2)", "A (3)"]


def test_short_lines_are_filled_and_long_ones_say_so():
    assert rows("a;b\n1\n1;2;;\n1;2;3\n") == [
        Row(2, {"a": "1", "b": ""}),
        Row(3, {"a": "1", "b": "2"}),
        Row(4, {"a": "1", "b": "2"}, MORE),
    ]


def test_headings_alone_are_a_table_without_lines():
    read = table("Device ID,Device name,Serial number\n")

    assert (read.headers, list(read.rows)) == (["Device ID", "Device name", "Serial number"], [])


def test_one_column_is_a_table_too():
    assert rows("Seriennummer\nABC123\nDEF456\n") == [
        Row(2, {"Seriennummer": "ABC123"}),
        Row(3, {"Seriennummer": "DEF456"}),
    ]


def test_what_an_export_neutralised_is_restored():
    assert rows("'=Name;Formel\n'-5 °C;\"a,'=1+1\"\n'tis;''=x\n") == [
        Row(2, {"=Name": "-5 °C", "Formel": "a,=1+1"}),
        Row(3, {"=Name": "'tis", "Formel": "'=x"}),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \n\n ", "This file is empty."),
        (b";;\n;;\n", "This table is empty."),
        (picture("PNG"), "This is a picture. A table must be a CSV or .xlsx file."),
        (picture("JPEG"), "This is a picture. A table must be a CSV or .xlsx file."),
        (b"%PDF-1.7", "This is a PDF. A table must be a CSV or .xlsx file."),
        (b"{\\rtf1", "This is a text document. A table must be a CSV or .xlsx file."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "This is an old (.xls) or locked Excel file. Please save it as .xlsx or CSV.",
        ),
        (
            b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>",
            "This is a web page or XML. A table must be a CSV or .xlsx file.",
        ),
        (b'[{"name": "x"}]', "This is a JSON file. A table must be a CSV or .xlsx file."),
        (
            archive({"a.txt": "a"}),
            "This is not an Excel table. A table must be a CSV or .xlsx file.",
        ),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "This is an OpenDocument table. Please save it as .xlsx or CSV.",
        ),
        (b"PK\x03\x04rubbish", "This file is damaged. Please save it again and resend."),
        (b"MZ\x90\x00\x03\x00;\x00", "This is not a table. A table must be a CSV or .xlsx file."),
        (
            b"\xef\xbb\xbfa;b\n\xff;1\n",
            "This file is damaged: its letters can't be read. Please save it as CSV (UTF-8).",
        ),
        ("a;b\n1;2\n" * 11, "This table has more than 20 lines. Please split it."),
        (";".join("x" * 501), "This table has more than 500 columns."),
        ("a;b\n" + "x" * 5_000_000, LARGE),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, sentence):
    assert refusal(content, max_rows=20, max_bytes=4_000_000) == sentence


def test_an_open_quotation_mark_is_named_with_its_line():
    broken = 'a;b\n1;2\n3;"' + "x\n" * 100_000

    assert refusal(broken).startswith("Line ")
    assert refusal(broken).endswith(" can't be read: a quotation mark may be missing.")


@pytest.mark.parametrize(
    "bomb",
    [b"," * 20_000_000, b"a\n" * 10_000_000, b'a;"' + b"x" * 19_000_000, b"a;b\n" * 5_000_000],
    ids=["commas", "lines", "one quotation", "small lines"],
)
def test_csv_bombs_are_refused_at_once_and_cost_no_memory(bomb):
    met = meet("itsm.tables:read_table", bomb)

    assert met.refused.startswith("TableRefused: ")
    assert met.seconds < 20
    assert met.megabytes < 200


def test_twenty_thousand_devices_are_read_in_seconds():
    line = ";".join(f"Wert {number}" for number in range(20)) + "\n"

    met = meet("itsm.tables:read_table", (line * 20_001).encode())

    assert met.refused == ""
    assert met.seconds < 20


def real_tables():
    folder = os.environ.get("REAL_DATA")
    return sorted(Path(folder, "import").glob("*.csv")) if folder else []


@pytest.mark.parametrize(
    "path", [None, *real_tables()], ids=lambda path: path.name if path else "own"
)
def test_real_exports_are_read_whole(path):
    content = path.read_bytes() if path else OWN.encode()

    read = table(content)

    assert len(read.headers) >= 5
    assert read.duplicates == []
    assert {row.problem for row in read.rows} <= {""}
    assert len(read) == len(read.column(read.headers[0]))
    assert "\ufffd" not in repr(read.lines) + repr(read.headers)


def test_a_workbook_reads_like_its_csv():
    read = table(workbook(["Name", "Raum"], ["Beamer", "A 1.04"], [], ["PC", "B 2"]))

    assert (read.headers, read.sheet, read.encoding) == (["Name", "Raum"], "Sheet", "")
    assert list(read.rows) == [
        Row(2, {"Name": "Beamer", "Raum": "A 1.04"}),
        Row(4, {"Name": "PC", "Raum": "B 2"}),
    ]


@pytest.mark.parametrize("rest", ["", "\n", ",x\nB,2\n", "\r\nB,2\r\n"])
def test_a_quotation_mark_never_closed_does_not_swallow_the_rest(rest):
    said = refusal(b'Serial,Name\n"A,1' + rest.encode())
    assert said == "Line 2 can't be read: a quotation mark may be missing."


def heading(text):
    return text in ("Nr", "Name", "Raum")


def test_headings_are_found_below_a_title():
    content = "Inventarliste;;\nName: Schule;;\n;;\nNr;Name;Raum\n1;Beamer;Raum\nNr;Name;Raum\n"
    read = table(content, known=heading)
    assert (read.headers, read.titles) == (
        ["Nr", "Name", "Raum"],
        ["Inventarliste", "Name: Schule"],
    )
    assert [row.number for row in read.rows] == [5, 6]


def test_a_table_without_known_headings_begins_at_its_first_line():
    read = table("#TYPE x\na;b\n1;2\n", known=heading)
    assert (read.headers, read.titles) == (["#TYPE x"], [])


def test_the_line_powershell_writes_above_is_no_heading():
    read = table('#TYPE Selected.System\n"Name";"Raum"\n"PC";"1"\n', known=heading)
    assert (read.headers, read.titles) == (["Name", "Raum"], ["#TYPE Selected.System"])


def test_a_number_that_a_program_protects_from_excel_comes_without_its_wrapping():
    assert rows('Nr;Text\n="00042";"=""0 1"""\n="a";=1+1\n') == [
        Row(2, {"Nr": "00042", "Text": "0 1"}),
        Row(3, {"Nr": "a", "Text": "=1+1"}),
    ]


def test_every_sheet_of_a_workbook_is_a_table_of_its_own():
    book = openpyxl.Workbook()
    book.active.title = "Raum 204"
    book.active.append(["Nr", "Name"])
    book.create_sheet("leer")
    book.create_sheet("Geheim").append(["x"])
    book["Geheim"].sheet_state = "hidden"
    other = book.create_sheet("Raum 205")
    other.append(["Liste"])
    other.append(["Name", "Nr"])
    other.append(["Beamer", 7])
    out = io.BytesIO()
    book.save(out)

    first, second = read_tables(out, known=heading)

    assert (first.sheet, first.headers, first.lines) == ("Raum 204", ["Nr", "Name"], [])
    assert (second.sheet, second.headers, second.titles) == ("Raum 205", ["Name", "Nr"], ["Liste"])
    assert list(second.rows) == [Row(3, {"Name": "Beamer", "Nr": "7"})]
    assert first.hidden == second.hidden == ["Geheim"]
