"""Words on labels: as large as they fit, never below what one can read, never outside."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assets.labels import fonts
from assets.labels.fitting import SMALLEST, Words, typeset
from assets.labels.fonts import BOLD, REGULAR
from assets.labels.formats import FORMATS
from assets.labels.label_layout import Box, arrange

fonts.register()
SMALL = arrange(FORMATS["az-l4731"], 33).words
LARGE = arrange(FORMATS["avery-l7160"], 33).words


def set_words(box, number, name, hint, phone):
    head = [Words(number, BOLD, scale=1.35, keeps_end=True), Words(name, flows=True)]
    return typeset(box, head, [Words(hint, BOLD), Words(phone)])


def written(lines):
    return [line.text for line in lines]


def test_the_smallest_label_holds_four_lines_one_can_read():
    lines = set_words(SMALL, "GAD-2024-0012", "Raum 2.14", "Defekt? Scannen!", "05931 44-1234")

    assert written(lines) == ["GAD-2024-0012", "Raum 2.14", "Defekt? Scannen!", "05931 44-1234"]
    assert min(line.size for line in lines) >= 4.2
    assert [line.font for line in lines] == [BOLD, REGULAR, BOLD, REGULAR]


def test_the_head_begins_at_the_top_and_the_foot_ends_at_the_bottom():
    lines = set_words(LARGE, "GAD-2024-0012", "Raum 2.14", "Defekt? Scannen!", "05931 44-1234")

    assert lines[0].y + lines[0].size * fonts.CAPITALS == LARGE.top
    assert lines[-1].y == LARGE.bottom


def test_a_long_number_keeps_its_end():
    lines = set_words(SMALL, "LANDKREIS-BBS-LINGEN-2024-000123", "", "Defekt? Scannen!", "")

    assert written(lines)[-1] == "Defekt? Scannen!"
    assert "".join(written(lines)[:-1]).endswith("-000123")


def test_a_long_name_breaks_evenly_where_there_is_room():
    name = "Physikraum 1.07, Gymnasium Georgianum Lingen, Epson EB-992F"
    lines = set_words(LARGE, "GAD-2024-0012", name, "Defekt? Scannen!", "05931 44-1234")

    assert " ".join(written(lines)[1:-2]) == name
    assert len(lines) > 4


def test_a_long_name_is_cut_where_there_is_none_and_the_rest_stays_whole():
    name = "Physikraum 1.07, Gymnasium Georgianum Lingen, Epson EB-992F"
    lines = set_words(SMALL, "GAD-2024-0012", name, "Defekt? Scannen!", "05931 44-1234")

    assert lines[1].text.endswith("…")
    assert written(lines[:1] + lines[2:]) == ["GAD-2024-0012", "Defekt? Scannen!", "05931 44-1234"]


def test_empty_words_take_no_room_and_line_breaks_none_either():
    lines = typeset(LARGE, [Words(" \n "), Words("Raum\n2.14\x00")], [Words("")])

    assert written(lines) == ["Raum 2.14"]
    assert typeset(LARGE, [Words("")], []) == []


boxes = st.builds(
    lambda format, modules: arrange(format, modules).words,
    st.sampled_from(list(FORMATS.values())),
    st.sampled_from([25, 29, 33]),
)
words = st.one_of(st.text(max_size=60), st.text("aWÄß- ", max_size=300))


@settings(deadline=None, max_examples=60)
@given(boxes, words, words, words, words)
def test_whatever_is_typed_stays_in_its_box_and_readable(box, number, name, hint, phone):
    lines = set_words(box, number, name, hint, phone)

    assert all(line.size >= SMALLEST for line in lines)
    assert [line.y for line in lines] == sorted((line.y for line in lines), reverse=True)
    for line in lines:
        assert line.x == box.left
        assert line.x + fonts.width(line.text, line.font) * line.size <= box.right * 1.001
        assert box.bottom <= line.y
        assert line.y + line.size * fonts.CAPITALS <= box.top + 0.001


def test_a_box_of_its_own_measures_itself():
    assert (Box(1, 2, 11, 7).width, Box(1, 2, 11, 7).height) == (10, 5)
