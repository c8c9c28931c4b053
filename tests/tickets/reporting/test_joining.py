""" "Me too", and hints that helped: one tap each, counted once."""

import pytest

from assets.models import Category, FaultTile, Hint
from itsm.journal.models import Event
from tests.tickets.reporting.conftest import hidden, receipt_page
from tickets import workflow
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db


def test_one_tap_joins(phone, door, reported, ticket):
    known = hidden(phone.get(door))

    answers = [phone.post(f"{door}/join", {**known, "ticket": ticket.pk}) for _n in range(2)]

    joined = Report.objects.exclude(pk=reported.pk).get()
    assert {(a.status_code, a["Location"]) for a in answers} == {(303, receipt_page(joined))}
    assert (joined.ticket, joined.joined, joined.text, joined.by) == (ticket, True, "", None)
    assert Ticket.objects.count() == 1


def test_only_tickets_of_this_thing_can_be_joined(phone, door, foreign_ticket, deich, anna):
    other = workflow.report(by=anna, school=deich, description="ganz woanders").ticket
    known = hidden(phone.get(door))

    for number in (foreign_ticket.pk, other.pk, 999_999, "x", ""):
        answer = phone.post(f"{door}/join", {**known, "ticket": number})
        assert answer.status_code == 409
    assert Report.objects.filter(joined=True).count() == 0


def test_what_was_solved_meanwhile_cannot_be_joined(phone, door, ticket, tom):
    known = hidden(phone.get(door))
    workflow.solve(ticket, by=tom, solution="Kabel getauscht")

    answer = phone.post(f"{door}/join", {**known, "ticket": ticket.pk})

    page = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in page, 'name="ticket"' in page) == (
        409,
        True,
        False,
    )


def test_a_hint_that_helped_is_counted_once_and_ends_there(phone, door, beamer, no_picture):
    hint = no_picture.hints.first()
    known = hidden(phone.get(door))

    answers = [phone.post(f"{door}/helped", {**known, "hint": hint.pk}) for _n in range(2)]

    assert {(a.status_code, a["Location"]) for a in answers} == {(303, f"{door}/thanks")}
    assert phone.get(f"{door}/thanks").status_code == 200
    assert list(no_picture.hints.values_list("helped", flat=True)) == [1, 0]
    assert [e.verb for e in Event.objects.all()] == ["fault.self_helped"]
    assert (Ticket.objects.count(), Report.objects.count()) == (0, 0)


def test_a_hint_of_something_else_is_not_counted(phone, door):
    other = FaultTile.objects.create(
        category=Category.objects.create(label_de="Drucker"), label_de="Papierstau"
    )
    hint = Hint.objects.create(tile=other, text_de="Klappe auf")

    answer = phone.post(f"{door}/helped", {**hidden(phone.get(door)), "hint": hint.pk})

    hint.refresh_from_db()
    assert (answer.status_code, hint.helped) == (303, 0)


@pytest.mark.parametrize("step", ["join", "helped"])
def test_steps_opened_by_address_lead_back_to_the_door(phone, door, step):
    assert phone.get(f"{door}/{step}")["Location"] == door
    assert phone.post(f"/q/0000/{step}", hidden(phone.get(door)))["Location"] == "/q/0000"
