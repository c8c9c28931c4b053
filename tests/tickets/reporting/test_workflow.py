"""From what somebody tells us to a ticket in the right hands."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from assets.models import Hint
from itsm.fields.models import CustomField, CustomValue
from itsm.journal.models import Event, Subject
from itsm.outbox.models import OutboxMessage
from itsm.workflow import NotAllowed, StepRefused
from tests.tickets.conftest import again
from tickets import workflow
from tickets.models import Report, Ticket, TicketFile


def mails():
    return sorted(m.payload["to"] for m in OutboxMessage.objects.all())


def test_a_report_makes_a_ticket_in_the_right_hands(reported, anna, deich, beamer, room204):
    ticket = reported.ticket
    assert {
        "title": ticket.title,
        "description": ticket.description,
        "kind": ticket.kind,
        "state": ticket.state,
        "level": ticket.level,
        "school": ticket.school,
        "location": ticket.location,
        "devices": list(ticket.devices.all()),
        "opened_by": ticket.opened_by,
        "assignee": ticket.assignee,
    } == {
        "title": "kein Bild",
        "description": "Klasse 8b wartet",
        "kind": "fault",
        "state": "new",
        "level": 1,
        "school": deich,
        "location": room204,
        "devices": [beamer],
        "opened_by": anna,
        "assignee": None,
    }
    assert (reported.by, reported.state, reported.channel, reported.joined) == (
        anna,
        "accepted",
        "portal",
        False,
    )
    assert mails() == ["vera@example.org"]


def test_it_stands_in_the_life_of_ticket_device_and_room(ticket, beamer, room204):
    event = Event.objects.get(verb="ticket.reported")
    things = set(Subject.objects.filter(event=event).values_list("kind", "object_id"))
    assert things == {("ticket", ticket.pk), ("device", beamer.pk), ("location", room204.pk)}


def test_ticket_journal_and_mail_come_together_or_not_at_all(anna, deich, vera, beamer):
    transaction_of_a_page = transaction.atomic()
    transaction_of_a_page.__enter__()
    workflow.report(by=anna, school=deich, devices=[beamer], title="Dunkel")
    transaction_of_a_page.__exit__(RuntimeError, RuntimeError(), None)
    found = (Ticket, Report, Event, OutboxMessage)
    assert [model.objects.count() for model in found] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({"title": "Beamer brummt"}, "Beamer brummt"),
        ({"description": "\n Es riecht.\nSehr."}, "Es riecht."),
        ({"tile": True}, "kein Bild"),
    ],
)
def test_a_ticket_has_a_title_whatever_was_told(told, title, anna, deich, no_picture):
    told = {**told, **({"tile": no_picture} if told.get("tile") else {})}
    assert workflow.report(by=anna, school=deich, **told).ticket.title == title


@pytest.mark.parametrize("told", [{}, {"title": " ", "description": "\n"}])
def test_nothing_told_is_nothing_sent(told, anna, deich, label):
    for act in (
        lambda: workflow.report(by=anna, school=deich, **told),
        lambda: workflow.report_or_join(school=deich, **told),
        lambda: workflow.hold(label=label, school=deich),
    ):
        with pytest.raises(StepRefused) as refused:
            act()
        assert refused.value.sentence == (
            "Bitte wählen Sie, was nicht geht, oder sagen Sie es in wenigen Worten."
        )
    assert (Ticket.objects.count(), Report.objects.count()) == (0, 0)


def test_a_wish_is_a_wish(anna, deich, no_picture):
    no_picture.is_wish = True
    assert workflow.report(by=anna, school=deich, tile=no_picture).ticket.kind == "wish"


def test_who_reports_needs_a_role_at_the_school(otto, deich):
    with pytest.raises(NotAllowed):
        workflow.report(by=otto, school=deich)


def test_what_belongs_to_another_school_cannot_be_reported(anna, deich, foreign_beamer, room12):
    for about in ({"devices": [foreign_beamer]}, {"location": room12}):
        with pytest.raises(StepRefused):
            workflow.report(by=anna, school=deich, title="Dunkel", **about)
    assert Ticket.objects.count() == 0


def test_sortable_custom_values_are_indexed(anna, deich):
    CustomField.objects.create(
        owner_type="ticket", key="seats", kind="number", label_de="Plätze", sortable=True
    )
    told = workflow.report(by=anna, school=deich, title="Aula", custom={"seats": 28})
    assert [(v.object_id, v.number) for v in CustomValue.objects.all()] == [(told.ticket.pk, 28)]


def test_who_left_an_address_gets_the_receipt_once_a_day(deich, vera, beamer):
    for _time in range(2):
        workflow.report(school=deich, devices=[beamer], title="Dunkel", email="eltern@example.org")
    assert mails().count("eltern@example.org") == 1


def test_joining_makes_a_report_of_ones_own(ticket, bert):
    joined = workflow.join(ticket, by=bert)
    assert (joined.ticket, joined.by, joined.joined) == (ticket, bert, True)
    assert workflow.join(ticket, by=bert) == joined
    assert ticket.reports.count() == 2


def test_what_is_solved_cannot_be_joined(ticket, bert, vera):
    workflow.solve(again(ticket), by=vera, solution="Kabel")
    with pytest.raises(StepRefused):
        workflow.join(ticket, by=bert)


def test_nobody_joins_at_a_foreign_school(ticket, otto):
    with pytest.raises(NotAllowed):
        workflow.join(ticket, by=otto)


@pytest.fixture
def held(deich, label, no_picture, vera):
    told = workflow.hold(
        label=label, school=deich, tile=no_picture, text="wirklich!", email="e@example.org"
    )
    TicketFile.objects.create(
        report=told, name="foto.jpg", kind="jpg", file="x", size=1, visibility="reporter"
    )
    return told


def test_what_is_held_is_no_ticket(held):
    assert (held.state, held.ticket, Ticket.objects.count()) == ("held", None, 0)


def test_whoever_decides_hears_of_held_reports_once_an_hour(held, deich, label, tom):
    workflow.hold(label=label, school=deich, text="noch eine")
    assert mails() == ["vera@example.org"]
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        workflow.hold(label=label, school=deich, text="später")
    assert mails() == ["vera@example.org"] * 2


def test_without_a_support_the_technicians_decide(moor, tom):
    workflow.hold(school=moor, text="Wer liest das?")
    assert mails() == ["tom@example.org"]


def test_accepting_makes_it_a_ticket_like_any_other(held, vera, beamer, room204):
    OutboxMessage.objects.all().delete()
    ticket = workflow.accept(held, by=vera)
    assert (ticket.title, ticket.description) == ("kein Bild", "wirklich!")
    assert (list(ticket.devices.all()), ticket.location) == ([beamer], room204)
    assert [f.name for f in ticket.files.all()] == ["foto.jpg"]
    kept = Report.objects.get(pk=held.pk)
    assert (kept.state, kept.ticket) == ("accepted", ticket)
    assert mails() == ["e@example.org"]


def test_accepting_joins_what_is_told_of_the_same_fault_already(held, ticket, vera, deich, bert):
    CustomField.objects.create(owner_type="ticket", key="reach", kind="text", label_de="Erreichbar")
    Report.objects.filter(pk=held.pk).update(custom={"reach": "12"})
    OutboxMessage.objects.all().delete()
    assert workflow.accept(Report.objects.get(pk=held.pk), by=vera) == ticket
    kept = Report.objects.get(pk=held.pk)
    assert (kept.state, kept.ticket, kept.joined) == ("accepted", ticket, True)
    assert kept.text == "wirklich!\n\nErreichbar: 12"
    assert [f.name for f in ticket.files.all()] == ["foto.jpg"]
    assert (Ticket.objects.count(), ticket.reports.count()) == (1, 2)
    assert Event.objects.latest("pk").verb == "ticket.joined"
    assert mails() == ["e@example.org"]


def test_two_held_reports_of_one_fault_become_one_ticket(held, deich, label, no_picture, vera):
    other = workflow.hold(label=label, school=deich, tile=no_picture, text="ich auch")
    assert workflow.accept(held, by=vera) == workflow.accept(other, by=vera)
    assert Ticket.objects.count() == 1


def test_a_held_report_of_something_else_becomes_a_ticket_of_its_own(
    ticket, deich, label, no_picture, vera
):
    held = workflow.hold(label=label, school=deich, tile=no_picture, text="anders", anew=True)
    assert workflow.accept(held, by=vera) != ticket
    assert Ticket.objects.count() == 2


def test_dismissing_makes_none(held, tom, beamer):
    workflow.dismiss(held, by=tom)
    assert (Report.objects.get().state, Ticket.objects.count()) == ("dismissed", 0)
    event = Event.objects.get()
    assert (event.verb, event.by) == ("report.dismissed", tom)


@pytest.mark.parametrize("decide", [workflow.accept, workflow.dismiss])
def test_a_held_report_is_decided_once(decide, held, vera, tom):
    stale = Report.objects.get(pk=held.pk)
    workflow.dismiss(held, by=vera)
    with pytest.raises(StepRefused):
        decide(stale, by=tom)
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize("name", ["anna", "hanna", "lena", "olga", "otto", "nora", "ida"])
@pytest.mark.parametrize("decide", [workflow.accept, workflow.dismiss])
def test_others_decide_nothing(request, name, decide, held):
    with pytest.raises(NotAllowed):
        decide(held, by=request.getfixturevalue(name))


def test_a_hint_that_helped_is_counted_and_makes_no_ticket(no_picture, beamer):
    hint = no_picture.hints.first()
    workflow.self_helped(hint, thing=beamer)
    workflow.self_helped(hint, thing=beamer)
    assert (Hint.objects.get(pk=hint.pk).helped, Ticket.objects.count()) == (2, 0)
    assert [e.verb for e in Event.objects.all()] == ["fault.self_helped"] * 2
