"""Trainings: dates, seats, and who was there, which meets a condition of the school's loans."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.steps import StepRefused, require
from loans import rules
from loans.models import Loan, LoanCondition, Seat, Training
from loans.workflow.lines import write

State = Loan.State
WAITS = (State.DRAFT, State.SUBMITTED, State.WAITLISTED, State.APPROVED, State.PREPARED)


@transaction.atomic
def save_training(training, *, by, **values):
    """A new date, or a change to one."""
    require(rules.can_hold_trainings, by)
    new = training.pk is None
    if not new:
        _held(training)
    for name, value in values.items():
        setattr(training, name, value)
    if training.ends_at <= training.starts_at:
        raise StepRefused(_("It ends before it begins."))
    if not new and training.taken.count() > training.seats:
        raise StepRefused(_("More seats than that are taken already."))
    training.save()
    verb = "training.added" if new else "training.changed"
    record(by, verb, training, visibility=Visibility.AUTHORITY, title=training.title)
    return training


def _held(training) -> Training:
    """As it is now; nobody else gives or takes a seat until this is done."""
    return Training.objects.select_for_update().get(pk=training.pk)


@transaction.atomic
def sign_up(training, *, by, school, name, email=""):
    """Somebody of this school takes a seat; the last one is given once."""
    require(rules.can_sign_up, by, school)
    held = _held(training)
    if held.cancelled or held.starts_at <= timezone.now():
        raise StepRefused(_("This training is over or cancelled."))
    if held.taken.count() >= held.seats:
        raise StepRefused(_("There is no seat left."))
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                training=held, school=school, name=name.strip()[:120], email=email, by=by,
                created_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise StepRefused(_("%(name)s has a seat already.") % {"name": name}) from error
    record(by, "training.signed_up", training, school=school, title=training.title)
    return seat


@transaction.atomic
def give_up_seat(seat, *, by):
    """The seat is free for somebody else."""
    require(rules.can_sign_up, by, seat.school)
    training = _held(seat.training)
    if training.taken.filter(pk=seat.pk, attended=True).exists():
        raise StepRefused(_("This person was there."))
    record(by, "training.given_up", training, school=seat.school, title=training.title)
    seat.delete()


@transaction.atomic
def note_attendance(training, *, by, attended):
    """Who was there (ids of seats); the school's applications that wait for it are that far now."""
    require(rules.can_hold_trainings, by)
    for seat in _held(training).taken.select_related("school"):
        was_there = seat.pk in attended
        if seat.attended == was_there:
            continue
        Seat.objects.filter(pk=seat.pk).update(attended=was_there)
        if was_there:
            record(by, "training.attended", training, school=seat.school, title=training.title)
            _meets_condition(training, seat, by)


def _meets_condition(training, seat, by):
    if training.condition_id is None:
        return
    asked = LoanCondition.objects.filter(condition=training.condition, met_at=None)
    for one in asked.filter(loan__school=seat.school, loan__state__in=WAITS).select_related("loan"):
        LoanCondition.objects.filter(pk=one.pk).update(
            met_at=timezone.now(), met_by=by, given_at=timezone.now(), proof=training.title
        )
        write(by, "loan.condition_met", one.loan, condition=training.condition.label_de)
