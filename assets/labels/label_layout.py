"""What a label looks like: where its QR code stands, and how its words find room beside it.

All measures in points, from the lower left corner of the label as one reads it.
"""

from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.units import mm

from assets.labels import qr

# Dies cut a little beside the line: this much stays white even of the quiet zone.
TOLERANCE = 0.3 * mm
TEXT_MARGIN = 1.0 * mm


@dataclass(frozen=True)
class Box:
    """A rectangle by its edges."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self):
        """How wide the box is."""
        return self.right - self.left

    @property
    def height(self):
        """How high the box is."""
        return self.top - self.bottom


@dataclass(frozen=True)
class Face:
    """Where things go on one kind of label: the dark part of the code, and the words."""

    module: float
    code: Box
    words: Box


@lru_cache(maxsize=64)
def arrange(format, modules):
    """The largest code the label can take, words to its right, or below it on tall labels."""
    width, height = (side * mm for side in format.face)
    left, top, right, bottom = (side * mm for side in format.blank)
    ink = Box(left, bottom, width - right, height - top)
    if width > height:
        return _beside(width, height, ink, modules)
    return _below(width, height, ink, modules)


def _beside(width, height, ink, modules):
    module = min(
        (height - 2 * TOLERANCE) / (modules + 2 * qr.QUIET),
        width / 2 / (modules + 2 * qr.QUIET),
        ink.height / modules,
    )
    quiet, dark = qr.QUIET * module, modules * module
    left = max(ink.left, TOLERANCE + quiet)
    bottom = _between(
        (ink.bottom + ink.top - dark) / 2, TOLERANCE + quiet, height - TOLERANCE - quiet - dark
    )
    code = Box(left, bottom, left + dark, bottom + dark)
    right = min(ink.right, width - TEXT_MARGIN, width - code.left / 2)
    return Face(module, code, Box(code.right + quiet, code.bottom, right, code.top))


def _below(width, height, ink, modules):
    module = min(
        (width - 2 * TOLERANCE) / (modules + 2 * qr.QUIET),
        height * 0.6 / (modules + 2 * qr.QUIET),
        ink.width / modules,
    )
    quiet, dark = qr.QUIET * module, modules * module
    left, top = (width - dark) / 2, min(ink.top, height - TOLERANCE - quiet)
    code = Box(left, top - dark, left + dark, top)
    bottom = max(ink.bottom, height - top)
    return Face(module, code, Box(code.left, bottom, code.right, code.bottom - quiet))


def _between(value, least, most):
    return max(least, min(value, most))
