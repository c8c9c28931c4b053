"""The loan manager's plan: another case, other days, before the case has gone out."""

from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assets.models import Device
from itsm.files.uploads import Accepted
from itsm.people.models import User
from itsm.workflow import NotAllowed, StepRefused, advance, require, swap
from loans import rules
from loans.applications.workflow.applying import apply, meet_condition, must_be_sensible, submit
from loans.applications.workflow.deciding import approve, extend, first_of, free_for
from loans.applications.workflow.waiting import free_cases, frees
from loans.models import Loan, LoanCondition
from loans.notifications import dispatch
from loans.steps import find_anew, handled, step, write

State = Loan.State


@frees
@step
def replan(loan: Loan, *, by: User, case: Device, start: date, end: date) -> None:
    """A promised loan gets another case or other days; two schools never get the same one.

    `end` is the day after the last one. A prepared case that is exchanged has to be prepared anew.
    Refused unless it is approved or prepared, for days that make no sense, and where another school
    has the case in these days or still has it.
    """
    require(rules.can_plan, by, loan)
    if loan.state not in (State.APPROVED, State.PREPARED):
        raise StepRefused(_("Only what is promised and not handed over can be planned anew."))
    if end <= start:
        raise StepRefused(_("The last day is before the first."))
    must_be_sensible(start, end)
    before = {"case": loan.case, "start": loan.start, "end": loan.end}
    after = {"case": case, "start": start, "end": end}
    if before == after:
        return
    loan.start, loan.end = start, end
    chosen = free_for(loan, case)
    _write(loan, before, after | {"category": chosen.category}, by)
    find_anew(loan)
    lines = {n: [str(before[n]), str(after[n])] for n in before if before[n] != after[n]}
    write(by, "loan.amended", loan, *[before["case"]], changes=lines)


def _write(loan: Loan, before: dict, after: dict, by: User) -> None:
    """Compare and swap; a prepared case that changes is prepared anew."""
    fields = {**after, **handled(by)}
    try:
        with transaction.atomic():
            if before["case"] == after["case"]:
                swap(loan, expect={"state": loan.state, **before}, **fields)
            else:
                _change_case(loan, before, fields)
    except IntegrityError as error:
        raise StepRefused(_("Another school has this case then.")) from error


def _change_case(loan: Loan, before: dict, fields: dict) -> None:
    if loan.state == State.PREPARED:
        advance(loan, State.APPROVED, expect=before, **fields)
    else:
        swap(loan, expect={"state": loan.state, **before}, **fields)
    for known in (loan.items, loan.accessories, loan.ticks):
        known.all().delete()


class _Undo(Exception):
    """Thrown to take a rehearsal back."""


def change_of_year(
    choices: Iterable[tuple[Loan, str]], *, by: User, end: date, rehearse: bool
) -> list[tuple[Loan, str, str]]:
    """The end of the school year for many loans at once: [(loan, "extend" | "swap" | "return")].

    Each is one step of its own, so that one refusal does not stop the others; rehearsed, nothing
    stays. Returns [(loan, choice, sentence or "")]: the sentence says why it did not go.

    `end`: the day after the last one of the new year. NotAllowed to all but loan managers.
    """
    if not rules.lends(by):
        raise NotAllowed(_("You may not do that."))
    results = []
    try:
        with transaction.atomic():
            for loan, choice in choices:
                results.append((loan, choice, _one(loan, choice, by, end)))
            if rehearse:
                raise _Undo
    except _Undo:
        pass
    return results


def _one(loan: Loan, choice: str, by: User, end: date) -> str:
    try:
        with transaction.atomic():
            # On a copy: what is only rehearsed leaves no trace, here neither.
            ACTS[choice](copy(loan), by, end)
    except StepRefused as refused:
        return refused.sentence
    return ""


def _extend(loan: Loan, by: User, end: date) -> None:
    extend(loan, by=by, end=end)


def _give_back(loan: Loan, by: User, end: date) -> None:
    write(by, "loan.return_planned", loan, end=str(loan.last_day))
    dispatch.return_planned(loan, by=by)


def _another_case(loan: Loan, by: User, end: date) -> None:
    """The school goes on with another case: a new loan that begins when this one ends."""
    kept = {name: getattr(loan, name) for name in COPIED}
    new = apply(by=by, school=loan.school, category=loan.category, start=loan.end, end=end, **kept)
    for asked in new.conditions.select_related("condition", "loan"):
        known = loan.conditions.filter(condition=asked.condition).first()
        if known and known.met_at:
            _prove_again(new, asked, known, by)
    submit(new, by=by)
    others = free_cases(loan.category, new.start, new.end).exclude(pk=loan.case_id or 0)
    approve(new, by=by, case=first_of(others, new))


def _prove_again(loan: Loan, asked: LoanCondition, known: LoanCondition, by: User) -> None:
    """What was proved for this year holds for the next: the words, the day, and the paper."""
    said: dict[str, Any] = {"proof": known.proof, "valid_until": known.valid_until}
    if not known.file:
        meet_condition(loan, by=by, condition=asked, **said)
        return
    with known.file.open() as paper:
        kept = Accepted(known.file_name, known.file_kind, paper, is_picture=False)
        meet_condition(loan, by=by, condition=asked, accepted=kept, **said)


COPIED = (
    "purpose",
    "classes",
    "teaching_plan",
    "responsible",
    "responsible_email",
    "deputy",
    "custom",
)
ACTS = {"extend": _extend, "swap": _another_case, "return": _give_back}
