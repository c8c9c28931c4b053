"""What a cell of an Excel file means as text: dates as dates, whole numbers without a point."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MUST_ESCAPE = re.compile(r"[\x01-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# No database takes these, no program shows them.
NOBODYS = re.compile(r"[\x00\ud800-\udfff]")


@lru_cache(maxsize=1000)
def letters_to_number(letters):
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def escape(text):
    """Signs that XML can't carry, written as Excel writes them: `_x000D_`."""
    return MUST_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", NOBODYS.sub("", text))


def unescape(text):
    """What stood there before `escape`, or before Excel did the same."""
    if "_x" not in text:
        return text
    return NOBODYS.sub("", ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


class Book:
    """What all cells of a workbook share: its texts, its styles, its first day."""

    def __init__(self, strings, formats, dates_from_1904):
        self.strings = strings
        self.dates = [_shows_date(number, code) for number, code in formats]
        self.epoch = MAC_EPOCH if dates_from_1904 else WINDOWS_EPOCH

    def text(self, raw, kind, style):
        """One cell as a person would type it."""
        if kind == "s":
            return self.strings[int(raw)]
        if kind in ("str", "inlineStr"):
            return unescape(raw)
        if kind == "b":
            return "true" if raw == "1" else "false"
        if kind == "d":
            return raw.removesuffix("T00:00:00").replace("T", " ")
        if kind == "n" and style and self._is_date(style):
            return _date_text(raw, self.epoch)
        return _number_text(raw) if kind == "n" else raw

    def _is_date(self, style):
        return style.isdecimal() and int(style) < len(self.dates) and self.dates[int(style)]


def _shows_date(number, code):
    code = code or BUILTIN_FORMATS.get(int(number) if number.isdecimal() else 0)
    return bool(is_date_format(code)) and not is_timedelta_format(code)


def _date_text(raw, epoch):
    try:
        value = from_excel(float(raw), epoch)
        if isinstance(value, dt.time):
            return value.isoformat(timespec="seconds")
        value = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    except (ValueError, OverflowError):
        return raw
    return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")


def _number_text(raw):
    """Excel keeps 15 digits: what it shows as 0.3 is written 0.30000000000000004."""
    if raw.isdecimal():
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not abs(value) < 1e21:
        return raw
    plain = format(Decimal(format(value, ".15g")), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
