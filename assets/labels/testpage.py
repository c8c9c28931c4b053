"""The test page: printed once per printer and format, it tells the offset to enter.

Drawn from the upper left corner of the page, in millimetres, to the right and down.
"""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit

from assets.labels.fonts import BOLD, CAPITALS, REGULAR
from assets.labels.formats import ROLL
from assets.labels.pdf import check_offset, new_pdf

THIN, GREY = 0.25, 0.6
REACH = 4  # mm; how far the scales go to both sides of a label's edge
FRAME = 5  # mm; where the frame lies on a roll's label
PANEL = (25, 32, 160)  # left, top, width of the explanation on a sheet


def render_test_page(format, *, dx=0, dy=0):
    """A page to hold against the labels: rulers, outlines, and words how to read the offset."""
    check_offset(dx, dy)
    with new_pdf(format, _title(format)) as (pdf, buffer):
        pdf.translate(dx * mm, (format.page[1] - dy) * mm)
        pdf.setLineWidth(THIN)
        (_roll if format.kind == ROLL else _sheet)(pdf, format, _offset(dx, dy))
    return buffer.getvalue()


def reading_steps(format):
    """How to read the offset from the printed test page, sentence by sentence."""
    if format.kind == ROLL:
        return [
            _("Measure from the edge to the frame, at x and at y: %(mm)s mm is right.")
            % {"mm": FRAME},
            _("Otherwise add %(mm)s minus the measure to the offset.") % {"mm": FRAME},
        ]
    return [
        _("Print in full size. From 10 to 200, the ruler above must be exactly 190 mm long."),
        _("Lay this page on a sheet of labels and hold both against the light."),
        _(
            "At label %(position)s: where does the edge of the real label cross the scales "
            "x and y? To the right and down counts plus, to the left and up minus."
        )
        % {"position": _middle(format)},
        _("Add both numbers to the offset."),
    ]


def _title(format):
    return _("Test page for %(name)s") % {"name": format.name}


def _offset(dx, dy):
    values = {"x": number_format(f"{dx:g}"), "y": number_format(f"{dy:g}")}
    sentence = _("This page was printed with x = %(x)s mm and y = %(y)s mm.") % values
    return sentence.replace("= -", "= −")


def _sheet(pdf, format, offset):
    for position in range(1, format.per_page + 1):
        _outline(pdf, format, position)
    _ruler(pdf, format.page[0], 0)
    _ruler(pdf, format.page[1], 1)
    _scales(pdf, format, _middle(format))
    _explain(pdf, format, offset)


def _middle(format):
    """The label that carries the scales: none at the edge of the paper, where nothing prints."""
    return format.grid[1] // 2 * format.grid[0] + format.grid[0] // 2 + 1


def _outline(pdf, format, position):
    """A label's outline, and in its lower right corner its number, to begin a used sheet with."""
    (left, top), (width, height) = format.corner(position), format.label
    pdf.setStrokeGray(GREY)
    pdf.rect(left * mm, -(top + height) * mm, width * mm, height * mm)
    pdf.setStrokeGray(0)
    pdf.setFont(REGULAR, 6 if height < 15 else 10)
    pdf.drawRightString((left + width - 1.5) * mm, -(top + height - 1.5) * mm, str(position))


def _ruler(pdf, length, axis, side=6):
    """Millimetres along the upper (axis 0) or left edge (axis 1), a number every ten."""
    for tick in range(int(length) + 1):
        long = 3 if tick % 10 == 0 else 2 if tick % 5 == 0 else 1
        _line(pdf, axis, tick, side, side + long)
        if tick % 10 == 0 and tick > side:
            x, y = (tick, side + 6) if axis == 0 else (side + 4, tick + 0.8)
            _write(pdf, x, y, str(tick), 6, centred=axis == 0)


def _line(pdf, axis, at, start, end):
    """A tick: upright on a scale that runs across (axis 0), level on one that runs down."""
    if axis == 0:
        pdf.line(at * mm, -start * mm, at * mm, -end * mm)
    else:
        pdf.line(start * mm, -at * mm, end * mm, -at * mm)


