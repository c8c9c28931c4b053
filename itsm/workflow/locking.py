"""Several people at the same rows: one after the other, and never in a ring."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import OperationalError, connection
from django.db.models import Model

Done = TypeVar("Done")

# PostgreSQL broke one off, because two waited for each other, or saw what had changed meanwhile.
BROKEN_OFF = ("40P01", "40001")


def lock(model: type[Model], ids: Iterable) -> None:
    """Hold these rows until the transaction ends, taken in the order of their ids.

    Whoever changes several rows of one table in a step calls this first. All who do so take them
    in the same order, so nobody waits for somebody who waits for him. SQLite has one writer.
    """
    if connection.features.has_select_for_update:
        rows = model._base_manager.filter(pk__in=ids).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def is_broken_off(error: BaseException) -> bool:
    """Was it nobody's fault, and would the same succeed a moment later?"""
    return getattr(getattr(error, "__cause__", None), "sqlstate", "") in BROKEN_OFF


def twice(act: Callable[[], Done]) -> Done:
    """Do `act()`, which is one transaction of its own; once more if the database broke it off.

    Nothing of the first try is left: the transaction was rolled back. Inside of another one it is
    not tried again, for that one is broken off as well.
    """
    try:
        return act()
    except OperationalError as error:
        if connection.in_atomic_block or not is_broken_off(error):
            raise
    return act()
