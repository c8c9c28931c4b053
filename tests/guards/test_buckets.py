"""Buckets: a flood at one label uses up that label's tokens, nobody else's."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from itsm.guards.buckets import forget_full, take
from itsm.guards.models import Bucket

NOW = timezone.now().replace(microsecond=0)


def takes(name, times, **limits):
    return [take(name, **limits) for _ in range(times)]


@pytest.fixture
def still(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_a_bucket_gives_what_it_holds_and_no_more(still):
    assert takes("label:1", 5, size=3, per_minute=6) == [True, True, True, False, False]


def test_one_empty_bucket_leaves_the_others_full(still):
    takes("label:1", 5, size=3, per_minute=6)
    assert take("label:2", size=3, per_minute=6)


def test_it_fills_again_with_time_never_above_its_size(still):
    takes("label:1", 3, size=3, per_minute=6)
    still.move_to(NOW + timedelta(seconds=9))
    assert not take("label:1", size=3, per_minute=6)
    still.move_to(NOW + timedelta(seconds=10))
    assert takes("label:1", 2, size=3, per_minute=6) == [True, False]
    still.move_to(NOW + timedelta(hours=9))
    assert takes("label:1", 4, size=3, per_minute=6) == [True, True, True, False]


def test_a_host_whose_clock_is_behind_gives_nothing_away(still):
    takes("label:1", 3, size=3, per_minute=6)
    still.move_to(NOW - timedelta(hours=1))
    assert not take("label:1", size=3, per_minute=6)
    still.move_to(NOW)
    assert not take("label:1", size=3, per_minute=6)


def test_something_big_costs_more(still):
    assert take("house", size=10, per_minute=1, cost=8)
    assert not take("house", size=10, per_minute=1, cost=3)
    assert take("house", size=10, per_minute=1, cost=2)


def test_buckets_nobody_uses_are_forgotten(still):
    take("old", size=3, per_minute=6)
    still.move_to(NOW + timedelta(hours=23))
    take("new", size=3, per_minute=6)
    still.move_to(NOW + timedelta(hours=25))
    forget_full()
    assert list(Bucket.objects.values_list("pk", flat=True)) == ["new"]


@pytest.mark.postgres
def test_eight_at_once_take_no_more_than_there_is(transactional_db):
    take("label:1", size=20, per_minute=0)
    together, taken = threading.Barrier(8), []

    def tap():
        together.wait()
        try:
            taken.extend(takes("label:1", 5, size=20, per_minute=0))
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), sum(taken)) == (40, 19)
