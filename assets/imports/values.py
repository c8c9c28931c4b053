"""What a cell says: text, a day, an amount, a state; or a sentence why it cannot be read."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from assets.imports.serials import real_serial
from assets.models import Device, DeviceModel
from itsm.web.tabular import read_date, read_money

State = Device.State
STATES = {
    State.IN_SERVICE: "in betrieb, in gebrauch, in benutzung, aktiv, aktive, ok, in ordnung, in service, "
    "in use, active, deployed, production",
    State.IN_STORAGE: "im lager, lager, eingelagert, reserve, ersatz, ersatzgerät, bereit, in storage, stored, "
    "stock, in stock, spare, ready to deploy, ready, deployable, pending",
    State.IN_REPAIR: "in reparatur, reparatur, defekt, in repair, repair, out for repair, out for diagnostics, "
    "broken, broken not fixable",
    State.MISSING: "vermisst, verloren, gestohlen, fehlt, missing, lost, stolen, lost stolen",
    State.RETIRED: "ausgemustert, ausgesondert, entsorgt, verschrottet, retired, archived, disposed, "
    "decommissioned",
}
STATE_WORDS = {word: state for state, words in STATES.items() for word in words.split(", ")}
MONTHS = re.compile(r"(\d{1,3})\s*(monate?|months?|mon\.?)?", re.IGNORECASE)
# The longest text each column takes, as the database has it.
LONGEST = {
    name: Device._meta.get_field(name).max_length
    for name in ("inventory_number", "serial_number", "name", "supplier", "order_number")
} | {
    "model": DeviceModel._meta.get_field("name").max_length,
    "model_number": DeviceModel._meta.get_field("number").max_length,
    "notes": 4000, "model_notes": 4000, "category": 80, "manufacturer": 120, "school": 160,
    "funding_source": 120, "place": 300, "building": 80, "floor": 80, "room": 300,
}  # fmt: skip


class RowFailed(ValueError):
    """This row cannot be taken; says why, for whoever corrects the table."""


def read_cells(cells, orders, labels) -> dict:
    """All values of one row that say something; empty cells say nothing at all."""
    said = {}
    for field, raw in cells.items():
        text = _visible(raw)
        if field == "serial_number":
            text = real_serial(text)
        if text:
            said[field] = _read(field, text, orders, labels)
    if isinstance(months := said.get("warranty_until"), int):
        end = _after(said.get("purchased_on"), months)
        said |= {"warranty_until": end}
    return {field: value for field, value in said.items() if value is not None}


def _read(field, text, orders, labels):
    try:
        if field == "price":
            return _price(text)
        if field == "warranty_until" and (match := MONTHS.fullmatch(text)):
            return int(match[1])
        if field in orders:
            return read_date(text, orders[field])
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


def _visible(raw) -> str:
    """The text without signs nobody sees; line breaks stay."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


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
