"""Text that a spreadsheet would calculate: made harmless on the way out, restored on the way in.

An apostrophe is put before every place where a program could begin a formula: the start of a
text, and, because a CSV may be cut at the wrong sign, after each separator and line break.
"""

import re

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
AT_START = f"^(?='*[{SIGNS}\t\r\n])"
AFTER_SEPARATOR = f"(?<=[,;\t\r\n])(?='*[{SIGNS}])"
DANGER = re.compile(f"{AT_START}|{AFTER_SEPARATOR}")
DANGER_WITH_APOSTROPHE = re.compile(
    f"^(?='+[{SIGNS}\t\r\n])|(?<=[,;\t\r\n])(?='+[{SIGNS}])",
)
NEUTRALISED = re.compile(f"^'(?='*[{SIGNS}\t\r\n])|(?<=[,;\t\r\n])'(?='*[{SIGNS}])")


def neutralise(text):
    """The text as a CSV may carry it: no spreadsheet calculates it."""
    return DANGER.sub("'", text)


def guard_apostrophes(text):
    """The text as a typed XLSX cell carries it: harmless by type, but `restore` must not bite."""
    return DANGER_WITH_APOSTROPHE.sub("'", text) if "'" in text else text


def restore(text):
    """What stood there before `neutralise` or `guard_apostrophes`."""
    return NEUTRALISED.sub("", text) if "'" in text else text
