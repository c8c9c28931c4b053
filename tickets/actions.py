"""Which steps a page offers: the next sensible one first, the others behind it."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from tickets import rules
from tickets.models import Ticket

State = Ticket.State
OPEN, DONE = set(Ticket.OPEN), {State.SOLVED, State.CLOSED}


class Offer(NamedTuple):
    """One step on offer: its verb in the address, its word on the button, its icon."""

    step: str
    label: str
    icon: str
    states: set
    rule: object
    # Steps that need no form are taken with one tap.
    at_once: bool = False


OFFERS = [
    Offer("take_over", _("Take over"), "hand", OPEN, rules.can_take_over, True),
    Offer("solve", _("Solved"), "check", OPEN, rules.can_solve),
    Offer("resume", _("Go on"), "refresh", {State.WAITING}, rules.can_resume, True),
    Offer("wait", _("Waiting …"), "wait", OPEN, rules.can_wait),
    Offer("escalate", _("Pass on to the technicians"), "up", OPEN, rules.can_escalate),
    Offer("take_back", _("Take it back"), "return", {State.NEW}, rules.can_take_back, True),
    Offer("assign", _("Give to …"), "user", OPEN, rules.can_assign),
    Offer(
        "release", _("Release"), "return", {State.ASSIGNED, State.WAITING}, rules.can_release, True
    ),
    Offer("confirm", _("It works"), "thumbs-up", {State.SOLVED}, rules.can_confirm, True),
    Offer("reopen", _("Not fixed"), "return", DONE, rules.can_reopen),
    Offer("withdraw", _("Withdraw"), "x", {State.NEW}, rules.can_withdraw),
    Offer("edit", _("Edit"), "edit", OPEN | DONE, rules.can_edit),
    Offer("devices", _("Devices …"), "device", OPEN, rules.can_edit),
    Offer("close", _("Close"), "lock", OPEN | {State.SOLVED}, rules.can_close),
]
LABELS = {offer.step: offer.label for offer in OFFERS} | {"comment": _("Comment")}
AFTER_ALL = _("It doesn't work after all")
# What the step's own page is called, and the word on its button, where they are others.
TITLES = LABELS | {
    "wait": _("Let it wait"),
    "assign": _("Give it to somebody"),
    "devices": _("What it is about"),
    "edit": _("Edit the ticket"),
}
SUBMITS = LABELS | {
    "wait": _("Let it wait"),
    "assign": _("Give it"),
    "devices": _("Save"),
    "edit": _("Save"),
    "comment": _("Send comment"),
}


def offers_for(user, ticket, layout):
    """(the next sensible step or None, the others) for this person, now; no step that asks for
    nothing but what the house hides (`layout`: that of tickets)."""
    asked = {rule: rule(user, ticket) for rule in {offer.rule for offer in OFFERS}}
    possible = [o for o in OFFERS if ticket.state in o.states and asked[o.rule]]
    possible = [o for o in possible if not layout.hides(o.step)]
    possible = [o._replace(label=label_of(o.step, ticket)) for o in possible]
    mine = ticket.assignee_id == user.pk
    if mine:
        possible = [o for o in possible if o.step != "take_over"]
    wanted = _next(ticket.state, mine)
    main = next((o for o in possible if o.step == wanted), None)
    return main, [o for o in possible if o != main]


def label_of(step, ticket):
    """What the step is called: another word where nothing was fixed, for it ended by itself."""
    return AFTER_ALL if step == "reopen" and ticket.ended else LABELS[step]


def _next(state, mine):
    """What brings the ticket on: nobody takes one from a colleague without thinking."""
    if state == State.ASSIGNED:
        return "solve" if mine else ""
    return {State.NEW: "take_over", State.WAITING: "resume", State.SOLVED: "confirm"}.get(state)
