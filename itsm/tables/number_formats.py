"""Numbers as Excel shows them: 42 under the format 00000 is 00042 to everybody who looks.

Only what adds to the digits is taken over: leading and closing zeros, and letters written around
them. Nothing is rounded, no thousands are grouped: what a cell holds never becomes less.
"""

import re
from functools import lru_cache
from typing import NamedTuple

# Quoted text; one escaped sign; a gap of a sign's width; colours and currencies; anything else.
TOKEN = re.compile(r'"([^"]*)"|\\(.)|(?:[_*].)|(\[[^\]]*\])|(.)', re.DOTALL)
PLAIN_SIGNS = frozenset("-+(): €$£")
# Letters that are only shown are moved out of the way of those that mean something.
ASIDE = 0xF0000
LONGEST_CODE = 100
# What stands before the digits, their places, those behind the point, and what follows.
PICTURE = re.compile(r"([^0#.]*)([0#](?:[^.]*[0#])?)(?:\.([0#]*))?([^0#.]*)")


class Picture(NamedTuple):
    """A format: texts and, as None, places for digits; how many digits there are at least."""

    parts: tuple
    digits: int
    decimals: int
    after: str

    def show(self, text: str) -> str:
        """A number as people see it under this format; what is no plain number stays."""
        whole, _point, cents = text.partition(".")
        if not (whole + cents).isdecimal() or not text.isascii():
            return text
        cents = cents.ljust(self.decimals, "0")
        return self._filled(whole) + (f".{cents}" if cents else "") + self.after

    def _filled(self, whole):
        """Digits put into their places from the right; what is too many stands in the first."""
        left, shown = list(whole.zfill(self.digits)), []
        first = self.parts.index(None)
        for number in range(len(self.parts) - 1, -1, -1):
            part = self.parts[number]
            if part is not None:
                shown.append(part)
            elif number == first:
                shown.append("".join(left))
            elif left:
                shown.append(left.pop())
        return "".join(reversed(shown))


@lru_cache(maxsize=1000)
def picture_of(code: str) -> Picture | None:
    """What a number format adds to the digits; None where that is nothing, or no plain number."""
    found = PICTURE.fullmatch(_without_texts(code.partition(";")[0][:LONGEST_CODE]))
    if not found:
        return None
    before, whole, decimals, after = found.groups(default="")
    parts = tuple(None if sign in "0#" else _text(sign) for sign in before + whole)
    places = [sign for sign in whole if sign in "0#"]
    digits = len(places) - places.index("0") if "0" in places else 1
    picture = Picture(parts, digits, decimals.count("0"), _text(after))
    return None if set(parts) == {None} and picture[1:] == (1, 0, "") else picture


def _without_texts(code):
    """The format with all that is only shown moved aside; "" where it says more than that."""
    signs = []
    for quoted, escaped, bracket, sign in TOKEN.findall(code):
        if sign in ("0", "#", "."):
            signs.append(sign)
        elif quoted or escaped or sign in PLAIN_SIGNS:
            letters = filter("\U00010000".__gt__, quoted or escaped or sign)
            signs.extend(chr(ord(letter) + ASIDE) for letter in letters)
        elif sign not in ("", ",") or re.match(r"\[[<>=]", bracket):
            return ""
    return "".join(signs)


def _text(signs):
    return "".join(chr(ord(sign) - ASIDE) for sign in signs)