def _scales(pdf, format, position):
    """Across the left and the upper edge of one label: its expected edge is 0."""
    (left, top), (width, height) = format.corner(position), format.label
    pdf.setLineWidth(3 * THIN)
    pdf.rect(left * mm, -(top + height) * mm, width * mm, height * mm)
    pdf.setLineWidth(THIN)
    for axis, edge, beside in ((0, left, top + height / 2), (1, top, left + width / 2)):
        _line(pdf, 1 - axis, beside, edge - REACH, edge + REACH)
        for step in range(-REACH, REACH + 1):
            long = 2.2 if step % 2 == 0 else 1.2
            _line(pdf, axis, edge + step, beside - long, beside)
            if abs(step) == REACH:
                x, y = (edge + step, beside + 2) if axis == 0 else (beside + 1, edge + step + 0.6)
                _write(pdf, x, y, f"{step}".replace("-", "−"), 5, centred=axis == 0)
    _write(pdf, left + REACH + 1, top + height / 2 + 0.6, "x", 7, BOLD)
    _write(pdf, left + width / 2 - 0.6, top + REACH + 2.6, "y", 7, BOLD)


def _explain(pdf, format, offset):
    """The words, on a veil through which the outlines still shine."""
    left, top, width = PANEL
    paragraphs = [(f"{number}.", step) for number, step in enumerate(reading_steps(format), 1)]
    lines = []
    for mark, text in [*paragraphs, ("", offset)]:
        parts = simpleSplit(text, REGULAR, 10, (width - 17) * mm)
        lines += zip([mark, *[""] * len(parts)], parts, strict=False)
    height = 18 + 5.5 * len(lines)
    pdf.saveState()
    pdf.setFillGray(1)
    pdf.setFillAlpha(0.9)
    pdf.rect(left * mm, -(top + height) * mm, width * mm, height * mm, fill=1)
    pdf.restoreState()
    _write(pdf, left + 6, top + 9, _title(format), 14, BOLD)
    for row, (mark, part) in enumerate(lines):
        _write(pdf, left + 6, top + 18 + 5.5 * row, mark, 10)
        _write(pdf, left + 11, top + 18 + 5.5 * row, part, 10)


def _roll(pdf, format, offset):
    """A frame at a known distance from the edges: what a measure says more is the offset."""
    width, height = format.label
    inner = (width - 2 * FRAME, height - 2 * FRAME)
    pdf.rect(FRAME * mm, -(height - FRAME) * mm, inner[0] * mm, inner[1] * mm)
    for axis in (0, 1):
        for tick in range(FRAME, int(format.label[axis]) - FRAME + 1):
            long = 1.2 if tick % 10 == 0 else 0.9 if tick % 5 == 0 else 0.5
            _line(pdf, axis, tick, FRAME, FRAME + long)
    _write(pdf, FRAME - 1.6, height / 2, "x", 6, BOLD)
    _write(pdf, width / 2, FRAME - 0.6, "y", 6, BOLD)
    _fill(pdf, format, " ".join([*reading_steps(format), offset]))


def _fill(pdf, format, text):
    """The words inside the frame, as one reads the label; none where there is no room."""
    width, height = (side - 2 * FRAME - 4 for side in format.face)
    for size in (9, 8, 7, 6, 5, 4.5):
        lines = simpleSplit(text, REGULAR, size, width * mm)
        if len(lines) * size * 1.2 <= height * mm:
            break
    else:
        return
    if format.turned:
        pdf.translate(0, -format.label[1] * mm)
        pdf.rotate(90)
    for row, line in enumerate(lines):
        y = FRAME + 2 + (row * 1.2 + CAPITALS) * size / mm
        _write(pdf, FRAME + 2, y, line, size)


def _write(pdf, x, y, text, size, font=REGULAR, centred=False):
    pdf.setFont(font, size)
    (pdf.drawCentredString if centred else pdf.drawString)(x * mm, -y * mm, text)
