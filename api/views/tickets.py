"""Tickets, and one action a step."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from api.base import Scoped, step
from api.fields import all_filled, custom_values, none_hidden
from api.filters import by_choice, by_id, by_place, by_thing
from api.scope import seen
from api.serializers import tickets as bodies
from api.serializers.devices import Note
from api.serializers.events import told
from api.serializers.tickets import TicketRow
from assets.models import Category, Device
from itsm.journal.models import Subject
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.workflow import require
from tickets import rules, workflow
from tickets.models import Comment, Report, Ticket
from tickets.models.reports import visibilities_for
from tickets.receipts import receipt_url

LEVELS = tuple(str(level) for level in Ticket.Level.values)
# What a new ticket is asked for in words; where and about what is settled before, as on the page.
WRITTEN = ("title", "description")


def about(rows, **device):
    """Those about such a device."""
    through = Ticket.devices.through.objects
    what = {f"device__{name}": value for name, value in device.items()}
    return rows.filter(Exists(through.filter(ticket=OuterRef("pk"), **what)))


class Tickets(Scoped):
    """Faults and wishes, as far as the person sees them. The id is the number."""

    serializer_class, queryset = TicketRow, Ticket.objects.none()
    lookup_field, lookup_url_kwarg, custom_owner = "pk", "number", "ticket"
    filters = {
        "school": by_id("school"),
        "state": by_choice("state", Ticket.State.values),
        "location": by_place(lambda rows, place: rows.at(place)),
        "device": by_thing("device", Device, lambda rows, device: about(rows, pk=device.pk)),
        "category": by_thing("category", Category, lambda rows, kind: about(rows, category=kind)),
        "tile": by_id("tile"),
        "status": by_id("status"),
        "assignee": by_id("assignee"),
        "level": by_choice("level", LEVELS),
        "waiting_for": by_choice("waiting_for", Ticket.WaitingFor.values),
    }
    orderings = {
        "id": "pk",
        "number": "pk",
        "title": "title",
        "state": "state",
        "school": "school__name",
        "created_at": "created_at",
        "updated_at": "updated_at",
        "last_handled_at": "last_handled_at",
        "waiting_since": "waiting_since",
    }

    def rows(self, user):
        said = Comment.objects.select_related("by", "report")
        rows = seen(Ticket, user).with_names().prefetch_related(Prefetch("comments", said))
        return rows.order_by("-pk")

    def found(self, rows, words):
        return rows.found_for(self.request.user, words)

    def shown_all(self, rows):
        rows = list(rows)
        context = {**self.get_serializer_context(), "lives": lives_of(rows, self.request.user)}
        return TicketRow(rows, many=True, context=context).data

    @extend_schema(request=bodies.NewTicket, responses={201: TicketRow, 200: bodies.JoinedRow})
    def create(self, request):
        """Tell of a fault or a wish: it goes the usual way, and the right people hear of it. The
        same tile of the same thing, still open, is joined instead (200), unless it is `anew`."""

        def act():
            data = self.read(bodies.NewTicket)
            if not (data["title"] or data["description"] or data["tile"]):
                raise ValidationError({"title": [_("Please say in a few words what it is about.")]})
            none_hidden("ticket", data)
            all_filled("ticket", {name: data[name] for name in WRITTEN})
            data["school"] = data["school"] if "school" in data else school_of(data, request.user)
            data["custom"] = custom_values("ticket", 0, data["custom"])
            channel = Report.Channel.API
            told, was_there = workflow.report_or_join(by=request.user, channel=channel, **data)
            return joined(told) if was_there else self.shown(told.ticket)

        return self.answer(act, status=lambda body: 200 if body.get("joined") else 201)

    @extend_schema(request=bodies.TicketChanges, responses={200: TicketRow})
    def partial_update(self, request, number=None):
        """Better words, another room, other devices; old and new are kept."""

        def act():
            ticket = self.get_object()
            require(rules.can_edit, request.user, ticket)
            self.change(ticket, **self.read(bodies.TicketChanges))
            return self.shown(ticket)

        return self.answer(act)

    def change(self, ticket, devices=None, **data):
        """The steps behind a PATCH, together or not at all."""
        none_hidden("ticket", data if devices is None else {**data, "devices": devices})
        all_filled("ticket", data)
        if "custom" in data:
            data["custom"] = custom_values("ticket", 0, data["custom"], ticket.custom)
        workflow.edit(ticket, by=self.request.user, **data)
        if devices is not None:
            workflow.set_devices(ticket, by=self.request.user, devices=devices)

    assign = step(workflow.assign, bodies.Assign, may=rules.can_assign, row=TicketRow)
    take_over = step(workflow.take_over, may=rules.can_take_over, row=TicketRow)
    escalate = step(workflow.escalate, Note, may=rules.can_escalate, row=TicketRow)
    take_back = step(workflow.take_back, may=rules.can_take_back, row=TicketRow)
    release = step(workflow.release, may=rules.can_release, row=TicketRow)
    comment = step(workflow.comment, bodies.Comment, may=rules.can_comment, row=TicketRow)
    wait = step(workflow.wait, bodies.Wait, may=rules.can_wait, row=TicketRow)
    resume = step(workflow.resume, may=rules.can_resume, row=TicketRow)
    solve = step(workflow.solve, bodies.Solve, may=rules.can_solve, row=TicketRow)
    confirm = step(workflow.confirm, may=rules.can_confirm, row=TicketRow)
    reopen = step(workflow.reopen, Note, may=rules.can_reopen, row=TicketRow)
    withdraw = step(workflow.withdraw, may=rules.can_withdraw, row=TicketRow)
    close = step(workflow.close, Note, may=rules.can_close, row=TicketRow)


def joined(told) -> dict:
    """What one who joined is told: no word of the others'."""
    ticket = told.ticket
    about = {"id": ticket.pk, "number": ticket.number, "joined": True, "state": ticket.state}
    return about | {"receipt": receipt_url(told)}


def lives_of(tickets, user) -> dict[int, list]:
    """The lines of these tickets, newest first, as deep as the person reads them there."""
    reads = {t.pk: visibilities_for(user, t.school_id) for t in tickets}
    lines = Subject.objects.filter(kind="ticket", object_id__in=reads)
    lines = lines.select_related("event__by").order_by("-at", "-event_id")
    lines = [line for line in lines if line.visibility in reads[line.object_id]]
    lives = defaultdict(list)
    for line, words in zip(lines, told([line.event for line in lines], user), strict=True):
        lives[line.object_id].append(words)
    return lives


def school_of(data, user):
    """The school that is meant where none is named: the devices', the room's, one's only one."""
    owners = [device.school for device in data["devices"]]
    owners += [data["location"].school] if data["location"] else []
    if owners:
        return next((school for school in owners if school), None)
    mine = reach_of(user).schools(*Role.values)
    return seen(School, user).filter(pk__in=mine).first() if len(mine) == 1 else None
