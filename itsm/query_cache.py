"""Queries that page after page asks: made into SQL once for each person, then only filled in.

Django builds a query and writes its SQL anew each time, which costs a page more than the database
needs to answer it. A query marked `@compiled` is written once in a process for each set of
arguments (a person counts with everything her roles reach, see `User.seen_as`) and language. What
differs from one asking to the next stands in it as a `Blank`. Nothing else may differ: a query is
built without asking the database and without looking at the clock (tests/house/test_compiled.py).
"""

import re
from collections import OrderedDict
from copy import copy
from functools import wraps

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Expression, prefetch_related_objects
from django.utils.translation import get_language

KEPT = 500
QUESTIONS: list = []  # for the tests: every function marked here
_MADE: list = []  # what each of them has made so far


class Blank(Expression):
    """A place in a compiled query that is filled in each time: a number, unless said otherwise."""

    def __init__(self, name, output_field=None):
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Blanks:
    """A thing of which only these numbers are told, each a blank: `Blanks("tree_id", "lft")`."""

    def __init__(self, *names):
        self.names = names
        for name in names:
            setattr(self, name, Blank(name))

    def of(self, thing) -> dict:
        """What fills them, read from a real thing."""
        return {name: getattr(thing, name) for name in self.names}


class Compiled:
    """A queryset whose SQL is written."""

    def __init__(self, queryset):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(connection=connection)
        try:
            self.sql, self.params = _with_words(*self.compiler.as_sql())
            columns = [column for column, *_rest in self.compiler.select or ()]
            self.converters = self.compiler.get_converters(columns[: self.compiler.col_count])
        except EmptyResultSet:
            self.sql, self.params = "", ()

    def rows(self, filled) -> list:
        """What the queryset would have answered with these words in its blanks."""
        if not self.sql:
            return []
        compiler = copy(self.compiler)
        compiler.connection = connection
        params = tuple(_filled(param, filled) for param in self.params)
        compiler.as_sql = lambda: (self.sql, params)
        compiler.get_converters = lambda _columns: self.converters
        rows = list(self.queryset._iterable_class(_Ready(self.queryset, compiler)))
        if lookups := self.queryset._prefetch_related_lookups:
            prefetch_related_objects(rows, *lookups)
        return rows


class _Ready:
    """What Django's row makers ask of a queryset and its query, with the compiler at hand."""

    _known_related_objects: dict = {}

    def __init__(self, queryset, compiler):
        self.db, self._fields, self._hints = queryset.db, queryset._fields, {}
        self.known, self.compiler, self.query = queryset.query, compiler, self

    def get_compiler(self, using=None):
        return self.compiler

    def __getattr__(self, name):
        return getattr(self.known, name)


def _filled(param, filled):
    if not isinstance(param, Blank):
        return param
    return param.output_field.get_db_prep_value(filled[param.name], connection)


def _with_words(sql, params):
    """PostgreSQL plans a statement once for all values only if that plan is no worse than one made
    for these: words that never change ("new", "fault") are written into it, so that it is not."""
    if connection.vendor != "postgresql":
        return sql, params
    words = iter(params)
    parts, kept = re.split("(%s|%%)", sql), []
    for place, part in enumerate(parts):
        if part != "%s":
            continue
        param = next(words)
        if isinstance(param, str):
            parts[place] = quoted(str(param)).replace("%", "%%")
        else:
            kept.append(param)
    return "".join(parts), tuple(kept)


def quoted(word: str) -> str:
    """A word as PostgreSQL reads it in a statement, by psycopg's own rules."""
    from psycopg.sql import Literal  # here: with SQLite there may be no psycopg

    return Literal(word).as_string(None)


def compiled(build):
    """Mark a function that builds a queryset. Call it with the function's own arguments, and by
    name what its blanks are filled with; the answer is a list, as the queryset would give it."""
    kept = OrderedDict()

    @wraps(build)
    def ask(*words, **filled):
        key = (get_language(), *(getattr(word, "seen_as", word) for word in words))
        known = kept.get(key)
        if known is None:
            known = kept[key] = Compiled(build(*words))
            if len(kept) > KEPT:
                kept.popitem(last=False)
        return known.rows(filled)

    QUESTIONS.append(build)
    _MADE.append(kept)
    return ask


def forget():
    """Make every query anew: for whoever changes the program while it runs, as tests do that
    plant a leak."""
    for kept in _MADE:
        kept.clear()
