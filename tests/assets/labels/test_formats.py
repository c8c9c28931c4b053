"""Formats: every label lies on its paper, none on another one."""

import pytest
from django.utils import translation

from assets.labels.formats import FORMATS, find_format, format_choices

every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))


def test_all_known_formats_are_there():
    assert sorted(FORMATS) == [
        "avery-l4770",
        "avery-l7160",
        "avery-l7162",
        "avery-l7163",
        "avery-l7651",
        "avery-l8658",
        "az-3474",
        "az-3475",
        "az-3490",
        "az-4732",
        "az-4780",
        "az-l4731",
        "az-l4773",
        "az-l6009",
        "brother-dk-12",
        "brother-dk-17x54",
        "brother-dk-29",
        "brother-dk-29x90",
        "brother-dk-62",
        "brother-dk-62x100",
        "brother-dk-62x29",
        "brother-tze-24",
        "dymo-11352",
        "dymo-11354",
        "dymo-99010",
        "dymo-99012",
        "herma-10001",
        "herma-4606",
    ]


def test_a_format_is_found_by_its_id():
    assert find_format("az-l6009").name == "Avery Zweckform L6009"
    assert find_format("az-nothing") is None


@every_format
def test_all_labels_lie_on_the_paper(format):
    slack = 0.2  # 3475: three times 70.05 mm are more than A4
    for position in range(1, format.per_page + 1):
        left, top = format.corner(position)
        assert left >= 0
        assert top >= 0
        assert left + format.label[0] <= format.page[0] + slack
        assert top + format.label[1] <= format.page[1] + slack


@every_format
def test_labels_don_t_overlap(format):
    assert format.pitch[0] >= format.label[0]
    assert format.pitch[1] >= format.label[1]


@pytest.mark.parametrize(
    ("format_id", "count", "second_row", "last"),
    [
        ("az-l4731", 189, (8.6, 23.5), (176.0, 273.5)),
        ("az-l6009", 48, (9.7, 42.5), (154.6, 254.5)),
        ("az-3475", 24, (0.0, 40.46), (140.1, 256.64)),
        ("avery-l7160", 21, (7.48, 53.59), (139.56, 244.09)),
    ],
)
def test_positions_count_row_by_row(format_id, count, second_row, last):
    format = FORMATS[format_id]

    assert format.per_page == count
    assert format.corner(1) == format.margin
    assert format.corner(format.grid[0] + 1) == pytest.approx(second_row)
    assert format.corner(count) == pytest.approx(last)


def test_narrow_rolls_print_lying_on_their_side():
    turned = {each.id for each in FORMATS.values() if each.turned}

    assert turned == {
        "brother-dk-12",
        "brother-dk-17x54",
        "brother-dk-29",
        "brother-dk-29x90",
        "brother-tze-24",
        "dymo-11352",
        "dymo-99010",
        "dymo-99012",
    }
    assert FORMATS["brother-dk-29x90"].face == (90.0, 29.0)


def test_what_the_printer_cannot_reach_stays_white():
    assert FORMATS["az-3475"].blank == pytest.approx((5.0, 0.57, 5.15, 0.67))
    assert FORMATS["az-l6009"].blank == (0.0, 0.0, 0.0, 0.0)
    assert FORMATS["brother-dk-62"].blank == (1.53, 2.97, 1.53, 2.97)
    assert FORMATS["brother-dk-29"].blank == (2.97, 1.53, 2.97, 1.53)


def test_the_list_says_what_to_buy():
    with translation.override("en"):
        (sheets, on_sheets), (rolls, on_rolls) = format_choices()

        assert (str(sheets), str(rolls)) == ("Sheets (A4)", "Rolls and tapes")
        assert len(on_sheets) + len(on_rolls) == len(FORMATS)
        assert dict(on_sheets)["az-l6009"] == (
            "Avery Zweckform L6009 – 45.7 × 21.2 mm, 48 per sheet (type plate, silver polyester)"
        )
        assert dict(on_sheets)["avery-l7160"] == "Avery L7160 – 63.99 × 38.1 mm, 21 per sheet"
        assert dict(on_rolls)["brother-dk-62"] == "Brother DK 62 mm – 62 × 29 mm (endless tape)"
    with translation.override("de"):
        assert "45,7 × 21,2 mm" in FORMATS["az-l6009"].description
