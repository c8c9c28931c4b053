"""Tables by others, read whatever program wrote them: CSV of any dialect, or XLSX."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from itsm.files.refusals import TableRefused, UploadRefused
from itsm.files.sniffing import ZIP
from itsm.tables import decoding
from itsm.tables.formulas import restore, unprotect
from itsm.tables.xlsx_reading import MAX_COLUMNS, read_sheets, too_many_lines

MAX_CELLS = 2_000_000
MAX_LINES = 1_100_000
# A last line of our own: a quotation mark that is never closed swallows it with all the rest.
END = "\x1e"
# So far down headings are looked for, below a title and the day of the list.
TITLE_LINES = 30


class Row(NamedTuple):
    """One line of a table: its number in the file (headings are 1), its cells by heading."""

    number: int
    cells: dict
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A table as read; `duplicates` are headings that stood there more than once.

    `titles` are lines above the headings, `hidden` the workbook's sheets that nobody sees in Excel.
    """

    headers: list
    lines: list = field(repr=False)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    duplicates: list = field(default_factory=list)
    titles: list = field(default_factory=list)
    hidden: list = field(default_factory=list)

    def __len__(self):
        return len(self.lines)

    @property
    def rows(self):
        """The lines below the headings, one at a time; empty ones are left out."""
        for number, texts in self.lines:
            padded = texts + [""] * (len(self.headers) - len(texts))
            cells = dict(zip(self.headers, padded, strict=False))
            surplus = any(text.strip() for text in texts[len(self.headers) :])
            yield Row(number, cells, _more_cells() if surplus else "")

    def column(self, header):
        """All texts below one heading, to judge a whole column at once."""
        place = self.headers.index(header)
        return [texts[place] if place < len(texts) else "" for _number, texts in self.lines]


def read_table(file, **how) -> Table:
    """The table somebody exported elsewhere; of a workbook the first sheet (see `read_tables`)."""
    return read_tables(file, **how)[0]


def read_tables(
    file, *, known: Callable | None = None, max_rows: int = 20_000, max_bytes: int = 20_000_000
) -> list[Table]:
    """All tables of a file, one for each sheet, or a sentence that says why it can't be read.

    `known` says of a text whether it is a heading: the line with most of them is the table's
    first. Without it that is the first line with anything on it.
    """
    file.seek(0)
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TableRefused(_("This table is too large."))
    try:
        return (_xlsx if data.startswith(ZIP) else _csv)(data, known, max_rows)
    except TableRefused:
        raise
    except UploadRefused as refusal:
        raise TableRefused(str(refusal)) from refusal


def _xlsx(data, known, max_rows):
    sheets, hidden = read_sheets(data, max_rows)
    return [
        _table(iter(sheet.rows), known, max_rows, sheet=sheet.name, hidden=hidden)
        for sheet in sheets
    ]


def _csv(data, known, max_rows):
    decoding.refuse_other_files(data)
    text, encoding = decoding.decode(data)
    text = text.removeprefix("\ufeff")
    decoding.refuse_other_texts(text)
    delimiter, text = _announced_delimiter(text)
    delimiter = delimiter or decoding.find_delimiter(text)
    if text.count(delimiter) > MAX_CELLS or text.count("\n") + text.count("\r") > 2 * MAX_LINES:
        raise TableRefused(_("This table is too large."))
    lines = _csv_lines(text, delimiter)
    return [_table(lines, known, max_rows, encoding=encoding, delimiter=delimiter)]


def _announced_delimiter(text):
    """Excel's own first line `sep=;`, which is no part of the table."""
    first, _end, rest = text[:16].partition("\n")
    first = first.strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], rest + text[16:]
    return "", text


def _csv_lines(text, delimiter):
    reader = csv.reader(io.StringIO(f"{text}\n{END}", newline=""), delimiter=delimiter)
    number, texts = 0, [END]
    try:
        for number, texts in enumerate(reader, start=1):
            if texts and texts[-1].endswith(END):
                break
            yield number, [unprotect(text) for text in texts]
    except csv.Error as broken:
        raise TableRefused(_unquoted(reader.line_num)) from broken
    if texts != [END]:
        raise TableRefused(_unquoted(number))


def _table(numbered, known, max_rows, **facts):
    numbered = ((number, texts) for number, texts in numbered if any(map(str.strip, texts)))
    first = list(islice(numbered, TITLE_LINES))
    if not first:
        raise TableRefused(_("This table is empty."))
    place = _heading_line([texts for _number, texts in first], known)
    titles = [" ".join(dict.fromkeys(filter(None, texts))) for _number, texts in first[:place]]
    headings, lines = first[place], []
    numbered = chain(first[place + 1 :], numbered)
    for number, texts in numbered:
        if len(lines) == max_rows:
            raise TableRefused(too_many_lines(max_rows))
        lines.append((number, [restore(text) for text in _without_end(texts)]))
    headers, duplicates = _headers(headings[1], max((len(texts) for _n, texts in lines), default=0))
    return Table(headers, lines, duplicates=duplicates, titles=titles, **facts)


def _heading_line(lines, known):
    """Where the headings stand: the first line with most known ones; the first of all if none."""
    if known is None:
        return 0
    counts = [sum(bool(known(restore(text))) for text in texts) for texts in lines]
    return counts.index(max(counts))


def _without_end(texts):
    """The cells up to the last one that holds anything."""
    end = len(texts)
    while end and not texts[end - 1]:
        end -= 1
    return texts[:end]


def _headers(texts, width):
    """Every column gets a name of its own; unnamed ones are called by their letter, as `[C]`."""
    names = [" ".join(restore(text).split()) for text in texts]
    while names and not names[-1] and len(names) > width:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise TableRefused(
            _("This table has more than %(limit)s columns.") % {"limit": MAX_COLUMNS}
        )
    headers, duplicates = [], []
    for place, name in enumerate(names):
        if name and name in headers:
            duplicates.append(name)
        headers.append(_free(name or f"[{_letters(place)}]", headers))
    return headers, duplicates


def _free(name, taken):
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _letters(place):
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unquoted(number):
    words = _("Line %(number)s can't be read: a quotation mark may be missing.")
    return words % {"number": number}


def _more_cells():
    return _("This line has more cells than there are headings.")
