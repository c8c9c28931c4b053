"""Numbers as Excel shows them."""

import pytest

from itsm.tables.number_formats import picture_of


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("00000", "42", "00042"),
        ("00000", "123456", "123456"),
        ("0000000000", "1234567", "0001234567"),
        ("0.00", "1.1", "1.10"),
        ("0.00", "1", "1.00"),
        ("0.0", "1.25", "1.25"),
        ("000-000", "12345", "012-345"),
        ("00\\-00", "12345", "123-45"),
        ('"INV-"0000', "7", "INV-0007"),
        ('0000" b";[Red]-0', "7", "0007 b"),
        ('#,##0.00\\ "€"', "1249.5", "1249.50 €"),
        ("_-* #,##0.00\\ [$€-407]_-;-0", "1249.5", "1249.50 "),
        ('"𠀀😀A"00', "7", "A07"),
        ("(000) 000", "12345", "(012) 345"),
        ("00000", "-42", "-42"),
        ("00000", "1e+300", "1e+300"),
        ("00000", "k.A.", "k.A."),
        ("00000", "٤٢", "٤٢"),
    ],
)
def test_a_number_is_read_as_people_see_it(code, number, shown):
    assert picture_of(code).show(number) == shown


@pytest.mark.parametrize(
    "code",
    [
        "",
        "General",
        "0",
        "#",
        "#,##0",
        "@",
        "0%",
        "0.00E+00",
        "# ?/?",
        "[>100]000",
        "yyyy-mm-dd",
        "Standard",
        '"nichts"',
        ".",
        "0.0.0",
    ],
)
def test_formats_that_add_nothing_or_mean_more_leave_the_number_as_it_is(code):
    assert picture_of(code) is None


def test_a_hostile_format_costs_nothing():
    assert picture_of("0" * 5_000).show("1") == "0" * 99 + "1"
    assert picture_of('"' * 5_000) is None
    assert picture_of("." * 5_000) is None
