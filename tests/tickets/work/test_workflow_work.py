"""The daily work: taking, giving, waiting; and two who want the same in the same second."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from itsm.fields.models import CustomField, CustomValue, Status
from itsm.journal.models import Event
from itsm.outbox.models import OutboxMessage
from itsm.workflow import NotAllowed, StepRefused
from tests.conftest import make_device
from tests.tickets.conftest import again
from tickets import workflow
from tickets.models import Ticket


def last_line(ticket):
    event = Event.objects.filter(subjects__kind="ticket", subjects__object_id=ticket.pk).first()
    return event.verb, event.by and event.by.username, event.details


def test_taking_over_puts_it_into_my_hands(ticket, tom):
    with time_machine.travel(timezone.now() + timedelta(minutes=12), tick=False):
        workflow.take_over(ticket, by=tom)
        kept = again(ticket)
        assert (kept.state, kept.assignee, kept.last_handler) == ("assigned", tom, tom)
        assert kept.last_handled_at == kept.updated_at == timezone.now()
    words = {"title": "kein Bild", "number": ticket.number}
    assert last_line(ticket) == ("ticket.taken_over", "tom", words)


def test_taking_over_what_waits_ends_the_waiting(ticket, vera, tom):
    workflow.wait(ticket, by=vera, waiting_for="part", until=date(2026, 12, 1))
    workflow.take_over(ticket, by=tom)
    kept = again(ticket)
    assert (kept.state, kept.waiting_for, kept.waiting_since, kept.waiting_until) == (
        "assigned",
        "",
        None,
        None,
    )


def test_of_two_with_the_same_page_before_them_the_later_is_told(ticket, tom, adam):
    toms, adams = again(ticket), again(ticket)
    workflow.take_over(toms, by=tom)
    with pytest.raises(StepRefused):
        workflow.take_over(adams, by=adam)
    assert again(ticket).assignee == tom


def test_even_when_the_first_is_through_already(ticket, tom, adam):
    workflow.take_over(again(ticket), by=tom)
    with pytest.raises(StepRefused, match="Tom"):
        workflow.take_over(again(ticket), by=adam)
    with time_machine.travel(timezone.now() + timedelta(seconds=3)):
        workflow.take_over(again(ticket), by=adam)
    assert again(ticket).assignee == adam


def test_a_technician_takes_over_from_the_school_at_once(ticket, vera, tom):
    workflow.take_over(again(ticket), by=vera)
    workflow.take_over(again(ticket), by=tom)
    assert again(ticket).assignee == tom


STALE = {
    "solve": lambda t, by: workflow.solve(t, by=by, solution="Kabel"),
    "wait": lambda t, by: workflow.wait(t, by=by, waiting_for="part"),
    "release": lambda t, by: workflow.release(t, by=by),
    "escalate": lambda t, by: workflow.escalate(t, by=by),
    "assign": lambda t, by: workflow.assign(t, by=by, to=by),
}


@pytest.mark.parametrize("step", STALE)
def test_a_step_on_what_somebody_else_took_meanwhile_is_refused(step, ticket, vera, tom, adam):
    workflow.take_over(ticket, by=vera)
    seen_by_adam = again(ticket)
    workflow.take_over(again(ticket), by=tom)
    with pytest.raises(StepRefused):
        STALE[step](seen_by_adam, adam)
    assert (again(ticket).state, again(ticket).assignee) == ("assigned", tom)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_tap_in_the_same_second_on_two_connections(ticket, tom, adam):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer only")
    gate, outcomes = threading.Barrier(2), []

    def tap(person):
        try:
            gate.wait(10)
            workflow.take_over(again(ticket), by=person)
            outcomes.append("mine")
        except StepRefused:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=[person]) for person in (tom, adam)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["mine", "told"]
    assert Event.objects.filter(verb="ticket.taken_over").count() == 1


def test_giving_it_to_somebody_tells_him(ticket, vera, tom):
    OutboxMessage.objects.all().delete()
    workflow.assign(ticket, by=tom, to=vera)
    assert again(ticket).assignee == vera
    assert [m.payload["to"] for m in OutboxMessage.objects.all()] == ["vera@example.org"]
    assert last_line(ticket)[2]["to"] == vera.pk


@pytest.mark.parametrize("name", ["anna", "hanna", "otto", "nora", "ida"])
def test_it_is_given_only_to_people_who_can_work_on_it(request, name, ticket, tom):
    with pytest.raises(StepRefused):
        workflow.assign(ticket, by=tom, to=request.getfixturevalue(name))


def test_escalating_takes_it_out_of_the_schools_hands(ticket, vera, tom):
    workflow.take_over(ticket, by=vera)
    OutboxMessage.objects.all().delete()
    workflow.escalate(ticket, by=vera, note="Kabel ist fest")
    kept = again(ticket)
    assert (kept.state, kept.level, kept.assignee, kept.last_handler) == ("new", 2, None, vera)
    assert [m.payload["to"] for m in OutboxMessage.objects.all()] == ["tom@example.org"]
    with pytest.raises(NotAllowed):
        workflow.escalate(kept, by=tom)


def test_waiting_says_for_whom_and_since_when(ticket, vera):
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        workflow.wait(ticket, by=vera, waiting_for="school", note="Raum ist zu")
        kept = again(ticket)
        assert (kept.state, kept.waiting_for, kept.assignee) == ("waiting", "school", vera)
        assert kept.waiting_since == timezone.now()


def test_waiting_for_something_else_is_said_anew(ticket, vera):
    workflow.wait(ticket, by=vera, waiting_for="school")
    workflow.wait(ticket, by=vera, waiting_for="part", until=date(2026, 12, 1))
    kept = again(ticket)
    assert (kept.waiting_for, kept.waiting_until) == ("part", date(2026, 12, 1))


def test_waiting_for_nothing_we_know_is_refused(ticket, vera):
    with pytest.raises(StepRefused):
        workflow.wait(ticket, by=vera, waiting_for="weather")


def test_the_authoritys_own_word_goes_with_the_state(ticket, vera):
    part = Status.objects.create(kind="ticket", state="waiting", label_de="wartet auf Ersatzteil")
    usual = Status.objects.create(
        kind="ticket", state="assigned", label_de="in Arbeit", is_default=True
    )
    workflow.wait(ticket, by=vera, waiting_for="part", status=part)
    assert again(ticket).status == part
    workflow.resume(ticket, by=vera)
    assert again(ticket).status == usual


@pytest.mark.parametrize(
    "wrong", [{"state": "solved"}, {"kind": "device"}, {"retired": True}, {"roles": ["technician"]}]
)
def test_a_status_that_does_not_fit_is_refused(wrong, ticket, vera):
    fields = {"kind": "ticket", "state": "waiting", "label_de": "wartet", **wrong}
    status = Status.objects.create(**fields)
    with pytest.raises(StepRefused):
        workflow.wait(ticket, by=vera, waiting_for="part", status=status)


def test_an_edit_keeps_old_and_new(ticket, vera, room204):
    workflow.edit(ticket, by=vera, title="Beamer dunkel", description=ticket.description)
    verb, by, details = last_line(ticket)
    assert (verb, by) == ("ticket.edited", "vera")
    assert details["changes"] == {"title": ["kein Bild", "Beamer dunkel"]}
    assert list(Ticket.objects.found_for(vera, "beamer dunkel")) == [again(ticket)]


def test_an_edit_that_changes_nothing_leaves_no_line(ticket, vera):
    before = Event.objects.count()
    workflow.edit(ticket, by=vera, title=ticket.title)
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    "field", ["state", "assignee", "school", "level", "number", "pk", "created_at", "search"]
)
def test_an_edit_reaches_only_what_may_be_edited(field, ticket, adam):
    with pytest.raises(NotAllowed):
        workflow.edit(ticket, by=adam, **{field: "1"})


def test_a_ticket_keeps_a_title_and_its_school(ticket, vera, room12, foreign_beamer):
    with pytest.raises(StepRefused):
        workflow.edit(ticket, by=vera, title="  ")
    with pytest.raises(StepRefused):
        workflow.edit(ticket, by=vera, location=room12)
    with pytest.raises(StepRefused):
        workflow.set_devices(ticket, by=vera, devices=[foreign_beamer])


def test_sortable_custom_values_follow_an_edit(ticket, vera):
    field = CustomField.objects.create(
        owner_type="ticket", key="rooms", kind="number", label_de="Räume", sortable=True
    )
    workflow.edit(ticket, by=vera, custom={"rooms": 3})
    assert [(v.object_id, v.number) for v in CustomValue.objects.filter(field=field)] == [
        (ticket.pk, 3)
    ]


def test_other_devices_than_were_reported(ticket, vera, beamer, beamers, deich, room204):
    other = make_device("GAD-00418", beamers, deich, room204)
    workflow.set_devices(ticket, by=vera, devices=[other])
    assert list(again(ticket).devices.all()) == [other]
    verb, _by, details = last_line(ticket)
    assert (verb, details["added"], details["removed"]) == (
        "ticket.devices_changed",
        ["Beamer"],
        ["Epson EB-992F"],
    )
    lives = {
        thing: Event.objects.filter(
            verb=verb, subjects__kind="device", subjects__object_id=thing.pk
        ).count()
        for thing in (beamer, other)
    }
    assert lives == {beamer: 1, other: 1}


def test_the_same_devices_again_change_nothing(ticket, vera, beamer):
    before = Event.objects.count()
    workflow.set_devices(ticket, by=vera, devices=[beamer])
    assert Event.objects.count() == before


def test_what_is_rolled_back_leaves_nothing_in_the_outbox(ticket, vera, tom):
    before = (Event.objects.count(), OutboxMessage.objects.count())
    with pytest.raises(StepRefused):
        workflow.assign(ticket, by=tom, to=vera) or workflow.assign(ticket, by=tom, to=vera)
    after_one = OutboxMessage.objects.count()
    with pytest.raises(StepRefused):
        workflow.resume(ticket, by=tom)
    assert (Event.objects.count(), OutboxMessage.objects.count()) == (before[0] + 1, after_one)
