"""What people and programs write where they know nothing."""

import pytest

from assets.empty_values import real_number, real_serial, says_nothing

EVERYWHERE = [
    "",
    " ",
    "-",
    "--",
    "?",
    "…",
    "k.A.",
    "k. A.",
    "K.A",
    "(k.A.)",
    "keine Angabe",
    "nicht vorhanden",
    "unbekannt",
    "Unbekannt.",
    "n/a",
    "N.A.",
    "none",
    "NULL",
    "(leer)",
    "#N/A",
    "#NV",
    "#REF!",
    "#BEZUG!",
    "To Be Filled By O.E.M.",
    "Default string",
]
FIELDS = [
    "serial_number",
    "inventory_number",
    "name",
    "category",
    "manufacturer",
    "model",
    "school",
    "room",
    "building",
    "state",
    "purchased_on",
    "price",
    "warranty_until",
    "supplier",
    "funding_source",
    "notes",
]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", EVERYWHERE)
def test_some_words_say_nothing_in_any_column(text, field):
    assert says_nothing(text, field)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("serial_number", "ohne SN"),
        ("serial_number", "fehlt"),
        ("serial_number", "siehe Aufkleber"),
        ("serial_number", "o. Nr."),
        ("serial_number", "vorhanden?"),
        ("inventory_number", "ohne"),
        ("inventory_number", "o. Nr."),
        ("school", "ohne"),
        ("room", "keiner"),
        ("category", "kein"),
        ("purchased_on", "0000-00-00"),
        ("purchased_on", "00.01.1900"),
        ("warranty_until", "nein"),
        ("price", "-,--"),
        ("price", "fehlt"),
        ("notes", "keine"),
    ],
)
def test_some_words_say_nothing_only_where_they_cannot_be_meant(field, text):
    assert says_nothing(text, field)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("school", "KA"),
        ("room", "NA"),
        ("room", "0"),
        ("room", "Ohne Fenster"),
        ("name", "Test"),
        ("name", "ohne Deckel"),
        ("state", "fehlt"),
        ("notes", "fehlt"),
        ("price", "0"),
        ("model", "X"),
        ("inventory_number", "1"),
        ("inventory_number", "111"),
        ("category", "Sonstiges"),
        ("purchased_on", "01.02.1999"),
        ("supplier", "Nix GmbH"),
    ],
)
def test_what_may_be_meant_stays(field, text):
    assert not says_nothing(text, field)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0",
        "00000000",
        "None",
        "N/A",
        "-",
        "…",
        "To Be Filled By O.E.M.",
        "Default string",
        "System Serial Number",
        "XXXXXXX",
        "unbekannt",
        "123456789",
        "k.A.",
        "nicht lesbar",
    ],
)
def test_what_makers_write_when_they_know_nothing_is_no_serial_number(text):
    assert real_serial(text) == ""


@pytest.mark.parametrize("text", ["X4AB100417L", " PF3 1A2B ", "5CG0", "007"])
def test_a_real_one_stays(text):
    assert real_serial(text) == " ".join(text.split())


def test_an_inventory_number_may_be_as_short_as_the_authority_likes():
    assert [real_number(text) for text in ("1", " A  1 ", "ohne", "-", "k.A.")] == [
        "1",
        "A 1",
        "",
        "",
        "",
    ]
