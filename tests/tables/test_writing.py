import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import BadRequest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from itsm.tables import export_response, read_table, write_csv, write_xlsx

ATTACKS = [
    "=1+1",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '=HYPERLINK("http://evil.example","Rechnung")',
    "harmless;=1+1",
    "harmless,=1+1",
    "harmless\t=1+1",
    "harmless\n=1+1",
    "'=1+1",
    "''=1+1",
    "a,'=1+1",
]
CALCULATES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture(autouse=True)
def german():
    with translation.override("de"):
        yield


def as_csv(headers, rows):
    return b"".join(write_csv(headers, rows))


def restored(content):
    read = read_table(io.BytesIO(content))
    return read.headers, [list(row.cells.values()) for row in read.rows]


def test_a_csv_opens_in_german_excel_with_a_double_click():
    moment = dt.datetime(2026, 11, 24, 7, 12, tzinfo=dt.UTC)
    rows = [["Gerät", 3, Decimal("1249.50"), -1.5, dt.date(2026, 11, 24), moment, None]]

    assert as_csv(["Ä", "b", "c", "d", "e", "f", "g"], rows) == (
        b"\xef\xbb\xbf"
        + '"Ä";"b";"c";"d";"e";"f";"g"\r\n'.encode()
        + '"Gerät";3;"1249,50";"-1,5";"2026-11-24";"2026-11-24 08:12";""\r\n'.encode()
    )


EATEN = ["00042", "0", "007", "0" * 20, "356938035643809", "5E12", "12e3", "2/3", "1-5"]


def test_what_excel_would_make_a_number_or_a_day_of_goes_out_as_the_text_it_is():
    plain = ["42", "0", "24.11.2026", "2026-11-24", "0491 80", "A0042", "12,50", "10.0.0.1"]
    lines = as_csv(["a"], [[text] for text in [*EATEN, *plain]]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(lines), delimiter=";")) == [
        ["a"],
        *([text if text == "0" else f'="{text}"'] for text in EATEN),
        *([text] for text in plain),
    ]


@pytest.mark.parametrize("write", [as_csv, write_xlsx])
def test_numbers_with_zeros_come_back_with_them(write):
    rows = [[text, "x"] for text in [*EATEN, '="00042"', '=\'"00042"', "'00042"]]

    assert restored(write(["a", "b"], rows)) == (["a", "b"], rows)


def test_a_workbook_holds_them_as_text():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [["00042"]]))).active

    assert (sheet["A2"].value, sheet["A2"].data_type) == ("00042", "s")


def test_in_english_the_decimal_point_is_a_point():
    with translation.override("en"):
        assert as_csv(["a"], [[Decimal("1249.50")]]).endswith(b'"1249.50"\r\n')


def test_yes_and_no_are_words():
    with translation.override("en"):
        assert as_csv(["a", "b"], [[True, False]]).endswith(b'"yes";"no"\r\n')


def test_lines_are_handed_on_one_by_one():
    asked = []

    def rows():
        for number in range(1_000):
            asked.append(number)
            yield [number]

    lines = write_csv(["n"], rows())

    assert [next(lines), next(lines), next(lines)] == [b"\xef\xbb\xbf", b'"n"\r\n', b"0\r\n"]
    assert asked == [0]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_no_text_in_a_csv_calculates_however_a_program_cuts_it(attack, delimiter):
    content = as_csv([attack, "b"], [[attack, "x"], ["x", attack]]).decode("utf-8-sig")
    cells = [
        cell
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        for cell in row
    ]

    assert [cell for cell in cells if cell.startswith(CALCULATES)] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_in_a_workbook_calculates(attack):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([attack, "b"], [[attack, "x"]])))

    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("write", [as_csv, write_xlsx])
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_made_harmless_comes_back_as_it_was(write, attack):
    assert restored(write(["a", "b"], [[attack, "x"], ["x", attack]])) == (
        ["a", "b"],
        [[attack, "x"], ["x", attack]],
    )


@pytest.mark.parametrize("write", [as_csv, write_xlsx])
def test_a_dangerous_heading_comes_back_too(write):
    assert restored(write(["=a", "'+b", "c,=d"], [["1", "2", "3"]])) == (
        ["=a", "'+b", "c,=d"],
        [["1", "2", "3"]],
    )


TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
        st.sampled_from("=+-@＝\t\r\n,;'\"_x0D|"),
    ),
    max_size=12,
)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_any_table_of_texts_survives_the_csv(rows):
    lines = [[first, second, "end"] for first, second in rows]

    assert restored(as_csv(["a", "b", "c"], lines)) == (["a", "b", "c"], lines)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_any_table_of_texts_survives_the_workbook(rows):
    lines = [[first, second, "end"] for first, second in rows]

    assert restored(write_xlsx(["a", "b", "c"], lines)) == (["a", "b", "c"], lines)


def test_a_workbook_keeps_numbers_and_days_as_such():
    moment = dt.datetime(2026, 11, 24, 7, 12, tzinfo=dt.UTC)
    row = ["Gerät", 3, Decimal("12.50"), dt.date(2026, 11, 24), moment, None, "#N/A", "x" * 200]
    content = write_xlsx(list("abcdefgh"), [row])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active

    assert [cell.value for cell in sheet[2]] == [
        "Gerät",
        3,
        12.5,
        dt.datetime(2026, 11, 24),
        dt.datetime(2026, 11, 24, 8, 12),
        None,
        "#N/A",
        "x" * 200,
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "d", "n", "s", "s"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["H"].width) == (8, 60)
    assert restored(content)[1] == [
        ["Gerät", "3", "12.5", "2026-11-24", "2026-11-24 08:12:00", "", "#N/A", "x" * 200]
    ]


def test_a_text_typed_as_text_stays_so_when_a_person_edits_it():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [["=1+1"]]))).active

    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == (
        "=1+1",
        "s",
        True,
    )


def test_a_moment_without_a_zone_is_taken_as_it_is():
    moment = timezone.make_naive(timezone.now()).replace(second=0, microsecond=0)

    assert restored(write_xlsx(["a"], [[moment]]))[1] == [[f"{moment:%Y-%m-%d %H:%M:%S}"]]


def test_an_export_is_a_download():
    table = export_response("Geräte, alle", "csv", ["Name"], [["Beamer"]])
    book = export_response("devices", "xlsx", ["Name"], [["Beamer"]])

    assert b"".join(table.streaming_content) == b'\xef\xbb\xbf"Name"\r\n"Beamer"\r\n'
    assert dict(table.items()) == {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": "attachment; filename*=utf-8''Ger%C3%A4te%2C%20alle.csv",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert restored(book.content) == (["Name"], [["Beamer"]])
    assert book["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert book["Content-Disposition"] == 'attachment; filename="devices.xlsx"'


def test_another_format_is_a_wrong_request():
    with pytest.raises(BadRequest):
        export_response("devices", "pdf", [], [])
