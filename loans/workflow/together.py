"""Lessons booked, an evaluation given, experiences shared."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.record import record
from itsm.steps import StepRefused, require
from loans import rules
from loans.models import Booking, Evaluation, Experience, Loan
from loans.models.together import LESSONS
from loans.workflow.lines import hold, step, write

State = Loan.State


@step
def book(loan, *, by, day, first=1, last=LESSONS, location=None, purpose=""):
    """The case of one's own school for some lessons, or the whole day; who comes first has it."""
    require(rules.can_book, by, loan)
    if day < timezone.localdate():
        raise StepRefused(_("This day is over. Please choose today or a later day."))
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
                loan=loan,
                day=day,
                first=first,
                last=last,
                location=location,
                purpose=purpose.strip()[:120],
                by=by,
                created_at=timezone.now(),
            )
    except IntegrityError as error:
        raise StepRefused(_("Somebody else was faster. Please look at it again.")) from error


@transaction.atomic
def cancel_booking(booking, *, by):
    """The lessons are free again."""
    require(rules.can_cancel_booking, by, booking)
    hold(booking.loan)
    booking.delete()


@step
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
