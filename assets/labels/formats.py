"""The labels one can buy: which sheets and rolls, and where on the paper each label lies.

Measures in millimetres, from the sheet's upper left corner. Sources: the definition files of
gLabels 3.4.1 (avery-, zweckform- and herma-iso-templates) for 3475, 3490, 3474, L4732, 4780,
L4770, L7160, L7162, L7163, L7651, L8658 and both Herma; for L4731 the README of the paperless-ngx
ASN label generator and gLabels' Endisch 6502510x, left margin as in Rayfilm 5042 (same die);
for L6009 gLabels' Rayfilm 2645, Geha Z91 and Herma 4097 (same die); for L4773 gLabels' Endisch
6406333x (same die). Brother: dots at 300 dpi in brother_ql-inventree 1.3, TZe from Snipe-IT's
tape class; Dymo: gLabels' dymo-other-templates, printable areas from the dymon project's paper
sizes. Sources differ by up to 1.8 mm among each other, printers by 2 mm more: hence the offset
at print time, and the test page.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

A4 = (210.0, 297.0)
# Office printers reach no nearer to the edge of the paper than this.
PRINTER_EDGE = 5.0
SHEET, ROLL = "sheet", "roll"
KINDS = {SHEET: gettext_lazy("Sheets (A4)"), ROLL: gettext_lazy("Rolls and tapes")}


@dataclass(frozen=True)
class LabelFormat:
    """One article from the shelf: its page, and the labels on it, row by row."""

    id: str
    name: str
    kind: str
    page: tuple
    grid: tuple  # columns, rows
    label: tuple  # width, height
    pitch: tuple  # from one label's corner to the next one's
    margin: tuple  # left and top of the first label
    unprintable: tuple = (0.0, 0.0)  # at the sides and at both ends of a roll's label
    remark: str = ""

    @property
    def per_page(self):
        """How many labels a page holds."""
        return self.grid[0] * self.grid[1]

    @property
    def turned(self):
        """Whether the label leaves the printer lying on its side, as on narrow rolls."""
        return self.label[1] >= 2 * self.label[0]

    @property
    def face(self):
        """Width and height as one reads the label."""
        return self.label[::-1] if self.turned else self.label

    def corner(self, position):
        """Where the label at this position (from 1) has its upper left corner."""
        row, column = divmod(position - 1, self.grid[0])
        return (
            self.margin[0] + column * self.pitch[0],
            self.margin[1] + row * self.pitch[1],
        )

    @cached_property
    def blank(self):
        """What must stay white on each label as one reads it: left, top, right, bottom."""
        side, above = self.unprintable
        if self.kind == ROLL:
            return (above, side) * 2 if self.turned else (side, above) * 2
        last = self.corner(self.per_page)
        room = (
            *self.margin,
            *(self.page[axis] - last[axis] - self.label[axis] for axis in (0, 1)),
        )
        return tuple(max(0.0, PRINTER_EDGE - white) for white in room)

    @property
    def description(self):
        """What stands in the list of formats."""
        values = {
            "name": self.name,
            "width": number_format(f"{self.label[0]:g}"),
            "height": number_format(f"{self.label[1]:g}"),
            "count": self.per_page,
        }
        if self.kind == ROLL:
            sentence = _("%(name)s – %(width)s × %(height)s mm") % values
        else:
            sentence = _("%(name)s – %(width)s × %(height)s mm, %(count)s per sheet") % values
        return f"{sentence} ({self.remark})" if self.remark else sentence


def find_format(format_id):
    """The format with this id, or None."""
    return FORMATS.get(format_id)


def format_choices():
    """All formats for a form, sheets before rolls."""
    return [
        (title, [(f.id, f.description) for f in FORMATS.values() if f.kind == kind])
        for kind, title in KINDS.items()
    ]


def _sheet(format_id, name, grid, label, pitch, margin, remark=""):
    return LabelFormat(format_id, name, SHEET, A4, grid, label, pitch, margin, (0.0, 0.0), remark)


def _roll(format_id, name, label, unprintable, remark=""):
    return LabelFormat(
        format_id, name, ROLL, label, (1, 1), label, label, (0.0, 0.0), unprintable, remark
    )


_AVERY = "Avery Zweckform"
_PLATE = gettext_lazy("type plate, silver polyester")
_FILM = gettext_lazy("weatherproof film")
_ENDLESS = gettext_lazy("endless tape")
# Brother's printers leave 18 dots white at the sides and 35 at both ends.
_BROTHER = (1.53, 2.97)

FORMATS = {
    each.id: each
    for each in (
        # id, name, grid, label, pitch, margin
        _sheet("az-3475", f"{_AVERY} 3475", (3, 8), (70.05, 36.03), (70.05, 36.03), (0.0, 4.43)),
        _sheet("az-3490", f"{_AVERY} 3490", (3, 8), (70.0, 36.0), (70.0, 36.0), (0.0, 4.43)),
        _sheet("az-3474", f"{_AVERY} 3474", (3, 8), (70.0, 37.0), (70.0, 37.0), (0.0, 0.0)),
        _sheet("az-4780", f"{_AVERY} 4780", (4, 10), (48.5, 25.4), (48.5, 25.4), (8.11, 19.01)),
        _sheet("az-l4731", f"{_AVERY} L4731", (7, 27), (25.4, 10.0), (27.9, 10.0), (8.6, 13.5)),
        _sheet("az-4732", f"{_AVERY} L4732", (5, 16), (35.6, 16.9), (38.1, 16.9), (11.0, 13.0)),
        _sheet(
            "az-l4773", f"{_AVERY} L4773", (3, 8), (63.5, 33.9), (66.04, 33.9), (7.21, 12.9), _FILM
        ),
        _sheet(
            "az-l6009", f"{_AVERY} L6009", (4, 12), (45.7, 21.2), (48.3, 21.2), (9.7, 21.3), _PLATE
        ),
        _sheet("avery-l4770", "Avery L4770", (4, 10), (45.7, 25.4), (48.5, 25.4), (10.0, 22.0)),
        _sheet("avery-l7160", "Avery L7160", (3, 7), (63.99, 38.1), (66.04, 38.1), (7.48, 15.49)),
        _sheet("avery-l7162", "Avery L7162", (2, 8), (99.1, 33.9), (102.48, 33.9), (3.99, 12.98)),
        _sheet("avery-l7163", "Avery L7163", (2, 7), (99.1, 38.1), (103.01, 38.1), (3.35, 15.17)),
        _sheet("avery-l7651", "Avery L7651", (5, 13), (38.1, 21.2), (40.6, 21.2), (4.7, 10.9)),
        _sheet("avery-l8658", "Avery L8658", (7, 27), (25.4, 10.0), (28.5, 10.14), (5.0, 13.0)),
        _sheet("herma-4606", "Herma 4606", (5, 13), (38.0, 21.2), (38.0, 21.2), (9.5, 10.5)),
        _sheet("herma-10001", "Herma 10001", (7, 27), (25.4, 10.0), (28.2, 10.0), (8.0, 14.4)),
        # id, name, label as it leaves the printer (endless ones cut to a length), unprintable
        _roll("brother-dk-62", "Brother DK 62 mm", (62.0, 29.0), _BROTHER, _ENDLESS),
        _roll("brother-dk-29", "Brother DK 29 mm", (29.0, 62.0), _BROTHER, _ENDLESS),
        _roll("brother-dk-12", "Brother DK 12 mm", (12.0, 40.0), _BROTHER, _ENDLESS),
        _roll("brother-dk-29x90", "Brother DK-11201", (29.0, 90.0), _BROTHER),
        _roll("brother-dk-62x29", "Brother DK-11209", (62.0, 29.0), _BROTHER),
        _roll("brother-dk-62x100", "Brother DK-11202", (62.0, 100.0), _BROTHER),
        _roll("brother-dk-17x54", "Brother DK-11204", (17.0, 54.0), _BROTHER),
        _roll("brother-tze-24", "Brother TZe 24 mm", (24.0, 60.0), (3.2, 3.2), _ENDLESS),
        _roll("dymo-99010", "Dymo 99010", (28.0, 89.0), (1.6, 5.9)),
        _roll("dymo-99012", "Dymo 99012", (36.0, 89.0), (1.6, 5.7)),
        _roll("dymo-11354", "Dymo 11354", (57.0, 32.0), (1.1, 1.6)),
        _roll("dymo-11352", "Dymo 11352", (25.0, 54.0), (1.5, 2.3)),
    )
}
