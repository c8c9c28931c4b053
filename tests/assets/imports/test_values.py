from datetime import date
from decimal import Decimal

import pytest

from assets.imports.columns import LABELS
from assets.imports.values import RowFailed, read_cells


def read(orders=None, **cells):
    return read_cells(cells, orders or {"purchased_on": "dmy", "warranty_until": "dmy"}, LABELS)


def test_cells_become_values_and_empty_ones_say_nothing():
    assert read(
        name=" Beamer ",
        notes="a\r\nb\x00",
        price="1.249,50 €",
        purchased_on="2.6.2021",
        supplier="",
        serial_number="None",
    ) == {
        "name": "Beamer",
        "notes": "a\nb",
        "price": Decimal("1249.50"),
        "purchased_on": date(2021, 6, 2),
    }


def test_american_dates_are_read_where_the_column_is_american():
    assert read({"purchased_on": "mdy"}, purchased_on="1/2/23") == {
        "purchased_on": date(2023, 1, 2)
    }


@pytest.mark.parametrize(
    ("bought", "length", "until"),
    [
        ("2.6.2021", "36", date(2024, 6, 2)),
        ("31.8.2021", "6 Monate", date(2022, 2, 28)),
        ("2.6.2021", "2.6.2026", date(2026, 6, 2)),
    ],
)
def test_a_guarantee_is_a_day_or_a_length(bought, length, until):
    assert read(purchased_on=bought, warranty_until=length)["warranty_until"] == until


def test_a_length_without_a_beginning_says_nothing():
    assert read(warranty_until="36") == {}


@pytest.mark.parametrize(
    "cells",
    [
        {"purchased_on": "31.2.2021"},
        {"price": "teuer"},
        {"price": "-5"},
        {"name": "x" * 121},
        {"model": "x" * 161},
        {"inventory_number": "x" * 41},
    ],
)
def test_what_cannot_be_read_is_said(cells):
    with pytest.raises(RowFailed):
        read(**cells)
