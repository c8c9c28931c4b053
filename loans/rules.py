"""Who may do what with loans. One line each; The table of who may what: tests/house/test_rules.py."""

from itsm.people.reach import reach_of
from itsm.people.roles import SCHOOL_ROLES, Role
from loans.models import Loan, Stage
from loans.models.evaluations import borrows

State = Loan.State
HANDS = (Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)


def lends(user) -> bool:
    """Loan managers and administrators take every step on every loan."""
    return reach_of(user).holds_everywhere(Role.LENDER, Role.ADMINISTRATOR)


def can_apply_somewhere(user) -> bool:
    return lends(user) or reach_of(user).holds(Role.HEAD)


def can_see_catalogue(user) -> bool:
    """What there is to borrow: everybody but teachers."""
    return reach_of(user).holds(Role.SUPPORT, Role.HEAD, *HANDS)


def can_apply(user, school) -> bool:
    """Apply in the name of this school: its head, or a loan manager for it."""
    return lends(user) or reach_of(user).covers(school.pk, Role.HEAD)


def can_submit(user, loan) -> bool:
    return can_apply(user, loan.school)


can_amend = can_withdraw = can_extend = can_name_room = can_evaluate = can_submit


def can_meet_condition(user, loan) -> bool:
    """Give the proof: the school for itself; who checks it, decides `can_check`."""
    return can_submit(user, loan)


def can_check(user, loan) -> bool:
    """Say that a proof is enough."""
    return lends(user)


def can_approve(user, loan) -> bool:
    """Agree on the first stage that is open; where none is left, or the authority has none, it is
    for the loan managers to promise a case."""
    stage = Stage.objects.open_for(loan).first()
    return approves_stage(user, loan, stage) if stage else lends(user)


def approves_stage(user, loan, stage) -> bool:
    """Agree on this stage: whoever holds its role there; a loan manager also for the head."""
    reach = reach_of(user)
    if stage.role == Role.HEAD:
        return lends(user) or reach.covers(loan.school_id, Role.HEAD)
    if stage.role == Role.LENDER:
        return lends(user)
    return reach.holds_everywhere(Role.ADMINISTRATOR)


def can_refuse(user, loan) -> bool:
    return lends(user)


def can_set_status(user, loan) -> bool:
    """Choose among the authority's own words for a state."""
    return lends(user)


can_refuse_extension = can_remind = can_waitlist = can_inspect = can_close = can_plan = (
    can_decide
) = can_refuse


def can_prepare(user, loan) -> bool:
    """Prepare, hand over, take back: loan managers, and technicians in their scope."""
    return reach_of(user).covers(loan.school_id, *HANDS)


can_scan_out = can_hand_over = can_scan_in = can_take_back = can_swap = can_prepare


def can_report_fault(user, loan) -> bool:
    """Tell of a fault on something lent: everybody at the school, and whoever hands out."""
    return reach_of(user).covers(loan.school_id, *Role.values)


def can_see_all(user, loan) -> bool:
    """Application, conditions and papers: everybody but teachers, who see case, contact and day."""
    return reach_of(user).covers(loan.school_id, Role.SUPPORT, Role.HEAD, *HANDS)


def sees_all_schools(user) -> bool:
    """Works for the authority wherever a school is."""
    return reach_of(user).holds_everywhere(*HANDS)


def can_book(user, loan) -> bool:
    """Take the case into one's own lesson: everybody at the school."""
    return reach_of(user).covers(loan.school_id, *SCHOOL_ROLES) or lends(user)


def can_cancel_booking(user, booking) -> bool:
    """One's own; any of them for the school's support and head."""
    theirs = reach_of(user).covers(booking.loan.school_id, Role.SUPPORT, Role.HEAD)
    return booking.by_id == user.pk or theirs or lends(user)


def can_hold_trainings(user) -> bool:
    return lends(user)


def can_sign_up(user, school) -> bool:
    """Take a seat for somebody of this school: everybody there."""
    return lends(user) or reach_of(user).covers(school.pk, *SCHOOL_ROLES)


def can_share(user, school) -> bool:
    """Tell the other schools what worked: everybody at a school that borrows."""
    return can_sign_up(user, school)


def can_read_experiences(user) -> bool:
    """Read what schools tell each other: people of schools that borrow, and who works for all."""
    return sees_all_schools(user) or borrows(reach_of(user))


def can_take_back_experience(user, told) -> bool:
    return told.by_id == user.pk or lends(user)


def can_see_figures(user) -> bool:
    """Days, damage and costs of all schools."""
    return lends(user)


FEEDERS = (Role.SUPPORT, Role.HEAD, *HANDS)


def can_have_feed(user, school) -> bool:
    """Read this school's loans in a calendar (None: all cases)."""
    return reach_of(user).covers(school.pk if school else None, *FEEDERS)


def can_change_loan_settings(user) -> bool:
    """Conditions, stages, texts, reminders."""
    return lends(user)
