"""Faults and wishes of the demo story: this week's, as many past ones as wanted, and one that the
flood protection held back. All are played through the workflow; of very many, most are copies."""

from assets.models import Category
from itsm.demo.numbers import go_on_from
from itsm.demo.parts import Amount
from tickets import workflow
from tickets.demo.copies import Copies
from tickets.demo.past import past
from tickets.demo.telling import THIS_MORNING, long_life, this_week
from tickets.models import RoutingRule, Ticket
from tickets.starting_set import load_starting_set

AMOUNTS = [
    Amount("tickets", usual=60, most=1_000_000, of=Ticket, help="besides those of lending"),
]
FULL_SIZE = 10_000
# At most so many numbers go to what breaks in cases that are lent.
OF_LENDING = 20
# So many of the past are played; more than these are copies of them.
PLAYED = 240
# What hangs under the ceiling, and what all others depend on.
SECOND_LEVEL = ("Beamer", "Computer", "Access Point", "Switch", "Server")


def tell(story):
    """What this trade puts on the agenda; returns the copies that `finish` writes."""
    load_starting_set()
    _route()
    wanted = story.wanted["tickets"]
    go_on_from(Ticket, max(1, THIS_MORNING - wanted - OF_LENDING))
    told = this_week(story)
    told += long_life(story) if wanted >= FULL_SIZE else []
    rest = max(0, wanted - len(told))
    played = past(min(rest, PLAYED), story, recent=rest > PLAYED)
    room = story.made["assets"].room("Raum 112", story.schools[0])
    label = story.made["assets"].label_of(room)
    held = {"label": label, "school": room.school, "text": "asdf asdf"}
    story.agenda.at(story.moments.at(1, "12:05"), workflow.hold, **held)
    return Copies(story, played, rest - len(played), [life.begins for life in [*told, *played]])


def finish(story):
    """The copies, when all that they are copies of has happened."""
    story.made["tickets"].write()


def _route():
    """The network, projectors and computers are the technicians' everywhere."""
    for category in Category.objects.filter(label_de__in=SECOND_LEVEL):
        RoutingRule.objects.create(category=category, level=Ticket.Level.SECOND)
