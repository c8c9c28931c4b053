"""QR codes as dark bars: few of them, so that a thousand labels are a matter of seconds."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q

QUIET = 4  # modules of white that a reader needs on every side


def bars(url):
    """How many modules a side has, and its dark bars as (column, row, width, height).

    Level Q: a quarter of the code may be scratched away. Equal bars below each other are one.
    """
    matrix = modules_of(url)
    finished, growing = [], {}
    for row, modules in enumerate(matrix):
        here = {}
        for column, length in _runs(modules):
            top = growing.pop((column, length), row)
            here[column, length] = top
        finished += [(column, top, length, row - top) for (column, length), top in growing.items()]
        growing = here
    size = len(matrix)
    finished += [(column, top, length, size - top) for (column, length), top in growing.items()]
    return size, finished


def modules_of(url):
    """The rows of the code, a True for each dark module; as small as level Q allows."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(url)
    code.make(fit=True)
    return code.modules


def _runs(modules):
    """The dark stretches of one row, as (column, length)."""
    column, light_on = 0, bytes(modules) + b"\0"
    while (start := light_on.find(1, column)) >= 0:
        column = light_on.find(0, start)
        yield start, column - start
