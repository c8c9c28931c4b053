"""Faces: the code as large as the label allows, its quiet zone whole, the words beside it."""

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from reportlab.lib.units import mm

from assets.labels.formats import FORMATS
from assets.labels.label_layout import TOLERANCE, arrange
from assets.labels.qr import QUIET, bars, modules_of
from tests.assets.labels.printed import HOST, SHORT_HOST, label

every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))
HAIR = 1e-6


@pytest.mark.parametrize(("host", "modules"), [(SHORT_HOST, 29), (HOST, 33)])
def test_the_code_is_of_version_three_or_four(host, modules):
    assert bars(label(1, host).url)[0] == modules


def test_bars_are_exactly_the_dark_modules():
    url = label(1).url
    dark = {
        (column, row)
        for row, modules in enumerate(modules_of(url))
        for column, module in enumerate(modules)
        if module
    }
    size, drawn = bars(url)
    covered = [
        (left + x, top + y)
        for left, top, width, height in drawn
        for x in range(width)
        for y in range(height)
    ]

    assert size == 33
    assert sorted(covered) == sorted(dark)
    assert len(drawn) < len(dark) / 2


def test_a_quarter_of_a_code_may_be_scratched_away():
    url = label(1).url
    size, drawn = bars(url)
    picture = Image.new("L", ((size + 2 * QUIET) * 4,) * 2, 255)
    pencil = ImageDraw.Draw(picture)
    for left, top, width, height in drawn:
        corner = (left + QUIET) * 4, (top + QUIET) * 4
        pencil.rectangle([*corner, corner[0] + width * 4 - 1, corner[1] + height * 4 - 1], 0)

    read = zxingcpp.read_barcode(picture)

    assert (read.text, read.ec_level) == (url, "Q")


@every_format
@pytest.mark.parametrize("modules", [29, 33])
def test_the_quiet_zone_is_whole_and_the_words_keep_out_of_it(format, modules):
    face = arrange(format, modules)
    quiet = QUIET * face.module
    width, height = (side * mm for side in format.face)

    assert face.code.width == pytest.approx(modules * face.module)
    assert face.code.height == pytest.approx(modules * face.module)
    assert face.code.left - quiet >= TOLERANCE - HAIR
    assert face.code.bottom - quiet >= TOLERANCE - HAIR
    assert face.code.top + quiet <= height - TOLERANCE + HAIR
    assert face.code.right + quiet <= width - TOLERANCE + HAIR
    beside = face.words.left >= face.code.right + quiet - HAIR
    below = face.words.top <= face.code.bottom - quiet + HAIR
    assert beside or below
    assert face.words.right <= width - 1.0 * mm + HAIR
    assert face.words.bottom >= 1.0 * mm


@every_format
def test_nothing_stands_where_the_printer_cannot_reach(format):
    face = arrange(format, 33)
    left, top, right, bottom = (side * mm for side in format.blank)
    width, height = (side * mm for side in format.face)

    assert min(face.code.left, face.words.left) >= left - HAIR
    assert min(face.code.bottom, face.words.bottom) >= bottom - HAIR
    assert max(face.code.right, face.words.right) <= width - right + HAIR
    assert max(face.code.top, face.words.top) <= height - top + HAIR


@pytest.mark.parametrize(
    ("format_id", "millimetres"),
    [("az-l4731", 0.22), ("az-l6009", 0.5), ("az-3475", 0.8), ("brother-dk-62", 0.65)],
)
def test_modules_are_as_large_as_the_label_allows(format_id, millimetres):
    assert arrange(FORMATS[format_id], 33).module / mm >= millimetres
