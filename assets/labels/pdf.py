"""The PDF itself: exact size, fonts embedded, never scaled by the print dialogue."""

from contextlib import contextmanager
from io import BytesIO

from django.utils.translation import get_language
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from assets.labels import fonts

FARTHEST = 10.0  # mm; an offset beyond this is a slip of the finger


@contextmanager
def new_pdf(format, title):
    """A PDF with pages of the format's size, as a canvas and the buffer it is written to."""
    fonts.register()
    buffer = BytesIO()
    pdf = Canvas(
        buffer,
        pagesize=tuple(side * mm for side in format.page),
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        lang=get_language(),
    )
    pdf.setTitle(title)
    pdf.setSubject(format.name)
    pdf.setAuthor("")
    pdf.setCreator("")
    pdf.setViewerPreference("PrintScaling", "None")
    yield pdf, buffer
    pdf.save()


def check_offset(dx, dy):
    """Refuses offsets that would push labels off the page."""
    if max(abs(dx), abs(dy)) > FARTHEST:
        raise ValueError(f"An offset is at most {FARTHEST:g} mm: {dx}, {dy}")


@contextmanager
def on_label(pdf, format, position, dx, dy):
    """Draws on one label of the page as one reads it, from its lower left corner."""
    left, top = format.corner(position)
    pdf.saveState()
    pdf.translate((left + dx) * mm, (format.page[1] - top - format.label[1] - dy) * mm)
    if format.turned:
        pdf.translate(format.label[0] * mm, 0)
        pdf.rotate(90)
    yield
    pdf.restoreState()


def write(pdf, line):
    """Puts one line of words where it was set."""
    text = pdf.beginText(line.x, line.y)
    text.setFont(line.font, line.size)
    text.setHorizScale(100 * fonts.CONDENSED)
    text.textOut(line.text)
    pdf.drawText(text)
