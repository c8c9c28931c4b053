"""Codes: made at random, read however a person or a scanner types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.labels.codes import (
    ALPHABET,
    LENGTH,
    grouped,
    label_url,
    new_code,
    possible_codes,
    read_code,
)

CODE = "7K3M9QXA4TBN2WEC"
WITH_Y = "7K3M9QYA4TBN2ZEC"
SWAPPED = "7K3M9QZA4TBN2YEC"
ADDRESS = f"HTTPS://IT.KREIS-NORD.EXAMPLE:8443/Q/{WITH_Y}"

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
GERMAN = str.maketrans("yzYZ:/-;?_", "zyZYÖ-ßö_?")


def scanned_in_german(text):
    """What a scanner with American keys types into a computer with German ones."""
    return text.translate(GERMAN)


def test_new_codes_are_random_and_of_the_alphabet():
    made = {new_code() for _ in range(2000)}

    assert len(made) == 2000
    assert {len(code) for code in made} == {16}
    assert set("".join(made)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://it.kreis.example", f"HTTPS://IT.KREIS.EXAMPLE/Q/{CODE}"),
        ("http://127.0.0.1:8000/", f"HTTP://127.0.0.1:8000/Q/{CODE}"),
        ("https://kreis.example/Schul-IT/", f"https://kreis.example/Schul-IT/q/{CODE}"),
    ],
)
def test_the_address_is_in_capitals_unless_it_has_a_path_of_its_own(base, url):
    assert label_url(CODE, base) == url


@pytest.mark.parametrize(
    "base",
    [
        "",
        "it.kreis.example",
        "ftp://it.example",
        "https://",
        "https://straße.example",
        "https://it.example/?a=b",
        "https://it.example/#a",
        "https://me@it.example",
    ],
)
def test_what_no_label_should_carry_is_refused(base):
    with pytest.raises(ValueError, match="address"):
        label_url(CODE, base)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        f"  {CODE}\r\n",
        "7K3M 9QXA 4TBN 2WEC",
        "7k3m-9qxa-4tbn-2wec",
        "7K3M–9QXA—4TBN‑2WEC",
        "7K3M\u00a09QXA\u200b4TBN\t2WEC",
        f"https://it.kreis.example/q/{CODE}",
        f"HTTPS://IT.KREIS.EXAMPLE/Q/{CODE}",
        f"http://altes-haus.example/q/{CODE.lower()}/?utm=1#top",
        f"https://kreis.example/schul-it/q/{CODE}",
        f"it.kreis.example/q/{CODE}",
        f"/q/{CODE}",
        f"]Q1HTTPS://IT.KREIS.EXAMPLE/Q/{CODE}",
        "https://it.kreis.example/q/7K3M-9QXA-4TBN-2WEC",
        f"HTTPSÖ--IT.KREISßNORD.EXAMPLE-Q-{CODE}",
    ],
)
def test_a_code_is_read_however_it_arrives(typed):
    assert possible_codes(typed) == [CODE]
    assert read_code(typed) == CODE


def test_letters_that_look_alike_are_forgiven():
    assert read_code("ooOO iIlL 0000 1111") == "0000111100001111"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (WITH_Y, [WITH_Y, SWAPPED]),
        (SWAPPED, [SWAPPED, WITH_Y]),
        (ADDRESS, [WITH_Y]),
        (scanned_in_german(ADDRESS), [WITH_Y]),
        (scanned_in_german(ADDRESS).lower(), [WITH_Y]),
        (scanned_in_german(ADDRESS.lower()), [WITH_Y]),
        (scanned_in_german(f"{ADDRESS}/?a=1"), [WITH_Y]),
        (scanned_in_german(f"{ADDRESS}?a=1"), [WITH_Y]),
        (f"HTTPSO\u0308--IT.EXAMPLE-Q-{SWAPPED}", [WITH_Y]),
    ],
)
def test_y_and_z_change_places_on_a_german_keyboard(typed, meant):
    assert possible_codes(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        CODE[:-1],
        CODE + "0",
        f"{CODE[:-1]}U",
        f"{CODE[:-1]}Ä",
        f"https://it.example/r/{CODE}",
        "https://it.example/q/",
        "HTTPSÖ--IT.EXAMPLE-Q-",
        "GAD-2024-00012",
        f"{CODE[:-1]}½",
        f"{CODE} {CODE}",
        "0" * 1_000_000,
        f"/q/{CODE}" * 1000,
    ],
)
def test_what_is_no_code_is_none(typed):
    assert possible_codes(typed) == []
    assert read_code(typed) is None


def test_groups_of_four_read_aloud():
    assert grouped(CODE) == "7K3M 9QXA 4TBN 2WEC"


@given(
    codes, st.sampled_from(["https://it.example", "http://10.0.0.7:8000", "https://a.example/b"])
)
def test_every_code_comes_back_from_its_address_and_its_groups(code, base):
    url = label_url(code, base)

    assert possible_codes(url) == [code]
    assert possible_codes(scanned_in_german(url)) == [code]
    assert possible_codes(grouped(code))[0] == code
    assert code in possible_codes(scanned_in_german(code))


@given(st.one_of(st.text(max_size=600), st.text("0OIlYZ-/qQöÖ: \0", max_size=60)))
def test_hostile_text_never_raises(text):
    found = possible_codes(text)

    assert len(found) <= 2
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in found)
    assert read_code(text) == (found[0] if found else None)
