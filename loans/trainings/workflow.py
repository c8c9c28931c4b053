"""Trainings: dates, seats, and who was there, which meets a condition of the school's loans."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import School, User
from itsm.workflow import StepRefused, require
from loans import rules
from loans.models import Loan, LoanCondition, Seat, Training
from loans.steps import hold, touch, write

State = Loan.State
WAITS = (State.DRAFT, State.SUBMITTED, State.WAITLISTED, State.APPROVED, State.PREPARED)


@transaction.atomic
def save_training(training: Training, *, by: User, **values: object) -> Training:
    """A new date, or a change to one.

    `values`: by field name. Returns it as it is kept. Refused where it ends before it begins, and
    for fewer seats than are taken.
    """
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


def _held(training: Training) -> Training:
    """As it is now; nobody else gives or takes a seat until this is done."""
    return Training.objects.select_for_update(no_key=True).get(pk=training.pk)


@transaction.atomic
def sign_up(training: Training, *, by: User, school: School, name: str, email: str = "") -> Seat:
    """Somebody of this school takes a seat; the last one is given once.

    `name`, `email`: of who takes part. Returns the seat. Refused where the training is over or
    cancelled, has no seat left, and where this person has one already.
    """
    require(rules.can_sign_up, by, school)
    held = _held(training)
    if held.cancelled or held.starts_at <= timezone.now():
        raise StepRefused(_("This training is over or cancelled."))
    if held.taken.count() >= held.seats:
        raise StepRefused(_("There is no seat left."))
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                training=held,
                school=school,
                name=name.strip()[:120],
                email=email,
                by=by,
                created_at=timezone.now(),
            )
    except IntegrityError as error:
        raise StepRefused(_("%(name)s has a seat already.") % {"name": name}) from error
    record(by, "training.signed_up", training, school=school, title=training.title)
    return seat


@transaction.atomic
def give_up_seat(seat: Seat, *, by: User) -> None:
    """The seat is free for somebody else.

    Refused where this person was there.
    """
    require(rules.can_sign_up, by, seat.school)
    training = _held(seat.training)
    if training.taken.filter(pk=seat.pk, attended=True).exists():
        raise StepRefused(_("This person was there."))
    record(by, "training.given_up", training, school=seat.school, title=training.title)
    seat.delete()


@transaction.atomic
def note_attendance(training: Training, *, by: User, attended: Collection[int]) -> None:
    """Who was there (ids of seats); the school's applications that wait for it are that far now.
    Nobody after all: what only this had met is open again.

    Whoever is not in `attended` was not there.
    """
    require(rules.can_hold_trainings, by)
    training, schools = _held(training), set()
    for seat in training.taken.select_related("school"):
        was_there = seat.pk in attended
        if bool(seat.attended) != was_there:
            schools.add(seat.school)
            verb = "training.attended" if was_there else "training.missed"
            record(by, verb, training, school=seat.school, title=training.title)
    training.taken.filter(pk__in=attended).update(attended=True)
    training.taken.exclude(pk__in=attended).update(attended=False)
    for loan in Loan.objects.filter(school__in=schools, state__in=WAITS).order_by("pk"):
        hold(loan)
        meet_by_training(loan, by=by)
        _open_what_nobody_met(loan, by)


def meet_by_training(loan: Loan, *, by: User) -> None:
    """What somebody of the school learned already is not asked again.

    Conditions that a training of the school's people has met are met; nothing else changes.
    """
    asked = loan.conditions.filter(met_at=None)
    for one in asked.select_related("condition"):
        if training := _attended(loan.school_id, one.condition_id):
            now = timezone.now()
            LoanCondition.objects.filter(pk=one.pk).update(
                given_at=now, met_at=now, met_by=by, proof=training.title, training=training
            )
            write(by, "loan.condition_met", loan, condition=one.condition.label_de)


def _attended(school_id: int, condition_id: int) -> Training | None:
    """The latest training for this condition at which somebody of the school was."""
    held = Training.objects.filter(condition=condition_id)
    there = held.filter(taken__school=school_id, taken__attended=True)
    return there.order_by("-starts_at", "-pk").first()


def _open_what_nobody_met(loan: Loan, by: User) -> None:
    met = loan.conditions.filter(training__isnull=False).select_related("condition", "training")
    for one in met:
        one.loan = loan
        if (other := _attended(loan.school_id, one.condition_id)) is None:
            open_again(one, by=by, note=one.training.title if one.training else "")
        elif other != one.training:
            facts = {"training": other, "proof": other.title}
            LoanCondition.objects.filter(pk=one.pk).update(**facts)


def open_again(one: LoanCondition, *, by: User, note: str = "") -> None:
    """One condition of one loan is open again.

    A training that met it meets it no longer.
    """
    nothing = {"given_at": None, "met_at": None, "met_by": None, "training": None}
    LoanCondition.objects.filter(pk=one.pk).update(**nothing)
    touch(one.loan, by)
    write(by, "loan.condition_reopened", one.loan, condition=one.condition.label_de, note=note)
