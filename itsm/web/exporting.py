"""Whole lists to take away: every row, or a sentence why not; never a part without a word."""

from django.utils.translation import gettext as _

from itsm.web.paging import Pages
from itsm.workflow import StepRefused

MOST_IN_A_WORKBOOK = 20_000
# So many rows are read from the database at a time.
AT_ONCE = 500


def all_of(found, format):
    """The rows of this query one after the other, as many as there are.

    Refused where they are more than a workbook, which is made in one piece, can take.
    """
    if format == "xlsx" and Pages(found, cap=MOST_IN_A_WORKBOOK).count > MOST_IN_A_WORKBOOK:
        raise StepRefused(_("That is too much for an Excel table. Filter it, or take CSV."))
    return found.iterator(chunk_size=AT_ONCE)
