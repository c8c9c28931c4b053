"""What is cut out of KERN and Tabler, and what is not."""

import pytest

from tests.tools import cutting

CSS = """@charset "UTF-8"; /* { */
:root { --kern-color-red-050: a; --kern-color-red-600: b; }
.kern-btn, .kern-m-4 { color: var(--kern-color-red-600); }
.kern-flex { display: flex }
:is(body, .kern-light):not([class*=kern-level-]), .kern-level-1 { x: y }
@media print { .kern-btn--primary { a: b } .kern-icon--mail { c: d } }
@media screen { .kern-icon { e: f } }
"""


def test_only_what_we_use_of_kern_stays_and_in_a_layer():
    assert cutting.cut_kern(CSS) == (
        "@layer kern{\n:root{--kern-color-red-600: b}\n"
        ".kern-btn{color: var(--kern-color-red-600)}\n"
        ":is(body, .kern-light):not([class*=kern-level-]){x: y}\n"
        "@media print{.kern-btn--primary{a: b}}\n}\n"
    )


def test_a_value_that_only_our_own_rules_use_stays():
    kept = cutting.cut_kern(CSS, "a { color: var(--kern-color-red-050) }")
    assert kept.splitlines()[1] == ":root{--kern-color-red-050: a;--kern-color-red-600: b}"


def test_a_symbol_gets_our_name_and_loses_its_frame(monkeypatch):
    monkeypatch.setattr(cutting, "SYMBOLS", {"repair": "tool"})
    sprite = (
        '<symbol id="tabler-tool" viewBox="0 0 24 24" fill="none">'
        '<path stroke="none" d="M0 0h24v24H0z" fill="none" /><path d="M1 1" /></symbol>'
    )
    assert cutting.cut_sprite(sprite).splitlines()[2:-1] == [
        '<symbol id="repair" viewBox="0 0 24 24"><path d="M1 1"/></symbol>'
    ]


def test_a_symbol_that_is_not_there_stops_the_work():
    with pytest.raises(KeyError):
        cutting.cut_sprite("<svg></svg>")
