"""Scanned, counted, signed: the case goes to the school."""

from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.devices.workflow.devices import must_fit
from assets.devices.workflow.lending import lend
from assets.labels.codes import possible_codes
from assets.models import AccessoryKind, Device, Label, Location
from assets.rules import can_see
from itsm.people.models import User
from itsm.workflow import StepRefused, advance, lock, require
from loans import rules
from loans.handover.workflow.signing import sign
from loans.models import Loan, LoanAccessory, LoanItem
from loans.notifications import dispatch
from loans.papers import archive
from loans.steps import case_of, handled, must_be, step, touch, write

State = Loan.State
STAYS = (Device.State.RETIRED, Device.State.MISSING, Device.State.IN_REPAIR, Device.State.LENT)


def list_items(loan: Loan) -> None:
    """The case and everything in it, as it is now; what was scanned already stays scanned."""
    case = case_of(loan)
    inside = {device.pk: device.slot for device in case.contents.all()}
    wanted = {case.pk: None, **inside}
    loan.items.filter(is_out=False).exclude(device__in=wanted).delete()
    known = dict(loan.items.values_list("device", "slot"))
    for pk in known.keys() & wanted.keys():
        if known[pk] != wanted[pk]:
            loan.items.filter(device=pk, is_out=False).update(slot=wanted[pk])
    LoanItem.objects.bulk_create(
        LoanItem(loan=loan, device_id=pk, slot=slot)
        for pk, slot in wanted.items()
        if pk not in known
    )


def list_accessories(loan: Loan) -> None:
    """What is counted in the case and not broken, until somebody counts anew."""
    for row in case_of(loan).accessories.all():
        LoanAccessory.objects.update_or_create(
            loan=loan, kind=row.kind, defaults={"out": row.present - row.broken}
        )


@step
def scan_out(loan: Loan, *, by: User, code: str) -> LoanItem:
    """One device is in the hands of whoever scans: it belongs here, or the reason is said.
    Returns its item; scanned twice, it is the same.

    `code`: a label's, an inventory or a serial number. Refused unless the loan is prepared, where
    the device belongs elsewhere or is not known to this person, and where its state keeps it here.
    """
    require(rules.can_scan_out, by, loan)
    must_be_prepared(loan)
    device = device_by(code)
    if device.case_id == loan.case_id:
        # Put into the case after it was prepared.
        list_items(loan)
    item = loan.items.filter(device=device).select_related("device", "loan").first()
    if item is None:
        must_be_known(device, by, code)
        raise StepRefused(_not_of(loan, device))
    if device.state in STAYS:
        words = {"device": device.inventory_number, "state": device.get_state_display()}
        raise StepRefused(_("%(device)s is “%(state)s”: it stays here.") % words)
    if item.scanned_out_at is None:
        item.scanned_out_at, item.left_out = timezone.now(), ""
        item.save(update_fields=["scanned_out_at", "left_out"])
        write(by, "loan.scanned_out", loan, device, device=device.inventory_number, slot=item.slot)
    return item


def device_by(code: str) -> Device:
    """What was scanned or typed: a label, an inventory number, a serial number.

    Refused where nothing is found. Not yet asked: whether this person may know of it.
    """
    words = str(code).strip()[:200]
    devices = Device.objects.select_related("category", "model__manufacturer", "case", "school")
    label = Label.objects.filter(code__in=possible_codes(words), revoked_at=None).first()
    if label and label.device_id:
        return devices.get(pk=label.device_id)
    found = devices.numbered(words).first()
    if found is None and words:
        found = devices.with_serial(words).first()
    return found or refuse_unknown(words)


def must_be_known(device: Device, by: User, code: str) -> None:
    """Of somebody else's devices not even this much is said that they are there.

    Refused as if there were none.
    """
    if not can_see(by, device):
        refuse_unknown(code)


def refuse_unknown(code: str) -> NoReturn:
    """Nothing has this label or number, or it is not for this person."""
    raise StepRefused(_("“%(code)s” is not known here.") % {"code": code.strip()[-40:]})


def _not_of(loan: Loan, device: Device) -> str:
    words: dict[str, object] = {
        "device": device.inventory_number,
        "case": case_of(loan).inventory_number,
    }
    if device.case and device.case_id != loan.case_id:
        words |= {"other": device.case.inventory_number, "slot": device.slot}
        return _("%(device)s belongs in %(other)s, slot %(slot)s.") % words
    return _("%(device)s does not belong to %(case)s.") % words


