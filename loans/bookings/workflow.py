"""Steps: lessons are booked and given back."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.models import Location
from itsm.people.models import User
from itsm.workflow import StepRefused, require
from loans import rules
from loans.models import Booking, Loan
from loans.models.bookings import LESSONS
from loans.steps import hold, step

State = Loan.State


@step
def book(
    loan: Loan,
    *,
    by: User,
    day: date,
    first: int = 1,
    last: int = LESSONS,
    location: Location | None = None,
    purpose: str = "",
) -> Booking:
    """The case of one's own school for some lessons, or the whole day; who comes first has it.

    `first` and `last`: lessons from 1 to `LESSONS`, both included; `location`: the room it is used
    in. Returns the booking. Refused for days that are over or on which the case is not at the
    school, and where somebody has it in one of these lessons.
    """
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
def cancel_booking(booking: Booking, *, by: User) -> None:
    """The lessons are free again."""
    require(rules.can_cancel_booking, by, booking)
    hold(booking.loan)
    booking.delete()
