"""Who would hear of a report? Asked of the very rules that decide it."""

from dataclasses import dataclass

from assets.models import FaultTile
from itsm.people.reach import NOWHERE, Reach
from itsm.people.roles import AUTHORITY_ROLES
from tickets.models import Ticket
from tickets.routing import level_for, people_for


@dataclass
class Somebody:
    """A person with this one role, for a try."""

    reach: Reach
    is_authenticated = True
    is_active = True


@dataclass
class Answer:
    """The level a report goes to first, and who gets a mail."""

    level: str
    people: list


def who_hears(*, school, category, role, alarm) -> Answer:
    """What would happen to a report of this kind."""
    tile = FaultTile(alarm=FaultTile.Alarm.ALL) if alarm else None
    level = level_for(school, category, tile, Somebody(_reach(role, school)))
    ticket = Ticket(school=school, level=level)
    return Answer(str(Ticket.Level(level).label), people_for(ticket, tile))


def _reach(role, school):
    if not role:
        return NOWHERE
    if role in AUTHORITY_ROLES or school is None:
        return Reach(everywhere=frozenset([role]))
    return Reach(at_schools={role: frozenset([school.pk])})
