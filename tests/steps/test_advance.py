"""The one door through which a state changes: possible now, and nobody was faster."""

import threading

import pytest
from django.db import connection

from itsm.steps import StepRefused, advance
from tickets.models import Ticket
from tickets.workflow import report

State = Ticket.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(beamer, deich, anna):
    return report(by=anna, school=deich, devices=[beamer], title="kein Bild").ticket


def goes_with(state, tom):
    """The fields the database wants to see with this state."""
    return {
        "assignee": None if state == State.NEW else tom,
        "waiting_for": "school" if state == State.WAITING else "",
    }


def kept(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def test_a_possible_step_moves_the_state_and_its_fields(ticket, tom):
    advance(ticket, State.ASSIGNED, assignee=tom)
    assert (ticket.state, ticket.assignee) == (State.ASSIGNED, tom)
    assert (kept(ticket).state, kept(ticket).assignee) == (State.ASSIGNED, tom)


@pytest.mark.parametrize("old", State.values)
@pytest.mark.parametrize("new", State.values)
def test_only_the_table_says_what_is_possible(ticket, tom, old, new):
    Ticket.objects.filter(pk=ticket.pk).update(state=old, **goes_with(old, tom))
    thing = kept(ticket)
    if new in Ticket.STEPS[old]:
        advance(thing, new, **goes_with(new, tom))
        assert kept(ticket).state == new
    else:
        with pytest.raises(StepRefused):
            advance(thing, new, **goes_with(new, tom))
        assert kept(ticket).state == old


def test_who_read_an_older_state_is_told(ticket, tom, vera):
    stale = kept(ticket)
    advance(ticket, State.ASSIGNED, assignee=tom)
    with pytest.raises(StepRefused):
        advance(stale, State.ASSIGNED, assignee=vera)
    assert kept(ticket).assignee == tom


def test_expected_fields_are_compared_too(ticket, tom, vera):
    advance(ticket, State.ASSIGNED, assignee=tom)
    with pytest.raises(StepRefused):
        advance(kept(ticket), State.WAITING, expect={"assignee": vera})
    assert kept(ticket).state == State.ASSIGNED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_in_the_same_second_one_wins(ticket, tom, vera):
    together, told = threading.Barrier(2), []

    def take(person):
        mine = kept(ticket)
        together.wait()
        try:
            advance(mine, State.ASSIGNED, assignee=person)
            told.append(person)
        except StepRefused as refused:
            told.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[person]) for person in (tom, vera)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [person for person in told if person in (tom, vera)]
    assert (len(told), kept(ticket).assignee) == (2, winner)
