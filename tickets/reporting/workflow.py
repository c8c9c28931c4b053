"""From what somebody tells us to a ticket in the right hands."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assets.models import Device, FaultTile, Hint, Label, Location
from itsm.fields.forms import filled_in
from itsm.fields.values import fields_of, index_values
from itsm.files.storage import NotKept
from itsm.files.uploads import Accepted
from itsm.guards import buckets
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import School, User
from itsm.workflow import StepRefused, TooMany, require
from tickets import rules
from tickets.models import Report, Ticket
from tickets.notifications import dispatch
from tickets.routing import level_for, people_for, reviewers_at, support_at
from tickets.steps import ticket_words, write
from tickets.work.workflow.comments import add_file, comment

MOST_HELD = 50
# Reports at once, and a minute, of one person; whoever works on tickets knows no limit.
A_PERSON, A_SUPPORT = (30, 6), (120, 30)


class TooManyHeld(TooMany):
    """As many reports wait for a look as people can be asked to look at."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A great many reports are arriving right now. "
                "Please wait a few minutes, then send it again."
            )
        )


class TooManyReports(TooMany):
    """More of one person than anybody types."""

    def __init__(self) -> None:
        super().__init__(
            _("These were very many reports in a short time. Please wait a minute, then go on.")
        )


@transaction.atomic
def report_or_join(
    *,
    school: School | None,
    by: User | None = None,
    devices: Iterable[Device] = (),
    location: Location | None = None,
    tile: FaultTile | None = None,
    anew: bool = False,
    **told: Any,
) -> tuple[Report, bool]:
    """What every door calls: the same fault of the same thing, still open, is joined; whatever
    else was told becomes a ticket. `anew`: the person says that it is something else. Two at the
    same moment make one ticket.

    Returns the report, and whether it joined what was there. Raises TooManyReports where one
    person sends more than anybody types, else what `report` and `join` refuse.
    """
    if by is not None:
        require(rules.can_report_at, by, school)
    _within_reason(by, school)
    devices = list(devices)
    same = None if anew else _the_same(by, school, devices, location, tile)
    if same is None:
        told |= {"school": school, "devices": devices, "location": location, "tile": tile}
        return report(by=by, **told), False
    words = [told.pop(name, "") for name in ("title", "description", "answer")]
    text = _with_own_fields(words, told.pop("custom", None))
    return join(same, by=by, text=text, **told), True


def _with_own_fields(words: list[str], custom: dict | None) -> str:
    """What who joins said: a ticket has its own fields once, so hers stay as words."""
    own = filled_in(fields_of("ticket", 0), custom or {})
    told = [*words, *(f"{field['label']}: {field['value']}" for field in own)]
    return "\n\n".join(filter(None, told))


def _within_reason(by: User | None, school: School | None) -> None:
    if by is None or rules.works_at(by, school):
        return
    size, pace = A_SUPPORT if rules.supports_at(by, school) else A_PERSON
    if not buckets.take(f"report:by:{by.pk}", size=size, per_minute=pace):
        raise TooManyReports


def _the_same(
    by: User | None,
    school: School | None,
    devices: list[Device],
    location: Location | None,
    tile: FaultTile | None,
) -> Ticket | None:
    """The open ticket that tells of this already: the same tile of the same device, or the same
    tile for rooms in the same room. One after the other, so that nobody misses another's."""
    if tile is None or not tile.is_shared or len(devices) > 1:
        return None
    if devices:
        about: dict[str, object] = {"devices": devices[0]}
        thing: QuerySet = Device.objects.filter(pk=devices[0].pk)
    elif location and tile.category_id is None:
        about = {"location": location, "devices": None}
        thing = Location.objects.filter(pk=location.pk)
    else:
        return None
    thing.select_for_update(no_key=True).order_by().values_list("pk").first()
    tickets = Ticket.objects.open().shared().filter(school=school, tile=tile, **about)
    if by is not None:
        tickets = tickets.filter(pk__in=Ticket.objects.joinable_by(by).values("pk"))
    return tickets.select_related("school", "location", "tile").order_by("pk").first()


@transaction.atomic
def report(
    *,
    by: User | None = None,
    school: School | None,
    devices: Iterable[Device] = (),
    location: Location | None = None,
    tile: FaultTile | None = None,
    title: str = "",
    description: str = "",
    answer: str = "",
    files: Sequence[Accepted] = (),
    channel: str = Report.Channel.PORTAL,
    label: Label | None = None,
    custom: dict | None = None,
    **contact: str,
) -> Report:
    """Somebody tells of a fault or a wish: a ticket is made, goes the usual way, and the right
    people hear of it. Signed-in people need a role at the school; returns the report.

    `answer`: to the tile's question. `files`: as `itsm.files.uploads` let them through; one that
    can't be stored costs nothing else. Refused where nothing is said at all.

    `school` is None for what belongs to the authority. `tile`: the fault that was tapped, `label`:
    what was scanned, `custom`: the ticket's own fields, `contact`: `name` and `email` of somebody
    who is not signed in. Devices or a room of another school are refused as well.
    """
    if by is not None:
        require(rules.can_report_at, by, school)
    must_say_something(tile, title, description, answer, files=files)
    devices = _with_cases(devices)
    _must_belong(school, devices, location)
    location = location or next((d.location for d in devices if d.location), None)
    support = None if by else support_at(school)
    text = with_answer(tile, answer, description)
    facts = (devices, location, tile, title or _title(tile, text, answer), text, custom or {})
    ticket = _open(by, school, *facts, support=support)
    told = _tell(by, ticket, channel, label=label, tile=tile, text=text, contact=contact)
    write(by, "ticket.reported", ticket, channel=channel, tile=tile.label_de if tile else "")
    _keep(files, ticket, by, told)
    dispatch.reported(ticket, people_for(ticket, tile, support), but=by)
    dispatch.received(told)
    return told


