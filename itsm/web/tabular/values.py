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
CURRENCY = re.compile(r"€|\$|£|Euro|EUR|USD|CHF", re.IGNORECASE)
AMOUNT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
GROUPS = re.compile(r"-?[1-9]\d{0,2}(?:(?P<sign>[.,' ])\d{3})(?:(?P=sign)\d{3})*", re.ASCII)
LARGEST = Decimal(10) ** 10
TWO_DIGITS_MEAN_2000_UNTIL = 68


def read_date(text, order="dmy"):
    """The day a text names, or None for an empty one; `order` is what `date_order` found."""
    text = text.strip()
    if not text:
        return None
    match = DATE.fullmatch(text)
    try:
        return _day(match, order)
    except (TypeError, ValueError) as impossible:
        raise ValueError(
            _("“%(text)s” is not a possible date.") % {"text": text[:40]}
        ) from impossible


def date_order(values):
    """Which of day and month comes first in a column: `1/23/23` anywhere proves American."""
    votes, iso, others = Counter(), 0, 0
    for value in values:
        match = DATE.fullmatch(value.strip())
        if not match:
            continue
        if len(match["first"]) == 4:
            iso += 1
            continue
        others += 1
        if match["sign"] != ".":
            votes["mdy"] += int(match["second"]) > 12
            votes["dmy"] += int(match["first"]) > 12
    if votes["mdy"] > votes["dmy"]:
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
