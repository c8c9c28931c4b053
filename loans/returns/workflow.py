"""Back, item by item; looked at; everything open gets a person and a date; then free again."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assets.cases import workflow
from assets.devices.workflow.devices import follow
from assets.devices.workflow.lending import found_broken, give_back, lend, lose
from assets.models import Device, Location
from itsm.people.models import User
from itsm.workflow import StepRefused, advance, require
from loans import rules
from loans.applications.workflow.waiting import frees
from loans.handover.workflow.handover import device_by, must_be_known
from loans.handover.workflow.signing import sign
from loans.models import Damage, Loan, LoanAccessory, LoanItem, OpenItem
from loans.notifications import dispatch
from loans.papers import archive
from loans.steps import case_of, handled, hold, must_be, step, touch, write
from tickets import workflow as tickets

State = Loan.State
BACK_WITHIN = timedelta(days=14)


@step
def scan_in(loan: Loan, *, by: User, code: str, location: Location | None = None) -> LoanItem:
    """One device is back. What belongs to another loan is named; partial returns are possible,
    also weeks later.

    `code`: a label's, an inventory or a serial number; `location`: where it is put. Returns its
    item; scanned twice, it is the same. Refused unless the loan is at the school or being
    inspected, and for what did not go out with it.
    """
    require(rules.can_scan_in, by, loan)
    must_be_away(loan)
    device = device_by(code)
    mine = loan.items.filter(device=device).select_related("device__case", "loan")
    item = mine.first()
    if item is None or item.came_at is None:
        raise StepRefused(_foreign(loan, device, by, code))
    if item.is_out:
        _is_back(item, by, location)
        write(by, "loan.scanned_in", loan, device, device=device.inventory_number, slot=item.slot)
    return item


@step
def undo_scan_in(loan: Loan, *, by: User, item: LoanItem) -> None:
    """Scanned by mistake: it is still at the school.

    Refused once the loan is back, where it was not scanned in, and for what a spare was swapped
    for.
    """
    require(rules.can_scan_in, by, loan)
    if loan.state != State.HANDED_OVER or item.scanned_in_at is None or item.is_swapped:
        raise StepRefused(_("This can't be taken back any more."))
    lend(item.device, by=by, school=loan.school, location=loan.location, loan=loan.number)
    LoanItem.objects.filter(pk=item.pk).update(is_out=True, scanned_in_at=None)
    item.refresh_from_db(fields=["is_out", "scanned_in_at"])
    write(by, "loan.scan_in_undone", loan, item.device, device=item.device.inventory_number)


def must_be_away(loan: Loan) -> None:
    """Something of it is at the school, or was just brought back."""
    must_be(loan, *Loan.AWAY)


def _is_back(item: LoanItem, by: User, location: Location | None) -> None:
    LoanItem.objects.filter(pk=item.pk).update(is_out=False, scanned_in_at=timezone.now())
    item.refresh_from_db(fields=["is_out", "scanned_in_at"])
    give_back(item.device, by=by, location=_shelf(item, location), loan=item.loan_id)
    if item.is_case:
        follow(item.device)
    for owed in item.open_items.filter(done_at=None, kind=OpenItem.Kind.DEVICE):
        _done(owed, _("It came back."))


def _shelf(item: LoanItem, location: Location | None) -> Location | None:
    """What belongs in a case that is here lies where the case stands."""
    case = item.device.case
    return case.location if case and case.lent_to_id is None else location


def _foreign(loan: Loan, device: Device, by: User, code: str) -> str:
    must_be_known(device, by, code)
    other = LoanItem.objects.filter(device=device, is_out=True).select_related("loan__school")
    elsewhere = other.exclude(loan=loan).first()
    if elsewhere:
        words = {"device": device.inventory_number, "school": elsewhere.loan.school}
        return _("%(device)s is lent to %(school)s: it belongs to another loan.") % words
    return _("%(device)s did not go out with this loan.") % {"device": device.inventory_number}


@step
def count_in(loan: Loan, *, by: User, accessory: LoanAccessory, back: int, broken: int = 0) -> None:
    """So many pencils came back, so many of those broken.

    `back` counts the broken ones as well. Counted again after the return, what is owed follows.
    Refused for more broken than came, and unless the loan is at the school or being inspected.
    """
    require(rules.can_scan_in, by, loan)
    if broken > back:
        raise StepRefused(_("There cannot be more broken ones than there are."))
    if loan.state not in Loan.AWAY:
        raise StepRefused(_("Nothing of this loan is on its way back."))
    loan.accessories.filter(pk=accessory.pk).update(back=back, broken=broken)
    accessory.back, accessory.broken = back, broken
    touch(loan, by)
    if loan.state == State.RETURNED:
        _count_what_is_owed(loan, accessory, by)


@frees
@step
def take_back(
    loan: Loan,
    *,
    by: User,
    signatures: Iterable[dict] = (),
    person: User | None = None,
    due_on: date | None = None,
    note: str = "",
) -> None:
    """The case is back with the authority. What is missing stays lent, has a person who sees to
    it and a date, and is scanned in whenever it comes.

    `signatures`: as `sign` takes them; `person` sees to what is missing (`by`), until `due_on` (in
    14 days). Refused unless the loan is at the school, and before the case itself is scanned in.
    """
    require(rules.can_take_back, by, loan)
    if loan.items.filter(device=loan.case_id, is_out=True).exists():
        raise StepRefused(_("The case itself is not back yet. Please scan it first."))
    advance(loan, State.RETURNED, returned_at=timezone.now(), **handled(by))
    _owe_what_is_missing(loan, person or by, due_on)
    sign(loan, "return", signatures)
    write(by, "loan.taken_back", loan, missing=loan.items.filter(is_out=True).count(), note=note)
    dispatch.taken_back(loan, archive.return_protocol(loan, by=by), by=by)


def _owe_what_is_missing(loan: Loan, person: User, due_on: date | None) -> None:
    for item in loan.items.filter(is_out=True).select_related("device"):
        text = _("%(device)s is missing") % {"device": item.device.inventory_number}
        owe(loan, OpenItem.Kind.DEVICE, text, person, due_on, item=item)
    for row in loan.accessories.select_related("kind"):
        if row.missing or row.broken:
            text = f"{row.kind.label}: {_lacking(row)}"
            owe(loan, OpenItem.Kind.ACCESSORY, text, person, due_on, accessory=row)


def _count_what_is_owed(loan: Loan, row: LoanAccessory, by: User) -> None:
    """Counted once more after it came back: what is owed follows, and ends where all is there."""
    lacking = _lacking(row)
    owed = loan.open_items.filter(accessory=row, done_at=None).first()
    if owed is None:
        if lacking and not loan.open_items.filter(accessory=row).exists():
            owe(loan, OpenItem.Kind.ACCESSORY, f"{row.kind.label}: {lacking}", by, accessory=row)
    elif lacking:
        OpenItem.objects.filter(pk=owed.pk).update(text=f"{row.kind.label}: {lacking}"[:300])
    else:
        _done(owed, _("It came back."))
        write(by, "loan.resolved", loan, text=owed.text, result=_("It came back."))


def _lacking(row: LoanAccessory) -> str:
    """ "2 missing, 1 broken"; what is nothing is not said."""
    gone = ngettext("%(number)s missing", "%(number)s missing", row.missing or 0)
    broken = _("%(number)s broken")
    said = [(row.missing, gone), (row.broken, broken)]
    return ", ".join(words % {"number": number} for number, words in said if number)


def owe(
    loan: Loan, kind: str, text: str, person: User, due_on: date | None = None, **thing: Any
) -> OpenItem:
    """Something is open, and somebody sees to it until a day.

    `due_on`: in 14 days, where nothing else is said; `thing`: the `item` or `accessory` it is
    about. Returns the open item.
    """
    due_on = due_on or timezone.localdate() + BACK_WITHIN
    now = timezone.now()
    return OpenItem.objects.create(
        loan=loan, kind=kind, text=text[:300], person=person, due_on=due_on, created_at=now, **thing
    )


@step
def inspect(
    loan: Loan,
    *,
    by: User,
    item: LoanItem,
    works: bool,
    complete: bool,
    lendable: bool,
    note: str = "",
    cost: Decimal | None = None,
) -> None:
    """Three questions a device. A "no" opens a ticket, with a cost proposal to decide about.

    `cost`: the proposal in euros, if it is known. What can't be lent again goes to repair. Refused
    before it is back.
    """
    require(rules.can_inspect, by, loan)
    if loan.state != State.RETURNED or item.came_at is None or item.is_out:
        raise StepRefused(_("It is not back yet."))
    answers = {"works": works, "complete": complete, "lendable": lendable, "note": note.strip()}
    LoanItem.objects.filter(pk=item.pk).update(
        inspected_at=timezone.now(), inspected_by=by, **answers
    )
    item.refresh_from_db()
    if not (works and complete and lendable):
        _damaged(loan, item, by, note, cost)
    if not lendable:
        found_broken(item.device, by=by, school=loan.school, note=note)
    write(
        by,
        "loan.inspected",
        loan,
        item.device,
        device=item.device.inventory_number,
        works=works,
        complete=complete,
        lendable=lendable,
        note=note,
    )


def _damaged(loan: Loan, item: LoanItem, by: User, note: str, cost: Decimal | None) -> None:
    if hasattr(item, "damage"):
        return
    title = _("Damaged on return: %(device)s") % {"device": item.device.inventory_number}
    told = tickets.report(
        by=by,
        school=loan.school,
        devices=[item.device],
        title=title,
        description=note,
    )
    Damage.objects.create(item=item, ticket=told.ticket, cost=cost, created_at=timezone.now())
    owe(loan, OpenItem.Kind.DAMAGE, title, by, item=item)
    write(
        by,
        "loan.damage_found",
        loan,
        item.device,
        told.ticket,
        device=item.device.inventory_number,
        ticket=told.ticket_id,
    )


@transaction.atomic
def decide(
    damage: Damage, *, by: User, decision: str, reason: str = "", cost: Decimal | None = None
) -> None:
    """Who pays for what broke; the school gets a letter, the open item is done.

    `decision`: one of `Damage.Decision`; `cost` in euros, else as proposed. Refused without a
    decision, and where it was decided already.
    """
    loan = damage.item.loan
    require(rules.can_decide, by, loan)
    hold(loan)
    if decision not in Damage.Decision.values or not decision:
        raise StepRefused(_("Please say who pays."))
    fields = {
        "decision": decision,
        "reason": reason,
        "decided_by": by,
        "decided_at": timezone.now(),
    }
    fields["cost"] = damage.cost if cost is None else cost
    if not Damage.objects.filter(pk=damage.pk, decision="").update(**fields):
        raise StepRefused(_("This was decided already."))
    damage.refresh_from_db()
    for owed in damage.item.open_items.filter(done_at=None, kind=OpenItem.Kind.DAMAGE):
        _done(owed, damage.get_decision_display())
    write(
        by,
        "loan.damage_decided",
        loan,
        damage.item.device,
        decision=decision,
        reason=reason,
        device=damage.item.device.inventory_number,
    )
    dispatch.decided(loan, archive.decision(damage, by=by), by=by)


@transaction.atomic
def resolve(owed: OpenItem, *, by: User, result: str) -> None:
    """What was open is done: found, paid, replaced, written off.

    A device that is given up is reported missing. Refused without a `result`, and where it is done
    already.
    """
    loan = owed.loan
    require(rules.can_close, by, loan)
    hold(loan)
    owed.refresh_from_db()
    if owed.done_at:
        raise StepRefused(_("This is done already."))
    if not result.strip():
        raise StepRefused(_("Please say what became of it."))
    item = owed.item
    if owed.kind == OpenItem.Kind.DEVICE and item and item.is_out:
        LoanItem.objects.filter(pk=item.pk).update(is_out=False)
        lose(item.device, by=by, note=result)
    _done(owed, result)
    write(by, "loan.resolved", loan, text=owed.text, result=result)


def _done(owed: OpenItem, result: str) -> None:
    OpenItem.objects.filter(pk=owed.pk, done_at=None).update(
        done_at=timezone.now(), result=str(result)[:300]
    )


@frees
@step
def close(loan: Loan, *, by: User, note: str = "") -> None:
    """Cleaned, counted, free again. Everything is looked at; what is still owed has a person and
    a date and stays on the list, also after this.

    Refused unless the loan is back, and while something is not inspected or still out.
    """
    require(rules.can_close, by, loan)
    must_be(loan, State.RETURNED)
    if reason := keeps_open(loan, loan.items.all()):
        raise StepRefused(reason)
    advance(loan, State.CLOSED, closed_at=timezone.now(), **handled(by))
    _put_back_what_came(loan, by)
    write(by, "loan.closed", loan, note=note)
    dispatch.closed(loan, by=by)


def keeps_open(loan: Loan, items: Iterable[LoanItem]) -> str:
    """Why a loan that is back can't be closed yet, in a sentence; nothing where it can.

    `items` are all of the loan's.
    """
    if uninspected(loan, items):
        return _("Not every device has been looked at yet.")
    if any(item.is_out for item in items):
        return _("Something is still out. Scan it in, or say what became of it.")
    return ""


def uninspected(loan: Loan, items: Iterable[LoanItem]) -> list:
    """What came back and nobody has looked at; what was swapped during the loan has its ticket.

    `items` are all of the loan's.
    """
    done = {loan.case_id, *(item.device_id for item in items if item.inspected_at)}
    swapped = {item.replaces_id for item in items}
    back = [item for item in items if item.scanned_in_at and item.pk not in swapped]
    return [item for item in back if item.device_id not in done]


def _put_back_what_came(loan: Loan, by: User) -> None:
    """The case's own counts follow: broken and missing pencils never go back into stock, and what
    nobody counted is missing."""
    case = case_of(loan)
    for row in loan.accessories.select_related("kind"):
        known = case.accessories.filter(kind=row.kind).first()
        if known and (row.missing or row.broken):
            present = max(0, known.present - row.missing)
            broken = min(present, known.broken + row.broken)
            numbers = {"expected": known.expected, "present": present, "broken": broken}
            workflow.count(case, by=by, kind=row.kind, **numbers)
