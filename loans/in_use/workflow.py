"""While the school has it: the room, a fault on a slot, a spare for what broke."""

from django.utils import timezone
from django.utils.translation import gettext as _

from assets.cases import workflow
from assets.devices.workflow.devices import follow, must_fit
from assets.devices.workflow.lending import give_back, lend
from assets.models import Device
from itsm.workflow import StepRefused, require
from loans import rules
from loans.models import Loan, LoanItem
from loans.notifications import dispatch
from loans.papers import archive
from loans.steps import step, touch, write
from tickets import workflow as tickets


@step
def name_room(loan, *, by, location):
    """Where the case stands at the school."""
    require(rules.can_name_room, by, loan)
    _must_be_there(loan)
    must_fit(location, loan.school)
    touch(loan, by, location=location)
    Device.objects.filter(pk=loan.case_id).update(location=location)
    follow(Device.objects.select_related("location", "school").get(pk=loan.case_id))
    write(by, "loan.room_named", loan, place=location.path if location else "")


@step
def report_fault(loan, *, by, item, tile=None, description=""):
    """A fault on one slot: a ticket about the device and the case, told in the loan's life too."""
    require(rules.can_report_fault, by, loan)
    _must_be_there(loan)
    told = tickets.report(
        by=by,
        school=loan.school,
        devices=[item.device],
        location=loan.location,
        tile=tile,
        description=description,
    )
    number = told.ticket.number
    write(by, "loan.fault_reported", loan, item.device, told.ticket, slot=item.slot, ticket=number)
    return told


@step
def swap(loan, *, by, item, spare, note=""):
    """A spare takes the slot of what broke, in one step: slot, loan, and an annex follow; what
    broke goes to repair."""
    require(rules.can_swap, by, loan)
    _must_be_there(loan)
    if not item.is_out or item.is_case:
        raise StepRefused(_("Only a device in the school's hands can be swapped."))
    old, now = item.device, timezone.now()
    slot = item.slot
    LoanItem.objects.filter(pk=item.pk).update(is_out=False, scanned_in_at=now)
    give_back(old, by=by, broken=True, loan=loan.number, note=note)
    _take_the_slot(loan, old, spare, by, note)
    new = LoanItem.objects.create(
        loan=loan,
        device=spare,
        slot=slot,
        scanned_out_at=now,
        came_at=now,
        is_out=True,
        replaces=item,
    )
    touch(loan, by)
    write(
        by,
        "loan.swapped",
        loan,
        old,
        spare,
        slot=slot,
        old=old.inventory_number,
        new=spare.inventory_number,
        note=note,
    )
    dispatch.swapped(loan, archive.annex(loan, new, by=by), by=by)
    return new


def _take_the_slot(loan, old, spare, by, note):
    """The case is away: its slots change only together with its loan."""
    case = loan.case
    workflow.swap(old, by=by, new=spare, note=note)
    lend(spare, by=by, school=loan.school, location=case.location, loan=loan.number)


def _must_be_there(loan):
    if loan.state != Loan.State.HANDED_OVER:
        raise StepRefused(_("This case is not at the school."))
