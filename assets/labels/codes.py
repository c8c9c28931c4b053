"""The code on a label: made, written into an address, and read back however it arrives.

A hand scanner types what it reads as if it were a keyboard, nearly always an American one.
A computer set to German then hears other characters: Y and Z change places, "/" becomes "-",
":" becomes "Ö", "-" becomes "ß"; HTTPS://HOST/Q/… arrives as HTTPSÖ--HOST-Q-….
"""

import secrets
import unicodedata
from urllib.parse import urlsplit

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LENGTH = 16
LONGEST = 500  # no scanner and no person sends more; longer texts are not looked at

_BITS = 5
_LOOKALIKES = {"o": "0", "i": "1", "l": "1"}
_TYPED = str.maketrans({letter.lower(): letter for letter in ALPHABET} | _LOOKALIKES)
_SWAPPED = str.maketrans("YZ", "ZY")
_BLANK = {"Cc", "Cf", "Pd", "Zl", "Zp", "Zs"}  # controls, dashes and spaces of any kind


def new_code():
    """A code for a label that nobody can guess: 80 random bits in 16 characters."""
    bits = secrets.randbits(_BITS * LENGTH)
    return "".join(ALPHABET[bits >> _BITS * n & 31] for n in range(LENGTH))


def label_url(code, base):
    """The address in the label's QR code: in capitals where it can be, for the smallest picture.

    Only a base with a path of its own keeps its letters: there capitals would be another place.
    """
    parts = urlsplit(base)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"Not an address that labels can carry: {base!r}")
    if parts.query or parts.fragment or "@" in parts.netloc or not base.isascii():
        raise ValueError(f"Labels need a plain address, xn-- in place of umlauts: {base!r}")
    door = base.rstrip("/")
    return f"{door}/q/{code}" if parts.path.strip("/") else f"{door}/Q/{code}".upper()


def read_code(text):
    """The code meant by what was typed or scanned, or None if that is none."""
    codes = possible_codes(text)
    return codes[0] if codes else None


def possible_codes(text):
    """Every code that may be meant, the likeliest first; look them up in this order.

    A bare code doesn't tell whether Y and Z changed places on the way, an address does.
    """
    if len(text) > LONGEST:
        return []
    typed = unicodedata.normalize("NFC", text).lower()
    if "ö--" in typed and "-q-" in typed:
        return _codes(_up_to(typed.rpartition("-q-")[2], "-_§"), (True,))
    if "/q/" in typed:
        return _codes(_up_to(typed.rpartition("/q/")[2], "/?#"), (False,))
    return _codes(typed, (False, True))


def grouped(code):
    """The code as people read it aloud, in groups of four."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def _up_to(text, ends):
    for end in ends:
        text = text.partition(end)[0]
    return text


def _codes(text, swaps):
    bare = "".join(char for char in text if unicodedata.category(char) not in _BLANK)
    code = bare.translate(_TYPED)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return []
    return list(dict.fromkeys(code.translate(_SWAPPED) if swap else code for swap in swaps))
