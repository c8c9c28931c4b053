"""Lessons booked, the school's word at the end, trainings, and what schools tell each other."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from itsm.journal.models import Subject
from itsm.workflow import NotAllowed, StepRefused
from loans import workflow
from loans.models import Booking, Experience, Seat, Training
from tests.loans.conftest import again, bring_back, make_loan


def monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def test_two_classes_never_have_it_in_the_same_lesson(anna, vera, running):
    workflow.book(running, by=anna, day=monday(), first=2, last=3, purpose="8b Mathe")
    with pytest.raises(StepRefused, match="Anna"):
        workflow.book(running, by=vera, day=monday(), first=3, last=4)
    workflow.book(running, by=vera, day=monday(), first=4, last=4)
    workflow.book(running, by=vera, day=monday() + timedelta(days=1))
    rows = list(running.bookings.values_list("first", "last", "by__username"))
    assert rows == [(2, 3, "anna"), (4, 4, "vera"), (1, 12, "vera")]


def test_the_database_refuses_what_slipped_past(anna, running):
    row = {"loan": running, "day": monday(), "by": anna, "created_at": timezone.now()}
    Booking.objects.create(first=2, last=3, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(first=3, last=3, **row)


def test_one_cancels_ones_own_and_the_support_any(anna, vera, running, otto):
    mine = workflow.book(running, by=vera, day=monday(), first=1, last=1)
    with pytest.raises(NotAllowed):
        workflow.cancel_booking(mine, by=anna)
    theirs = workflow.book(running, by=anna, day=monday(), first=2, last=2)
    workflow.cancel_booking(theirs, by=vera)
    with pytest.raises(NotAllowed):
        workflow.book(running, by=otto, day=monday(), first=5, last=5)
    assert list(running.bookings.all()) == [mine]


def test_what_is_not_at_the_school_is_not_booked(anna, lena, deich, case):
    loan = make_loan(lena, deich, case, to="approved")
    with pytest.raises(StepRefused):
        workflow.book(loan, by=anna, day=monday())


def test_a_day_that_is_over_is_not_booked(sign_in, anna, running):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(StepRefused, match=r"over|vorbei"):
        workflow.book(running, by=anna, day=yesterday)
    url = f"/loans/{running.pk}/bookings/"
    page = sign_in(anna).post(url, {"day": str(yesterday), "first": 2, "last": 2, "purpose": "8b"})
    assert (page.status_code, 'value="8b"' in page.content.decode()) == (409, True)
    workflow.book(running, by=anna, day=timezone.localdate())
    assert [one.day for one in running.bookings.all()] == [timezone.localdate()]


def test_a_case_that_went_back_meanwhile_is_not_booked(anna, lena, running):
    theirs = again(running)
    bring_back(running, lena)
    with pytest.raises(StepRefused):
        workflow.book(theirs, by=anna, day=monday())


def test_a_school_tells_how_it_was(hanna, lena, anna, deich, case):
    loan = make_loan(lena, deich, case, to="returned")
    workflow.evaluate(loan, by=hanna, often="weekly", would_buy="yes", used_for="Mathe")
    workflow.evaluate(loan, by=hanna, often="daily", would_buy="yes", used_for="Mathe")
    assert (again(loan).evaluation.often, again(loan).evaluation.would_buy) == ("daily", "yes")
    with pytest.raises(NotAllowed):
        workflow.evaluate(loan, by=anna, often="daily", would_buy="no")


@pytest.fixture
def training(lena, condition):
    begins = timezone.now() + timedelta(days=3)
    return workflow.save_training(
        Training(),
        by=lena,
        title="Tablets im Unterricht",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        seats=2,
        condition=condition,
        place="Medienzentrum",
    )


def test_seats_are_given_once(training, anna, otto, deich, moor):
    workflow.sign_up(training, by=anna, school=deich, name="Frau Petersen")
    with pytest.raises(StepRefused, match="Petersen"):
        workflow.sign_up(training, by=anna, school=deich, name="Frau Petersen")
    workflow.sign_up(training, by=otto, school=moor, name="Herr Otto")
    with pytest.raises(StepRefused):
        workflow.sign_up(training, by=anna, school=deich, name="Herr Meyer")
    with pytest.raises(NotAllowed):
        workflow.sign_up(training, by=anna, school=moor, name="Herr Meyer")
    assert [s.name for s in Seat.objects.visible_to(otto)] == ["Herr Otto"]


def test_a_training_never_has_fewer_seats_than_people(training, lena, anna, deich):
    for name in ("Frau Petersen", "Herr Meyer"):
        workflow.sign_up(training, by=anna, school=deich, name=name)
    with pytest.raises(StepRefused):
        workflow.save_training(training, by=lena, seats=1)


def test_who_was_there_meets_the_condition_of_the_school(
    training, lena, hanna, otto, deich, moor, case
):
    loan = make_loan(hanna, deich, case, to="submitted")
    other = make_loan(otto, moor, case, to="submitted")
    seat = workflow.sign_up(training, by=hanna, school=deich, name="Frau Petersen")
    workflow.sign_up(training, by=otto, school=moor, name="Herr Otto")
    with pytest.raises(NotAllowed):
        workflow.note_attendance(training, by=hanna, attended={seat.pk})
    workflow.note_attendance(training, by=lena, attended={seat.pk})
    met = [one.conditions.get().met_at is not None for one in (loan, other)]
    assert met == [True, False]
    workflow.approve(loan, by=lena)
    assert again(loan).state == "approved"


def conditions_of(*loans):
    return [one.conditions.get().is_met for one in map(again, loans)]


def test_nobody_was_there_after_all_and_the_condition_is_open_again(
    training, lena, hanna, deich, case, other_case
):
    loan = make_loan(hanna, deich, case, to="submitted")
    by_hand = make_loan(hanna, deich, other_case, to="submitted")
    workflow.meet_condition(by_hand, by=lena, condition=by_hand.conditions.get())
    seats = [
        workflow.sign_up(training, by=hanna, school=deich, name=name)
        for name in ("Frau Petersen", "Herr Meyer")
    ]
    there = {seat.pk for seat in seats}
    workflow.note_attendance(training, by=lena, attended=there)
    assert conditions_of(loan, by_hand) == [True, True]
    workflow.note_attendance(training, by=lena, attended={seats[0].pk})
    assert conditions_of(loan, by_hand) == [True, True]
    workflow.note_attendance(training, by=lena, attended=set())
    assert conditions_of(loan, by_hand) == [False, True]
    lines = [s.event for s in Subject.objects.about(loan)]
    assert [(e.verb, e.details.get("note")) for e in lines[:2]] == [
        ("loan.condition_reopened", "Tablets im Unterricht"),
        ("loan.condition_met", None),
    ]
    verbs = [s.verb for s in Subject.objects.about(training)][:4]
    assert verbs == ["training.missed"] * 2 + ["training.attended"] * 2


def test_another_training_for_the_same_keeps_the_condition_met(
    training, lena, hanna, deich, case, condition
):
    loan = make_loan(hanna, deich, case, to="submitted")
    again_in_may = workflow.save_training(
        Training(),
        by=lena,
        title="Noch einmal",
        starts_at=training.starts_at,
        place="Aula",
        ends_at=training.ends_at,
        seats=2,
        condition=condition,
    )
    seats = [
        workflow.sign_up(one, by=hanna, school=deich, name="Frau Petersen")
        for one in (training, again_in_may)
    ]
    workflow.note_attendance(training, by=lena, attended={seats[0].pk})
    workflow.note_attendance(again_in_may, by=lena, attended={seats[1].pk})
    workflow.note_attendance(training, by=lena, attended=set())
    assert conditions_of(loan) == [True]
    workflow.note_attendance(again_in_may, by=lena, attended=set())
    assert conditions_of(loan) == [False]


def test_who_learned_it_before_is_not_asked_again(training, lena, hanna, otto, deich, moor, case):
    seat = workflow.sign_up(training, by=hanna, school=deich, name="Frau Petersen")
    workflow.note_attendance(training, by=lena, attended={seat.pk})
    loan, other = make_loan(hanna, deich, case), make_loan(otto, moor, case)
    assert conditions_of(loan, other) == [True, False]
    workflow.reopen_condition(loan, by=lena, condition=loan.conditions.get(), note="zu lange her")
    workflow.amend(again(loan), by=hanna, purpose="Geometrie")
    assert conditions_of(loan) == [False]


def test_experiences_are_read_by_all_schools_that_borrow(
    anna, otto, ida, lena, deich, moor, case, other_case
):
    make_loan(lena, deich, case, to="handed_over")
    workflow.share(
        by=anna, school=deich, title="Geometrie", worked="GeoGebra ging gut", apps="GeoGebra"
    )
    seen = {p.username: Experience.objects.visible_to(p).count() for p in (anna, otto, ida, lena)}
    assert seen == {"anna": 1, "otto": 0, "ida": 0, "lena": 1}
    make_loan(lena, moor, other_case, to="approved")
    assert Experience.objects.visible_to(otto).count() == 1
    told = Experience.objects.get()
    with pytest.raises(NotAllowed):
        workflow.take_back_experience(told, by=otto)
    workflow.take_back_experience(told, by=lena)
    assert Experience.objects.count() == 0
