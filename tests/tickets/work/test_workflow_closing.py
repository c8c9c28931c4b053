"""How a ticket ends, and how it comes back."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from itsm.outbox.models import OutboxMessage
from itsm.workflow import NotAllowed, StepRefused
from tests.tickets.conftest import again
from tickets import workflow
from tickets.models import Report


def mails():
    return [m.payload["to"] for m in OutboxMessage.objects.order_by("pk")]


@pytest.fixture
def solved(ticket, tom):
    workflow.take_over(ticket, by=tom)
    workflow.solve(ticket, by=tom, solution="HDMI-Kabel getauscht")
    return again(ticket)


def test_solving_says_what_helped_and_tells_the_reporters(ticket, vera, bert):
    workflow.join(ticket, by=bert)
    workflow.wait(ticket, by=vera, waiting_for="part")
    OutboxMessage.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        workflow.solve(ticket, by=vera, solution=" Kabel getauscht ")
        kept = again(ticket)
        assert (kept.state, kept.solution, kept.solved_at) == (
            "solved",
            "Kabel getauscht",
            timezone.now(),
        )
    assert (kept.assignee, kept.last_handler, kept.waiting_for) == (vera, vera, "")
    assert mails() == ["anna@example.org", "bert@example.org"]


def test_solving_without_a_word_is_refused(ticket, vera):
    with pytest.raises(StepRefused):
        workflow.solve(ticket, by=vera, solution="   ")


def test_whoever_solves_what_nobody_had_has_had_it(ticket, vera):
    workflow.solve(ticket, by=vera, solution="Kabel")
    assert again(ticket).assignee == vera


def test_confirming_closes(solved, anna):
    workflow.confirm(solved, by=anna)
    assert again(solved).state == "closed"
    assert again(solved).closed_at is not None


def test_reopening_gives_it_back_to_whoever_had_it(solved, anna, tom):
    OutboxMessage.objects.all().delete()
    workflow.reopen(solved, by=anna, note="wieder dunkel")
    kept = again(solved)
    assert (kept.state, kept.assignee, kept.solved_at) == ("assigned", tom, None)
    assert mails() == ["tom@example.org"]


def test_reopening_after_the_keeper_has_left_leaves_it_to_the_others(solved, anna, tom):
    tom.is_active = False
    tom.save()
    workflow.reopen(again(solved), by=anna)
    assert (again(solved).state, again(solved).assignee) == ("new", None)


def test_a_reporter_may_say_not_fixed_for_seven_days(solved, anna, tom):
    late = solved.solved_at + timedelta(days=7, seconds=1)
    with time_machine.travel(late):
        with pytest.raises(StepRefused):
            workflow.reopen(again(solved), by=anna)
        workflow.reopen(again(solved), by=tom)
    assert again(solved).state == "assigned"


def test_by_receipt_it_goes_the_same_way(deich, vera, beamer, no_picture, tom):
    told = workflow.report(school=deich, devices=[beamer], tile=no_picture, email="e@example.org")
    workflow.solve(told.ticket, by=tom, solution="Kabel")
    workflow.reopen(told.ticket, report=told, note="nein")
    assert again(told.ticket).state == "assigned"
    workflow.solve(told.ticket, by=tom, solution="Beamer getauscht")
    workflow.confirm(told.ticket, report=told)
    assert again(told.ticket).state == "closed"


def test_a_receipt_of_another_ticket_opens_nothing(ticket, foreign_ticket):
    other = foreign_ticket.reports.get()
    for act in (workflow.confirm, workflow.reopen, workflow.withdraw):
        with pytest.raises(NotAllowed):
            act(ticket, report=other)


def test_withdrawing_the_only_report_closes(reported, anna):
    workflow.withdraw(reported.ticket, by=anna)
    assert again(reported.ticket).state == "closed"
    assert Report.objects.get(pk=reported.pk).state == "withdrawn"


def test_others_who_joined_keep_it_alive(ticket, anna, bert):
    joined = workflow.join(ticket, by=bert)
    workflow.withdraw(ticket, by=anna)
    assert again(ticket).state == "new"
    with pytest.raises(NotAllowed):
        workflow.withdraw(again(ticket), by=anna)
    workflow.withdraw(again(ticket), report=joined)
    assert again(ticket).state == "closed"


def test_who_withdrew_says_nothing_about_its_end_by_receipt(reported, anna, bert, ticket):
    workflow.join(ticket, by=bert)
    workflow.withdraw(ticket, report=reported)
    reported.refresh_from_db()
    for act in (workflow.confirm, workflow.withdraw):
        with pytest.raises(StepRefused):
            act(ticket, report=reported)


def test_once_work_began_it_is_not_withdrawn(ticket, anna, vera):
    seen_before = again(ticket)
    workflow.take_over(ticket, by=vera)
    for stale in (seen_before, again(ticket)):
        with pytest.raises(StepRefused):
            workflow.withdraw(stale, by=anna)
    assert (again(ticket).state, ticket.reports.get().state) == ("assigned", "accepted")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_when_the_last_two_withdraw_at_once_the_ticket_ends(ticket, anna, bert):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer only")
    workflow.join(ticket, by=bert)
    gate = threading.Barrier(2)

    def take_back(person):
        try:
            gate.wait(10)
            workflow.withdraw(again(ticket), by=person)
        finally:
            connection.close()

    threads = [threading.Thread(target=take_back, args=[p]) for p in (anna, bert)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert again(ticket).state == "closed"


def test_closing_tells_the_reporters_once(ticket, vera):
    OutboxMessage.objects.all().delete()
    workflow.close(ticket, by=vera, note="doppelt")
    with pytest.raises(StepRefused):
        workflow.close(again(ticket), by=vera)
    assert (again(ticket).state, mails()) == ("closed", ["anna@example.org"])
