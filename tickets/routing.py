"""Where a report goes first, and who hears of it (the usual rule is told in docs/routing.md)."""

from django.db.models import Q

from itsm.people.models import Membership, Posting, User
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import STAFF
from tickets.models import RoutingRule, Ticket

FIRST, SECOND = Ticket.Level.FIRST, Ticket.Level.SECOND


def level_for(school, category, tile, by):
    """1st level if the school has one and the rules don't say otherwise; reports by the 1st
    level itself, by staff, and alarms go straight to the technicians."""
    if school is None or (tile and tile.alarm):
        return SECOND
    if reach_of(by).covers(school.pk, Role.SUPPORT, *STAFF):
        return SECOND
    return FIRST if _ruled(school, category) == FIRST and has_support(school) else SECOND


def has_support(school) -> bool:
    """Has the school a 1st level of its own?"""
    return Membership.objects.at(school, Role.SUPPORT).exists()


def _ruled(school, category):
    """The most exact rule: school and category, then school, then category, then any."""
    kind = category and category.pk
    rules = RoutingRule.objects.filter(Q(school=school) | Q(school=None))
    rules = rules.values_list("school_id", "category_id", "level")
    fitting = [rule for rule in rules if rule[1] in (None, kind)]
    fitting.sort(key=lambda rule: (rule[0] is not None, rule[1] is not None), reverse=True)
    return fitting[0][2] if fitting else FIRST


def people_for(ticket, tile=None):
    """Who hears of a ticket on its level; of an alarm both levels at once."""
    people = set()
    if ticket.level == FIRST or (tile and tile.alarm):
        people |= set(_support_at(ticket.school))
    if ticket.level == SECOND:
        people |= set(technicians_for(ticket.school))
    return sorted(people, key=lambda p: p.pk)


def technicians_for(school):
    """Those posted at the school; else those responsible for it; else all; else administrators."""
    held = Membership.objects.filter(
        Q(school=school) | Q(school=None),
        role__in=(Role.TECHNICIAN, Role.ADMINISTRATOR),
        person__is_active=True,
    )
    held = list(held.select_related("person").order_by("person_id"))
    posted = set(Posting.objects.filter(school=school).values_list("person", flat=True))
    technicians = [m for m in held if m.role == Role.TECHNICIAN]
    steps = (
        [m for m in technicians if m.person_id in posted],
        [m for m in technicians if m.school_id],
        [m for m in technicians if not m.school_id],
        [m for m in held if m.role == Role.ADMINISTRATOR],
    )
    return list(dict.fromkeys(m.person for m in next(filter(None, steps), ())))


def reviewers_at(school):
    """Who decides about held reports: the school's own support, else its technicians."""
    return list(_support_at(school)) or technicians_for(school)


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


def _support_at(school):
    return User.objects.filter(
        is_active=True, memberships__school=school, memberships__role=Role.SUPPORT
    ).distinct()
