"""Dates and prices as people and programs write them, read without guessing twice."""

import datetime as dt
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

DATE = re.compile(
    r"(?P<first>\d{1,4})(?P<sign>[./-])\s?(?P<second>\d{1,2})(?P=sign)\s?(?P<third>\d{1,4})"
    r"(?:[T ,]+\d{1,2}:\d{2}.{0,20})?",
    re.ASCII,
)
NAMES_OF_MONTHS = (
    "januar january jänner jan",
    "februar february feber feb",
    "märz march mär mrz mar",
    "april apr",
    "mai may",
    "juni june jun",
    "juli july jul",
    "august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "dezember december dez dec",
)
MONTHS = {name: n for n, names in enumerate(NAMES_OF_MONTHS, start=1) for name in names.split()}
WORD = r"(?P<word>[A-Za-zÄä]{3,9})\.?"
BETWEEN = r"[\s./,-]*"
# "1. August 2019", "01-Aug-19", "August 1, 2019": a whole day with its month as a word.
NAMED_DAYS = (
    re.compile(
        rf"(?P<day>\d{{1,2}})\.?{BETWEEN}{WORD}{BETWEEN}(?P<year>\d{{4}}|\d{{2}})", re.ASCII
    ),
    re.compile(rf"{WORD} (?P<day>\d{{1,2}}),{BETWEEN}(?P<year>\d{{4}})", re.ASCII),
)
# A month or a year alone: "August 2019", "Aug-19", "05/2021", "2021-05", "2020".
PERIODS = (
    re.compile(rf"{WORD}{BETWEEN}(?P<year>\d{{4}}|\d{{2}})", re.ASCII),
    re.compile(r"(?P<month>\d{1,2})\s?[./-]\s?(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})[./-](?P<month>\d{1,2})", re.ASCII),
    re.compile(r"(?P<year>(19|20)\d\d)", re.ASCII),
)
# A day as Excel counts it, where it lost its format: 43678 is the first of August 2019.
COUNTED = re.compile(r"[2-6]\d{4}", re.ASCII)
FIRST_OF_EXCEL = dt.date(1899, 12, 30)
AMERICAN_TIME = re.compile(r"\d\s?[AP]M", re.IGNORECASE)
CURRENCY = re.compile(r"€|\$|£|Euro|EUR|USD|CHF", re.IGNORECASE)
AMOUNT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
GROUPS = re.compile(r"-?[1-9]\d{0,2}(?:(?P<sign>[.,' ])\d{3})(?:(?P=sign)\d{3})*", re.ASCII)
LARGEST = Decimal(10) ** 10
TWO_DIGITS_MEAN_2000_UNTIL = 68


def read_date(text, order="dmy", *, last=False):
    """The day a text names, or None for an empty one; `order` is what `date_order` found.

    Of a month or a year alone it is the first day, or the `last` one, where something ends.
    """
    text = text.strip()
    if not text:
        return None
    try:
        if match := DATE.fullmatch(text):
            return _day(match, order)
        return _named_day(text) or _period(text, last) or _counted(text)
    except (KeyError, TypeError, ValueError) as impossible:
        raise ValueError(
            _("“%(text)s” is not a possible date.") % {"text": text[:40]}
        ) from impossible


def is_whole_date(text) -> bool:
    """Whether a text that `read_date` understands names a day, and no month, year or bare number."""
    text = text.strip()
    return bool(DATE.fullmatch(text)) or any(form.fullmatch(text) for form in NAMED_DAYS)


def date_order(values):
    """Which of day and month comes first in a column: `1/23/23` anywhere proves American.

    Where no day proves anything, `8/1/2019 12:00:00 AM` does: that time is American, too.
    """
    votes, iso, others, american = Counter(), 0, 0, False
    for value in values:
        match = DATE.fullmatch(value.strip())
        if not match:
            continue
        if len(match["first"]) == 4:
            iso += 1
            continue
        others += 1
        american = american or (match["sign"] == "/" and bool(AMERICAN_TIME.search(value)))
        if match["sign"] != ".":
            votes["mdy"] += int(match["second"]) > 12
            votes["dmy"] += int(match["first"]) > 12
    if votes["mdy"] > votes["dmy"] or (american and not votes["dmy"]):
        return "mdy"
    return "ymd" if iso and not others else "dmy"


def read_money(text):
    """The amount a text names, in euros and cents, or None for an empty one."""
    plain = CURRENCY.sub("", text).replace("\xa0", " ").replace("\u202f", " ").strip()
    if not plain:
        return None
    number = _decimal_point(re.sub(r"[.,][-–—]{1,2}$", "", plain).replace("−", "-"))
    if not AMOUNT.fullmatch(number) or abs(Decimal(number)) >= LARGEST:
        raise ValueError(_("“%(text)s” is not an amount of money.") % {"text": text[:40].strip()})
    return Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _day(match, order):
    first, second = int(match["first"]), int(match["second"])
    if len(match["first"]) >= 3:
        return _real(first, second, int(match["third"]))
    if match["sign"] == "." or order != "mdy":
        first, second = second, first
    return _real(_full_year(match["third"]), first, second)


def _named_day(text):
    match = next(filter(None, (form.fullmatch(text) for form in NAMED_DAYS)), None)
    if match is None:
        return None
    return _real(_full_year(match["year"]), MONTHS[match["word"].lower()], int(match["day"]))


def _period(text, last):
    match = next(filter(None, (form.fullmatch(text) for form in PERIODS)), None)
    if match is None:
        return None
    said, year = match.groupdict(), _full_year(match["year"])
    month = MONTHS[said["word"].lower()] if said.get("word") else said.get("month")
    first = _real(year, int(month or 1), 1)
    if not last:
        return first
    ends = (
        _real(year + 1, 1, 1)
        if not month or first.month == 12
        else first.replace(month=first.month + 1)
    )
    return ends - dt.timedelta(days=1)


def _counted(text):
    if not COUNTED.fullmatch(text):
        raise ValueError(text)
    return FIRST_OF_EXCEL + dt.timedelta(days=int(text))


def _full_year(digits):
    if len(digits) != 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= TWO_DIGITS_MEAN_2000_UNTIL else 1900)


def _real(year, month, day):
    if not 1900 <= year <= 2200:
        raise ValueError(year)
    return dt.date(year, month, day)


def _decimal_point(plain):
    """One sign means thousands if three digits follow each; of two signs, the last is the point."""
    whole, sign, cents = _split(plain)
    groups = GROUPS.fullmatch(whole)
    if groups and groups["sign"] != sign:
        whole = whole.replace(groups["sign"], "")
    return f"{whole}.{cents}" if sign else whole


def _split(plain):
    if GROUPS.fullmatch(plain):
        return plain, "", ""
    place = max(plain.rfind("."), plain.rfind(","))
    if place < 0:
        return plain, "", ""
    return plain[:place], plain[place], plain[place + 1 :]
