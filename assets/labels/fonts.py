"""The two typefaces of everything we print, shipped with the program and embedded in each PDF."""

from functools import cache, lru_cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = files("itsm.web") / "fonts" / "dejavu-2.37.3"
REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
CAPITALS = 0.729  # height of capitals and figures, of the size
# DejaVu Sans Condensed is DejaVu Sans at nine tenths of its width: half a size more on a label.
CONDENSED = 0.9


@cache
def register():
    """Makes both faces known to the PDF writer, once per process."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / f"{name}.ttf")))


@lru_cache(maxsize=4096)
def width(text, font):
    """How wide the condensed text is at size 1."""
    return pdfmetrics.stringWidth(text, font, 1) * CONDENSED
