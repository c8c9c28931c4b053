import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from itsm.tables import date_order, is_whole_date, read_date, read_money


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("", "dmy", None),
        ("  ", "dmy", None),
        ("24.11.2026", "dmy", dt.date(2026, 11, 24)),
        ("1.2.2026", "dmy", dt.date(2026, 2, 1)),
        ("01.02.26", "dmy", dt.date(2026, 2, 1)),
        ("24. 11. 2026", "dmy", dt.date(2026, 11, 24)),
        ("24.11.2026", "mdy", dt.date(2026, 11, 24)),
        ("2026-11-24", "dmy", dt.date(2026, 11, 24)),
        ("2026-11-24", "mdy", dt.date(2026, 11, 24)),
        ("2026/11/24", "mdy", dt.date(2026, 11, 24)),
        ("2026-11-24 08:12:00", "dmy", dt.date(2026, 11, 24)),
        ("2025-04-30T22:05:14.192Z", "dmy", dt.date(2025, 4, 30)),
        ("24.11.2026, 08:12", "dmy", dt.date(2026, 11, 24)),
        ("1/23/23", "mdy", dt.date(2023, 1, 23)),
        ("10/27/2028", "mdy", dt.date(2028, 10, 27)),
        ("4/5/23", "dmy", dt.date(2023, 5, 4)),
        ("4/5/23", "mdy", dt.date(2023, 4, 5)),
        ("04-05-2023", "dmy", dt.date(2023, 5, 4)),
        ("31.12.99", "dmy", dt.date(1999, 12, 31)),
        ("29.02.2024", "dmy", dt.date(2024, 2, 29)),
    ],
)
def test_dates_are_read_as_they_are_written(text, order, day):
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
        ("05/2021", dt.date(2021, 5, 1), dt.date(2021, 5, 31)),
        ("12.2026", dt.date(2026, 12, 1), dt.date(2026, 12, 31)),
        ("2021-02", dt.date(2021, 2, 1), dt.date(2021, 2, 28)),
        ("August 2019", dt.date(2019, 8, 1), dt.date(2019, 8, 31)),
        ("Mrz. 2024", dt.date(2024, 3, 1), dt.date(2024, 3, 31)),
        ("Aug-19", dt.date(2019, 8, 1), dt.date(2019, 8, 31)),
        ("43678", dt.date(2019, 8, 1), dt.date(2019, 8, 1)),
    ],
)
def test_a_month_or_a_year_has_a_first_and_a_last_day(text, first, last):
    assert (read_date(text), read_date(text, last=True)) == (first, last)
    assert not is_whole_date(text)


@pytest.mark.parametrize(
    "text", ["1. August 2019", "01-Aug-19", "1. Aug. 2019", "August 1, 2019", "1.8.2019"]
)
def test_a_day_may_have_its_month_as_a_word(text):
    assert read_date(text) == read_date(text, last=True) == dt.date(2019, 8, 1)
    assert is_whole_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "30.02.2026",
        "29.02.2023",
        "1/23/23",
        "0000-00-00",
        "00.00.0000",
        "2026-13-01",
        "1899-12-31",
        "31.12.9999",
        "1.2.3",
        "1.2-2026",
        "gestern",
        "0",
        "N/A",
        "13.2026",
        "Foo 2019",
        "31. Feb 2020",
        "1850",
        "9999",
        "99999",
        "١.٢.٢٠٢٦",
    ],
)
def test_impossible_dates_are_named(text):
    with pytest.raises(ValueError, match="is not a possible date") as refused:
        read_date(text)
    assert str(refused.value) == f"“{text}” is not a possible date."


def test_a_long_text_is_not_repeated_whole():
    with pytest.raises(ValueError, match=r"^“x{40}” is not a possible date\.$"):
        read_date("x" * 5_000)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["1/23/23", "4/5/23"], "mdy"),
        (["4/5/23", "", "10/27/28"], "mdy"),
        (["23/1/23", "4/5/23"], "dmy"),
        (["4/5/23", "6/7/23"], "dmy"),
        (["24.11.2026", "4.5.2023"], "dmy"),
        (["24.11.2026", "1/23/23"], "mdy"),
        (["2022-03-18", "", "2021-11-10"], "ymd"),
        (["2022-03-18", "1/23/23"], "mdy"),
        (["2022-03-18", "01.02.2023"], "dmy"),
        (["1/23/23", "23/1/23"], "dmy"),
        (["1/23/23", "1/24/23", "23/1/23"], "mdy"),
        (["8/1/2019 12:00:00 AM", "9/2/2019 1:00:00 PM"], "mdy"),
        (["8/1/2019 12:00:00 AM", "23/1/2019 1:00 am"], "dmy"),
        (["8.1.2019 12:00:00 AM"], "dmy"),
        (["8/1/2019 12:00:00"], "dmy"),
        (["", "unknown"], "dmy"),
        ([], "dmy"),
    ],
)
def test_the_whole_column_decides_what_comes_first(values, order):
    assert date_order(values) == order


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        (" € ", None),
        ("1.249,00 €", "1249.00"),
        ("1249.00", "1249.00"),
        ("1,249.00", "1249.00"),
        ("2266.13", "2266.13"),
        ("1249", "1249.00"),
        ("1.249", "1249.00"),
        ("1,249", "1249.00"),
        ("1.249.000", "1249000.00"),
        ("12,5", "12.50"),
        ("12.5", "12.50"),
        ("0,99", "0.99"),
        ("0.125", "0.13"),
        ("$12.58", "12.58"),
        ("EUR 12,50", "12.50"),
        ("12,50 Euro", "12.50"),
        ("1 249,00", "1249.00"),
        ("1\xa0249,00\xa0€", "1249.00"),
        ("1'249.00 CHF", "1249.00"),
        ("49,-", "49.00"),
        ("1.249,– €", "1249.00"),
        ("-5,00", "-5.00"),
        ("−1.249,00", "-1249.00"),
        ("1249.9999999999999", "1250.00"),
    ],
)
def test_prices_are_read_as_they_are_written(text, amount):
    assert read_money(text) == (amount and Decimal(amount))


@pytest.mark.parametrize(
    "text",
    [
        "kostenlos",
        "1,249,00",
        "12.34.56",
        "1.24.900",
        "6.37702E+15",
        "10000000000",
        "1..2",
        ",50",
        "- ",
        "٥",
        "NaN",
        "12 Stück",
    ],
)
def test_what_is_no_price_is_named(text):
    with pytest.raises(ValueError, match="amount of money") as refused:
        read_money(text)
    assert str(refused.value) == f"“{text.strip()}” is not an amount of money."
