"""A table as an import keeps it: only the columns that say something about devices."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from assets.imports.columns import DEVICES, listed, understand
from itsm.web.tabular import TableRefused, date_order

DATES = ("purchased_on", "warranty_until", "bound_until")


@dataclass(frozen=True)
class Sheet:
    """The understood columns, and below them the rows: [number in the file, cells, problem]."""

    headings: dict[str, str]
    people: list[str]
    unused: list[str]
    orders: dict[str, str]
    rows: list[list]
    kind: str = DEVICES

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


def read_sheet(table) -> Sheet:
    """Keep what is understood; refuse a table that names no device, model, place or school."""
    columns = understand(table.headers)
    kind, headings = listed(columns, table.headers)
    if not kind:
        raise TableRefused(
            _(
                "No column names the devices: a serial number or an inventory number is needed. "
                "Found were: %(found)s."
            )
            % {"found": ", ".join(table.headers)[:300]}
        )
    orders = {
        field: date_order(table.column(headings[field])) for field in DATES if field in headings
    }
    kept = list(headings.values())
    unused = [header for header in table.headers if header not in {*kept, *columns.people}]
    rows = [[row.number, [row.cells[h] for h in kept], row.problem] for row in table.rows]
    return Sheet(headings, columns.people, unused, orders, rows, kind)
