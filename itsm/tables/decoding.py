"""From the bytes of a CSV to its text: which alphabet, which separator, what it is not."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from django.utils.translation import gettext as _

from itsm.files.refusals import TableRefused
from itsm.files.sniffing import MARKUP_START, OLD_OFFICE, PDF, RTF, is_picture

DELIMITERS = (";", ",", "\t", "|")
SAMPLE = 65_536
UMLAUTS = frozenset("äöüßÄÖÜ")
SMALL_LETTERS = frozenset("éèêëáàâãåæçíìîïñóòôõøœúùûšžý")
CAPITALS = frozenset("ÉÈÊËÁÀÂÃÅÆÇÍÌÎÏÑÓÒÔÕØŒÚÙÛŠŽÝŸ")
PUNCTUATION = frozenset("„“”‚‘’«»‹›–—…€§°·•®©²³µ½×\xa0")
JSON_START = re.compile(r"\s*[\[{]\s*[\[{\"]")
FOREIGN = re.compile(r"[^\x00-\x7f]")


def decode(data):
    """The text of a CSV and the name of the alphabet it was written in."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _strictly(data, "utf-8-sig")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16")
    if wide := _wide_alphabet(data[:SAMPLE]):
        return _strictly(data, wide)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _most_plausible(data)


def refuse_other_files(data):
    """Say plainly what a file is that is no CSV, before anybody tries to read it as one."""
    if not data.strip():
        raise TableRefused(_("This file is empty."))
    if data.startswith(OLD_OFFICE):
        raise TableRefused(
            _("This is an old (.xls) or locked Excel file. Please save it as .xlsx or CSV.")
        )
    if is_picture(data[:32]):
        raise TableRefused(_("This is a picture. A table must be a CSV or .xlsx file."))
    if data.startswith(PDF):
        raise TableRefused(_("This is a PDF. A table must be a CSV or .xlsx file."))
    if data.startswith(RTF):
        raise TableRefused(_("This is a text document. A table must be a CSV or .xlsx file."))


def refuse_other_texts(text):
    """A web page, a JSON file or plain binary is text to a decoder, but no table."""
    if MARKUP_START.match(text):
        raise TableRefused(_("This is a web page or XML. A table must be a CSV or .xlsx file."))
    if JSON_START.match(text):
        raise TableRefused(_("This is a JSON file. A table must be a CSV or .xlsx file."))
    if "\x00" in text:
        raise TableRefused(_("This is not a table. A table must be a CSV or .xlsx file."))


def find_delimiter(text):
    """The sign between the cells: the one that cuts the first lines into equally many."""
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _strictly(data, encoding):
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as broken:
        raise TableRefused(
            _("This file is damaged: its letters can't be read. Please save it as CSV (UTF-8).")
        ) from broken


def _wide_alphabet(sample):
    """UTF-16 without its mark: every other byte of plain letters is empty."""
    if sample[1::2].count(0) > len(sample) * 0.4:
        return "utf-16-le"
    return "utf-16-be" if sample[::2].count(0) > len(sample) * 0.4 else ""


def _most_plausible(data):
    """Old files don't say whether Windows or a Mac wrote them; their umlauts do."""
    best = None
    for encoding in ("cp1252", "iso8859_15", "mac_roman"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plausibility = _plausibility(text)
        if best is None or plausibility > best[0]:
            best = (plausibility, text, encoding)
    return best[1], best[2]


def _plausibility(text):
    seen = Counter()
    for match in islice(FOREIGN.finditer(text), 5_000):
        start, end = match.span()
        seen[(text[max(0, start - 1) : start], match[0], text[end : end + 1])] += 1
    return sum(count * _fit(*signs) for signs, count in seen.items())


def _fit(before, sign, after):
    """How well a foreign letter sits between its neighbours."""
    if sign in UMLAUTS:
        return -1 if sign.isupper() and before.islower() else 3
    if sign in SMALL_LETTERS:
        return 1
    if sign in CAPITALS:
        return -2 if before.islower() else 1
    if sign in PUNCTUATION:
        inside = before.isalpha() and after.isalpha()
        return -1 if inside and sign != "’" else 1
    return -2


def _evenness(sample, delimiter):
    try:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(row) for row in rows if any(row))
    width, rows_alike = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    return (rows_alike / sum(widths.values()), width) if width > 1 else (0, 0)
