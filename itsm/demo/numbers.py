"""The numbers that the story's rows get: some are kept free, so that what is written later may
stand where it belongs in the order of time."""

from bisect import bisect_right
from datetime import timedelta

from django.db import connection


def go_on_from(model, number):
    """The next row of this model gets this number."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "pg_get_serial_sequence(%s, 'id')"
            cursor.execute(f"SELECT setval({sequence}, %s, false)", [table, number])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, number - 1])


def go_on_at_least_from(model, number):
    """The next row gets this number, or a greater one where that is taken."""
    go_on_from(model, max(number, _next(model)))


def keep_free(model, count) -> range:
    """So many numbers are taken out of the line; returns them."""
    first = _next(model)
    go_on_from(model, first + count)
    return range(first, first + count)


def _next(model) -> int:
    """The number that the next row would get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
            return cursor.fetchone()[0]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return row[0] + 1 if row else 1


class KeptFree:
    """Numbers for rows of these moments, kept free while the story is played: before each of the
    played rows (which begin then) as many as belong there. `numbers` has them in order."""

    def __init__(self, story, model, moments, begin):
        self.model, self.numbers, done = model, [], 0
        moments = sorted(moments)
        for moment in [*sorted(begin), story.moments.now]:
            upto = bisect_right(moments, moment)
            if upto > done:
                story.agenda.at(moment - timedelta(seconds=1), self._keep, upto - done)
            done = upto

    def _keep(self, count):
        self.numbers += keep_free(self.model, count)
