"""What a cell says: text, a day, an amount, a state; or a sentence why it cannot be read."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assets.empty_values import real_serial, says_nothing
from assets.imports.columns import LABELS
from assets.models import Device, DeviceModel
from itsm.same import visible
from itsm.tables import is_whole_date, read_date, read_money

State = Device.State
STATES = {
    State.IN_SERVICE: "in betrieb, in gebrauch, in benutzung, in verwendung, im einsatz, aktiv, aktive, ok, okay, "
    "in ordnung, in service, in use, active, deployed, production",
    State.IN_STORAGE: "im lager, lager, eingelagert, reserve, ersatz, ersatzgerät, bereit, ausstehend, "
    "in storage, stored, stock, in stock, spare, ready to deploy, ready, deployable, pending",
    State.IN_REPAIR: "in reparatur, reparatur, defekt, in repair, repair, out for repair, out for diagnostics, "
    "broken, broken not fixable",
    State.LENT: "ausgeliehen, verliehen, entliehen, lent, lent out, on loan, checked out",
    State.MISSING: "vermisst, verloren, gestohlen, fehlt, missing, lost, stolen, lost stolen",
    State.RETIRED: "ausgemustert, ausgesondert, entsorgt, verschrottet, archiviert, retired, archived, "
    "disposed, decommissioned",
}
STATE_WORDS = {word: state for state, words in STATES.items() for word in words.split(", ")}
# Columns in which a day is never meant: Excel made it of 1-5 or 1.10.
NEVER_DAYS = frozenset(
    {
        "inventory_number",
        "serial_number",
        "order_number",
        "category",
        "manufacturer",
        "model",
        "model_number",
        "school",
        "place",
        "building",
        "floor",
        "room",
    }
)
# 1.10 as a German Excel shows the day it made of it, 1-10 as an English one does, and whole days.
MADE_A_DAY = re.compile(
    r"\d{1,2}\. ?(Jan|Feb|Mrz|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)\.?|"
    r"\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"(Jan|Feb|Mrz|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[ .-]{1,2}\d{2}|"
    r"(Mar|May|Oct|Dec)-\d{2}|\d{1,2}\.\d{1,2}\.(19|20)\d{2}( 00:00(:00)?)?"
)
ISO_DAY = re.compile(r"(19|20)\d{2}-\d{2}-\d{2}( 00:00:00)?")
# In these somebody may well count 2021-05-17.
MAY_LOOK_ISO = frozenset(
    {"inventory_number", "serial_number", "order_number", "model", "model_number"}
)
# 355402123456789 as Excel writes it where the column is narrow: most of the digits are gone.
SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d{2,3}")
# Excel keeps fifteen digits and puts zeros behind them.
CUT_OFF = re.compile(r"\d{15}0{3,}")
NUMBERS = frozenset({"inventory_number", "serial_number", "order_number"})
WITH_LINES = frozenset({"notes", "model_notes"})
MONTHS = re.compile(r"(\d{1,3})\s*(monate?|months?|mon\.?)?", re.IGNORECASE)
# The longest text each column takes, as the database has it.
LONGEST = {
    name: Device._meta.get_field(name).max_length
    for name in ("inventory_number", "serial_number", "name", "supplier", "order_number")
} | {
    "model": DeviceModel._meta.get_field("name").max_length,
    "model_number": DeviceModel._meta.get_field("number").max_length,
    "notes": 4000,
    "model_notes": 4000,
    "category": 80,
    "manufacturer": 120,
    "school": 160,
    "funding_source": 120,
    "place": 300,
    "building": 80,
    "floor": 80,
    "room": 300,
}


class RowFailed(ValueError):
    """This row cannot be taken; says why, for whoever corrects the table."""


def read_cells(cells, orders, labels, remarks=None) -> dict:
    """All values of one row that say something; empty cells say nothing at all.

    Sentences about what is taken otherwise than it is written are added to `remarks`.
    """
    said, remarks = {}, [] if remarks is None else remarks
    for field, raw in cells.items():
        text = _lines(raw) if field in WITH_LINES else visible(raw)
        if text and not (says_nothing(text, field) or _is_lost(field, text, remarks)):
            said[field] = _read(field, text, orders, labels, remarks)
    if "serial_number" in said and not real_serial(said["serial_number"]):
        del said["serial_number"]
    if isinstance(months := said.get("warranty_until"), int):
        end = _after(said.get("purchased_on"), months)
        said |= {"warranty_until": end}
    return {field: value for field, value in said.items() if value is not None}


def _is_lost(field, text, remarks) -> bool:
    """Whether Excel left nothing of this cell that could be used; the row goes on without it."""
    if field in NEVER_DAYS and (MADE_A_DAY.fullmatch(text) or _is_odd_day(field, text)):
        raise RowFailed(made_a_day(field, text))
    if field not in NEVER_DAYS or not (
        SHORTENED.fullmatch(text) or (field in NUMBERS and CUT_OFF.fullmatch(text))
    ):
        return False
    words = {"column": LABELS[field], "text": text[:40]}
    if field == "inventory_number":
        raise RowFailed(
            _("%(column)s: Excel shortened it to “%(text)s”. Please type it as text.") % words
        )
    remarks.append(_("%(column)s: Excel shortened it to “%(text)s”, so it is not taken.") % words)
    return True


def _is_odd_day(field, text):
    return field not in MAY_LOOK_ISO and ISO_DAY.fullmatch(text)


def made_a_day(field, text) -> str:
    """The sentence about a number or room of which Excel made a day."""
    return _(
        "%(column)s: Excel made a day of it (%(text)s). Please set the column to “Text” there and "
        "type it again."
    ) % {"column": LABELS[field], "text": text[:40]}


def _read(field, text, orders, labels, remarks):
    try:
        if field == "price":
            return _price(text)
        if field == "warranty_until" and (match := MONTHS.fullmatch(text)):
            return int(match[1])
        if field in orders:
            return _day(field, text, orders, remarks)
    except ValueError as unreadable:
        raise RowFailed(f"{labels[field]}: {unreadable}") from unreadable
    if field == "state":
        return text
    if len(text) > LONGEST[field]:
        raise RowFailed(
            _("%(column)s: at most %(most)s characters.")
            % {"column": labels[field], "most": LONGEST[field]}
        )
    return text


def _price(text):
    amount = read_money(text)
    if amount is None or not 0 <= amount < 10**8:
        raise ValueError(_("“%(text)s” is not a possible price.") % {"text": text[:40]})
    return amount


def _day(field, text, orders, remarks):
    """The day; of a year or a month the first one, or the last one where something ends then."""
    day = read_date(text, orders[field], last=field != "purchased_on")
    if not is_whole_date(text):
        words = _("%(column)s: “%(text)s” is taken as %(day)s.")
        shown = date_format(day, "SHORT_DATE_FORMAT")
        remarks.append(words % {"column": LABELS[field], "text": text[:40], "day": shown})
    return day


def _lines(raw) -> str:
    """The text without signs nobody sees; line breaks stay."""
    return "\n".join(map(visible, raw.splitlines())).strip()


def _after(day, months):
    """So many months after this day: a guarantee given as a length needs its beginning."""
    if day is None:
        return None
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return None
