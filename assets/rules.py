"""Who may do what with devices, places and labels. One line each; The table of who may what: tests/house/test_rules.py."""

from assets.models import Device
from assets.models.devices import DETAIL_ROLES, PRICE_ROLES, kinds_to_swap
from itsm.people.reach import reach_of
from itsm.people.roles import Role


def can_register(user, school_id=None) -> bool:
    """Put a new device on the books of this school (None: of the authority)."""
    return reach_of(user).covers(school_id, Role.TECHNICIAN, Role.ADMINISTRATOR)


def can_register_somewhere(user) -> bool:
    return reach_of(user).holds(Role.TECHNICIAN, Role.ADMINISTRATOR)


def can_register_case(user) -> bool:
    return reach_of(user).holds_everywhere(Role.LENDER, Role.ADMINISTRATOR, Role.TECHNICIAN)


def can_step(user, device: Device) -> bool:
    """Take a step on this device: staff only, and loan managers on cases and what is in them."""
    reach = reach_of(user)
    in_a_case = device.category.is_case or device.case_id is not None
    lends = in_a_case and reach.holds_everywhere(Role.LENDER)
    return lends or reach.covers(device.school_id, Role.TECHNICIAN, Role.ADMINISTRATOR)


def can_lend(user, device: Device, school=None) -> bool:
    """Hand a device out to this school or take it back: what loans call."""
    reach = reach_of(user)
    theirs = school is not None and reach.covers(school.pk, Role.TECHNICIAN)
    return theirs or can_step(user, device) or reach.holds_everywhere(Role.LENDER)


def can_fill(user, case: Device) -> bool:
    """Put devices into its slots, take them out, count what lies in it."""
    return case.category.is_case and can_step(user, case)


def can_see_cases(user) -> bool:
    """The list of all cases: those who lend, prepare and hand out."""
    return reach_of(user).holds_everywhere(Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)


def can_see(user, device: Device) -> bool:
    """See it at all: one's own school's, what is lent to it, and everything for the authority."""
    reach = reach_of(user)
    borrows = device.lent_to_id is not None and reach.covers(device.lent_to_id, *Role.values)
    return borrows or reach.covers(device.school_id, *Role.values) or _may_swap_in(user, device)


def can_see_details(user, device: Device) -> bool:
    """Serial number, notes, life: everybody but teachers."""
    reach = reach_of(user)
    borrows = device.lent_to_id is not None and reach.covers(device.lent_to_id, *DETAIL_ROLES)
    return borrows or reach.covers(device.school_id, *DETAIL_ROLES) or _may_swap_in(user, device)


def _may_swap_in(user, device) -> bool:
    """A technician of single schools knows the authority's spares for what is lent to these. The
    kinds are asked for once, however many devices are looked at."""
    on_the_shelf = device.school_id is None and device.case_id is None
    if not on_the_shelf or device.state != Device.State.IN_STORAGE:
        return False
    if "kinds_to_swap" not in user.__dict__:
        kinds = kinds_to_swap(reach_of(user))
        user.__dict__["kinds_to_swap"] = set() if kinds is None else {k["category"] for k in kinds}
    return device.category_id in user.__dict__["kinds_to_swap"]


def can_see_prices(user, device: Device) -> bool:
    """What it cost and who paid: neither teachers nor the school's support."""
    return reach_of(user).covers(device.school_id, *PRICE_ROLES)


def can_edit_places(user) -> bool:
    return reach_of(user).holds_everywhere(Role.ADMINISTRATOR)


def can_edit_catalogue(user) -> bool:
    return reach_of(user).holds_everywhere(Role.ADMINISTRATOR)


def can_import(user) -> bool:
    return reach_of(user).holds_everywhere(Role.ADMINISTRATOR)


def can_label_somewhere(user) -> bool:
    roles = (Role.SUPPORT, Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
    return reach_of(user).holds(*roles)


def can_label(user, thing) -> bool:
    """Print, bind, replace or revoke the label of this device or room; loan managers: of cases
    and what is in them."""
    reach = reach_of(user)
    case = isinstance(thing, Device) and (thing.category.is_case or thing.case_id is not None)
    return (case and reach.holds_everywhere(Role.LENDER)) or reach.covers(
        thing.school_id, Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR
    )


def can_make_blank_labels(user) -> bool:
    return reach_of(user).holds_everywhere(Role.TECHNICIAN, Role.ADMINISTRATOR)


def can_adjust_labels(user) -> bool:
    """Say how far the printers are off, and which label formats are offered first."""
    return reach_of(user).holds_everywhere(Role.TECHNICIAN, Role.ADMINISTRATOR)


def sees_all_details(user) -> bool:
    """Of every device on the list? Sorting tells something of each row, shown or not."""
    return _of_all(user, DETAIL_ROLES)


def sees_all_prices(user) -> bool:
    return _of_all(user, PRICE_ROLES)


def _of_all(user, roles):
    """Is there no school where the person is something else only?"""
    reach = reach_of(user)
    if not reach.holds(*roles) or reach.holds_everywhere(*roles):
        return reach.holds(*roles)
    return reach.schools(*Role.values) <= reach.schools(*roles)
