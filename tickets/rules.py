"""Who may do what with tickets. One line each; The table of who may what: tests/house/test_rules.py."""

from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import STAFF
from tickets.models import Report, Ticket
from tickets.models.reports import visibilities_for


def can_work_on(user, ticket) -> bool:
    """Take steps on it: technicians in their scope, the school's support on the 1st level,
    loan managers where a case is concerned."""
    reach = reach_of(user)
    if reach.covers(ticket.school_id, Role.TECHNICIAN, Role.ADMINISTRATOR):
        return True
    if ticket.level == Ticket.Level.FIRST and reach.covers(ticket.school_id, Role.SUPPORT):
        return True
    return reach.holds_everywhere(Role.LENDER) and is_about_a_case(ticket)


def is_about_a_case(ticket) -> bool:
    return any(device.category.is_case for device in ticket.about())


def is_reporter(user, ticket) -> bool:
    """Told of it first, and did not take it back; who joined speaks for herself alone."""
    return any(not report.joined for report in reports_of(user, ticket))


def has_told(user, ticket) -> bool:
    """Is there a report of this person, a joined one too, that was not taken back?"""
    return bool(reports_of(user, ticket))


def reports_of(user, ticket) -> list:
    """The person's own reports on this ticket that she has not taken back."""
    if not user or not user.is_authenticated:
        return []
    accepted = [r for r in ticket.reports.all() if r.state == Report.State.ACCEPTED]
    return [report for report in accepted if report.by_id == user.pk]


def sees(user, ticket) -> bool:
    return Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists()


def can_join(user, ticket) -> bool:
    """ "Betrifft mich auch": only what is shown to her, a fault of a thing at her school."""
    return Ticket.objects.shown_to(user).filter(pk=ticket.pk).exists()


def can_report_at(user, school) -> bool:
    """Tell of a fault at this school; only staff do for the authority itself (None)."""
    reach = reach_of(user)
    staff = (Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
    return reach.covers(school.pk, *Role.values) if school else reach.holds_everywhere(*staff)


def works_at(user, school) -> bool:
    """Does this person work on the tickets of this school, as one of the authority?"""
    return reach_of(user).covers(school and school.pk, *STAFF)


def supports_at(user, school) -> bool:
    """Is this person the school's own 1st level?"""
    return bool(school) and reach_of(user).covers(school.pk, Role.SUPPORT)


def level_of(person, ticket) -> int:
    """On which level a person works at this ticket's school."""
    second = (Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
    covered = reach_of(person).covers(ticket.school_id, *second)
    return Ticket.Level.SECOND if covered else Ticket.Level.FIRST


def can_take_over(user, ticket) -> bool:
    """Into the own hands, from nobody or from anybody at or below the own level."""
    if not can_work_on(user, ticket):
        return False
    if ticket.assignee_id in (None, user.pk) or level_of(user, ticket) == Ticket.Level.SECOND:
        return True
    return keepers_level(ticket) == Ticket.Level.FIRST


def keepers_level(ticket) -> int:
    """The level of whoever has it: as it was read with the ticket, else asked for now."""
    read = getattr(ticket, "keepers_level", None)
    return read or level_of(ticket.assignee, ticket)


can_assign = can_release = can_take_over
can_wait = can_resume = can_solve = can_close = can_edit = can_work_on


def can_escalate(user, ticket) -> bool:
    return can_work_on(user, ticket) and ticket.level == Ticket.Level.FIRST


def can_take_back(user, ticket) -> bool:
    """Undo having passed it on, as long as it lies untouched: its own step was the last."""
    untouched = (ticket.state, ticket.level) == (Ticket.State.NEW, Ticket.Level.SECOND)
    mine = ticket.last_handler_id is not None and ticket.last_handler_id == user.pk
    return untouched and mine and reach_of(user).covers(ticket.school_id, Role.SUPPORT)


def can_comment(user, ticket) -> bool:
    """Whoever sees it may say something about it."""
    return sees(user, ticket)


def can_comment_as(user, ticket, visibility) -> bool:
    """Nobody writes what he could not read himself."""
    return can_comment(user, ticket) and visibility in visibilities_for(user, ticket.school_id)


def can_confirm(user, ticket) -> bool:
    return is_reporter(user, ticket)


def can_withdraw(user, ticket) -> bool:
    return has_told(user, ticket)


def can_reopen(user, ticket) -> bool:
    """Whoever told of it, even if she took it back; and who works on it."""
    opened = bool(user) and user.is_authenticated and ticket.opened_by_id == user.pk
    return opened or has_told(user, ticket) or can_work_on(user, ticket)


def can_review(user, report) -> bool:
    """Let a held report through, or throw it away."""
    return reach_of(user).covers(
        report.school_id, Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR
    )


def can_be_given(person, ticket) -> bool:
    """Can this ticket be put into that person's hands?"""
    return person.is_active and can_work_on(person, ticket)
