"""Tests that commit leave an empty database behind: the journal, which refuses to be emptied,
lets go of its lines then, and only then."""

from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

_empty = BaseDatabaseOperations.execute_sql_flush


def use():
    """From now on, the database between two tests is emptied past the journal's triggers."""
    BaseDatabaseOperations.execute_sql_flush = _execute_sql_flush


def _execute_sql_flush(self, sql_list):
    with _without_triggers(self.connection):
        return _empty(self, sql_list)


@contextmanager
def _without_triggers(database):
    kept = triggers(database) if database.vendor == "sqlite" else {}
    with database.cursor() as cursor:
        for name in kept:
            cursor.execute(f"DROP TRIGGER {name}")
        if database.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        with database.cursor() as cursor:
            for statement in kept.values():
                cursor.execute(statement)
            if database.vendor == "postgresql":
                cursor.execute("RESET session_replication_role")


def triggers(database=connection) -> dict[str, str]:
    """The journal's triggers on SQLite, as they were made."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'journal_%'"
        )
        return dict(cursor.fetchall())
