import pytest

from assets.imports.serials import real_serial, same


@pytest.mark.parametrize(
    "text",
    ["", " ", "0", "00000000", "None", "N/A", "-", "…", "To Be Filled By O.E.M.", "Default string",
     "System Serial Number", "XXXXXXX", "unbekannt", "123456789"],
)  # fmt: skip
def test_what_makers_write_when_they_know_nothing_is_no_serial_number(text):
    assert real_serial(text) == ""


@pytest.mark.parametrize("text", ["X4AB100417L", " PF3 1A2B ", "5CG0", "007"])
def test_a_real_one_stays(text):
    assert real_serial(text) == " ".join(text.split())


def test_capitals_and_blanks_make_no_difference():
    assert same("pf3 1a2b") == same("PF31A2B ")
