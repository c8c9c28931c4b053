"""XLSX read as a stream of cells, for files by strangers.

openpyxl builds each row in memory before it looks at it: 24 KB of hostile zip cost it 1.5 GB and
ten seconds. Here no more than a cell is held, and everything is counted while it passes.
"""

import io
import posixpath
import re
import xml.sax
from bisect import bisect_left
from typing import NamedTuple
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from django.utils.translation import gettext as _

from itsm.files.archives import BROKEN, open_archive, read_part
from itsm.files.refusals import TableRefused
from itsm.tables.xlsx_cells import Book, letters_to_number, unescape

CHUNK = 1 << 18
MAX_PART = 100_000_000
MAX_EVENTS = 10_000_000
MAX_UNKNOWN = 500_000
MAX_CELLS = 1_000_000
MAX_LINES = 1_048_576
MAX_NAMES = 1_000
MAX_COLUMNS = 500
MAX_CHARACTERS = 20_000_000
MAX_DEPTH = 40
MAX_SHEETS = 50
MAX_MERGED = 50_000
COORDINATE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def too_many_lines(limit):
    """The sentence for a table longer than one import may be."""
    return _("This table has more than %(limit)s lines. Please split it.") % {"limit": limit}


class SheetRows(NamedTuple):
    """One sheet of a workbook: its name and its rows as (number, texts)."""

    name: str
    rows: list