def must_say_something(tile: FaultTile | None, *words: str, files: Sequence[Accepted] = ()) -> None:
    """A tile, a word or a photo: without any of them nobody could help. A tile that asks
    something wants an answer.

    `words`: everything that was typed. Refused otherwise.
    """
    said = any(word.strip() for word in words)
    if not (tile or said or files):
        raise StepRefused(_("Please choose what is wrong, or say it in a few words."))
    if tile and tile.question and not said:
        raise StepRefused(_("Please answer: %(question)s") % {"question": tile.question})


def with_answer(tile: FaultTile | None, answer: str, description: str) -> str:
    """The tile's question with its answer, above what else was said."""
    answered = f"{tile.question} {answer.strip()}" if tile and answer.strip() else answer.strip()
    return "\n\n".join(part for part in (answered, description) if part)


def _keep(files: Iterable[Accepted], ticket: Ticket, by: User | None, told: Report) -> None:
    """Put them with the ticket; what can't be stored is said there, for all who read it."""
    for file in files:
        try:
            with transaction.atomic():
                add_file(ticket, accepted=file, by=by, report=told)
        except NotKept:
            write(by, "ticket.file_lost", ticket, file=file.name)


def _with_cases(devices: Iterable[Device]) -> list[Device]:
    """What lies in a case is the case's matter, too: whoever lends it must hear of it."""
    devices = list(devices)
    cases = [device.case for device in devices if device.case]
    return list(dict.fromkeys([*devices, *cases]))


