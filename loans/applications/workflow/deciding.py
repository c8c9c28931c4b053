"""Promised, on the waiting list, or refused; later: longer."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assets.models import Device
from itsm.people.models import User
from itsm.workflow import StepRefused, advance, lock, require, swap
from loans import rules
from loans.applications.workflow.applying import must_be_sensible
from loans.applications.workflow.waiting import UNFIT, free_cases, frees, waiting_for
from loans.models import Approval, Loan, Stage
from loans.notifications import dispatch
from loans.steps import case_of, find_anew, handled, must_be, step, touch, write

if TYPE_CHECKING:
    from loans.applications.workflow.waiting import MarkedCases

State = Loan.State


@step
def approve(loan: Loan, *, by: User, case: Device | None = None, note: str = "") -> None:
    """Agree, on one's own stage; after the last one the case is promised to the school.

    Impossible while a condition is open, or when no case is free in these days: then the waiting
    list is the way. Two who promise the same case at once: the database lets one through.

    `case`: this very one, else the one applied for, else the first that is free. Refused unless it
    is submitted or on the waiting list.
    """
    if promise(loan, by=by, case=case, note=note):
        dispatch.approved(loan, by=by)


def promise(loan: Loan, *, by: User, case: Device | None = None, note: str = "") -> bool:
    """Agree; True once every stage has agreed and the case is promised.

    Refused as `approve` refuses; no mail is sent once the case is promised.
    """
    require(rules.can_approve, by, loan)
    must_be(loan, State.SUBMITTED, State.WAITLISTED)
    _must_be_met(loan)
    _agree_on_all(loan, by, note)
    if still := Stage.objects.open_for(loan).first():
        touch(loan, by)
        dispatch.stage_done(loan, still, by=by)
        return False
    wanted = case or loan.case
    chosen = free_for(loan, wanted) if wanted else _first_free(loan)
    _promise(loan, chosen, by)
    write(by, "loan.approved", loan, case=chosen.inventory_number, note=note)
    return True


def _must_be_met(loan: Loan) -> None:
    still = [
        str(one) for one in loan.conditions.select_related("condition", "loan") if not one.is_met
    ]
    if still:
        raise StepRefused(_("Still open: %(conditions)s.") % {"conditions": ", ".join(still)})


def _agree_on_all(loan: Loan, by: User, note: str) -> None:
    """From the first open stage on, every one this person may agree on."""
    for stage in Stage.objects.open_for(loan):
        if not rules.approves_stage(by, loan, stage):
            break
        agree(loan, stage, by=by, note=note)


def agree(loan: Loan, stage: Stage, *, by: User, note: str = "") -> None:
    """One stage is done.

    Agreed twice, it is done once. Not asked here: whether this person may.
    """
    _row, new = Approval.objects.get_or_create(
        loan=loan, stage=stage, defaults={"by": by, "at": timezone.now(), "note": note}
    )
    if new:
        write(by, "loan.agreed", loan, stage=stage.label_de, note=note)


def _first_free(loan: Loan) -> Device:
    return first_of(free_cases(loan.category, loan.start, loan.end, but=loan), loan)


def first_of(cases: "MarkedCases", loan: Loan) -> Device:
    """The first of these free cases that nobody was faster to take.

    What is overdue is never taken silently: the refusal names it, so that it can be chosen.

    `cases`: as `free_cases` returns them. Refused where none is left.
    """
    found = list(cases)
    lock(Device, [case.pk for case in found])
    for case in found:
        if not case.late and not _taken(_locked(case), loan).exists():
            return case
    late = ", ".join(case.inventory_number for case in found if case.late)
    if late:
        words = _("Only overdue cases are left, still at a school: %(cases)s. Choose one by name.")
        raise StepRefused(words % {"cases": late})
    raise StepRefused(_("No case of this kind is free in these days. There is a waiting list."))


def free_for(loan: Loan, case: Device) -> Device:
    """This very case, if nobody has it in these days.

    Refused where another school has it in these days or still has it (overdue), and where it is of
    another kind, missing or retired. The row of the case is locked.
    """
    case = _locked(case)
    if case.category_id != loan.category_id or case.state in UNFIT:
        raise StepRefused(_("This case can't be promised."))
    other = _taken(case, loan).select_related("school").first()
    if other:
        days = {"from": date_format(other.start), "until": date_format(other.last_day)}
        words = {"school": other.school, **days}
        raise StepRefused(_("%(school)s has this case from %(from)s to %(until)s.") % words)
    _must_be_back(case, loan)
    return case


def _must_be_back(case: Device, loan: Loan) -> None:
    """In days that have begun, nobody gets what another school still has."""
    late = Loan.objects.overdue().filter(case=case).exclude(pk=loan.pk).select_related("school")
    if loan.start <= timezone.localdate() and (there := late.first()):
        words = {"school": there.school}
        raise StepRefused(_("%(school)s still has this case: it is overdue.") % words)


def _locked(case: Device) -> Device:
    """The row of the case is locked first: one after the other asks whether it is free."""
    rows = Device.objects.select_related("category")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=case.pk)


def _taken(case: Device, loan: Loan) -> QuerySet[Loan]:
    planned = Loan.objects.planned().overlapping(loan.start, loan.end)
    return planned.filter(case=case).exclude(pk=loan.pk)


def _promise(loan: Loan, case: Device, by: User) -> None:
    try:
        with transaction.atomic():
            advance(loan, State.APPROVED, case=case, **handled(by))
    except IntegrityError as error:
        raise StepRefused(_("Somebody else was faster. Please look at it again.")) from error
    find_anew(loan)


@step
def waitlist(loan: Loan, *, by: User, note: str = "") -> None:
    """No case is free: the school waits, in the order in which it applied.

    Refused unless it is submitted.
    """
    let_wait(loan, by=by, note=note)
    dispatch.waitlisted(loan, by=by)


def let_wait(loan: Loan, *, by: User, note: str = "") -> None:
    """Onto the waiting list, without a mail of its own.

    Refused unless it is submitted.
    """
    require(rules.can_waitlist, by, loan)
    advance(loan, State.WAITLISTED, **handled(by))
    write(by, "loan.waitlisted", loan, note=note)


@frees
@step
def refuse(loan: Loan, *, by: User, reason: str) -> None:
    """Not this time; the school reads why.

    Refused without a reason, and unless it is submitted or on the waiting list.
    """
    turn_down(loan, by=by, reason=reason)
    dispatch.refused(loan, by=by)


def turn_down(loan: Loan, *, by: User, reason: str) -> None:
    """Refused with a reason, without a mail of its own.

    Refused as `refuse` refuses.
    """
    require(rules.can_refuse, by, loan)
    if not reason.strip():
        raise StepRefused(_("Please say why: the school reads it."))
    advance(loan, State.REFUSED, reason=reason.strip(), **handled(by))
    write(by, "loan.refused", loan, reason=reason.strip())


@step
def extend(loan: Loan, *, by: User, end: date, reason: str = "") -> None:
    """Longer: a school asks; a loan manager (or nobody, where nobody waits) says yes.

    `end` is the day after the last one, `reason` what the school says. Refused unless it is
    promised or running, for an end that is not later, where another school waits for the case, and
    where one has it then.
    """
    require(rules.can_extend, by, loan)
    if loan.state not in Loan.PLANNED:
        raise StepRefused(_("Only a promised or running loan can be extended."))
    if end <= loan.end:
        raise StepRefused(_("It runs that long already."))
    must_be_sensible(loan.start, end)
    if not rules.lends(by):
        touch(loan, by, wanted_end=end, wanted_reason=reason)
        write(by, "loan.extension_asked", loan, until=_last_day(end), reason=reason)
        dispatch.extension_asked(loan, by=by)
        return
    _must_not_be_wanted(loan, end)
    _longer(loan, by, end)


def _must_not_be_wanted(loan: Loan, end: date) -> None:
    first = waiting_for(loan.category, loan.end, end).exclude(school=loan.school).first()
    others = free_cases(loan.category, loan.end, end).exclude(pk=loan.case_id or 0)
    if first and not others.filter(late=False).exists():
        raise StepRefused(_("%(school)s waits for it.") % {"school": first.school})


def _longer(loan: Loan, by: User, end: date) -> None:
    before = loan.end
    _must_stay_free(loan, end)
    try:
        with transaction.atomic():
            answered = {"end": end, "wanted_end": None, "wanted_reason": ""}
            swap(loan, expect={"end": before, "state": loan.state}, **answered, **handled(by))
    except IntegrityError as error:
        raise StepRefused(_("Another school has this case then.")) from error
    write(by, "loan.extended", loan, was=_last_day(before), until=_last_day(end))
    dispatch.extended(loan, by=by)


def _must_stay_free(loan: Loan, end: date) -> None:
    """Nobody has the case in the days that are added; its row is locked, as for a promise."""
    case = _locked(case_of(loan))
    after = Loan.objects.planned().overlapping(loan.end, end).filter(case=case)
    other = after.exclude(pk=loan.pk).select_related("school").first()
    if other:
        words = {"school": other.school, "from": date_format(other.start)}
        raise StepRefused(_("%(school)s has this case from %(from)s on.") % words)


def _last_day(end: date) -> str:
    """The journal says days as people do: the last one, not the one after."""
    return str(end - timedelta(days=1))


@step
def refuse_extension(loan: Loan, *, by: User, reason: str) -> None:
    """It ends as agreed; the school reads why.

    Refused where nobody asked for more time, and without a reason.
    """
    require(rules.can_refuse_extension, by, loan)
    if loan.wanted_end is None:
        raise StepRefused(_("Nobody asked for more time."))
    if not reason.strip():
        raise StepRefused(_("Please say why: the school reads it."))
    touch(loan, by, wanted_end=None, wanted_reason="")
    write(by, "loan.extension_refused", loan, reason=reason)
    dispatch.extension_refused(loan, by=by, reason=reason)
