"""What whoever told of a fault says about its end: it works again, or it doesn't after all."""

import pytest

from assets.faults import happens_again, tickets_about
from itsm.journal.models import Subject
from itsm.outbox.models import OutboxMessage
from itsm.workflow import StepRefused
from tests.tickets.conftest import again
from tests.tickets.work.test_workflow_closing import mails
from tickets import workflow
from tickets.models import Report
from tickets.overview.history import devices_of


def stands(ticket) -> tuple:
    ticket = again(ticket)
    return ticket.state, ticket.ended, [r.state for r in ticket.reports.order_by("pk")]


def last_verb(ticket) -> str:
    return Subject.objects.about(ticket).first().verb


def test_before_work_began_it_is_done_by_itself_and_comes_back(reported, ticket):
    workflow.works_again(ticket, report=reported)
    assert (stands(ticket), last_verb(ticket)) == (
        ("closed", "itself", ["recovered"]),
        "ticket.works_again",
    )
    workflow.reopen(again(ticket), report=told(reported))
    assert (stands(ticket), last_verb(ticket)) == (("new", "", ["accepted"]), "ticket.reopened")


def told(report) -> Report:
    """The report as the database knows it now."""
    return Report.objects.get(pk=report.pk)


def test_it_works_for_one_and_stays_open_for_the_others(reported, ticket, bert):
    joined = workflow.join(ticket, by=bert)
    workflow.works_again(again(ticket), report=reported)
    assert stands(ticket) == ("new", "", ["recovered", "accepted"])
    workflow.works_again(again(ticket), report=joined)
    assert stands(ticket) == ("closed", "itself", ["recovered", "recovered"])


def test_who_works_on_it_is_told_and_ends_it_himself(reported, ticket, vera):
    workflow.take_over(ticket, by=vera)
    OutboxMessage.objects.all().delete()
    workflow.works_again(again(ticket), report=reported)
    assert stands(ticket) == ("assigned", "", ["recovered"])
    assert mails() == ["vera@example.org"]
    assert [c.text for c in ticket.comments.all()] == ["Es geht wieder."]
    workflow.reopen(again(ticket), report=told(reported))
    assert stands(ticket) == ("assigned", "", ["accepted"])
    assert [c.text for c in ticket.comments.all()] == ["Es geht wieder.", "Es geht doch nicht."]


def test_what_was_called_solved_is_confirmed(reported, ticket, vera):
    workflow.solve(ticket, by=vera, solution="Kabel")
    workflow.works_again(again(ticket), report=reported)
    assert (stands(ticket), last_verb(ticket)) == (("closed", "", ["accepted"]), "ticket.confirmed")


def test_what_is_over_works_for_nobody_once_more(reported, ticket):
    workflow.works_again(ticket, report=reported)
    with pytest.raises(StepRefused):
        workflow.works_again(again(ticket), report=told(reported))


@pytest.mark.parametrize("step", [workflow.works_again, workflow.withdraw])
def test_nobodys_work_is_no_repeated_fault(
    step, reported, ticket, vera, beamer, deich, no_picture, tom
):
    """Three times in 90 days is worth a word; what ended by itself was no fault to repair."""
    for _n in range(2):
        workflow.report(by=vera, school=deich, devices=[beamer], tile=no_picture)
    assert happens_again(tickets_about(beamer, tom)) == (no_picture, 3)
    step(ticket, report=reported)
    assert happens_again(tickets_about(beamer, tom)) == (None, 0)
    latest = beamer.tickets.order_by("pk").last()
    assert [device.times for device in devices_of(latest, tom)] == [0]
    assert [device.times for device in devices_of(again(ticket), tom)] == [0]


def test_withdrawn_and_told_again(reported, ticket, anna):
    workflow.withdraw(ticket, by=anna)
    assert stands(ticket) == ("closed", "withdrawn", ["withdrawn"])
    workflow.reopen(again(ticket), by=anna)
    assert stands(ticket) == ("new", "", ["accepted"])


def test_staff_who_reopen_it_do_not_speak_for_the_reporter(reported, ticket, anna, vera):
    workflow.withdraw(ticket, by=anna)
    workflow.reopen(again(ticket), by=vera)
    assert stands(ticket) == ("new", "", ["withdrawn"])


def test_a_report_taken_back_counts_again_where_others_kept_it_open(reported, ticket, bert):
    workflow.join(ticket, by=bert)
    workflow.withdraw(again(ticket), report=reported)
    workflow.reopen(again(ticket), report=told(reported))
    assert stands(ticket) == ("new", "", ["accepted", "accepted"])


def test_both_pages_of_the_staff_say_that_it_ended_by_itself(sign_in, reported, ticket, vera):
    workflow.works_again(ticket, report=reported)
    client = sign_in(vera)
    for url in (f"/tickets/{ticket.pk}/", "/tickets/?state=all", "/tickets/export.csv?state=all"):
        assert "erledigt, von selbst" in client.get(url).getvalue().decode("utf-8-sig")
