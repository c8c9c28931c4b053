"""How papers look: DejaVu embedded, tables that repeat their head, signatures as drawn paths."""

import io
from xml.sax.saxutils import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from assets.labels import fonts

MARGIN = 20 * mm
PADDING = 6  # of the frame, in points
WIDE = A4[0] - 2 * MARGIN - 2 * PADDING
LINE = colors.HexColor("#8086a6")
TEXT = ParagraphStyle("text", fontName=fonts.REGULAR, fontSize=9, leading=12.5, spaceAfter=4)
CELL = ParagraphStyle("cell", parent=TEXT, fontSize=8, leading=10, spaceAfter=0)
HEAD = ParagraphStyle("head", parent=CELL, fontName=fonts.BOLD)
TITLE = ParagraphStyle("title", fontName=fonts.BOLD, fontSize=14, leading=18, spaceAfter=6)
SECTION = ParagraphStyle(
    "section",
    fontName=fonts.BOLD,
    fontSize=10,
    leading=13,
    spaceBefore=8,
    spaceAfter=3,
    keepWithNext=1,
)


class Pages(Canvas):
    """Counts its pages, so that each says which of how many it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = []

    def showPage(self):
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, state in enumerate(self.kept, 1):
            self.__dict__.update(state)
            words = {"page": number, "pages": len(self.kept)}
            self.setFont(fonts.REGULAR, 7.5)
            self.drawRightString(A4[0] - MARGIN, 12 * mm, _("Page %(page)s of %(pages)s") % words)
            super().showPage()
        super().save()


class Signed(Flowable):
    """One side's signature above its line: drawn as paths, or the typed name and that it was
    confirmed."""

    def __init__(self, signature, heading):
        super().__init__()
        self.signature, self.heading = signature, heading
        self.width, self.height = WIDE / 2 - 6 * mm, 26 * mm

    def wrap(self, *_available):
        return self.width, self.height

    def draw(self):
        canvas, one, base = self.canv, self.signature, 9 * mm
        canvas.setStrokeColor(colors.black)
        canvas.setLineWidth(0.9)
        canvas.setLineCap(1)
        for stroke in one.strokes if one else []:
            self._stroke(stroke, base)
        canvas.setLineWidth(0.5)
        canvas.line(0, base, self.width, base)
        canvas.setFont(fonts.REGULAR, 8)
        canvas.drawString(0, base - 3.6 * mm, self._under())
        canvas.setFont(fonts.REGULAR, 7)
        canvas.drawString(0, base - 7 * mm, self.heading)

    def _stroke(self, points, base):
        tall = self.height - base
        at = [(x * self.width, base + (1 - y) * tall) for x, y in points]
        if len(at) == 1:
            self.canv.circle(*at[0], 0.6, stroke=0, fill=1)
            return
        path = self.canv.beginPath()
        path.moveTo(*at[0])
        for point in at[1:]:
            path.lineTo(*point)
        self.canv.drawPath(path)

    def _under(self):
        if self.signature is None:
            return ""
        day = date_format(timezone.localtime(self.signature.signed_at), "j.n.Y, H:i")
        if self.signature.strokes:
            return f"{self.signature.name}, {day}"
        return _("%(name)s, typed and confirmed on %(day)s") % {
            "name": self.signature.name,
            "day": day,
        }


def paragraphs(text) -> list:
    """Plain text as paragraphs; a line that begins with § is a heading. No markup gets through."""
    lines = [line.strip() for line in text.splitlines()]
    return [Paragraph(escape(x), SECTION if x.startswith("§") else TEXT) for x in lines if x]


def table(head, rows, widths) -> Table:
    """A table with thin lines; its head is repeated on every page."""
    cells = [[Paragraph(escape(str(word)), HEAD) for word in head]]
    cells += [[Paragraph(escape(str(word)), CELL) for word in row] for row in rows]
    share = WIDE / sum(widths)
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
    return Table(cells, [share * width for width in widths], repeatRows=1, style=style)


def section(title, *parts) -> list:
    """A heading with what belongs to it."""
    return [Paragraph(escape(title), SECTION), *parts]


def signed(signatures) -> list:
    """Both sides beside each other, kept on one page."""
    by_side = {one.side: one for one in signatures}
    pair = [
        Signed(by_side.get("school"), _("for the school")),
        Signed(by_side.get("authority"), _("for the authority")),
    ]
    both = Table([pair], [WIDE / 2] * 2, style=[("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return [KeepTogether([Spacer(1, 6 * mm), both])]


def build(title, parts, author="") -> bytes:
    """The finished PDF."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=title,
        author=author,
        lang="de-DE",
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
    )
    document.build([Paragraph(escape(title), TITLE), *parts], canvasmaker=Pages)
    return out.getvalue()
