"""The one door through which a state changes: possible now, and nobody was faster."""

import threading

import pytest
from django.db import connection

from itsm.workflow import StepRefused, advance, swap
from tickets.models import Ticket
from tickets.workflow import report

State = Ticket.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(beamer, deich, anna):
    return report(by=anna, school=deich, devices=[beamer], title="kein Bild").ticket


def kept(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def test_a_possible_step_moves_the_state_and_its_fields(ticket, tom):
    advance(ticket, State.ASSIGNED, assignee=tom)
    assert (ticket.state, ticket.assignee) == (State.ASSIGNED, tom)
    assert (kept(ticket).state, kept(ticket).assignee) == (State.ASSIGNED, tom)


def test_who_read_an_older_state_is_told(ticket, tom, vera):
    stale = kept(ticket)
    advance(ticket, State.ASSIGNED, assignee=tom)
    with pytest.raises(StepRefused):
        advance(stale, State.ASSIGNED, assignee=vera)
    assert kept(ticket).assignee == tom


def test_a_state_that_does_not_follow_is_refused_with_the_one_it_is_in(ticket):
    with pytest.raises(StepRefused, match="„neu“"):
        advance(ticket, State.SOLVED)
    assert kept(ticket).state == State.NEW


def test_fields_are_swapped_only_where_the_others_are_as_they_were_read(ticket):
    swap(ticket, expect={"level": 2, "assignee": None}, level=1)
    assert (ticket.level, kept(ticket).level) == (1, 1)
    with pytest.raises(StepRefused):
        swap(ticket, expect={"level": 2}, level=1, title="anders")
    assert (ticket.title, kept(ticket).title) == ("kein Bild", "kein Bild")


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
