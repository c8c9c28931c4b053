"""When two numbers in a list are the same."""

from assets.nothing import real_serial

__all__ = ["real_serial", "same"]


def same(text) -> str:
    """Two serial or inventory numbers are the same, however they are written."""
    return "".join(text.split()).upper()
