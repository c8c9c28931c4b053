"""A table as an import keeps it: only the columns that say something about devices."""

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from assets.empty_values import says_nothing
from assets.imports.columns import DEVICES, SCHOOLS, Columns, is_heading, listed, understand
from assets.imports.rows import no_device, say_left_out
from assets.imports.values import NEVER_DAYS, made_a_day
from itsm.tables import DayCell, Table, TableRefused, date_order, read_tables

DATES = ("purchased_on", "warranty_until", "bound_until")


@dataclass(frozen=True)
class Sheet:
    """The understood columns, and below them the rows: [number in the file, cells, problem, rest].

    `kept` are columns nobody understands whose cells (the rest) go into the notes. `remarks` are sentences about what was left out, `values` says how many cells of each column
    that was not understood hold anything.
    """

    headings: dict[str, str]
    people: list[str]
    unused: list[str]
    orders: dict[str, str]
    rows: list[list]
    kind: str = DEVICES
    remarks: list[str] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def rest(self, row) -> dict[str, str]:
        """One row's texts of the columns that nobody understands and that are kept."""
        return dict(zip(self.kept, row[3], strict=True)) if self.kept else {}

    def cells(self, row) -> dict[str, str]:
        """One row's texts by field."""
        return dict(zip(self.headings, row[1], strict=True))

    def as_json(self) -> dict:
        """What is kept between looking and doing; a database forgets the order of names."""
        return asdict(self) | {"headings": list(self.headings.items())}

    @classmethod
    def from_json(cls, kept) -> "Sheet":
        """The sheet that was kept."""
        return cls(**{**kept, "headings": dict(kept["headings"])})


class _Part(NamedTuple):
    """One table of a file, and what it lists by which columns."""

    table: Table
    columns: Columns
    kind: str
    headings: dict[str, str]


def read_sheet(file, *, keep_rest=False, **limits) -> Sheet:
    """Keep what is understood; refuse a file that names no device, model, place or school.

    Of a workbook all sheets that list the same are read as one; the others are named. With
    `keep_rest`, what nobody understands is kept for the notes of the devices.
    """
    parts = [_understood(table) for table in read_tables(file, known=is_heading, **limits)]
    kinds = [part.kind for part in parts if part.kind]
    if not kinds or set(kinds) == {SCHOOLS}:
        raise TableRefused(_refusal(parts))
    kind = DEVICES if DEVICES in kinds else next(kind for kind in kinds if kind != SCHOOLS)
    read = [part for part in parts if part.kind == kind]
    headings = {}
    for part in read:
        headings |= {
            name: heading for name, heading in part.headings.items() if name not in headings
        }
    unused = _unused(read)
    kept = (
        [header for header, held in unused.items() if held] if keep_rest and kind == DEVICES else []
    )
    rows, left_out = _rows(read, headings, kept)
    remarks = [*_about_sheets(parts, read), *_about_titles(read), *say_left_out(left_out)]
    if kept:
        remarks.append(_("Kept in the notes: %(columns)s.") % {"columns": ", ".join(kept)})
    people = dict.fromkeys(header for part in read for header in part.columns.people)
    values = {header: held for header, held in unused.items() if header not in kept}
    return Sheet(
        headings, list(people), list(values), _orders(read), rows, kind, remarks, values, kept
    )


def _understood(table):
    columns = understand(table.headers)
    return _Part(table, columns, *listed(columns, table))


def _refusal(parts):
    if any(part.kind == SCHOOLS for part in parts):
        return _(
            "This is a list of schools, not of devices. Schools are taken in with "
            "“manage.py import_schools”, or entered one by one in the settings."
        )
    words = _(
        "No column names the devices: a serial number or an inventory number is needed. "
        "Found were: %(found)s."
    )
    found = [
        (f"{part.table.sheet}: " if len(parts) > 1 else "") + ", ".join(part.table.headers)
        for part in parts
    ]
    return words % {"found": "; ".join(found)[:300]}


def _rows(read, headings, kept):
    """All rows as they are kept, and the numbers of those left out, by why."""
    rows, left_out = [], defaultdict(list)
    for part in read:
        devices = part.kind == DEVICES
        fields = {header: name for name, header in part.headings.items()} if devices else None
        for row in part.table.rows:
            number = f"{row.number} ({part.table.sheet})" if len(read) > 1 else row.number
            if why := no_device(list(row.cells.values()), part.table.headers, fields):
                left_out[why].append(number)
                continue
            cells = [row.cells.get(part.headings.get(name), "") for name in headings]
            named = zip(headings, cells, strict=True)
            rest = [row.cells.get(header, "") for header in kept]
            rows.append([number, cells, row.problem or _damage(named), rest])
    return rows, left_out


def _damage(cells):
    """What Excel did to a cell of this row, if it did: then nobody knows what was typed."""
    days = [
        (name, text) for name, text in cells if name in NEVER_DAYS and isinstance(text, DayCell)
    ]
    return made_a_day(*days[0]) if days else ""


def _orders(read):
    return {
        name: date_order(
            text
            for part in read
            if name in part.headings
            for text in part.table.column(part.headings[name])
        )
        for name in DATES
        if any(name in part.headings for part in read)
    }


def _unused(read):
    """The columns that count for nothing, each with how many of its cells hold anything."""
    found = {}
    for part in read:
        for header in part.table.headers:
            if header not in {*part.headings.values(), *part.columns.people}:
                held = sum(not says_nothing(text) for text in part.table.column(header))
                found[header] = found.get(header, 0) + held
    return found


def _about_sheets(parts, read):
    """Which sheets were read, and why the others were not."""
    said = []
    if len(read) > 1:
        names = ", ".join(f"“{part.table.sheet}”" for part in read)
        said.append(_("Sheets that were read: %(names)s.") % {"names": names})
    for part in parts:
        if part not in read and part.kind:
            words = _("Sheet “%(name)s” was left out: it lists something else.")
        elif part not in read:
            words = _("Sheet “%(name)s” was left out: no column names the devices.")
        else:
            continue
        said.append(words % {"name": part.table.sheet})
    hidden = _("Sheet “%(name)s” is hidden in Excel and was left out.")
    return said + [hidden % {"name": name} for name in parts[0].table.hidden]


def _about_titles(read):
    words = _("Above the headings, left out: “%(text)s”.")
    return [words % {"text": title[:80]} for part in read for title in part.table.titles]
