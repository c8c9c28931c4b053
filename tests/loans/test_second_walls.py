"""What slipped past every rule, the database itself refuses: on both databases, on insert and on
change. One row here for every constraint and trigger of lending; a new one without a row fails."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from loans.models import (
    Approval,
    Booking,
    Condition,
    Evaluation,
    Loan,
    LoanAccessory,
    LoanCondition,
    LoanSettings,
    Reminder,
    ReminderRule,
    Seat,
    Signature,
    Stage,
    Training,
)
from loans.models.preparing import PreparationTick as Tick
from tests.loans.conftest import make_case, make_loan

TODAY = timezone.localdate
NOW = timezone.now


def refused(act):
    """Did the database say no?"""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@pytest.fixture
def story(lena, deich, moor, kinds, condition, stages):
    """A running loan, one promised for later of the same case, and one of another case."""
    story = Story()
    story.lena, story.condition, story.stage = lena, condition, stages[0]
    story.case, story.other_case = (make_case(f"IT-W{n}", kinds, lena, tablets=1) for n in (1, 2))
    Condition.objects.update(retired=True)
    Stage.objects.update(retired=True)
    story.running = make_loan(
        lena, deich, story.case, to="handed_over", start=TODAY(), end=TODAY() + timedelta(days=9)
    )
    story.later = make_loan(
        lena,
        moor,
        story.case,
        to="approved",
        start=TODAY() + timedelta(days=9),
        end=TODAY() + timedelta(days=20),
    )
    story.other = make_loan(
        lena,
        moor,
        story.other_case,
        to="handed_over",
        start=TODAY(),
        end=TODAY() + timedelta(days=20),
    )
    story.school = deich
    return story


class Story:
    """What the walls are tried with."""

    def update(self, loan, **fields):
        return lambda: Loan.objects.filter(pk=loan.pk).update(**fields)

    def again(self, row, **fields):
        """The same row once more, with these fields changed."""
        row.pk = None
        for name, value in fields.items():
            setattr(row, name, value)
        return lambda: row.save(force_insert=True)


def _loan(story, **fields):
    return story.again(Loan.objects.get(pk=story.later.pk), **fields)


def _booking(story):
    row = {"loan": story.running, "by": story.lena, "created_at": NOW()}
    return Booking.objects.create(day=TODAY(), first=2, last=3, **row)


def _training(story):
    row = {"title": "T", "starts_at": NOW(), "ends_at": NOW() + timedelta(hours=1), "seats": 2}
    return Training.objects.create(**row)


def a_loan_ends_after_it_begins(story):
    yield story.update(story.other, end=story.other.start)
    yield _loan(story, end=story.later.start)


def a_promised_loan_has_a_case(story):
    yield story.update(story.later, case=None)
    yield _loan(story, case=None)


def a_case_is_at_one_school(story):
    days = {"start": TODAY() - timedelta(days=90), "end": TODAY() - timedelta(days=80)}
    yield story.update(story.other, case=story.case, **days)
    yield _loan(story, state="handed_over", **days)


def one_case_one_school_a_day(story):
    yield story.update(story.later, start=TODAY() + timedelta(days=8))
    yield story.update(story.running, end=TODAY() + timedelta(days=10))
    yield _loan(story, start=TODAY() + timedelta(days=19), end=TODAY() + timedelta(days=30))
    draft = make_loan(
        story.lena, story.school, story.case, start=TODAY(), end=TODAY() + timedelta(days=2)
    )
    yield story.update(draft, state="approved")


def a_device_once_a_loan(story):
    item = story.running.items.get(slot=1)
    yield story.again(story.running.items.get(slot=1), is_out=False)
    yield lambda: story.running.items.filter(slot=None).update(device=item.device, is_out=False)


def a_device_is_out_with_one_loan(story):
    device = story.running.items.get(slot=1).device
    yield lambda: story.other.items.filter(slot=1).update(device=device)
    yield story.again(story.running.items.get(slot=1), loan=story.other)


def what_is_out_was_handed_over(story):
    yield lambda: story.running.items.filter(slot=1).update(came_at=None)
    yield story.again(
        story.running.items.get(slot=1), loan=story.later, device=story.other_case, came_at=None
    )


def an_accessory_kind_once_a_loan(story):
    yield story.again(story.running.accessories.get())
    kind = story.running.accessories.get().kind
    row = LoanAccessory.objects.create(loan=story.later, kind=kind)
    yield lambda: LoanAccessory.objects.filter(pk=row.pk).update(loan=story.running)


def broken_ones_came_back(story):
    yield lambda: story.running.accessories.update(back=1, broken=2)
    yield lambda: story.running.accessories.update(back=None, broken=1)
    yield story.again(story.running.accessories.get(), loan=story.later, back=1, broken=2)


def a_condition_once_a_loan(story):
    row = {"condition": story.condition}
    LoanCondition.objects.create(loan=story.running, **row)
    yield lambda: LoanCondition.objects.create(loan=story.running, **row)
    other = LoanCondition.objects.create(loan=story.other, **row)
    yield lambda: LoanCondition.objects.filter(pk=other.pk).update(loan=story.running)


def a_met_condition_says_by_whom(story):
    row = LoanCondition.objects.create(loan=story.running, condition=story.condition)
    yield lambda: LoanCondition.objects.filter(pk=row.pk).update(met_at=NOW())
    yield lambda: LoanCondition.objects.filter(pk=row.pk).update(met_by=story.lena)


def a_stage_once_a_loan(story):
    row = {"stage": story.stage, "by": story.lena, "at": NOW()}
    Approval.objects.create(loan=story.running, **row)
    yield lambda: Approval.objects.create(loan=story.running, **row)
    other = Approval.objects.create(loan=story.other, **row)
    yield lambda: Approval.objects.filter(pk=other.pk).update(loan=story.running)


def each_side_signs_once(story):
    signed = Signature.objects.get(loan=story.running, act="handover", side="school")
    yield story.again(signed)
    yield lambda: story.running.signatures.filter(side="authority").update(side="school")


def one_class_a_lesson(story):
    booked = _booking(story)
    yield story.again(Booking.objects.get(pk=booked.pk), first=3, last=4)
    row = {"loan": story.running, "by": story.lena, "created_at": NOW(), "day": TODAY()}
    other = Booking.objects.create(first=5, last=6, **row)
    yield lambda: Booking.objects.filter(pk=other.pk).update(first=3)
    tomorrow = Booking.objects.create(first=2, last=2, **row | {"day": TODAY() + timedelta(days=1)})
    yield lambda: Booking.objects.filter(pk=tomorrow.pk).update(day=TODAY())


def lessons_of_a_day(story):
    booked = _booking(story)
    for first, last in ((0, 1), (3, 2), (1, 99)):
        yield lambda: Booking.objects.filter(pk=booked.pk).update(first=first, last=last)  # noqa: B023


def a_training_ends_after_it_begins(story):
    training = _training(story)
    yield lambda: Training.objects.filter(pk=training.pk).update(ends_at=training.starts_at)


def a_person_once_a_training(story):
    row = {"training": _training(story), "school": story.school, "by": story.lena}
    Seat.objects.create(name="Frau Petersen", created_at=NOW(), **row)
    yield lambda: Seat.objects.create(name="Frau Petersen", created_at=NOW(), **row)
    other = Seat.objects.create(name="Herr Meyer", created_at=NOW(), **row)
    yield lambda: Seat.objects.filter(pk=other.pk).update(name="Frau Petersen")


def a_task_once_a_loan(story):
    tick = Tick._meta.model
    task = Tick._meta.get_field("task").related_model.objects.create(label_de="geladen")
    row = {"task": task, "by": story.lena, "at": NOW()}
    tick.objects.create(loan=story.running, **row)
    yield lambda: tick.objects.create(loan=story.running, **row)


def one_loan_settings(story):
    yield lambda: LoanSettings.objects.create(pk=2)


def reminded_once_an_end(story):
    rule = ReminderRule.objects.create(days=1, to="head", subject="x", text="y")
    row = {"rule": rule, "end": TODAY(), "sent_at": NOW()}
    Reminder.objects.create(loan=story.running, **row)
    yield lambda: Reminder.objects.create(loan=story.running, **row)


WALLS = {
    wall.__name__: wall
    for wall in (
        a_loan_ends_after_it_begins,
        a_promised_loan_has_a_case,
        a_case_is_at_one_school,
        one_case_one_school_a_day,
        a_device_once_a_loan,
        a_device_is_out_with_one_loan,
        what_is_out_was_handed_over,
        an_accessory_kind_once_a_loan,
        broken_ones_came_back,
        a_condition_once_a_loan,
        a_met_condition_says_by_whom,
        a_stage_once_a_loan,
        each_side_signs_once,
        one_class_a_lesson,
        lessons_of_a_day,
        a_training_ends_after_it_begins,
        a_person_once_a_training,
        a_task_once_a_loan,
        one_loan_settings,
        reminded_once_an_end,
    )
}
# These two are written by hand in migrations, once for each database.
BY_HAND = {"one_case_one_school_a_day", "one_class_a_lesson"}


@pytest.mark.parametrize("name", WALLS)
def test_the_database_itself_refuses(name, story):
    for act in WALLS[name](story):
        assert refused(act), name


def test_every_wall_is_tried():
    named = {
        one.name
        for model in apps.get_app_config("loans").get_models()
        for one in model._meta.constraints
    }
    assert set(WALLS) == named | BY_HAND


def test_what_is_right_gets_through(story):
    """The walls stand where they should: days side by side, another lesson, another loan."""
    Loan.objects.filter(pk=story.later.pk).update(start=TODAY() + timedelta(days=9))
    booked = _booking(story)
    Booking.objects.filter(pk=booked.pk).update(first=3, last=4)
    row = {"loan": story.running, "by": story.lena, "created_at": NOW(), "day": TODAY()}
    Booking.objects.create(first=2, last=2, **row)
    Booking.objects.create(first=5, last=6, **row)
    Evaluation.objects.create(
        loan=story.running, by=story.lena, at=NOW(), often="daily", would_buy="yes"
    )
    assert story.running.bookings.count() == 3
