"""What the scan pages show: one line a device that is expected, and how many of them are there."""

from dataclasses import dataclass, field
from math import ceil

from django.utils.translation import gettext as _

from loans.models import LoanItem

SECONDS_A_SCAN = 5


@dataclass
class Line:
    """One expected device: its slot, and whether it is there."""

    item: LoanItem
    state: str
    word: str

    @property
    def number(self) -> str:
        """The slot, or the word for the case itself."""
        return str(self.item.slot) if self.item.slot else _("Case")

    @property
    def place(self) -> str:
        """The slot in words, for people who hear the page."""
        return _("Slot %(slot)s") % {"slot": self.item.slot} if self.item.slot else _("Case")


@dataclass
class Board:
    """All lines of one loan, and what they come to."""

    lines: list = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many are expected."""
        return sum(line.state in ("here", "todo") for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.state == "here" for line in self.lines)

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def apart(self) -> int:
        """How many stay behind with a reason, or were swapped."""
        return len(self.lines) - self.total

    @property
    def minutes(self) -> int:
        """About how long the rest takes."""
        return ceil(self.left * SECONDS_A_SCAN / 60)

    @property
    def open_lines(self) -> list:
        return [line for line in self.lines if line.state == "todo"]

    def line_of(self, item) -> Line:
        """The line of this item."""
        return next(line for line in self.lines if line.item.pk == item.pk)


def going_out(loan) -> Board:
    """What shall go to the school: there, still to scan, or staying here with a reason."""
    return Board([_out(item) for item in items_of(loan)])


def coming_back(loan) -> Board:
    """What the school has or had: back, still there, or swapped for another."""
    items = [item for item in items_of(loan) if item.came_at]
    swapped = {item.replaces_id for item in items}
    return Board([_in(item, item.pk in swapped) for item in items])


def items_of(loan) -> list:
    """The case first, then its slots, with everything a line shows in one query."""
    items = loan.items.select_related("device__model__manufacturer", "device__category")
    found = sorted(items, key=lambda item: (item.slot or 0, item.pk))
    for item in found:
        item.loan = loan
    return found


def _out(item):
    if item.left_out:
        return Line(item, "apart", _("stays here"))
    if item.scanned_out_at:
        return Line(item, "here", _("there"))
    return Line(item, "todo", _("open"))


def _in(item, swapped):
    if swapped:
        return Line(item, "apart", _("swapped"))
    if item.is_out:
        return Line(item, "todo", _("open"))
    return Line(item, "here", _("back"))