@step
def undo_scan_out(loan: Loan, *, by: User, item: LoanItem) -> None:
    """Scanned by mistake, or said too early that it stays here.

    Refused unless the loan is prepared.
    """
    require(rules.can_scan_out, by, loan)
    must_be_prepared(loan)
    if item.scanned_out_at is not None or item.left_out:
        item.scanned_out_at, item.left_out = None, ""
        item.save(update_fields=["scanned_out_at", "left_out"])
        write(by, "loan.scan_undone", loan, item.device, device=item.device.inventory_number)


@step
def leave_out(loan: Loan, *, by: User, item: LoanItem, reason: str) -> None:
    """This device does not go along, and the contract says why.

    Refused without a reason, and unless the loan is prepared.
    """
    require(rules.can_scan_out, by, loan)
    must_be_prepared(loan)
    if not reason.strip():
        raise StepRefused(_("Please say why it stays here."))
    item.left_out, item.scanned_out_at = reason.strip()[:200], None
    item.save(update_fields=["left_out", "scanned_out_at"])
    write(
        by,
        "loan.left_out",
        loan,
        item.device,
        device=item.device.inventory_number,
        reason=item.left_out,
    )


@step
def count_out(loan: Loan, *, by: User, kind: AccessoryKind, out: int) -> None:
    """So many pencils go along.

    `out`: how many of this kind. Refused unless the loan is prepared.
    """
    require(rules.can_scan_out, by, loan)
    must_be_prepared(loan)
    row, _new = LoanAccessory.objects.get_or_create(loan=loan, kind=kind)
    if row.out != out:
        LoanAccessory.objects.filter(pk=row.pk).update(out=out)
        touch(loan, by)


@step
def hand_over(
    loan: Loan,
    *,
    by: User,
    signatures: Iterable[dict] = (),
    location: Location | None = None,
    note: str = "",
) -> None:
    """The case is the school's to use: complete, or with every difference named; signed once for
    everything. The contract is written, archived and mailed to both.

    `signatures`: as `sign` takes them; `location`: the room at the school. Refused unless the loan
    is prepared, while something is neither scanned nor left out, where the case itself stays here,
    and where another school still has the case or one of the devices.
    """
    require(rules.can_hand_over, by, loan)
    must_be_prepared(loan)
    must_fit(location, loan.school)
    # What was put in or taken out meanwhile is no surprise for the school.
    list_items(loan)
    _must_be_complete(loan)
    now = timezone.now()
    try:
        with transaction.atomic():
            advance(loan, State.HANDED_OVER, handed_over_at=now, location=location, **handled(by))
    except IntegrityError as error:
        raise StepRefused(_("Another school still has this case.")) from error
    going = list(loan.items.filter(left_out="").select_related("device__category"))
    _give_out(loan, going, by, location, now)
    sign(loan, "handover", signatures)
    write(by, "loan.handed_over", loan, devices=len(going) - 1, note=note)
    dispatch.handed_over(loan, archive.contract(loan, by=by), by=by)


def _give_out(
    loan: Loan, going: list[LoanItem], by: User, location: Location | None, now: datetime
) -> None:
    lock(Device, [item.device_id for item in going])
    for item in going:
        lend(item.device, by=by, school=loan.school, location=location, loan=loan.number)
    try:
        with transaction.atomic():
            LoanItem.objects.filter(pk__in=[i.pk for i in going]).update(is_out=True, came_at=now)
    except IntegrityError as error:
        raise StepRefused(_("One of these devices is out with another loan.")) from error


def must_be_prepared(loan: Loan) -> None:
    """Scanning, counting and signing come after preparing, and before the handover."""
    must_be(loan, State.PREPARED)


def _must_be_complete(loan: Loan) -> None:
    open_ones = loan.items.filter(scanned_out_at=None, left_out="").select_related("device")
    missing = [item.device.inventory_number for item in open_ones]
    if missing:
        words = {"count": len(missing), "devices": ", ".join(missing[:5])}
        raise StepRefused(_("Not scanned yet (%(count)s): %(devices)s") % words)
    if loan.items.filter(device=loan.case_id).exclude(left_out="").exists():
        raise StepRefused(_("Without the case itself there is nothing to hand over."))
