"""The words of many kinds of rows at once: one query however many kinds there are."""

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, Concat

COLUMNS = ("of", "pk", "said", "english", "rank", "under")
PERSON = Concat("first_name", Value(" "), "last_name")


def words(of, rows, said, english="", *, rank=0, under=0):
    """Rows of one kind as (kind, id, word, English word, rank, what it belongs to)."""
    return (
        rows.order_by()
        .annotate(
            of=Value(of, CharField()),
            said=_text(said),
            english=_text(english) if english else Value("", CharField()),
            rank=_number(rank),
            under=_number(under),
        )
        .values_list(*COLUMNS)
    )


def read(*kinds):
    """All of these rows, in one query and no order."""
    first, *others = kinds
    return first.union(*others, all=True)


def _text(column):
    return Cast(F(column) if isinstance(column, str) else column, CharField())


def _number(column):
    if isinstance(column, int):
        return Value(column, IntegerField())
    return Cast(F(column) if isinstance(column, str) else column, IntegerField())
