"""The test page: rulers, outlines, and words, also on the narrowest tape."""

import pytest
from django.utils import translation
from reportlab.lib.units import mm

from assets.labels.formats import FORMATS
from assets.labels.testpage import reading_steps, render_test_page
from tests.assets.labels.printed import area, is_white, opened, pictures, shapes_at, text_at, texts

every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))


@every_format
def test_there_is_one_page_of_the_right_size(format):
    with opened(render_test_page(format)) as document:
        sizes = [(page.get_width(), page.get_height()) for page in document]

    assert sizes == [pytest.approx(tuple(side * mm for side in format.page), abs=0.01)]


@pytest.mark.parametrize("format_id", ["az-l4731", "az-l6009", "az-3475", "avery-l7160"])
def test_every_label_has_its_outline_and_its_number(format_id):
    format = FORMATS[format_id]
    pdf = render_test_page(format)

    drawn = shapes_at(pdf)
    labels = range(1, format.per_page + 1)
    for corner in map(format.corner, labels):
        assert any(shape == pytest.approx(corner, abs=0.15) for shape in drawn)
    for at in labels:
        assert str(at) in text_at(pdf, format, at).split()


def test_the_words_say_how_to_read_the_offset():
    with translation.override("en"):
        pdf = render_test_page(FORMATS["az-l6009"], dx=0.5, dy=-1)
        steps = reading_steps(FORMATS["az-l6009"])

    said = " ".join(texts(pdf)[0])
    assert "Test page for Avery Zweckform L6009" in said
    assert all(step.split(":")[0] in said for step in steps)
    assert "At label 27" in said
    assert "This page was printed with x = 0.5 mm and y = −1 mm." in said
    assert b"/Lang (en)" in pdf


def test_offsets_move_the_page_too():
    still, moved = (shapes_at(render_test_page(FORMATS["az-3475"], dx=dx)) for dx in (0, 2))

    assert moved == [(pytest.approx(left + 2, abs=0.011), top) for left, top in still]


def test_the_words_stand_on_rolls_that_have_room_for_them():
    with translation.override("en"):
        said = {each.id: " ".join(texts(render_test_page(each))[0]) for each in FORMATS.values()}

    silent = {name for name, words in said.items() if "offset" not in words}
    assert silent == {"brother-dk-12", "brother-dk-17x54"}


@pytest.mark.parametrize("format_id", ["brother-dk-12", "brother-dk-62", "dymo-99010"])
def test_a_roll_s_frame_lies_five_millimetres_inside(format_id):
    format = FORMATS[format_id]
    (page,) = pictures(render_test_page(format))

    outside = page.copy()
    outside.paste(255, area(format, 1, inset=1.5))
    assert is_white(outside)
    assert not is_white(page.crop(area(format, 1, inset=4.9)))


def test_too_large_an_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        render_test_page(FORMATS["az-3475"], dx=12)
