"""Who may do what with people, schools and settings."""

from itsm.people.reach import reach_of
from itsm.people.roles import Role

STAFF = (Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)


def is_member(user) -> bool:
    """Has this person any role at all? Without one, nothing is to be seen."""
    return reach_of(user).holds(*Role.values)


def can_manage_people(user) -> bool:
    return reach_of(user).holds_everywhere(Role.ADMINISTRATOR)


def can_change_settings(user) -> bool:
    return reach_of(user).holds_everywhere(Role.ADMINISTRATOR)


def can_manage_schools(user) -> bool:
    return reach_of(user).holds_everywhere(Role.ADMINISTRATOR)


def is_staff(user) -> bool:
    """Works for the authority: technician, loan manager or administrator."""
    return reach_of(user).holds(*STAFF)
