from datetime import timedelta

import pytest
from django.utils import timezone

from itsm.demo.agenda import Agenda

NOON = timezone.make_aware(timezone.datetime(2026, 11, 24, 12, 0))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def seen():
    return []


@pytest.fixture
def see(seen):
    return lambda what: seen.append((what, timezone.now()))


def test_steps_are_taken_in_the_order_of_time_and_at_their_moment(seen, see):
    agenda = Agenda()
    agenda.at(NOON, see, "later")
    agenda.at(NOON - MINUTE, see, "earlier")
    agenda.at(NOON, see, "told last")
    agenda.play(NOON)
    assert seen == [("earlier", NOON - MINUTE), ("later", NOON), ("told last", NOON)]


def test_what_a_step_puts_on_the_agenda_happens_too_but_nothing_that_lies_ahead(seen, see):
    agenda = Agenda()

    def first():
        agenda.at(NOON + MINUTE, see, "follows")
        agenda.at(NOON + 3 * MINUTE, see, "lies ahead")

    agenda.at(NOON, first)
    agenda.play(NOON + 2 * MINUTE)
    assert seen == [("follows", NOON + MINUTE)]


def test_afterwards_the_clock_is_as_before():
    before = timezone.now()
    Agenda().play(NOON)
    assert timedelta(0) <= timezone.now() - before < timedelta(minutes=1)
