import datetime as dt
import io
import os
import zipfile
from itertools import pairwise

import openpyxl
import pytest
from django.utils import translation

from itsm.tables import TableRefused, read_table
from tests.files.hostile import archive, meet, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LARGE = "This table is too large."
DAMAGED = "This Excel file is damaged. Please save it again as .xlsx or CSV."
BOMB = "This file unpacks to far more than it should."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def texts(xlsx):
    read = read_table(io.BytesIO(xlsx))
    return [read.headers, *([cells for _number, cells in read.lines])]


def refusal(xlsx, **options):
    with pytest.raises(TableRefused) as refused:
        read_table(io.BytesIO(xlsx), **options)
    return str(refused.value)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(body, before=""):
    return f'{before}<worksheet xmlns="{NAMESPACE}"><sheetData>{body}</sheetData></worksheet>'


def with_sheet(body, before=""):
    return with_part(workbook(["x"]), SHEET, sheet(body, before))


def disguised(xlsx):
    """With noise that doesn't pack, which hides how well the bomb beside it does."""
    return with_part(xlsx, "xl/media/noise", os.urandom(1_000_000))


def test_numbers_and_dates_come_as_a_person_would_type_them():
    cells = {
        12: "12",
        -3.0: "-3",
        1249.5: "1249.5",
        0.1 + 0.2: "0.3",
        6.37702e15: "6377020000000000",
        1e-7: "0.0000001",
        1e300: "1e+300",
        True: "true",
        dt.date(2023, 1, 23): "2023-01-23",
        dt.datetime(2023, 1, 23, 8, 15): "2023-01-23 08:15:00",
        dt.datetime(2023, 1, 23, 8, 14, 59, 999_900): "2023-01-23 08:15:00",
        dt.time(8, 15): "08:15:00",
        "00123": "00123",
        " both ends ": " both ends ",
        "line\nbreak": "line\nbreak",
        "#N/A": "#N/A",
        "ä€😀": "ä€😀",
    }
    rows = [["Wert", "Ende"], *([value, "x"] for value in cells)]

    assert texts(workbook(*rows))[1:] == [[text, "x"] for text in cells.values()]


def test_days_are_counted_from_1904_where_a_mac_did():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append(["Tag"])
    book.active.append([dt.date(2023, 1, 23)])

    assert texts(saved(book)) == [["Tag"], ["2023-01-23"]]


def test_a_number_only_styled_as_a_day_that_never_was_stays_a_number():
    book = openpyxl.Workbook()
    book.active.append(["Tag"])
    book.active.append([99_999_999])
    book.active["A2"].number_format = "DD.MM.YYYY"

    assert texts(saved(book)) == [["Tag"], ["99999999"]]


def test_a_formula_counts_as_what_it_last_showed():
    body = '<row><c t="str"><v>Summe</v></c></row><row><c><f>1+1</f><v>2</v></c></row>'

    assert texts(with_sheet(body)) == [["Summe"], ["2"]]


def test_cells_and_rows_may_be_missing_and_texts_be_written_in_four_ways():
    body = (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Na</t><rPh><t>xx</t></rPh><r><t>me</t></r></is>'
        '</c><c r="C2" t="str"><v>Raum_x000A_</v></c></row><row/>'
        '<row r="9"><c t="b"><v>0</v></c><c/><c t="d"><v>2023-01-23T00:00:00</v></c></row>'
        '<row><c t="e"><v>#REF!</v></c></row>'
    )
    read = read_table(io.BytesIO(with_sheet(body)))

    assert read.headers == ["Name", "[B]", "Raum"]
    assert read.lines == [(9, ["false", "", "2023-01-23"]), (10, ["#REF!"])]


def test_the_first_visible_sheet_with_anything_on_it_is_read():
    book = openpyxl.Workbook()
    book.active.title = "leer"
    book.create_sheet("versteckt").append(["falsch"])
    book["versteckt"].sheet_state = "hidden"
    book.create_sheet("Geräte").append(["Name"])
    book.create_sheet("später").append(["falsch"])

    read = read_table(io.BytesIO(saved(book)))

    assert (read.sheet, read.headers) == ("Geräte", ["Name"])


def test_other_programs_prefix_their_elements():
    body = f'<x:worksheet xmlns:x="{NAMESPACE}"><x:sheetData><x:row><x:c t="str"><x:v>Name</x:v>'
    body += "</x:c></x:row></x:sheetData></x:worksheet>"

    assert texts(with_part(workbook(["x"]), SHEET, body)) == [["Name"]]


