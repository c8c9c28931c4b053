"""Lessons booked, an evaluation given, trainings held, experiences shared."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.steps import StepRefused, require
from loans import rules
from loans.models import Booking, Evaluation, Experience, Loan, LoanCondition, Seat, Training
from loans.models.together import LESSONS
from loans.workflow.lines import write

State = Loan.State
WAITS = (State.DRAFT, State.SUBMITTED, State.WAITLISTED, State.APPROVED, State.PREPARED)


@transaction.atomic
def book(loan, *, by, day, first=1, last=LESSONS, location=None, purpose=""):
    """The case of one's own school for some lessons, or the whole day; who comes first has it."""
    require(rules.can_book, by, loan)
    if loan.state != State.HANDED_OVER or day >= loan.end:
        raise StepRefused(_("The case is not at the school on this day."))
    if not 1 <= first <= last <= LESSONS:
        raise StepRefused(_("Please choose lessons from 1 to %(most)s.") % {"most": LESSONS})
    other = loan.bookings.filter(day=day, first__lte=last, last__gte=first).first()
    if other:
        words = {"person": other.by, "first": other.first, "last": other.last}
        raise StepRefused(_("%(person)s has it from lesson %(first)s to %(last)s.") % words)
    try:
        with transaction.atomic():
            return Booking.objects.create(
                loan=loan, day=day, first=first, last=last, location=location,
                purpose=purpose.strip()[:120], by=by, created_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise StepRefused(_("Somebody else was faster. Please look at it again.")) from error


@transaction.atomic
def cancel_booking(booking, *, by):
    """The lessons are free again."""
    require(rules.can_cancel_booking, by, booking)
    booking.delete()


@transaction.atomic
def evaluate(loan, *, by, **answers):
    """What the school says about the loan; said once, and may be said anew until it is closed."""
    require(rules.can_evaluate, by, loan)
    if loan.state not in (State.HANDED_OVER, State.RETURNED, State.CLOSED):
        raise StepRefused(_("Please use it first."))
    facts = {**answers, "by": by, "at": timezone.now()}
    row, new = Evaluation.objects.update_or_create(loan=loan, defaults=facts)
    if new:
        write(by, "loan.evaluated", loan)
    return row


@transaction.atomic
def save_training(training, *, by, **values):
    """A new date, or a change to one."""
    require(rules.can_hold_trainings, by)
    for name, value in values.items():
        setattr(training, name, value)
    if training.ends_at <= training.starts_at:
        raise StepRefused(_("It ends before it begins."))
    new = training.pk is None
    training.save()
    verb = "training.added" if new else "training.changed"
    record(by, verb, training, visibility=Visibility.AUTHORITY, title=training.title)
    return training


@transaction.atomic
def sign_up(training, *, by, school, name, email=""):
    """Somebody of this school takes a seat; the last one is given once."""
    require(rules.can_sign_up, by, school)
    locked = Training.objects.select_for_update().get(pk=training.pk)
    if locked.cancelled or locked.starts_at <= timezone.now():
        raise StepRefused(_("This training is over or cancelled."))
    if locked.taken.count() >= locked.seats:
        raise StepRefused(_("There is no seat left."))
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                training=locked, school=school, name=name.strip()[:120], email=email, by=by,
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
    if seat.attended:
        raise StepRefused(_("This person was there."))
    record(by, "training.given_up", seat.training, school=seat.school, title=seat.training.title)
    seat.delete()


@transaction.atomic
def note_attendance(training, *, by, attended):
    """Who was there (ids of seats); the school's applications that wait for it are that far now."""
    require(rules.can_hold_trainings, by)
    for seat in training.taken.select_related("school"):
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


@transaction.atomic
def share(*, by, school, **words):
    """What worked in class, for all schools that borrow."""
    require(rules.can_share, by, school)
    told = Experience.objects.create(school=school, by=by, created_at=timezone.now(), **words)
    record(by, "experience.shared", told, school=school, title=told.title)
    return told


@transaction.atomic
def take_back_experience(told, *, by):
    """One's own words, or what a loan manager finds out of place."""
    require(rules.can_take_back_experience, by, told)
    record(by, "experience.removed", told, school=told.school, title=told.title)
    told.delete()
