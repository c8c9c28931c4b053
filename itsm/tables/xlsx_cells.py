"""What a cell of an Excel file means as text: dates as dates, whole numbers without a point."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from itsm.tables.number_formats import picture_of

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MUST_ESCAPE = re.compile(r"[\x01-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# No database takes these, no program shows them.
NOBODYS = re.compile(r"[\x00\ud800-\udfff]")
# A number of as many digits stands in no file that a program wrote.
LONG = 10


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


class DayCell(str):
    """The text of a cell that Excel keeps as a day; a text that only looks so is no such thing."""


class Book:
    """What all cells of a workbook share: its texts, its styles, its first day."""

    def __init__(self, strings, formats, dates_from_1904):
        self.strings = strings
        codes = [_code(number, code) for number, code in formats]
        self.dates = [is_date_format(code) and not is_timedelta_format(code) for code in codes]
        self.pictures = [picture_of(code) for code in codes]
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
        if kind != "n":
            return raw
        place = _place(style)
        if place < len(self.dates) and self.dates[place]:
            return _date_text(raw, self.epoch)
        text = _number_text(raw)
        picture = self.pictures[place] if place < len(self.pictures) else None
        return picture.show(text) if picture else text


def _place(style):
    """Which style a cell names; the first one where it names none."""
    return int(style) if style and style.isdecimal() and len(style) < LONG else 0


def _code(number, code):
    """The format behind its number: Excel's own ones are not written into the file."""
    known = number.isdecimal() and len(number) < LONG
    return code or BUILTIN_FORMATS.get(int(number) if known else 0) or ""


def _date_text(raw, epoch):
    try:
        value = from_excel(float(raw), epoch)
        if isinstance(value, dt.time):
            return value.isoformat(timespec="seconds")
        value = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    except (ValueError, OverflowError):
        return raw
    whole_day = value.time() == dt.time()
    return DayCell(value.date().isoformat() if whole_day else value.isoformat(" "))


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
