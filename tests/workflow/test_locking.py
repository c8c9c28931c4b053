"""Several people at the same rows: one order for all, and one more try where it is nobody's fault."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from itsm.people.models import School
from itsm.workflow import lock
from itsm.workflow.locking import twice


class BrokenOff(Exception):
    sqlstate = "40P01"


class Gone(Exception):
    sqlstate = "57P01"


def failing(*causes):
    """A step that fails once for each of these causes, and then is done."""
    waiting = list(causes)

    def act():
        if waiting:
            raise OperationalError("no") from waiting.pop(0)
        return "done"

    return act


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db
def test_rows_are_held_in_the_order_of_their_ids(deich, moor):
    with CaptureQueriesContext(connection) as asked:
        lock(School, [moor.pk, deich.pk])
    words = asked[0]["sql"]
    assert (len(asked), "ORDER BY" in words, words.endswith("FOR NO KEY UPDATE")) == (1, True, True)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_broke_off_is_tried_once_more_and_not_twice():
    assert twice(failing(BrokenOff())) == "done"
    with pytest.raises(OperationalError):
        twice(failing(BrokenOff(), BrokenOff()))


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_not_asked_again():
    with pytest.raises(OperationalError):
        twice(failing(Gone()))


@pytest.mark.django_db
def test_inside_of_another_transaction_nothing_is_tried_again():
    with pytest.raises(OperationalError):
        twice(failing(BrokenOff()))
