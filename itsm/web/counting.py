"""Many small numbers, read in one query."""

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce

from itsm.people.models import User


def number_of(rows) -> Coalesce:
    """How many rows there are, as a part of a larger query."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("*"))
    return Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), 0)


def numbered(user, **rows):
    """One row that says how many each of these has, for whoever asks it again and again."""
    asked = {name: number_of(one) for name, one in rows.items()}
    return User.objects.filter(pk=user.pk).values(**asked)


def numbers(user, **rows) -> dict[str, int]:
    """How many rows each of these has."""
    return numbered(user, **rows).get() if rows else {}
