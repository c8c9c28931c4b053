"""Tables in and out: what others' programs export, and what ours hands on."""

from itsm.files.refusals import TableRefused
from itsm.tables.reading import Row, Table, read_table, read_tables
from itsm.tables.values import date_order, is_whole_date, read_date, read_money
from itsm.tables.writing import export_response, write_csv, write_xlsx
from itsm.tables.xlsx_cells import DayCell

__all__ = [
    "DayCell",
    "Row",
    "Table",
    "TableRefused",
    "date_order",
    "export_response",
    "is_whole_date",
    "read_date",
    "read_money",
    "read_table",
    "read_tables",
    "write_csv",
    "write_xlsx",
]
