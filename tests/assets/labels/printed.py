"""Printed labels looked at again: the PDF as pictures at 300 dpi, cut label by label, decoded."""

from contextlib import contextmanager
from random import Random

import pypdfium2
import zxingcpp
from pypdfium2 import raw
from reportlab.lib.units import mm

from assets.labels.codes import ALPHABET, LENGTH, label_url
from assets.labels.sheets import LabelText

DOT = 25.4 / 300  # mm
HOST = "https://it.landkreis-emsland.example"  # a long one: version 4 of the QR code
SHORT_HOST = "https://it.example"


def code(index):
    """A code as random as a real one, but the same in every run."""
    return "".join(Random(index).choices(ALPHABET, k=LENGTH))


def label(index, host=HOST, **words):
    """A label as a school would print it."""
    usual = {"number": f"GAD-{index:05}", "phone": "05931 44-1234", "name": "Raum 2.14, Beamer"}
    return LabelText(label_url(code(index), host), text="Defekt? Scannen!", **{**usual, **words})


@contextmanager
def opened(pdf):
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


def pictures(pdf):
    """Each page as a grey picture at 300 dpi."""
    with opened(pdf) as document:
        return [page.render(scale=300 / 72, grayscale=True).to_pil() for page in document]


def texts(pdf):
    """What is written on each page, line by line."""
    with opened(pdf) as document:
        return [page.get_textpage().get_text_range().split("\r\n") for page in document]


def text_at(pdf, format, position):
    """What is written in the lower right corner of one label on the first page."""
    left, top = format.corner(position)
    right, bottom = left + format.label[0], format.page[1] - top - format.label[1]
    with opened(pdf) as document:
        words = document[0].get_textpage()
        return words.get_text_bounded(
            *(side * mm for side in (right - 7, bottom, right, bottom + 4))
        )


def shapes_at(pdf, page=0):
    """The corners (left, top, in mm) of all that is no text on a page: QR codes, outlines."""
    with opened(pdf) as document:
        height = document[page].get_height()
        paths = document[page].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
        return [
            (round(left / mm, 2), round((height - top) / mm, 2))
            for left, _bottom, _right, top in (path.get_bounds() for path in paths)
        ]


def area(format, position, inset=0.0):
    """The pixels of one label, or of what lies so many mm inside its edge."""
    left, top = format.corner(position)
    edges = (
        left + inset,
        top + inset,
        left + format.label[0] - inset,
        top + format.label[1] - inset,
    )
    return tuple(round(edge / DOT) for edge in edges)


def cut(page, format, position):
    """The label as it comes off the sheet, turned the way one reads it."""
    piece = page.crop(area(format, position))
    return piece.rotate(-90, expand=True) if format.turned else piece


def decoded(piece):
    """What a reader makes of one label."""
    found = zxingcpp.read_barcodes(piece, formats=zxingcpp.BarcodeFormat.QRCode)
    return [each.text for each in found]


def is_white(page):
    return page.getextrema() == (255, 255)
