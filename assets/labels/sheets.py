"""Labels on paper: sheets and rolls as PDF, ready for the printer."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.labels import qr
from assets.labels.codes import grouped, read_code
from assets.labels.fitting import Words, typeset
from assets.labels.fonts import BOLD, REGULAR
from assets.labels.label_layout import arrange
from assets.labels.pdf import check_offset, new_pdf, on_label, write

HINT = gettext_lazy("Broken? Scan me!")
HEADLINE = 1.35
MOST_COPIES = 99


@dataclass(frozen=True)
class LabelText:
    """What one label says: without number and name it belongs to nothing yet."""

    url: str
    number: str = ""
    text: str = HINT
    phone: str = ""
    name: str = ""


def render_labels(labels, format, *, start=1, copies=1, dx=0, dy=0):
    """The labels as PDF: each one `copies` times, the first at position `start` of its sheet.

    In the language of the authority, whoever prints: teachers read them for years.
    `dx` and `dy` move everything to the right and down, in millimetres, for this printer.
    """
    labels = list(labels)
    if not labels:
        raise ValueError("There is no label to print.")
    if not 1 <= start <= format.per_page:
        raise ValueError(f"{format.name} has the positions 1 to {format.per_page}, not {start}.")
    if not 1 <= copies <= MOST_COPIES:
        raise ValueError(f"1 to {MOST_COPIES} copies, not {copies}.")
    check_offset(dx, dy)
    with translation.override(settings.LANGUAGE_CODE):
        with new_pdf(format, _("Labels")) as (pdf, buffer):
            _fill_pages(pdf, labels, format, start, copies, dx, dy)
        return buffer.getvalue()


def _fill_pages(pdf, labels, format, start, copies, dx, dy):
    position = start - 1
    for label in labels:
        modules, bars = qr.bars(label.url)
        face = arrange(format, modules)
        lines = typeset(face.words, *_parts(label))
        for _copy in range(copies):
            if position == format.per_page:
                pdf.showPage()
                position = 0
            position += 1
            with on_label(pdf, format, position, dx, dy):
                _draw_code(pdf, face, bars)
                for line in lines:
                    write(pdf, line)


def _parts(label):
    """The words of a label: what it is for the head, what to do for the foot."""
    if not label.number and not label.name:
        code = grouped(read_code(label.url) or "")
        halves = [Words(half, scale=0.8) for half in (code[:9], code[10:])]
        return [Words(label.text, BOLD, scale=1.6, flows=True)], halves
    if not label.number:
        head = [Words(label.name, BOLD, scale=HEADLINE, flows=True)]
    else:
        number = Words(label.number, BOLD, scale=HEADLINE, keeps_end=True)
        head = [number, Words(label.name, flows=True)]
    return head, [Words(label.text, BOLD), Words(label.phone, REGULAR)]


def _draw_code(pdf, face, bars):
    """One path of bars, in modules, so that the page stays small and nothing shines through."""
    pdf.saveState()
    pdf.translate(face.code.left, face.code.top)
    pdf.scale(face.module, -face.module)
    path = pdf.beginPath()
    for bar in bars:
        path.rect(*bar)
    pdf.drawPath(path, stroke=0, fill=1)
    pdf.restoreState()
