"""From what somebody tells us to a ticket in the right hands."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assets.models import Hint
from itsm.fields.values import index_values
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.steps import StepRefused, require
from tickets import notices, rules
from tickets.models import Report, Ticket
from tickets.routing import level_for, people_for, reviewers_at, support_at
from tickets.workflow.lines import ticket_words, write

MOST_HELD = 50


class TooManyHeld(StepRefused):
    """As many reports wait for a look as people can be asked to look at."""

    def __init__(self):
        super().__init__(
            _(
                "A great many reports are arriving right now. "
                "Please wait a few minutes, then send it again."
            )
        )


@transaction.atomic
def report(*, by=None, school, devices=(), location=None, tile=None, title="", description="",
           channel=Report.Channel.PORTAL, label=None, custom=None, **contact):  # fmt: skip
    """Somebody tells of a fault or a wish: a ticket is made, goes the usual way, and the right
    people hear of it. Signed-in people need a role at the school; returns the report."""
    if by is not None:
        require(rules.can_report_at, by, school)
    devices = _with_cases(devices)
    _must_belong(school, devices, location)
    location = location or next((d.location for d in devices if d.location), None)
    support = None if by else support_at(school)
    facts = (devices, location, tile, title, description, custom or {})
    ticket = _open(by, school, *facts, support=support)
    told = _tell(by, ticket, channel, label=label, tile=tile, text=description, contact=contact)
    write(by, "ticket.reported", ticket, channel=channel, tile=tile.label_de if tile else "")
    notices.reported(ticket, people_for(ticket, tile, support), but=by)
    notices.received(told)
    return told


def _with_cases(devices):
    """What lies in a case is the case's matter, too: whoever lends it must hear of it."""
    devices = list(devices)
    cases = [device.case for device in devices if device.case_id]
    return list(dict.fromkeys([*devices, *cases]))


def _open(by, school, devices, location, tile, title, description, custom, support=None):
    now = timezone.now()
    category = devices[0].category if devices else tile and tile.category
    ticket = Ticket(
        title=(title or _title(tile, description))[:160],
        description=description,
        kind=Ticket.Kind.WISH if tile and tile.is_wish else Ticket.Kind.FAULT,
        tile=tile,
        school=school,
        location=location,
        level=level_for(school, category, tile, by, support),
        status=Ticket.status_for(Ticket.State.NEW),
        opened_by=by,
        custom=custom,
        created_at=now,
        updated_at=now,
    )
    ticket.search = ticket_words(ticket, devices)
    ticket.save(force_insert=True)
    ticket.devices.add(*devices)
    ticket.remember(devices)
    if custom:
        index_values("ticket", 0, ticket)
    return ticket


def _tell(by, ticket, channel, *, label, tile, text, contact, joined=False):
    return Report.objects.create(
        ticket=ticket,
        school=ticket.school,
        label=label,
        tile=tile,
        channel=channel,
        by=by,
        text=text,
        joined=joined,
        language=(get_language() or "de")[:2],
        created_at=timezone.now(),
        **contact,
    )


@transaction.atomic
def join(ticket, *, by=None, label=None, channel=Report.Channel.LABEL, text="", **contact):
    """ "Betrifft mich auch": one more person hears how it goes; one tap, one receipt of one's own."""
    if by is not None:
        require(rules.can_join, by, ticket)
        mine = ticket.reports.filter(by=by, state=Report.State.ACCEPTED).first()
        if mine:
            return mine
    if not Ticket.objects.open().shared().filter(pk=ticket.pk).exists():
        raise StepRefused(_("This fault was solved meanwhile. Please report it anew."))
    told = _tell(
        by, ticket, channel, label=label, tile=ticket.tile, text=text, contact=contact,
        joined=True,
    )  # fmt: skip
    write(by, "ticket.joined", ticket, channel=channel)
    notices.received(told)
    return told


@transaction.atomic
def hold(*, label=None, school, tile=None, text="", **contact):
    """A report from the midst of a flood: kept, but it becomes a ticket only after a look."""
    _must_have_room(label, school)
    notices.held(school, reviewers_at(school))
    return Report.objects.create(
        ticket=None,
        school=school,
        label=label,
        tile=tile,
        channel=Report.Channel.LABEL if label else Report.Channel.PORTAL,
        text=text,
        state=Report.State.HELD,
        language=(get_language() or "de")[:2],
        created_at=timezone.now(),
        **contact,
    )


def held_enough(label, school) -> bool:
    """Do as many wait for a look at this label (without one: at this school) as may?"""
    held = Report.objects.filter(state=Report.State.HELD, label=label)
    return (held if label else held.filter(school=school)).count() >= MOST_HELD


def _must_have_room(label, school):
    """Counted one after the other, so that it stays at most so many."""
    owner = label or school
    if owner:
        type(owner).objects.select_for_update(no_key=True).get(pk=owner.pk)
    if held_enough(label, school):
        raise TooManyHeld


@transaction.atomic
def accept(held, *, by):
    """A held report was meant: it becomes a ticket like any other."""
    require(rules.can_review, by, held)
    label = held.label
    devices = [label.device] if label and label.device else []
    location = label.location if label else None
    _must_belong(held.school, devices, location)
    location = location or (devices[0].location if devices else None)
    ticket = _open(None, held.school, devices, location, held.tile, "", held.text, {})
    _decide(held, Report.State.ACCEPTED, ticket=ticket)
    held.files.update(ticket=ticket)
    write(by, "ticket.accepted", ticket, channel=held.channel)
    notices.reported(ticket, people_for(ticket, held.tile), but=by)
    notices.received(held)
    return ticket


@transaction.atomic
def dismiss(held, *, by):
    """A held report was noise: it never becomes a ticket."""
    require(rules.can_review, by, held)
    _decide(held, Report.State.DISMISSED)
    things = [t for t in (held.label, held.label and held.label.owner) if t] or [held]
    record(by, "report.dismissed", *things, school=held.school, visibility=Visibility.SCHOOL)


def _decide(held, state, **fields):
    waiting = Report.objects.filter(pk=held.pk, state=Report.State.HELD)
    if not waiting.update(state=state, **fields):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    for name, value in {"state": state, **fields}.items():
        setattr(held, name, value)


@transaction.atomic
def self_helped(hint, *, by=None, thing):
    """A hint on the screen helped: counted, kept in the thing's life, and no ticket is made."""
    Hint.objects.filter(pk=hint.pk).update(helped=F("helped") + 1)
    words = {"tile": hint.tile.label_de, "hint": hint.text_de}
    record(by, "fault.self_helped", thing, visibility=Visibility.SCHOOL, **words)


def _title(tile, description):
    first = (description or "").strip().splitlines()
    return tile.label_de if tile else (first[0][:80] if first else _("Fault without description"))


def _must_belong(school, devices, location):
    """Everything a ticket is about belongs to its school, or to the authority."""
    mine = {None, school.pk if school else None}
    others = {d.school_id for d in devices} | {location.school_id if location else None}
    if others - mine:
        raise StepRefused(_("These devices or rooms belong to another school."))
