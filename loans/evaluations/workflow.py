"""Steps: an evaluation is given, an experience shared or taken back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.record import record
from itsm.people.models import School, User
from itsm.workflow import StepRefused, require
from loans import rules
from loans.bookings.workflow import State
from loans.models import Evaluation, Experience, Loan
from loans.steps import step, write


@step
def evaluate(loan: Loan, *, by: User, **answers: Any) -> Evaluation:
    """What the school says about the loan; said once, and may be said anew until it is closed.

    `answers`: by field name. Returns the evaluation. Refused before the case was handed over.
    """
    require(rules.can_evaluate, by, loan)
    if loan.state not in (State.HANDED_OVER, State.RETURNED, State.CLOSED):
        raise StepRefused(_("Please use it first."))
    facts = {**answers, "by": by, "at": timezone.now()}
    row, new = Evaluation.objects.update_or_create(loan=loan, defaults=facts)
    if new:
        write(by, "loan.evaluated", loan)
    return row


@transaction.atomic
def share(*, by: User, school: School, **words: Any) -> Experience:
    """What worked in class, for all schools that borrow.

    `words`: by field name. Returns what was shared.
    """
    require(rules.can_share, by, school)
    told = Experience.objects.create(school=school, by=by, created_at=timezone.now(), **words)
    record(by, "experience.shared", told, school=school, title=told.title)
    return told


@transaction.atomic
def take_back_experience(told: Experience, *, by: User) -> None:
    """One's own words, or what a loan manager finds out of place."""
    require(rules.can_take_back_experience, by, told)
    record(by, "experience.removed", told, school=told.school, title=told.title)
    told.delete()
