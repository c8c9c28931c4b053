"""How a ticket stands, in words and marks: drawn for many rows, so not by templates."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from itsm.fields.models import TAGS
from itsm.web.templatetags.web import icon, lasting, since, when
from tickets.models import Ticket

# The mark's kind and symbol by state.
MARKS = {
    "new": ("new", "bell"),
    "assigned": ("mine", "hand"),
    "waiting": ("wait", "wait"),
    "solved": ("done", "check"),
    "closed": ("", "lock"),
}
# The same for what ended before anybody had begun.
ENDED = {"itself": ("done", "thumbs-up"), "withdrawn": ("", "return")}
NAMED = 3


def mark_of(state, word="", tone="", ended=""):
    """The state as a mark: how it ended by itself, else in the authority's own word and colour
    where it has one."""
    if ended:
        word, tone = Ticket.Ended(ended).label, ""
    kind, symbol = ENDED[ended] if ended else MARKS[state]
    kind = TAGS.get(tone, kind) if word else kind
    word = word or Ticket.State(state).label
    return format_html('<span class="tag {}">{}{}</span>', kind, icon(symbol), word)


def waits_of(state, *, waiting_for, since_when, until, created_at) -> str:
    """For whom it waits and how long, or since when it is new; empty otherwise."""
    if state == Ticket.State.NEW:
        return since(created_at)
    if state != Ticket.State.WAITING:
        return ""
    whom = _("for %(whom)s") % {"whom": Ticket.WaitingFor(waiting_for).label}
    if until:
        return f"{whom}, " + _("until %(day)s") % {"day": when(until)}
    return f"{whom}, {lasting(since_when)}"


def about_of(kinds, place, layout) -> str:
    """The devices and the room it is about: "Epson EB-992F · Haupthaus, 2. OG, Raum 204"; of
    both only what the house does not hide (`layout`: that of tickets)."""
    more = ["…"] if len(kinds) > NAMED else []
    devices = [] if layout.hides("devices") else [*kinds[:NAMED], *more]
    named = [*devices, *([place] if place and not layout.hides("location") else [])]
    if not named and not (kinds or place):
        return _("without a device or room")
    return " · ".join(named)