def _open(
    by: User | None,
    school: School | None,
    devices: list[Device],
    location: Location | None,
    tile: FaultTile | None,
    title: str,
    description: str,
    custom: dict,
    support: list[User] | None = None,
) -> Ticket:
    now = timezone.now()
    category = devices[0].category if devices else tile and tile.category
    ticket = Ticket(
        title=title[:160],
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


def _tell(
    by: User | None,
    ticket: Ticket,
    channel: str,
    *,
    label: Label | None,
    tile: FaultTile | None,
    text: str,
    contact: dict[str, str],
    joined: bool = False,
) -> Report:
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
def join(
    ticket: Ticket,
    *,
    by: User | None = None,
    label: Label | None = None,
    channel: str = Report.Channel.LABEL,
    text: str = "",
    files: Iterable[Accepted] = (),
    **contact: str,
) -> Report:
    """ "Betrifft mich auch": one more person hears how it goes; one tap, one receipt of one's own.
    Who told of it before adds what is new.

    `contact`: `name` and `email` of somebody who is not signed in. Returns the person's report.
    Refused where the ticket is solved or closed, or is nothing that is shared (private, a wish).
    """
    if by is not None:
        require(rules.can_join, by, ticket)
        mine = ticket.reports.filter(by=by, state=Report.State.ACCEPTED).first()
        if mine:
            _add(mine, ticket, by, text, files)
            return mine
    if not Ticket.objects.open().shared().filter(pk=ticket.pk).exists():
        raise StepRefused(_("This fault was solved meanwhile. Please report it anew."))
    told = _tell(
        by,
        ticket,
        channel,
        label=label,
        tile=ticket.tile,
        text=text,
        contact=contact,
        joined=True,
    )
    write(by, "ticket.joined", ticket, channel=channel)
    _keep(files, ticket, by, told)
    dispatch.received(told)
    return told


def _add(
    mine: Report, ticket: Ticket, by: User | None, text: str, files: Iterable[Accepted]
) -> None:
    if text and text != mine.text:
        comment(ticket, text=text, by=by, report=mine)
    _keep(files, ticket, by, mine)


@transaction.atomic
def hold(
    *,
    label: Label | None = None,
    school: School | None,
    tile: FaultTile | None = None,
    text: str = "",
    answer: str = "",
    files: Sequence[Accepted] = (),
    custom: dict | None = None,
    **more: Any,
) -> Report:
    """A report from the midst of a flood: kept, but it becomes a ticket only after a look.
    `more`: the `device` or `location` it is about where the label doesn't say, contact, and `anew`
    where the person says that it is something else.

    Returns the held report; it has no ticket. Refused where nothing is said at all; raises
    TooManyHeld where `MOST_HELD` wait at this label (without one: at this school) already.
    """
    must_say_something(tile, text, answer, files=files)
    _must_have_room(label, school)
    dispatch.held(school, reviewers_at(school))
    held = Report.objects.create(
        ticket=None,
        school=school,
        label=label,
        tile=tile,
        channel=Report.Channel.LABEL if label else Report.Channel.PORTAL,
        text=with_answer(tile, answer, text),
        custom=custom or {},
        state=Report.State.HELD,
        language=(get_language() or "de")[:2],
        created_at=timezone.now(),
        **more,
    )
    _keep_held(files, held)
    return held


def _keep_held(files: Iterable[Accepted], held: Report) -> None:
    """There is no ticket yet to say it on: what can't be stored is said in the report's words."""
    for file in files:
        try:
            with transaction.atomic():
                add_file(None, accepted=file, report=held)
        except NotKept:
            lost = _("A photo came with it and could not be stored.")
            held.text = "\n\n".join(part for part in (held.text, lost) if part)
            held.save(update_fields=["text"])


def held_enough(label: Label | None, school: School | None) -> bool:
    """Do as many wait for a look at this label (without one: at this school) as may?"""
    held = Report.objects.filter(state=Report.State.HELD, label=label)
    return (held if label else held.filter(school=school)).count() >= MOST_HELD


def _must_have_room(label: Label | None, school: School | None) -> None:
    """Counted one after the other, so that it stays at most so many."""
    owner = label or school
    if owner:
        type(owner).objects.select_for_update(no_key=True).get(pk=owner.pk)
    if held_enough(label, school):
        raise TooManyHeld


@transaction.atomic
def accept(held: Report, *, by: User) -> Ticket:
    """A held report was meant: like any other it becomes a ticket, or joins the one that tells of
    the same fault already. Returns the ticket.

    Refused where somebody else decided about it, or its devices have moved to another school.
    """
    require(rules.can_review, by, held)
    devices, location = _meant_by(held)
    _must_belong(held.school, devices, location)
    same = None if held.anew else _the_same(None, held.school, devices, location, held.tile)
    if same:
        return _accept_into(same, held, by)
    location = location or (devices[0].location if devices else None)
    title = _title(held.tile, held.text)
    facts = (_with_cases(devices), location, held.tile, title, held.text, held.custom)
    ticket = _open(None, held.school, *facts)
    _decide(held, Report.State.ACCEPTED, ticket=ticket)
    held.files.update(ticket=ticket)
    write(by, "ticket.accepted", ticket, channel=held.channel)
    dispatch.reported(ticket, people_for(ticket, held.tile), but=by)
    dispatch.received(held)
    return ticket


def _meant_by(held: Report) -> tuple[list[Device], Location | None]:
    """The devices and the room a held report is about: those of its label, unless others were
    named."""
    label = held.label
    device = held.device or (label.device if label else None)
    location = held.location or (label.location if label else None)
    return ([device], None) if device else ([], location)


def _accept_into(ticket: Ticket, held: Report, by: User | None) -> Ticket:
    text = _with_own_fields([held.text], held.custom)
    _decide(held, Report.State.ACCEPTED, ticket=ticket, joined=True, text=text)
    held.files.update(ticket=ticket)
    write(by, "ticket.joined", ticket, channel=held.channel)
    dispatch.received(held)
    return ticket


@transaction.atomic
def dismiss(held: Report, *, by: User) -> None:
    """A held report was noise: it never becomes a ticket.

    Refused where somebody else decided about it.
    """
    require(rules.can_review, by, held)
    _decide(held, Report.State.DISMISSED)
    things = [t for t in (held.label, held.label and held.label.owner) if t] or [held]
    record(by, "report.dismissed", *things, school=held.school, visibility=Visibility.SCHOOL)


def _decide(held: Report, state: str, **fields: object) -> None:
    waiting = Report.objects.filter(pk=held.pk, state=Report.State.HELD)
    if not waiting.update(state=state, **fields):
        raise StepRefused(_("Somebody else was faster. Please look at it again."))
    for name, value in {"state": state, **fields}.items():
        setattr(held, name, value)


@transaction.atomic
def self_helped(hint: Hint, *, by: User | None = None, thing: Device | Location) -> None:
    """A hint on the screen helped: counted, kept in the thing's life, and no ticket is made.

    `by` is None for somebody who is not signed in; `thing` is the device or room of the label.
    """
    Hint.objects.filter(pk=hint.pk).update(helped=F("helped") + 1)
    words = {"tile": hint.tile.label_de, "hint": hint.text_de}
    record(by, "fault.self_helped", thing, visibility=Visibility.SCHOOL, **words)


def _title(tile: FaultTile | None, text: str, answer: str = "") -> str:
    """The tile's words, a wish with what is wished for; else the first line of what was said."""
    if tile:
        return f"{tile.label_de}: {answer.strip()}" if tile.is_wish and answer else tile.label_de
    first = text.strip().splitlines()
    return first[0][:80] if first else _("Fault without description")


def _must_belong(school: School | None, devices: list[Device], location: Location | None) -> None:
    """Everything a ticket is about belongs to its school, or to the authority."""
    mine = {None, school.pk if school else None}
    others = {d.school_id for d in devices} | {location.school_id if location else None}
    if others - mine:
        raise StepRefused(_("These devices or rooms belong to another school."))
