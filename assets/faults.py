"""What is broken: said by open tickets, never by a device's state.

Tickets live a floor above; they are reached through the device's own relation.
"""

from collections import Counter
from datetime import timedelta

from django.db.models import DateTimeField, Exists, OuterRef, Q
from django.utils import timezone

from assets.models import Device
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.query_cache import Blank, compiled

AGAIN, AGAIN_WITHIN = 3, timedelta(days=90)
# What a page about something else says of its tickets.
SHOWN = (
    "title",
    "kind",
    "state",
    "ended",
    "created_at",
    "tile__label_de",
    "tile__label_en",
    "status__label_de",
    "status__label_en",
    "status__tone",
    "assignee__username",
    "assignee__first_name",
    "assignee__last_name",
)


def ticket_model():
    """Where the relation `device.tickets` leads."""
    return Device._meta.get_field("tickets").related_model


def is_faulty(user, device="pk") -> Exists:
    """For a list of devices (or of what has a `device`): is there an open fault this person may
    know of? Whoever sees a device may know that it is broken, but not that somebody asked for a
    password there."""
    tickets = ticket_model()
    told = tickets.objects.open().known_to(user)
    return Exists(told.filter(devices=OuterRef(device), kind=tickets.Kind.FAULT))


def tickets_about(device, user) -> list:
    """Open tickets and those of the last 90 days, newest first, in one query. `seen` says
    whether the person may open it; of others' faults only the tile and the time are shown, of
    their wishes, accounts and matters of security nothing."""
    return _about(user, device=device.pk, since=timezone.now() - AGAIN_WITHIN)


@compiled
def _about(user):
    model = ticket_model()
    lately = Q(created_at__gte=Blank("since", DateTimeField()))
    found = model.objects.filter(reach_of(user).within(*Role.values), devices=Blank("device"))
    found = told_briefly(found.filter(lately | Q(state__in=model.OPEN)))
    mine = model.objects.visible_to(user).filter(pk=OuterRef("pk"))
    shared = Exists(model.objects.shared().filter(pk=OuterRef("pk")))
    return found.annotate(seen=Exists(mine)).filter(Q(seen=True) | Q(shared))


def told_briefly(tickets):
    """With no more than a short list says, newest first."""
    return tickets.select_related("tile", "status", "assignee").only(*SHOWN).order_by("-pk")


def happens_again(tickets):
    """The tile that was reported most in 90 days, and how often, once it is three times. What
    worked again by itself, or was taken back, does not count."""
    since = timezone.now() - AGAIN_WITHIN
    faults = [t for t in tickets if t.tile and _is_fault(t) and not t.ended]
    tiles = Counter(t.tile for t in faults if t.created_at >= since)
    tile, times = next(iter(tiles.most_common(1)), (None, 0))
    return (tile, times) if times >= AGAIN else (None, 0)


def open_faults(tickets) -> list:
    """Those that make the device "faulty"."""
    return [t for t in tickets if t.is_open and _is_fault(t)]


def _is_fault(ticket):
    return ticket.kind == ticket.Kind.FAULT
