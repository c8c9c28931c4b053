"""Text that a spreadsheet would calculate: made harmless on the way out, restored on the way in.

An apostrophe is put before every place where a program could begin a formula: the start of a
text, and, because a CSV may be cut at the wrong sign, after each separator and line break.

Text that a spreadsheet would take for a number or a day, and so lose what it was, goes out as a
formula that says nothing but this text: `="00042"`.
"""

import re

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
AT_START = f"^(?='*[{SIGNS}\t\r\n])"
AFTER_SEPARATOR = f"(?<=[,;\t\r\n])(?='*[{SIGNS}])"
DANGER = re.compile(f"{AT_START}|{AFTER_SEPARATOR}")
DANGER_WITH_APOSTROPHE = re.compile(
    f"^(?='+[{SIGNS}\t\r\n])|(?<=[,;\t\r\n])(?='+[{SIGNS}])",
)
# 00042, a serial number of many digits, 5E12 (a number with an exponent), 2/3 (a day in March).
CHANGED = re.compile(r"0\d+|\d{12,}|\d+[eE]\d+|\d{1,4}[-/]\d{1,4}", re.ASCII)
# The same as other programs write it.
PROTECTED = re.compile(r'=\s*"([^"]*)"\s*')
NEUTRALISED = re.compile(f"^'(?='*[{SIGNS}\t\r\n])|(?<=[,;\t\r\n])'(?='*[{SIGNS}])")


def neutralise(text):
    """The text as a CSV may carry it: no spreadsheet calculates it."""
    return DANGER.sub("'", text)


def protect(text):
    """The text as a CSV may carry it: harmless, and the same after somebody opened it in Excel."""
    return f'="{text}"' if CHANGED.fullmatch(text) else neutralise(text)


def unprotect(text):
    """What stood there before `protect`, or before another program did the same."""
    found = PROTECTED.fullmatch(text) if text.startswith("=") else None
    return found[1] if found else text


def guard_apostrophes(text):
    """The text as a typed XLSX cell carries it: harmless by type, but `restore` must not bite."""
    return DANGER_WITH_APOSTROPHE.sub("'", text) if "'" in text else text


def restore(text):
    """What stood there before `neutralise` or `guard_apostrophes`."""
    return NEUTRALISED.sub("", text) if "'" in text else text
