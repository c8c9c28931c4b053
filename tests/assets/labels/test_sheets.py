"""Sheets: every label is where it belongs, and every code can be read at 300 dpi."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.units import mm

from assets.labels.codes import grouped
from assets.labels.formats import FORMATS
from assets.labels.label_layout import arrange
from assets.labels.sheets import HINT, LabelText, render_labels
from tests.assets.labels.printed import (
    HOST,
    SHORT_HOST,
    area,
    code,
    cut,
    decoded,
    is_white,
    label,
    opened,
    pictures,
    shapes_at,
    texts,
)

FULL_SHEETS = ["az-l4731", "az-l6009", "az-3475", "avery-l7160"]
every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))
UMLAUTS = {"number": "GÖS-Ä-00017", "name": "Größe Übung, Schräge Äcker", "phone": "☎ 05931 44"}
OVERLONG = {
    "number": "LANDKREIS-EMSLAND-BBS-LINGEN-AGRAR-UND-SOZIALES-2024-000123",
    "name": "Informatikfachraumvorbereitungsraum " * 5,
    "phone": "+49 (0) 5931 / 44-123456789 (Mo–Fr 7:30–16:00)",
}
BLANK = {"number": "", "name": ""}


def mixed(count):
    """As many labels, some of them with umlauts, overlong words or none at all."""
    kinds = [{}, UMLAUTS, OVERLONG, BLANK]
    return [label(n, **kinds[n % 4]) for n in range(count)]


@pytest.mark.parametrize("format_id", FULL_SHEETS)
def test_every_code_of_a_full_sheet_is_read(format_id):
    format = FORMATS[format_id]
    labels = mixed(format.per_page)

    (page,) = pictures(render_labels(labels, format))

    found = [decoded(cut(page, format, at)) for at in range(1, format.per_page + 1)]
    assert found == [[each.url] for each in labels]


@every_format
@pytest.mark.parametrize("host", [SHORT_HOST, HOST])
def test_the_codes_of_every_format_are_read(format, host):
    labels = [label(1, host), label(2, host, **OVERLONG), label(3, host, **BLANK)]
    pages = pictures(render_labels(labels, format))

    if format.per_page == 1:
        found = [decoded(cut(page, format, 1)) for page in pages]
    else:
        found = [decoded(cut(pages[0], format, at)) for at in (1, 2, 3)]
    assert found == [[each.url] for each in labels]


@every_format
def test_nothing_is_drawn_outside_its_label(format):
    middle = format.per_page // 2 + 1
    for words in (UMLAUTS, OVERLONG, BLANK):
        (page,) = pictures(render_labels([label(1, **words)], format, start=middle))
        inside = area(format, middle, inset=0.25)

        assert not is_white(page.crop(inside))
        page.paste(255, inside)
        assert is_white(page)


def corners(format, positions, dx=0, dy=0, modules=33):
    """Where the codes of labels at these positions must stand."""
    face = arrange(format, modules)
    top = format.label[1] - face.code.top / mm
    return [
        (
            round(format.corner(at)[0] + face.code.left / mm + dx, 2),
            round(format.corner(at)[1] + top + dy, 2),
        )
        for at in positions
    ]


@pytest.mark.parametrize("format_id", FULL_SHEETS)
def test_labels_begin_at_the_start_position(format_id):
    format = FORMATS[format_id]
    pdf = render_labels([label(1), label(2), label(3)], format, start=5)

    assert shapes_at(pdf) == corners(format, [5, 6, 7])


def test_a_used_sheet_runs_over_to_the_next_page():
    format = FORMATS["avery-l7160"]
    pdf = render_labels([label(n) for n in range(24)], format, start=20)

    assert shapes_at(pdf, 0) == corners(format, [20, 21])
    assert shapes_at(pdf, 1) == corners(format, range(1, 22))
    assert shapes_at(pdf, 2) == corners(format, [1])


def test_copies_stand_side_by_side():
    format = FORMATS["az-l6009"]
    (page,) = pictures(render_labels([label(1), label(2)], format, start=3, copies=3))

    found = [decoded(cut(page, format, at)) for at in range(2, 10)]
    one, two = [label(1).url], [label(2).url]
    assert found == [[], one, one, one, two, two, two, []]


def test_the_copies_of_a_roll_are_pages():
    pdf = render_labels([label(1), label(2)], FORMATS["brother-dk-62"], copies=2)

    with opened(pdf) as document:
        sizes = [(round(p.get_width() / mm, 1), round(p.get_height() / mm, 1)) for p in document]
    assert sizes == [(62.0, 29.0)] * 4
    assert [lines[0] for lines in texts(pdf)] == ["GAD-00001"] * 2 + ["GAD-00002"] * 2


@pytest.mark.parametrize(("dx", "dy"), [(1.5, 0), (0, -2), (-0.7, 1.2)])
def test_offsets_move_everything_right_and_down(dx, dy):
    format = FORMATS["az-l4731"]
    pdf = render_labels([label(1), label(2)], format, start=9, dx=dx, dy=dy)

    assert shapes_at(pdf) == corners(format, [9, 10], dx, dy)


def test_offsets_move_labels_of_a_roll_as_they_leave_the_printer():
    format = FORMATS["brother-dk-29x90"]
    (still,), (moved,) = (
        shapes_at(render_labels([label(1)], format, dx=dx, dy=dy)) for dx, dy in ((0, 0), (1, 2))
    )

    assert moved == (pytest.approx(still[0] + 1), pytest.approx(still[1] + 2))


def test_a_label_says_number_name_hint_and_phone():
    pdf = render_labels([label(17)], FORMATS["az-l4731"])

    assert texts(pdf) == [["GAD-00017", "Raum 2.14, Beamer", "Defekt? Scannen!", "05931 44-1234"]]


def test_a_room_s_label_has_its_name_as_headline():
    pdf = render_labels([label(17, number="", name="Raum 2.14")], FORMATS["az-l6009"])

    assert texts(pdf) == [["Raum 2.14", "Defekt? Scannen!", "05931 44-1234"]]


def test_a_label_that_belongs_to_nothing_says_its_code():
    pdf = render_labels([label(17, **BLANK)], FORMATS["az-l4731"])

    one, two, three, four = grouped(code(17)).split()
    assert texts(pdf) == [["Defekt?", "Scannen!", f"{one} {two}", f"{three} {four}"]]


def test_labels_speak_the_authority_s_language_whoever_prints():
    with translation.override("de"):
        german = str(HINT)
    with translation.override("en"):
        pdf = render_labels([LabelText(label(1).url, number="GAD-1")], FORMATS["avery-l7163"])

    assert texts(pdf) == [["GAD-1", german]]
    assert b"/Lang (de)" in pdf


def test_the_pdf_has_a_title_is_never_scaled_and_embeds_its_fonts():
    format = FORMATS["az-3475"]
    pdf = render_labels([label(1)], format)

    with opened(pdf) as document, translation.override("de"):
        data = document.get_metadata_dict()
        assert (data["Title"], data["Subject"]) == (translation.gettext("Labels"), format.name)
    assert b"/PrintScaling /None" in pdf
    assert pdf.count(b"/FontFile2") == 2
    assert b"Helvetica" not in pdf


@pytest.mark.parametrize(
    "wrong",
    [{"start": 0}, {"start": 190}, {"copies": 0}, {"copies": 100}, {"dx": 10.5}, {"dy": -11}],
)
def test_slips_of_the_finger_are_refused(wrong):
    with pytest.raises(ValueError, match=r"positions|copies|offset"):
        render_labels([label(1)], FORMATS["az-l4731"], **wrong)


def test_nothing_to_print_is_refused():
    with pytest.raises(ValueError, match="no label"):
        render_labels([], FORMATS["az-l4731"])


hostile = st.text(max_size=80)


@settings(deadline=None, max_examples=20)
@given(hostile, hostile, hostile, hostile)
def test_hostile_words_make_a_label_all_the_same(number, text, phone, name):
    words = LabelText(label(1).url, number, text, phone, name)
    pdf = render_labels([words], FORMATS["az-l6009"])

    (page,) = pictures(pdf)
    assert decoded(cut(page, FORMATS["az-l6009"], 1)) == [words.url]