def read_sheets(data, max_rows) -> tuple[list[SheetRows], list[str]]:
    """All visible sheets with anything on them, and the names of those nobody sees in Excel."""
    with open_archive(io.BytesIO(data)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise TableRefused(_other_archive(archive))
        workbook, links = _Workbook(), _Links()
        _parse(archive, "xl/workbook.xml", workbook)
        _parse(archive, "xl/_rels/workbook.xml.rels", links)
        sheet, found = _Sheet(_book(archive, links, workbook.dates_from_1904), max_rows), []
        for name, link in workbook.sheets:
            sheet.begin()
            _parse(archive, links.parts.get(link, ""), sheet)
            if sheet.rows:
                sheet.spread_merged()
                found.append(SheetRows(name, sheet.rows))
    if not found:
        raise TableRefused(_("This table is empty."))
    return found, workbook.hidden


def _other_archive(archive):
    if "mimetype" in archive.namelist() and b"spreadsheet" in read_part(archive, "mimetype", 200):
        return _("This is an OpenDocument table. Please save it as .xlsx or CSV.")
    return _("This is not an Excel table. A table must be a CSV or .xlsx file.")


def _book(archive, links, dates_from_1904):
    strings, styles = _Strings(), _Styles()
    for part, handler in ((links.strings, strings), (links.styles, styles)):
        if part:
            _parse(archive, part, handler)
    return Book(strings.texts, styles.formats(), dates_from_1904)


def _parse(archive, part, handler):
    """Feed one part through a parser that knows no entities and can't be made to hoard."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        if archive.getinfo(part).file_size > MAX_PART:
            raise TableRefused(_("This table is too large."))
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                before = handler.events
                parser.feed(chunk)
                if handler.events > MAX_EVENTS:
                    raise TableRefused(_("This table is too large."))
                if handler.events == before and len(chunk) == CHUNK:
                    raise xml.sax.SAXException("one sign of markup longer than any real one")
            parser.close()
    except TableRefused:
        raise
    except (xml.sax.SAXException, DefusedXmlException, *BROKEN) as broken:
        raise TableRefused(
            _("This Excel file is damaged. Please save it again as .xlsx or CSV.")
        ) from broken


class _Reader(ContentHandler):
    """Counts what passes; a subclass names the elements it cares for as `start_x`, `end_x`."""

    elements_allowed = 100_000

    def __init__(self):
        super().__init__()
        self.events = self.elements = self.unknown = self.depth = self.kept = 0
        self.collected = None
        self.names, self.starts, self.ends = set(), {}, {}

    def startElement(self, name, attrs):
        self.events += 1
        self.elements += 1
        self.depth += 1
        self.names.update(attrs.getNames())
        if (
            self.elements > self.elements_allowed
            or self.unknown > MAX_UNKNOWN
            or self.depth > MAX_DEPTH
            or len(self.names) + len(self.starts) > MAX_NAMES
        ):
            raise TableRefused(_("This table is too large."))
        try:
            start = self.starts[name]
        except KeyError:
            start = self.starts[name] = getattr(self, "start_" + name.rpartition(":")[2], None)
        if start:
            start(attrs)
        else:
            self.unknown += 1

    def endElement(self, name):
        self.events += 1
        self.depth -= 1
        try:
            end = self.ends[name]
        except KeyError:
            end = self.ends[name] = getattr(self, "end_" + name.rpartition(":")[2], None)
        if end:
            end()

    def characters(self, content):
        self.events += 1
        if self.collected is not None:
            self.kept += len(content)
            if self.kept > MAX_CHARACTERS:
                raise TableRefused(_("This table is too large."))
            self.collected.append(content)


class _Workbook(_Reader):
    """Which sheets there are, in order, and from when days are counted."""

    def __init__(self):
        super().__init__()
        self.sheets, self.hidden, self.dates_from_1904 = [], [], False

    def start_workbookPr(self, attrs):
        self.dates_from_1904 = attrs.get("date1904") in ("1", "true")

    def start_sheet(self, attrs):
        name = attrs.get("name", "")[:31]
        if len(self.sheets) + len(self.hidden) == MAX_SHEETS:
            raise TableRefused(
                _("This workbook has more than %(limit)s sheets.") % {"limit": MAX_SHEETS}
            )
        if attrs.get("state", "visible") == "visible":
            link = next((attrs[name] for name in attrs.getNames() if name.endswith(":id")), "")
            self.sheets.append((name, link))
        else:
            self.hidden.append(name)


class _Links(_Reader):
    """Which part of the archive each link of the workbook leads to."""

    def __init__(self):
        super().__init__()
        self.parts, self.strings, self.styles = {}, "", ""

    def start_Relationship(self, attrs):
        part = posixpath.normpath(posixpath.join("/xl", attrs.get("Target", ""))).lstrip("/")
        self.parts[attrs.get("Id")] = part
        meaning = attrs.get("Type", "").rpartition("/")[2]
        if meaning == "sharedStrings":
            self.strings = part
        elif meaning == "styles":
            self.styles = part


class _Styles(_Reader):
    """The number format of each cell style: dates are numbers that only their style gives away."""

    def __init__(self):
        super().__init__()
        self.codes, self.used, self.in_cell_styles = {}, [], False

    def start_numFmt(self, attrs):
        self.codes[attrs.get("numFmtId")] = attrs.get("formatCode", "")[:255]

    def start_cellXfs(self, attrs):
        self.in_cell_styles = True

    def end_cellXfs(self):
        self.in_cell_styles = False

    def start_xf(self, attrs):
        if self.in_cell_styles:
            self.used.append(attrs.get("numFmtId", "0"))

    def formats(self):
        return [(number, self.codes.get(number)) for number in self.used]


class _Texts(_Reader):
    """Collects the text of `t` elements, but not the reading aids of Japanese files."""

    def __init__(self):
        super().__init__()
        self.aside = False

    def start_t(self, attrs):
        if not self.aside:
            self.collected = self.text

    def end_t(self):
        self.collected = None

    def start_rPh(self, attrs):
        self.aside = True

    def end_rPh(self):
        self.aside = False


class _Strings(_Texts):
    """The texts all sheets share; cells only name their place in this list."""

    elements_allowed = 1_600_000

    def __init__(self):
        super().__init__()
        self.texts, self.text = [], []

    def start_si(self, attrs):
        self.text = []

    def end_si(self):
        self.texts.append(unescape("".join(self.text)))


class _Sheet(_Texts):
    """Rows as they pass, sheet after sheet; what a sheet claims to be long is not even read."""

    elements_allowed = 3_500_000

    def __init__(self, book, max_rows):
        super().__init__()
        self.book, self.max_rows = book, max_rows
        self.rows, self.texts, self.text, self.merged = [], [], [], []
        self.row = self.column = self.cells = self.lines = self.kept_rows = 0
        self.kind = self.style = None

    def begin(self):
        """Another sheet; what was counted goes on counting."""
        self.rows, self.merged, self.row, self.depth = [], [], 0, 0

    def spread_merged(self):
        """What stands in cells merged downwards stands in each of their rows."""
        self.rows.sort(key=lambda row: row[0])
        numbers, spread = [number for number, _texts in self.rows], 0
        for column, first, last in self.merged:
            start = bisect_left(numbers, first)
            head = self.rows[start][1] if start < len(numbers) and numbers[start] == first else []
            text = head[column] if column < len(head) else ""
            below = self.rows[start + 1 : bisect_left(numbers, last + 1)] if text else []
            spread += len(below)
            if spread > MAX_CELLS:
                raise TableRefused(_("This table is too large."))
            for _number, texts in below:
                texts.extend([""] * (column + 1 - len(texts)))
                texts[column] = texts[column] or text

    def start_mergeCell(self, attrs):
        ends = [COORDINATE.fullmatch(end) for end in attrs.get("ref", "").split(":", 2)]
        if len(ends) != 2 or not all(ends) or ends[0][2] == ends[1][2]:
            return
        if len(self.merged) == MAX_MERGED:
            raise TableRefused(_("This table is too large."))
        column, first, last = letters_to_number(ends[0][1]), int(ends[0][2]), int(ends[1][2])
        if column <= MAX_COLUMNS:
            self.merged.append((column - 1, first, last))

    def start_row(self, attrs):
        self.lines += 1
        if self.lines > MAX_LINES:
            raise TableRefused(too_many_lines(self.max_rows))
        number = attrs.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) < 8 else self.row + 1
        self.column, self.texts = 0, []

    def start_c(self, attrs):
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise TableRefused(_("This table is too large."))
        coordinate = COORDINATE.fullmatch(attrs.get("r", ""))
        self.column = letters_to_number(coordinate[1]) if coordinate else self.column + 1
        self.kind, self.style, self.text = attrs.get("t", "n"), attrs.get("s"), []

    def start_is(self, attrs):
        """The wrapping of a text that stands in its cell: known, so that it counts as such."""

    def start_v(self, attrs):
        self.collected = self.text

    def end_v(self):
        self.collected = None

    def end_c(self):
        text = self.book.text("".join(self.text), self.kind, self.style) if self.text else ""
        if not text:
            return
        if self.column > MAX_COLUMNS:
            raise TableRefused(
                _("This table has more than %(limit)s columns.") % {"limit": MAX_COLUMNS}
            )
        self.texts.extend([""] * (self.column - len(self.texts)))
        self.texts[self.column - 1] = text

    def end_row(self):
        if not any(map(str.strip, self.texts)):
            return
        if self.kept_rows > self.max_rows + MAX_SHEETS:
            raise TableRefused(too_many_lines(self.max_rows))
        self.kept_rows += 1
        self.rows.append((self.row, self.texts))