def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_it_goes():
    claim = f'<worksheet xmlns="{NAMESPACE}"><dimension ref="A1:XFD1048576"/><sheetData>'
    claim += '<row r="1"><c r="A1" t="str"><v>Name</v></c></row>'
    claim += '<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row></sheetData></worksheet>'
    xlsx = with_part(workbook(["x"]), SHEET, claim)

    assert read_table(io.BytesIO(xlsx)).lines == [(1_048_576, ["x"])]


@pytest.mark.parametrize(
    ("xlsx", "sentence"),
    [
        (lambda: workbook(), "This table is empty."),
        (lambda: workbook([" "], [""]), "This table is empty."),
        (
            lambda: workbook(*([number] for number in range(50))),
            "This table has more than 20 lines. Please split it.",
        ),
        (lambda: workbook(["x"] * 501), "This table has more than 500 columns."),
        (lambda: with_sheet("<row><c>"), DAMAGED),
        (lambda: with_sheet('<row><c t="s"><v>99</v></c></row>'), DAMAGED),
        (lambda: with_sheet('<row><c t="s"><v>x</v></c></row>'), DAMAGED),
        (
            lambda: with_sheet(
                '<row><c t="str"><v>&e;</v></c></row>',
                '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
            ),
            DAMAGED,
        ),
        (lambda: with_part(workbook(["x"]), SHEET, ""), "This table is empty."),
        (lambda: archive({"xl/workbook.xml": "<workbook/>"}), DAMAGED),
        (
            lambda: archive({"xl/workbook.xml": "x" * 90}, compression=zipfile.ZIP_BZIP2),
            "This file is packed in a way Office programs don't use.",
        ),
    ],
)
def test_broken_and_oversized_workbooks_are_refused(xlsx, sentence):
    assert refusal(xlsx(), max_rows=20) == sentence


