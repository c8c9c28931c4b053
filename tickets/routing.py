"""Where a report goes first, and who hears of it (the usual rule is told in docs/routing.md)."""

from django.db.models import Exists, OuterRef, Q

from itsm.people.models import REACH, Membership, Posting, User, with_reach
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import STAFF
from itsm.query_cache import Blank, compiled
from tickets.models import RoutingRule, Ticket

FIRST, SECOND = Ticket.Level.FIRST, Ticket.Level.SECOND


def level_for(school, category, tile, by, support=None):
    """1st level if the school has one and the rules don't say otherwise; reports by the 1st
    level itself, by staff, and alarms go straight to the technicians. `support`: the people of
    the school's 1st level, where they are known already."""
    if school is None or (tile and tile.alarm):
        return SECOND
    if reach_of(by).covers(school.pk, Role.SUPPORT, *STAFF):
        return SECOND
    if _ruled(school, category) == SECOND:
        return SECOND
    return FIRST if support or (support is None and has_support(school)) else SECOND


def has_support(school) -> bool:
    """Has the school a 1st level of its own?"""
    return bool(support_at(school))


def _ruled(school, category):
    """The most exact rule: school and category, then school, then category, then any."""
    kind = category and category.pk
    fitting = [rule for rule in _rules(school=school.pk) if rule[1] in (None, kind)]
    fitting.sort(key=lambda rule: (rule[0] is not None, rule[1] is not None), reverse=True)
    return fitting[0][2] if fitting else FIRST


@compiled
def _rules():
    rules = RoutingRule.objects.filter(Q(school=Blank("school")) | Q(school=None))
    return rules.values_list("school_id", "category_id", "level")


def people_for(ticket, tile=None, support=None):
    """Who hears of a ticket on its level, or above where nobody is left there; of an alarm both
    levels at once. `support` as above."""
    people = set()
    if ticket.level == FIRST or (tile and tile.alarm):
        people |= set(support_at(ticket.school) if support is None else support)
    if ticket.level == SECOND or not people:
        people |= set(technicians_for(ticket.school))
    return sorted(people, key=lambda p: p.pk)


def technicians_for(school):
    """Those posted at the school; else those responsible for it; else all; else administrators."""
    able = with_reach(_able(school=school and school.pk))
    technicians = [p for p in able if p.reach.covers(school and school.pk, Role.TECHNICIAN)]
    steps = (
        [p for p in technicians if p.posted],
        [p for p in technicians if school and school.pk in p.reach.schools(Role.TECHNICIAN)],
        technicians,
        [p for p in able if p.reach.holds_everywhere(Role.ADMINISTRATOR)],
    )
    return next(filter(None, steps), [])


@compiled
def _able():
    """Technicians who reach the school, and administrators."""
    roles = (Role.TECHNICIAN, Role.ADMINISTRATOR)
    held = Membership.objects.filter(Q(school=Blank("school")) | Q(school=None), role__in=roles)
    posted = Posting.objects.filter(person=OuterRef("pk"), school=Blank("school"))
    people = User.objects.filter(is_active=True, pk__in=held.values("person"))
    return people.annotate(**REACH, posted=Exists(posted)).order_by("pk")


def reviewers_at(school):
    """Who decides about held reports: the school's own support, else its technicians."""
    return support_at(school) or technicians_for(school)


def able_people(ticket):
    """Everybody into whose hands it can be given: `rules.can_be_given`, as one query."""
    roles = [Role.TECHNICIAN, Role.ADMINISTRATOR]
    if ticket.level == FIRST:
        roles.append(Role.SUPPORT)
    if any(device.category.is_case for device in ticket.about()):
        roles.append(Role.LENDER)
    here = Q(school=None) | Q(school__in=[ticket.school_id or 0], school__closed_on=None)
    held = Membership.objects.filter(here, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("person"))


def support_at(school) -> list:
    """The school's own 1st level."""
    return with_reach(_support(school=school and school.pk))


@compiled
def _support():
    held = Membership.objects.filter(school=Blank("school"), role=Role.SUPPORT)
    people = User.objects.filter(is_active=True, pk__in=held.values("person"))
    return people.annotate(**REACH).order_by("pk")
