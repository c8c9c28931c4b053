"""Serial numbers that are none: what makers and programs write when they know nothing."""

import re

NONE = {
    "0", "1", "NONE", "N/A", "NA", "N.A.", "NULL", "NIL", "UNKNOWN", "UNBEKANNT", "KEINE", "OHNE", "TBD",
    "DEFAULT STRING", "TO BE FILLED BY O.E.M.", "TO BE FILLED BY OEM", "TO BE FILLED BY O.E.M",
    "SYSTEM SERIAL NUMBER", "SERIAL NUMBER", "CHASSIS SERIAL NUMBER", "NOT SPECIFIED",
    "NOT AVAILABLE", "NOT APPLICABLE", "NOT SET", "INVALID", "EMPTY", "O.E.M.", "OEM", "TEST",
    "0123456789", "123456789", "1234567890", "12345678", "1234567",
}  # fmt: skip
ONE_SIGN = re.compile(r"(.)\1*")


def real_serial(text) -> str:
    """The serial number without blanks around it, or "" where it only stands for none."""
    plain = " ".join(text.split())
    if plain.upper() in NONE or ONE_SIGN.fullmatch(plain) or not any(map(str.isalnum, plain)):
        return ""
    return plain


def same(text) -> str:
    """Two serial or inventory numbers are the same, however they are written."""
    return "".join(text.split()).upper()
