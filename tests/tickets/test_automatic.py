"""What happens by itself after the agreed days, by a set clock."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from itsm.journal.models import Event
from itsm.outbox.models import OutboxMessage
from itsm.workflow import StepRefused
from tests.tickets.conftest import again
from tickets import automatic, workflow
from tickets.models import Ticket, TicketSettings
from tickets.notifications import dispatch
from tickets.tasks import follow_up

START = datetime(2026, 11, 24, 8, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def at():
    """`at(days=3)`: three days after the start, on the second."""
    with time_machine.travel(START, tick=False) as traveller:

        def go(**later):
            traveller.move_to(START + timedelta(**later))

        yield go


@pytest.fixture
def ticket(at, reported):
    return reported.ticket


def mails():
    subjects = [(m.payload["to"], m.payload["subject"]) for m in OutboxMessage.objects.all()]
    OutboxMessage.objects.all().delete()
    return subjects


def verbs():
    return [e.verb for e in Event.objects.order_by("pk") if e.by is None]


def test_solved_closes_after_seven_days_and_says_so(ticket, at, vera):
    workflow.solve(ticket, by=vera, solution="Kabel")
    mails()
    at(days=7)
    automatic.follow_up()
    assert again(ticket).state == "solved"
    at(days=7, seconds=1)
    automatic.follow_up()
    kept = again(ticket)
    assert (kept.state, kept.closed_at) == ("closed", timezone.now())
    assert [to for to, _subject in mails()] == ["anna@example.org"]
    assert verbs() == ["ticket.closed_by_itself"]
    assert Event.objects.get(verb="ticket.closed_by_itself").details["why"] == "solved"


def test_a_silent_reporter_is_reminded_after_three_days_then_it_closes_after_five(ticket, at, vera):
    workflow.wait(ticket, by=vera, waiting_for="reporter")
    mails()
    at(days=3)
    automatic.follow_up()
    assert mails() == []
    at(days=3, seconds=1)
    for _often in range(3):
        automatic.follow_up()
    number = ticket.number
    assert mails() == [("anna@example.org", f"Erinnerung: eine Frage zu Ihrer Meldung {number}")]
    at(days=8, seconds=1)
    automatic.follow_up()
    assert again(ticket).state == "waiting"
    at(days=8, seconds=2)
    automatic.follow_up()
    assert (again(ticket).state, again(ticket).waiting_for) == ("closed", "")
    assert "keine Antwort" in OutboxMessage.objects.get().payload["text"]
    assert mails() == [("anna@example.org", f"Ihre Meldung {number} ist geschlossen")]
    assert verbs() == ["ticket.reminded", "ticket.closed_by_itself"]


def test_an_answer_stops_the_clock(ticket, at, vera, anna):
    workflow.wait(ticket, by=vera, waiting_for="reporter")
    at(days=4)
    automatic.follow_up()
    workflow.comment(again(ticket), by=anna, text="Ja.")
    at(days=30)
    automatic.follow_up()
    assert again(ticket).state == "assigned"


@pytest.mark.parametrize("whom", [w for w in Ticket.WaitingFor.values if w != "reporter"])
def test_waiting_for_others_never_closes(whom, ticket, at, vera):
    workflow.wait(ticket, by=vera, waiting_for=whom)
    mails()
    at(days=300)
    automatic.follow_up()
    assert (again(ticket).state, mails()) == ("waiting", [])


@pytest.mark.parametrize("state", ["new", "assigned", "closed"])
def test_other_states_are_left_alone(state, ticket, at, vera):
    if state == "assigned":
        workflow.take_over(ticket, by=vera)
    if state == "closed":
        workflow.close(ticket, by=vera)
    before = again(ticket).updated_at
    at(days=300)
    automatic.follow_up()
    assert (again(ticket).state, again(ticket).updated_at) == (state, before)


def test_the_days_are_the_authoritys(ticket, at, vera):
    TicketSettings.objects.create(pk=1, reopen_days=2)
    workflow.solve(ticket, by=vera, solution="Kabel")
    at(days=2, seconds=1)
    automatic.follow_up()
    assert again(ticket).state == "closed"


def test_over_the_change_of_the_clocks_days_stay_days(reported, vera):
    """Seven days of 24 hours, counted in UTC: an hour more or less on the wall changes nothing."""
    before = datetime(2026, 10, 20, 8, 0, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(before, tick=False) as traveller:
        workflow.solve(reported.ticket, by=vera, solution="Kabel")
        solved_at = timezone.now()
        traveller.move_to(solved_at + timedelta(days=7))
        automatic.follow_up()
        assert again(reported.ticket).state == "solved"
        traveller.shift(1)
        automatic.follow_up()
        assert again(reported.ticket).state == "closed"


def test_one_that_was_touched_this_moment_is_left_and_the_others_go_on(
    ticket, foreign_ticket, at, vera, tom, monkeypatch
):
    workflow.solve(ticket, by=vera, solution="Kabel")
    workflow.solve(foreign_ticket, by=tom, solution="Kabel")
    at(days=8)
    real = automatic.close_by_itself

    def touched_first(found, *, why):
        if found.pk == ticket.pk:
            workflow.reopen(again(ticket), by=tom)
        real(found, why=why)

    monkeypatch.setattr(automatic, "close_by_itself", touched_first)
    automatic.follow_up()
    assert (again(ticket).state, again(foreign_ticket).state) == ("assigned", "closed")


def test_one_that_fails_is_told_and_the_others_go_on(
    ticket, foreign_ticket, at, vera, tom, monkeypatch, caplog
):
    workflow.solve(ticket, by=vera, solution="Kabel")
    workflow.solve(foreign_ticket, by=tom, solution="Kabel")
    at(days=8)
    real = dispatch.closed

    def damaged(found, **said):
        if found.pk == ticket.pk:
            raise KeyError("damaged")
        real(found, **said)

    monkeypatch.setattr(dispatch, "closed", damaged)
    automatic.follow_up()
    assert (again(ticket).state, again(foreign_ticket).state) == ("solved", "closed")
    assert sorted(verbs()) == ["clock.failed", "ticket.closed_by_itself"]
    told = Event.objects.get(verb="clock.failed")
    assert told.details == {"work": "ticket_closing", "error": "KeyError", "number": ticket.number}
    monkeypatch.undo()
    automatic.follow_up()
    assert again(ticket).state == "closed"


def test_solved_anew_meanwhile_counts_from_the_new_day(ticket, at, vera, tom):
    workflow.solve(ticket, by=vera, solution="Kabel")
    at(days=8)
    as_read = again(ticket)
    workflow.reopen(again(ticket), by=tom)
    workflow.solve(again(ticket), by=tom, solution="Lampe")
    with pytest.raises(StepRefused):
        automatic.close_by_itself(as_read, why="solved")


def test_the_doorbell_rings_it(ticket, at, vera):
    workflow.solve(ticket, by=vera, solution="Kabel")
    at(days=8)
    follow_up()
    assert again(ticket).state == "closed"
