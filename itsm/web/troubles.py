"""What may be wrong with the database, told from the mistake it raised."""

from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.workflow.locking import is_broken_off

# Read-only, or its disk is full: PostgreSQL's numbers, SQLite's names.
NO_WRITING = ("25006", "53100", "SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR_WRITE")


class Trouble(NamedTuple):
    """One sentence for the person who waits, and after how many seconds to try again."""

    sentence: str | Promise
    retry_after: int


AWAY = Trouble(
    _(
        "The program cannot reach its data right now. Please load this page again in a minute; "
        "if your browser asks whether to send the form again, say yes."
    ),
    60,
)
READ_ONLY = Trouble(
    _("Nothing can be saved right now. Please send it again later; what you typed stands below."),
    60,
)
SAME_MOMENT = Trouble(
    _("Somebody saved something at this very moment that goes with it. Please send it again."), 1
)


def trouble_of(error) -> Trouble | None:
    """What keeps the database from its work; None where it is not to blame."""
    if is_broken_off(error):
        return SAME_MOMENT
    cause = getattr(error, "__cause__", None)
    known = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
    if known.startswith(NO_WRITING):
        return READ_ONLY
    return AWAY if isinstance(error, OperationalError | InterfaceError) else None
