"""The daily work on a ticket: taking it, giving it, waiting, going on."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.models import Device, Location
from itsm.fields.models import Status
from itsm.fields.values import index_values
from itsm.journal.models import Visibility
from itsm.people.models import User
from itsm.people.reach import reach_of
from itsm.workflow import NotAllowed, StepRefused, advance, require, swap
from tickets import rules
from tickets.models import Ticket
from tickets.notifications import dispatch
from tickets.routing import people_for
from tickets.steps import handled, ticket_words, write

State = Ticket.State
EDITABLE = {"title", "description", "kind", "tile", "location", "status", "custom"}
THIS_MOMENT = timedelta(seconds=2)
NOT_WAITING: dict[str, Any] = {
    "waiting_for": "",
    "waiting_since": None,
    "waiting_until": None,
    "reminded_at": None,
}


@transaction.atomic
def take_over(ticket: Ticket, *, by: User) -> None:
    """ "I do it": the ticket is in my hands. When two tap in the same second, one is told.

    From nobody, or from anybody at or below one's own level; who had it hears of it. Refused where
    it is one's own already, is solved or closed, or somebody else took it a moment ago.
    """
    require(rules.can_take_over, by, ticket)
    if ticket.assignee_id == by.pk and ticket.state == State.ASSIGNED:
        raise StepRefused(_("You have it already."))
    if _taken_this_moment(ticket, by):
        raise StepRefused(_("%(person)s has just taken it.") % {"person": ticket.assignee})
    before = ticket.assignee
    _give(ticket, by, by)
    write(by, "ticket.taken_over", ticket, before=before.pk if before else None)
    dispatch.taken(ticket, before, by)


@transaction.atomic
def assign(ticket: Ticket, *, by: User, to: User) -> None:
    """Put it into somebody else's hands; he or she hears of it.

    Whoever had it hears of it, too. Refused where `to` may not work on it or has it already, and
    where the ticket is solved or closed.
    """
    require(rules.can_assign, by, ticket)
    if not rules.can_be_given(to, ticket):
        raise StepRefused(_("%(person)s cannot work on this ticket.") % {"person": to})
    if ticket.assignee_id == to.pk and ticket.state == State.ASSIGNED:
        raise StepRefused(_("%(person)s has it already.") % {"person": to})
    before = ticket.assignee
    _give(ticket, to, by)
    write(by, "ticket.assigned", ticket, to=to.pk)
    dispatch.assigned(ticket, to, by)
    dispatch.taken(ticket, before, by)


def _taken_this_moment(ticket: Ticket, by: User) -> bool:
    """Two of the same level tap in the same second: the later one did not mean to take it away."""
    now = timezone.now()
    mine = ticket.assignee_id in (None, by.pk) or ticket.assignee_id != ticket.last_handler_id
    if mine or not ticket.last_handled_at or ticket.last_handled_at < now - THIS_MOMENT:
        return False
    return rules.level_of(by, ticket) == rules.level_of(ticket.assignee, ticket)


def _give(ticket: Ticket, to: User, by: User) -> None:
    _must_be_open(ticket)
    _go(ticket, State.ASSIGNED, assignee=to, **NOT_WAITING, **handled(by))


def _must_be_open(ticket: Ticket) -> None:
    if not ticket.is_open:
        raise StepRefused(_("This ticket is solved. Reopen it first."))


def _go(ticket: Ticket, to: str, **fields: Any) -> None:
    """On to this state; what is in it already only changes hands, or waits for something else."""
    if ticket.state == to:
        fields.setdefault("status", ticket.status_for(to))
        swap(ticket, expect={"state": to, **seen(ticket)}, **fields)
    else:
        advance(ticket, to, expect=seen(ticket), **fields)


def begin(ticket: Ticket, by: User) -> None:
    """Whoever solves a ticket nobody had, or lets it wait, has taken it in hand."""
    if ticket.state == State.NEW:
        advance(ticket, State.ASSIGNED, expect=seen(ticket), assignee=by, **handled(by))


def seen(ticket: Ticket) -> dict:
    """In whose hands it was when it was read: a step on it counts only if that is still so."""
    return {"assignee": ticket.assignee_id, "level": ticket.level}


@transaction.atomic
def release(ticket: Ticket, *, by: User) -> None:
    """Out of my hands again: back to the others of this level.

    Refused where nobody has it, and where it is solved or closed.
    """
    require(rules.can_release, by, ticket)
    if ticket.state == State.NEW:
        raise StepRefused(_("Nobody has this ticket."))
    _must_be_open(ticket)
    advance(ticket, State.NEW, expect=seen(ticket), assignee=None, **NOT_WAITING, **handled(by))
    write(by, "ticket.released", ticket)


@transaction.atomic
def escalate(ticket: Ticket, *, by: User, note: str = "") -> None:
    """On to the technicians: the school's support has done what it could.

    Nobody has it then; the technicians get a mail with the `note`. Refused where it is solved or
    closed.
    """
    require(rules.can_escalate, by, ticket)
    _must_be_open(ticket)
    up = {"level": Ticket.Level.SECOND, "assignee": None}
    _go(ticket, State.NEW, **up, **NOT_WAITING, **handled(by))
    write(by, "ticket.escalated", ticket, note=note)
    dispatch.reported(ticket, people_for(ticket), but=by, said=note)


@transaction.atomic
def take_back(ticket: Ticket, *, by: User) -> None:
    """Passed on by mistake: back into the hands of whoever passed it on, while no technician has
    taken it.

    Refused where somebody else was faster.
    """
    require(rules.can_take_back, by, ticket)
    back = {"level": Ticket.Level.FIRST, "assignee": by}
    advance(ticket, State.ASSIGNED, expect=seen(ticket), **back, **handled(by))
    write(by, "ticket.taken_back", ticket)


@transaction.atomic
def wait(
    ticket: Ticket,
    *,
    by: User,
    waiting_for: str,
    until: date | None = None,
    note: str = "",
    status: Status | None = None,
) -> None:
    """Somebody else's turn: the reporter's, the school's, a company's, or until a date.

    `waiting_for`: one of `Ticket.WaitingFor`; waiting for the reporter sends the question to her,
    and the days until it closes by itself begin. `until`: after that day it has waited too long.
    `status`: one of the authority's words for waiting. A ticket nobody had is taken in hand by it.
    Refused where the ticket is solved or closed, or the status is no word for waiting.
    """
    require(rules.can_wait, by, ticket)
    if waiting_for not in Ticket.WaitingFor.values:
        raise StepRefused(_("Please say what the ticket is waiting for."))
    _must_be_open(ticket)
    fields: dict[str, object] = {
        "waiting_for": waiting_for,
        "waiting_until": until,
        "waiting_since": timezone.now(),
        "reminded_at": None,
        "assignee": ticket.assignee or by,
    }
    if status:
        fields["status"] = _may_set(status, ticket, State.WAITING, by)
    begin(ticket, by)
    _go(ticket, State.WAITING, **fields, **handled(by))
    write(
        by, "ticket.waits", ticket, waiting_for=waiting_for, until=until and str(until), note=note
    )
    if waiting_for == Ticket.WaitingFor.REPORTER:
        dispatch.question(ticket)


@transaction.atomic
def resume(ticket: Ticket, *, by: User) -> None:
    """The waiting is over; it is in work again.

    Whoever had it goes on, else `by`. Refused unless it waits.
    """
    require(rules.can_resume, by, ticket)
    if ticket.state != State.WAITING:
        raise StepRefused(_("This ticket is not waiting."))
    fields = {"assignee": ticket.assignee or by, **NOT_WAITING, **handled(by)}
    advance(ticket, State.ASSIGNED, expect=seen(ticket), **fields)
    write(by, "ticket.resumed", ticket)


@transaction.atomic
def edit(ticket: Ticket, *, by: User, **changes: Any) -> None:
    """Better words for it, another room, a status of the same state; old and new are kept.

    `changes`: values by field name, of those in `EDITABLE`; any other raises NotAllowed. What stays
    as it was is not told. Refused for an empty title, a status that can't be set in this state by
    this person, and a room of another school.
    """
    require(rules.can_edit, by, ticket)
    if not changes.keys() <= EDITABLE:
        raise NotAllowed
    if not changes.get("title", ticket.title).strip():
        raise StepRefused(_("Please say in a few words what it is about."))
    if changes.get("status"):
        changes["status"] = _may_set(changes["status"], ticket, ticket.state, by)
    _must_stay_at_school(ticket, changes.get("location"))
    changed = {n: v for n, v in changes.items() if getattr(ticket, n) != v}
    if not changed:
        return
    lines = {n: [_spoken(getattr(ticket, n)), _spoken(v)] for n, v in changed.items()}
    _write_edit(ticket, changed, by)
    write(by, "ticket.edited", ticket, visibility=Visibility.SCHOOL, changes=lines)


def _write_edit(ticket: Ticket, changed: dict, by: User) -> None:
    for name, value in {**changed, **handled(by)}.items():
        setattr(ticket, name, value)
    ticket.search = ticket_words(ticket, ticket.devices.all())
    ticket.save(update_fields=[*changed, *handled(by), "search"])
    if "custom" in changed:
        index_values("ticket", 0, ticket)


@transaction.atomic
def set_devices(ticket: Ticket, *, by: User, devices: Collection[Device]) -> None:
    """What the ticket is really about: one device, several, or another one than was reported.

    `devices` are all of them, not only what is added. Refused for devices of another school.
    """
    require(rules.can_edit, by, ticket)
    if {d.school_id for d in devices} - {None, ticket.school_id}:
        raise StepRefused(_("These devices or rooms belong to another school."))
    old = {d.pk: d for d in ticket.devices.all()}
    new = {d.pk: d for d in devices}
    if old.keys() == new.keys():
        return
    ticket.devices.set(devices)
    ticket.search = ticket_words(ticket, devices)
    for name, value in handled(by).items():
        setattr(ticket, name, value)
    ticket.save(update_fields=[*handled(by), "search"])
    gone = [old[pk] for pk in old.keys() - new.keys()]
    names = {
        "added": [str(new[pk]) for pk in new.keys() - old.keys()],
        "removed": [str(d) for d in gone],
    }
    write(by, "ticket.devices_changed", ticket, *gone, visibility=Visibility.SCHOOL, **names)


def _may_set(status: object, ticket: Ticket, state: str, by: User) -> Status:
    here = ("ticket", state, reach_of(by), ticket.school_id)
    if not isinstance(status, Status) or not status.fits(*here):
        raise StepRefused(_("This status cannot be set here."))
    return status


def _must_stay_at_school(ticket: Ticket, location: Location | None) -> None:
    if location and location.school_id not in (None, ticket.school_id):
        raise StepRefused(_("These devices or rooms belong to another school."))


def _spoken(value: object) -> str | dict:
    if isinstance(value, dict):
        return {name: _spoken(one) for name, one in value.items()}
    return "" if value is None else str(value)
