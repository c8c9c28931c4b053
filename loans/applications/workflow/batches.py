"""One application for several cases: submitted, changed and decided together, or a part of it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assets.models import Device
from itsm.people.models import User
from itsm.workflow import StepRefused, require
from loans import rules
from loans.applications.workflow.applying import NOT_YET, amend, hand_in
from loans.applications.workflow.deciding import let_wait, promise, turn_down
from loans.models import Loan
from loans.models.loan import LoanQuerySet
from loans.notifications import dispatch
from loans.steps import hold

State = Loan.State
REST = ("wait", "refuse", "leave")


def applied_together(loan: Loan) -> LoanQuerySet:
    """The loans of one application, this one among them, in their order."""
    return Loan.objects.filter(batch=loan.batch or loan.pk).order_by("pk")


@transaction.atomic
def submit_all(loan: Loan, *, by: User) -> None:
    """The whole application goes to whoever decides, in one mail.

    Refused as `submit` refuses one of them; then none is submitted.
    """
    hold(loan)
    drafts = list(applied_together(loan).filter(state=State.DRAFT).select_related("school", "case"))
    for one in drafts:
        hand_in(one, by=by)
    if not drafts:
        hand_in(loan, by=by)
    dispatch.submitted(loan, by=by, cases=len(drafts) or 1)


@transaction.atomic
def amend_all(loan: Loan, *, by: User, **changes: Any) -> None:
    """The same words and days for every case of the application that is not decided yet.

    `changes`: by field name, as `amend` takes them; this loan's own case and status stay its own.
    Others for which a certain case was chosen are left as they are.
    """
    hold(loan)
    amend(loan, by=by, **changes)
    others = applied_together(loan).exclude(pk=loan.pk).filter(state__in=NOT_YET)
    shared = {name: value for name, value in changes.items() if name not in ("case", "status")}
    for other in others.select_related("school", "case__category", "category"):
        if other.case_id is None:
            amend(other, by=by, **shared)


def undecided(loan: Loan) -> LoanQuerySet:
    """The cases of the application about which somebody has to decide."""
    waits = applied_together(loan).filter(state__in=[State.SUBMITTED, State.WAITLISTED])
    return waits.with_names()


@transaction.atomic
def decide_together(
    loan: Loan,
    *,
    by: User,
    number: int,
    cases: Iterable[Device] = (),
    rest: str = "leave",
    reason: str = "",
) -> None:
    """So many of the cases applied for are promised (these very ones, or whichever are free); the
    rest waits, is refused with a reason, or stays as it is. One mail says it all.

    `number`: how many are promised; `cases`: these first; `rest`: one of `REST`. Refused for more
    than there are to decide about, and where one of the decisions is refused: then nothing of it is
    done.
    """
    require(rules.can_refuse, by, loan)
    hold(loan)
    open_ones = list(undecided(loan))
    if rest not in REST or not 0 <= number <= len(open_ones):
        raise StepRefused(_("There are not so many cases to decide about."))
    counts = {"promised": 0, "waiting": 0, "refused": 0}
    chosen = [*cases, *[None] * number][:number]
    for one, case in zip(open_ones, chosen, strict=False):
        counts["promised"] += promise(one, by=by, case=case)
    for one in open_ones[number:]:
        _answer(one, by, rest, reason, counts)
    if any(counts.values()):
        dispatch.answered(loan, by=by, reason=reason, **counts)


def _answer(loan: Loan, by: User, rest: str, reason: str, counts: dict[str, int]) -> None:
    if rest == "refuse":
        turn_down(loan, by=by, reason=reason)
        counts["refused"] += 1
    elif rest == "wait" and loan.state == State.SUBMITTED:
        let_wait(loan, by=by)
        counts["waiting"] += 1
