"""Tables handed on: CSV for programs, XLSX for people; nothing in them calculates."""

import csv
import datetime as dt
import io
from decimal import Decimal
from itertools import chain, islice, zip_longest

from django.core.exceptions import BadRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from itsm.files.uploads import display_name
from itsm.tables.formulas import guard_apostrophes, protect
from itsm.tables.xlsx_cells import NOBODYS, escape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# These two codes are shown in the order of the reader's own country.
DAY, MOMENT = "mm-dd-yy", "m/d/yy h:mm"
CALCULATED = ("=", "#")
WIDEST = 60


class _Line:
    """A file of one line, so that the csv module can write into a response."""

    def write(self, text):
        return text


def write_csv(headers, rows):
    """The table line by line, as German Excel opens it with a double click."""
    writer = csv.writer(_Line(), delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in chain([headers], rows):
        yield writer.writerow([_csv_cell(value) for value in row]).encode("utf-8", "replace")


def write_xlsx(headers, rows):
    """The table as a workbook: text stays text, numbers and days can be sorted and summed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    sheet.freeze_panes = "A2"
    rows = iter(rows)
    first = list(islice(rows, 100))
    for place, width in enumerate(_widths([headers, *first]), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_heading(sheet, text) for text in headers])
    for row in chain(first, rows):
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def export_response(name, format, headers, rows):
    """A table as a download; `format` is what the person asked for, `csv` or `xlsx`."""
    if format == "csv":
        response = StreamingHttpResponse(
            write_csv(headers, rows), content_type="text/csv; charset=utf-8"
        )
    elif format == "xlsx":
        response = HttpResponse(write_xlsx(headers, rows), content_type=XLSX)
    else:
        raise BadRequest("format")
    filename = f"{display_name(name)}.{format}"
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _csv_cell(value):
    if isinstance(value, bool):
        return _word(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, (Decimal, float)):
        return number_format(value)
    if isinstance(value, dt.datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return protect(NOBODYS.sub("", str(value)))


def _xlsx_cell(sheet, value):
    if isinstance(value, bool):
        return _word(value)
    if value is None or isinstance(value, (int, Decimal, float)):
        return value
    if isinstance(value, dt.datetime):
        return _dated(sheet, _local(value), MOMENT)
    if isinstance(value, dt.date):
        return _dated(sheet, value, DAY)
    text = guard_apostrophes(escape(str(value)))
    return _typed(sheet, text) if text.startswith(CALCULATED) else text


def _heading(sheet, text):
    cell = _typed(sheet, guard_apostrophes(escape(str(text))))
    cell.font = Font(bold=True)
    return cell


def _typed(sheet, text):
    """A cell that is text by type, so that no program calculates or corrects it."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _dated(sheet, value, shown_as):
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = shown_as
    return cell


def _word(value):
    return _("yes") if value else _("no")


def _local(moment):
    return timezone.localtime(moment).replace(tzinfo=None) if moment.tzinfo else moment


def _widths(rows):
    """Wide enough for the first lines, but no column so wide that it hides the others."""
    columns = zip_longest(*rows, fillvalue="")
    return [min(WIDEST, max(len(str(value)) for value in column) + 3) for column in columns]
