"""Which steps a loan's page offers: the next sensible one first, the others behind it."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from loans import rules
from loans.models import Loan
from loans.overview.progress import Now

State = Loan.State
UNDECIDED = {State.SUBMITTED, State.WAITLISTED}
BEFORE = {State.DRAFT, *UNDECIDED}
PROMISED = {State.APPROVED, State.PREPARED}
THERE = {State.HANDED_OVER}


class Offer(NamedTuple):
    """One step on offer: its verb in the address, its word on the button, its icon."""

    step: str
    label: str
    icon: str
    states: set
    rule: object
    # Steps that need no form are taken with one tap.
    at_once: bool = False
    url: str = ""


OFFERS = [
    Offer(
        "submit", _("Submit the application"), "arrow-right", {State.DRAFT}, rules.can_submit, True
    ),
    Offer("decide_together", _("Decide about all cases"), "check", UNDECIDED, rules.can_refuse),
    Offer("approve", _("Approve"), "check", UNDECIDED, rules.can_approve),
    Offer("waitlist", _("Onto the waiting list"), "wait", {State.SUBMITTED}, rules.can_waitlist),
    Offer("refuse", _("Refuse"), "x", UNDECIDED, rules.can_refuse),
    Offer("prepare", _("Prepare"), "package", {State.APPROVED}, rules.can_prepare),
    Offer("hand_over", _("Hand over"), "scan", {State.PREPARED}, rules.can_hand_over),
    Offer("report_fault", _("Report a fault"), "bolt", THERE, rules.can_report_fault),
    Offer("swap", _("Swap a device"), "refresh", THERE, rules.can_swap),
    Offer("bookings", _("Book lessons"), "calendar", THERE, rules.can_book),
    Offer("extend", _("Extend"), "calendar", {*PROMISED, *THERE}, rules.can_extend),
    Offer(
        "refuse_extension", _("Not longer"), "x", {*PROMISED, *THERE}, rules.can_refuse_extension
    ),
    Offer("remind", _("Remind now"), "bell", THERE, rules.can_remind),
    Offer("take_back", _("Take back"), "return", THERE, rules.can_take_back),
    Offer("inspect", _("Inspect"), "eye", {State.RETURNED}, rules.can_inspect),
    Offer(
        "evaluate",
        _("How was it?"),
        "star",
        {*THERE, State.RETURNED, State.CLOSED},
        rules.can_evaluate,
    ),
    Offer("close", _("Close"), "lock", {State.RETURNED}, rules.can_close),
    Offer("name_room", _("Name the room"), "location", THERE, rules.can_name_room),
    Offer("amend", _("Edit"), "edit", {*BEFORE, *PROMISED, *THERE}, rules.can_amend),
    Offer("replan", _("Plan anew"), "calendar", PROMISED, rules.can_plan),
    Offer("withdraw", _("Withdraw"), "return", {*BEFORE, *PROMISED}, rules.can_withdraw),
]
LABELS = {offer.step: offer.label for offer in OFFERS}
ASKS_FOR_MORE_TIME = _("Ask for more time")
GIVES_MORE_TIME = _("Answer: longer")
AGREES = _("Agree")
# What brings a loan on, by its state.
NEXT = {
    State.DRAFT: "submit",
    State.SUBMITTED: "approve",
    State.WAITLISTED: "approve",
    State.APPROVED: "prepare",
    State.PREPARED: "hand_over",
    State.HANDED_OVER: "take_back",
    State.RETURNED: "inspect",
}


def offers_for(user, loan, now=None):
    """(the next sensible step or None, the others) for this person: what the step would refuse is
    not offered."""
    now = now or Now()
    possible = [offer for offer in OFFERS if _possible(offer, user, loan, now)]
    offers = [_worded(offer, user, loan) for offer in possible]
    offers = [offer for offer in offers if offer.url]
    main = next((o for o in offers if o.step == _next(loan, user, now)), None)
    return main, [offer for offer in offers if offer != main]


def _possible(offer, user, loan, now):
    if loan.state not in offer.states or not offer.rule(user, loan):
        return False
    more = {
        "approve": not now.conditions,
        "decide_together": now.together > 1,
        "refuse_extension": loan.wanted_end is not None,
        "close": not now.keeps_open,
        "remind": loan.overdue,
        "bookings": not loan.overdue,
        "prepare": loan.case_id is not None and loan.case.lent_to_id is None,
    }
    return more.get(offer.step, True)


def _worded(offer, user, loan):
    """The word on the button, and the way to the step."""
    return offer._replace(label=word_of(offer.step, user, loan), url=_url(offer.step, loan))


def word_of(step, user, loan):
    """The step as this person would say it."""
    lends = rules.lends(user)
    if step == "approve" and not lends:
        return AGREES
    if step == "extend" and not lends:
        return ASKS_FOR_MORE_TIME
    if step == "extend" and loan.wanted_end is not None:
        return GIVES_MORE_TIME
    return LABELS[step]


def _url(step, loan):
    try:
        return reverse(f"loans:{step}", args=[loan.number])
    except NoReverseMatch:
        return ""


def _next(loan, user, now):
    if loan.wanted_end and rules.lends(user):
        return "extend"
    if loan.state == State.HANDED_OVER and not rules.can_take_back(user, loan):
        return "" if loan.location_id else "name_room"
    if loan.state in UNDECIDED and now.together > 1 and rules.lends(user):
        return "decide_together"
    if loan.state == State.RETURNED and not now.keeps_open:
        return "close"
    return NEXT.get(loan.state, "")
