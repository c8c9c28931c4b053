"""Tables in and out: what others' programs export, and what ours hands on."""

from itsm.web.refusals import TableRefused
from itsm.web.tabular.reading import Row, Table, read_table
from itsm.web.tabular.values import date_order, read_date, read_money
from itsm.web.tabular.writing import export_response, write_csv, write_xlsx

__all__ = [
    "Row",
    "Table",
    "TableRefused",
    "date_order",
    "export_response",
    "read_date",
    "read_money",
    "read_table",
    "write_csv",
    "write_xlsx",
]
