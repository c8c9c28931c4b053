"""A school applies: draft, conditions, submit, amend, withdraw."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.models import Category, Device
from itsm.fields.models import Status
from itsm.fields.values import index_values
from itsm.files.uploads import Accepted, storage_name
from itsm.journal.names import PERSONAL
from itsm.people.models import School, User
from itsm.people.reach import reach_of
from itsm.workflow import NotAllowed, StepRefused, advance, require
from loans import rules
from loans.applications.workflow.waiting import frees
from loans.models import Condition, Loan, LoanCondition, Stage
from loans.notifications import dispatch
from loans.steps import find_anew, handled, step, touch, write
from loans.trainings.workflow import meet_by_training, open_again
from loans.years import FIRST_DAY, LAST_DAY, MOST_YEARS

State = Loan.State
MOST_AT_ONCE = 20
EDITABLE = {
    "case",
    "category",
    "start",
    "end",
    "purpose",
    "classes",
    "teaching_plan",
    "responsible",
    "responsible_email",
    "deputy",
    "custom",
    "status",
}
# Once a case is promised, only words change; days change by extension.
WORDS = EDITABLE - {"case", "category", "start", "end"}
NOT_YET = (State.DRAFT, State.SUBMITTED, State.WAITLISTED)


@transaction.atomic
def apply(
    *,
    by: User,
    school: School,
    start: date,
    end: date,
    purpose: str,
    responsible: str,
    case: Device | None = None,
    category: Category | None = None,
    quantity: int = 1,
    **more: Any,
) -> Loan:
    """A school wants a case, this very one or any of this kind; several make several loans of
    one application. Returns the first; the others have the same `batch`.

    `end` is the day after the last one; `responsible`: who answers for the case at the school;
    `more`: other values by field name. Refused for days that make no sense, for what is no case or
    retired, and for several of one case or more than `MOST_AT_ONCE`.
    """
    require(rules.can_apply, by, school)
    category = _kind(case, category)
    _must_be_a_span(start, end)
    if case and quantity != 1:
        raise StepRefused(_("There is this case only once. For more, choose a kind of case."))
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise StepRefused(_("At most %(most)s cases at once.") % {"most": MOST_AT_ONCE})
    facts = {
        "school": school,
        "case": case,
        "category": category,
        "start": start,
        "end": end,
        "purpose": purpose,
        "responsible": responsible,
        **more,
    }
    loans = [_draft(by, facts) for _n in range(quantity)]
    Loan.objects.filter(pk__in=[loan.pk for loan in loans]).update(batch=loans[0].pk)
    for loan in loans:
        loan.batch = loans[0].pk
        write(by, "loan.drafted", loan)
        meet_by_training(loan, by=by)
    return loans[0]


def _draft(by: User, facts: dict) -> Loan:
    now = timezone.now()
    loan = Loan(opened_by=by, created_at=now, status=Loan.status_for(State.DRAFT), **facts)
    for name, value in handled(by).items():
        setattr(loan, name, value)
    loan.save(force_insert=True)
    find_anew(loan)
    index_values("loan", 0, loan)
    _ask_for_conditions(loan)
    return loan


def _ask_for_conditions(loan: Loan) -> None:
    """What must be met for this kind of case, as it stands today."""
    asked = Condition.objects.filter(retired=False, category__in=[loan.category_id])
    asked = asked | Condition.objects.filter(retired=False, category=None)
    known = set(loan.conditions.values_list("condition", flat=True))
    LoanCondition.objects.bulk_create(
        LoanCondition(loan=loan, condition=one) for one in asked if one.pk not in known
    )


def _kind(case: Device | None, category: Category | None) -> Category:
    if case is not None and not case.category.is_case:
        raise StepRefused(_("Only cases are lent."))
    if case is not None and case.state == case.State.RETIRED:
        raise StepRefused(_("This case is retired."))
    category = case.category if case else category
    if category is None or not category.is_case:
        raise StepRefused(_("Please say which case, or which kind of case."))
    return category


def _must_be_a_span(start: date, end: date) -> None:
    if end <= start:
        raise StepRefused(_("The last day is before the first."))
    must_be_sensible(start, end)


def must_be_sensible(start: date, end: date) -> None:
    """Days of this century, and not more of them than anybody lends a case for.

    `end` is the day after the last one. Refused otherwise.
    """
    if not FIRST_DAY <= start < end <= LAST_DAY:
        words = {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        raise StepRefused(_("Please give a day between %(first)s and %(last)s.") % words)
    if (end - start).days > MOST_YEARS * 366:
        raise StepRefused(_("A case is lent for at most %(years)s years.") % {"years": MOST_YEARS})


@step
def amend(loan: Loan, *, by: User, **changes: Any) -> None:
    """Other words, other days, another case: until it is decided; then words only.

    `changes`: values by field name, of those in `EDITABLE`; any other raises NotAllowed. Refused
    for days or a case once it is decided, for everything once it is over, and for a status that
    can't be set now.
    """
    require(rules.can_amend, by, loan)
    allowed = EDITABLE if loan.state in NOT_YET else WORDS
    if not set(changes) <= EDITABLE:
        raise NotAllowed
    if "status" in changes:
        _must_be_a_word_for(loan, changes["status"], by)
    changed = {name: value for name, value in changes.items() if getattr(loan, name) != value}
    if changed.keys() - allowed or loan.state not in Loan.OPEN:
        raise StepRefused(_("This was decided already and can't be changed any more."))
    if not changed:
        return
    lines = {name: _change(name, getattr(loan, name), value) for name, value in changed.items()}
    if "case" in changed or "category" in changed:
        case = changed.get("case", loan.case)
        changed["category"] = _kind(case, changed.get("category", loan.category))
    _must_be_a_span(changed.get("start", loan.start), changed.get("end", loan.end))
    touch(loan, by, **changed)
    find_anew(loan)
    index_values("loan", 0, loan)
    _ask_for_conditions(loan)
    write(by, "loan.amended", loan, changes=lines)
    if "category" in changed:
        meet_by_training(loan, by=by)


@step
def submit(loan: Loan, *, by: User) -> None:
    """The application goes to whoever decides; who submits as head has agreed as head.

    Refused unless it is a draft.
    """
    hand_in(loan, by=by)
    dispatch.submitted(loan, by=by)


def hand_in(loan: Loan, *, by: User) -> None:
    """Submitted, without a mail of its own.

    Refused unless it is a draft.
    """
    require(rules.can_submit, by, loan)
    advance(loan, State.SUBMITTED, submitted_at=timezone.now(), **handled(by))
    write(by, "loan.submitted", loan)
    # Looked up here: deciding is the next file, and it needs this one.
    from loans.applications.workflow.deciding import agree

    for stage in Stage.objects.filter(retired=False, role="head"):
        if not rules.lends(by) and rules.approves_stage(by, loan, stage):
            agree(loan, stage, by=by)


@frees
@step
def withdraw(loan: Loan, *, by: User) -> None:
    """The school doesn't want it any more; what was promised is free again.

    Refused once it is handed over, refused or withdrawn.
    """
    require(rules.can_withdraw, by, loan)
    advance(loan, State.WITHDRAWN, **handled(by))
    write(by, "loan.withdrawn", loan)
    dispatch.withdrawn(loan, by=by)


@step
def meet_condition(
    loan: Loan,
    *,
    by: User,
    condition: LoanCondition,
    proof: str = "",
    valid_until: date | None = None,
    accepted: Accepted | None = None,
) -> None:
    """A proof is given; it counts once it is checked, or at once where the school says so itself.
    `condition` is the LoanCondition; `accepted` a file that was let through. It is given once
    for all cases of one application.

    `proof`: in words, `valid_until`: the last day it is good for. Refused without what the
    condition asks for (not to loan managers), and once the case is handed over or the loan has
    ended.
    """
    require(rules.can_meet_condition, by, loan)
    if loan.state not in (*NOT_YET, State.APPROVED, State.PREPARED):
        raise StepRefused(_("This was decided already and can't be changed any more."))
    valid_until = valid_until or condition.valid_until
    _must_prove(condition, by, proof, valid_until, accepted)
    now, asked = timezone.now(), condition.condition
    checked = asked.checker == Condition.Checker.SCHOOL or rules.can_check(by, loan)
    condition.proof, condition.valid_until = proof.strip() or condition.proof, valid_until
    condition.given_at, condition.training = now, None
    condition.met_at, condition.met_by = (now, by) if checked else (None, None)
    if accepted:
        condition.file_name, condition.file_kind = accepted.name, accepted.kind
        condition.file.save(
            storage_name(accepted.kind), ContentFile(accepted.content.read()), save=False
        )
    verb = "loan.condition_met" if checked else "loan.condition_given"
    for one in _of_the_application(loan, condition, met_at=None):
        LoanCondition.objects.filter(pk=one.pk).update(**_proof_of(condition))
        touch(one.loan, by)
        write(by, verb, one.loan, condition=asked.label_de)


PROVED = (
    "proof",
    "valid_until",
    "given_at",
    "met_at",
    "met_by",
    "file",
    "file_name",
    "file_kind",
    "training",
)


def _proof_of(condition: LoanCondition) -> dict:
    return {name: getattr(condition, name) for name in PROVED}


def _of_the_application(
    loan: Loan, condition: LoanCondition, **which: object
) -> list[LoanCondition]:
    """This condition, and the same one of the other cases that were applied for together."""
    condition.loan = loan
    others = LoanCondition.objects.filter(condition=condition.condition_id, **which)
    others = others.filter(loan__batch=loan.batch or 0, loan__state__in=NOT_YET)
    others = others.exclude(pk=condition.pk).select_related("loan__school", "loan__case")
    return [condition, *others]


def _must_prove(
    condition: LoanCondition,
    by: User,
    proof: str,
    valid_until: date | None,
    accepted: Accepted | None,
) -> None:
    """What the condition asks for is there (who checks it, may take somebody's word)."""
    kind, Proof = condition.condition.proof, Condition.Proof
    if rules.lends(by):
        return
    if kind == Proof.TEXT and not proof.strip():
        raise StepRefused(_("Please say how this is met."))
    if kind == Proof.FILE and not (accepted or condition.file):
        raise StepRefused(_("Please add the paper that shows it."))
    if kind == Proof.DATE and not valid_until:
        raise StepRefused(_("Please say until when it is valid."))
    if kind == Proof.TRAINING:
        raise StepRefused(_("This is met by attending a training."))


@step
def reopen_condition(loan: Loan, *, by: User, condition: LoanCondition, note: str = "") -> None:
    """The proof is not enough: the condition is open again, for the whole application.

    `condition` is the LoanCondition; `note` tells the school why, in the history.
    """
    require(rules.can_check, by, loan)
    for one in _of_the_application(loan, condition):
        open_again(one, by=by, note=note)
    condition.given_at = condition.met_at = condition.met_by = None


def _must_be_a_word_for(loan: Loan, status: Status | None, by: User) -> None:
    """The authority's own words for a state are set by those who lend."""
    if status == loan.status:
        return
    require(rules.can_set_status, by, loan)
    here = ("loan", loan.state, reach_of(by), loan.school_id)
    if status and not status.fits(*here):
        raise StepRefused(_("This status cannot be set here."))


def _change(name: str, old: Any, new: Any) -> list:
    """Old and new value for the journal; of people only that something changed."""
    if name in PERSONAL:
        return ["", ""]
    if name == "end":
        old, new = old - timedelta(days=1), new - timedelta(days=1)
    return [_spoken(old), _spoken(new)]


def _spoken(value: object) -> str | dict:
    if isinstance(value, dict):
        return {name: _spoken(one) for name, one in value.items()}
    return "" if value is None else str(value)
