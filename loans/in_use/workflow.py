"""While the school has it: the room, a fault on a slot, a spare for what broke."""

from django.utils import timezone
from django.utils.translation import gettext as _

from assets.cases import workflow
from assets.devices.workflow.devices import follow, must_fit
from assets.devices.workflow.lending import give_back, lend
from assets.models import Device, FaultTile, Location
from itsm.people.models import User
from itsm.workflow import StepRefused, require
from loans import rules
from loans.models import Loan, LoanItem
from loans.notifications import dispatch
from loans.papers import archive
from loans.steps import case_of, step, touch, write
from tickets import workflow as tickets
from tickets.models import Report


@step
def name_room(loan: Loan, *, by: User, location: Location | None) -> None:
    """Where the case stands at the school.

    `location` None: nobody knows. Refused unless the case is at the school, and for another
    school's room.
    """
    require(rules.can_name_room, by, loan)
    _must_be_there(loan)
    must_fit(location, loan.school)
    touch(loan, by, location=location)
    case = case_of(loan)
    Device.objects.filter(pk=case.pk).update(location=location)
    follow(Device.objects.select_related("location", "school").get(pk=case.pk))
    write(by, "loan.room_named", loan, place=location.path if location else "")


@step
def report_fault(
    loan: Loan, *, by: User, item: LoanItem, tile: FaultTile | None = None, description: str = ""
) -> Report:
    """A fault on one slot: a ticket about the device and the case, told in the loan's life too.

    Returns the report, with its ticket. Refused unless the case is at the school, and where nothing
    is said at all.
    """
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
    number = told.ticket_id
    write(by, "loan.fault_reported", loan, item.device, told.ticket, slot=item.slot, ticket=number)
    return told


@step
def swap(loan: Loan, *, by: User, item: LoanItem, spare: Device, note: str = "") -> LoanItem:
    """A spare takes the slot of what broke, in one step: slot, loan, and an annex follow; what
    broke goes to repair.

    `spare` is a device of the authority on the shelf. Returns the item of the spare. Refused unless
    the case is at the school, for the case itself or what is not there, and where the spare can't
    go into this case.
    """
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


def _take_the_slot(loan: Loan, old: Device, spare: Device, by: User, note: str) -> None:
    """The case is away: its slots change only together with its loan."""
    case = case_of(loan)
    workflow.swap(old, by=by, new=spare, note=note)
    lend(spare, by=by, school=loan.school, location=case.location, loan=loan.number)


def _must_be_there(loan: Loan) -> None:
    if loan.state != Loan.State.HANDED_OVER:
        raise StepRefused(_("This case is not at the school."))
