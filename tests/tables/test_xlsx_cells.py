import pytest

from itsm.tables.xlsx_cells import escape, letters_to_number, unescape


def test_letters_of_columns_are_numbers():
    assert [letters_to_number(name) for name in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16_384]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain", "plain"),
        ("a\rb", "a_x000D_b"),
        ("_x000D_", "_x005F_x000D_"),
        ("_x00", "_x00"),
        ("\uffff", "_xFFFF_"),
    ],
)
def test_signs_that_xml_cant_carry_are_written_as_excel_does(text, escaped):
    assert escape(text) == escaped
    assert unescape(escaped) == text


def test_signs_no_database_takes_are_dropped():
    assert escape("a\x00b\ud800c") == "abc"
    assert unescape("a_x0000_b_xD800_c") == "abc"