def with_shared_texts(texts, body):
    """A workbook as Excel writes it: cells only say which of the shared texts they show."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    links = (
        f'<Relationships><Relationship Id="rId1" Type="{relation}worksheet" '
        'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{relation}sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    xlsx = with_part(with_sheet(body), "xl/_rels/workbook.xml.rels", links)
    return with_part(xlsx, "xl/sharedStrings.xml", f'<sst xmlns="{NAMESPACE}">{texts}')


def test_texts_may_be_shared_as_excel_does():
    texts_of = "<si><t>Gerät</t></si><si><r><t xml:space='preserve'>Bea </t></r><r><t>mer</t></r>"
    texts_of += "<rPh><t>aside</t></rPh></si><si><t>_x005F_x000D_</t></si><si/></sst>"
    body = "".join(f'<row><c t="s"><v>{number}</v></c></row>' for number in (0, 1, 2, 3, 1))

    assert texts(with_shared_texts(texts_of, body)) == [
        ["Gerät"],
        ["Bea mer"],
        ["_x000D_"],
        ["Bea mer"],
    ]


def laughs():
    names = "abcdefghij"
    entities = ['<!ENTITY a "ha">'] + [
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    ]
    return with_sheet('<row><c t="str"><v>&j;</v></c></row>', f"<!DOCTYPE x [{''.join(entities)}]>")


BOMBS = {
    "billion laughs": (laughs, DAMAGED),
    "zeros": (lambda: with_sheet(" " * 150_000_000), BOMB),
    "one part of 110 MB": (lambda: disguised(with_sheet(" " * 110_000_000)), LARGE),
    "a row of 2 million cells": (lambda: with_sheet(f"<row>{'<c/>' * 2_000_000}</row>"), LARGE),
    "empty rows": (
        lambda: disguised(with_sheet("<row/>" * 9_000_000)),
        "This table has more than 20000 lines. Please split it.",
    ),
    "unknown elements": (lambda: disguised(with_sheet("<x/>" * 9_000_000)), LARGE),
    "a million names": (
        lambda: disguised(with_sheet("".join(f"<x{n}/>" for n in range(1_000_000)))),
        LARGE,
    ),
    "a million attributes": (
        lambda: disguised(with_sheet("".join(f'<c a{n}=""/>' for n in range(1_000_000)))),
        LARGE,
    ),
    "depth": (lambda: disguised(with_sheet("<x>" * 9_000_000)), LARGE),
    "one endless comment": (
        lambda: disguised(with_sheet(f"<!--{'x' * 90_000_000}-->")),
        DAMAGED,
    ),
    "one endless attribute": (
        lambda: disguised(with_sheet(f'<c r="{"x" * 90_000_000}"/>')),
        DAMAGED,
    ),
    "one endless text": (
        lambda: disguised(with_sheet(f'<row><c t="str"><v>{"x" * 90_000_000}')),
        LARGE,
    ),
    "line breaks": (lambda: disguised(with_sheet("\n" * 90_000_000)), LARGE),
    "wide rows": (
        lambda: disguised(with_sheet('<row><c r="SF1"><v>1</v></c></row>' * 900_000)),
        "This table has more than 20000 lines. Please split it.",
    ),
    "a column beyond Z": (
        lambda: with_sheet('<row><c r="XFD1"><v>1</v></c></row>'),
        "This table has more than 500 columns.",
    ),
    "endless shared texts": (
        lambda: disguised(with_shared_texts("<si><t/></si>" * 1_500_000, "<row/>")),
        LARGE,
    ),
    "long shared texts": (
        lambda: disguised(with_shared_texts(f"<si><t>{'ä' * 9_000}</t></si>" * 3_000, "")),
        LARGE,
    ),
    "styles": (
        lambda: with_part(workbook(["x"]), "xl/styles.xml", "<cellXfs>" + "<xf/>" * 1_500_000),
        LARGE,
    ),
    "40,000 parts": (
        lambda: archive({f"xl/{number}": b"" for number in range(40_000)}),
        "This file holds too many parts to be an Office document.",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_workbook_bombs_are_refused_at_once_and_cost_no_memory(name):
    make, sentence = BOMBS[name]

    met = meet("itsm.tables:read_table", make())

    assert met.refused == f"TableRefused: {sentence}"
    assert met.seconds < 20
    assert met.megabytes < 200


def test_numbers_are_read_as_their_format_shows_them():
    book = openpyxl.Workbook()
    book.active.append(["Nr", "Serie", "Raum", "Preis"])
    book.active.append([42, 1234567, 1.1, 1249.5])
    formats = {"A2": "00000", "B2": "0000000000", "C2": "0.00", "D2": '#,##0.00 "€"'}
    for cell, code in formats.items():
        book.active[cell].number_format = code

    assert texts(saved(book))[1] == ["00042", "0001234567", "1.10", "1249.50 €"]


def test_what_stands_in_merged_cells_stands_in_each_of_their_rows():
    book = openpyxl.Workbook()
    for row in (["Schule", "Raum", "Nr"], ["GAD", "204", 1], [None, None, 2], [None, "9", 3]):
        book.active.append(row)
    book.active.append([None, None, 4])
    book.active.merge_cells("A2:A4")
    book.active.merge_cells("B2:B3")
    book.active.merge_cells("A5:B5")

    assert texts(saved(book))[1:] == [
        ["GAD", "204", "1"],
        ["GAD", "204", "2"],
        ["GAD", "9", "3"],
        ["", "", "4"],
    ]


@pytest.mark.parametrize(
    "merged",
    [
        '<mergeCell ref="A1:A1048576"/>' * 40,
        '<mergeCell ref="A3:A1"/><mergeCell ref="A1"/><mergeCell ref=""/><mergeCell/>'
        '<mergeCell ref="A1:B2:C3"/><mergeCell ref="AAA1:AAA9"/><mergeCell ref="B9:B99"/>',
    ],
)
def test_strange_merged_cells_hurt_nobody(merged):
    body = '<row r="1"><c r="A1" t="str"><v>x</v></c></row><row r="2"><c><v>2</v></c></row>'
    part = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{body}</sheetData>{merged}</worksheet>'

    assert texts(with_part(workbook(["x"]), SHEET, part)) == [["x"], ["2"]]


def test_too_many_merged_cells_are_refused():
    rows = "".join(
        f'<row r="{n}"><c t="str"><v>x</v></c><c><v>1</v></c></row>' for n in range(1, 99)
    )
    merged = '<mergeCell ref="A1:A1048576"/>' * 20_000
    part = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData>{merged}</worksheet>'

    assert refusal(with_part(workbook(["x"]), SHEET, part)) == LARGE


@pytest.mark.parametrize("digits", ["9" * 5_000, "٩", "-1"])
def test_a_style_with_an_endless_number_is_no_trap(digits):
    styles = (
        f'<styleSheet xmlns="{NAMESPACE}"><cellXfs><xf numFmtId="0"/><xf numFmtId="{digits}"/>'
        "</cellXfs></styleSheet>"
    )
    body = f'<row><c s="1"><v>42</v></c><c s="{digits}"><v>43</v></c></row>'

    assert texts(with_part(with_sheet(body), "xl/styles.xml", styles)) == [["42", "43"]]


def test_a_workbook_of_endless_sheets_is_refused():
    book = openpyxl.Workbook()
    for _number in range(50):
        book.create_sheet()

    assert refusal(saved(book)) == "This workbook has more than 50 sheets."
