"""Tickets as they go out, and what may be said to them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Body, Colleague, Custom, One, Several, text
from api.serializers.devices import Note
from api.serializers.events import LineRow
from api.serializers.places import PersonName
from assets.models import Device, FaultTile, Location
from itsm.fields.models import Status
from itsm.journal.models import Visibility
from itsm.people.models import School
from tickets.models import Ticket
from tickets.models.reports import visibilities_for

MOST_DEVICES = 50


class CommentRow(serializers.Serializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    visibility = serializers.ChoiceField(Visibility.choices)
    by = PersonName(allow_null=True)
    created_at = serializers.DateTimeField()


class TicketRow(serializers.ModelSerializer):
    """A ticket with what was said and what happened, as deep as the reader reads."""

    number = serializers.IntegerField(read_only=True)
    status_name = serializers.CharField(source="status.label", default=None, allow_null=True)
    school_name = serializers.CharField(source="school.name", default=None, allow_null=True)
    location_name = serializers.CharField(source="location.path", default=None, allow_null=True)
    tile_name = serializers.CharField(source="tile.label", default=None, allow_null=True)
    devices = serializers.SerializerMethodField()
    assignee = PersonName(allow_null=True)
    last_handler = PersonName(allow_null=True)
    custom = serializers.DictField()
    comments = serializers.SerializerMethodField()
    events = serializers.SerializerMethodField()

    class Meta:
        model = Ticket
        fields = [
            "id",
            "number",
            "title",
            "description",
            "kind",
            "state",
            "ended",
            "status",
            "status_name",
            "level",
            "school",
            "school_name",
            "devices",
            "location",
            "location_name",
            "tile",
            "tile_name",
            "assignee",
            "last_handler",
            "last_handled_at",
            "waiting_for",
            "waiting_since",
            "waiting_until",
            "solution",
            "custom",
            "created_at",
            "updated_at",
            "solved_at",
            "closed_at",
            "comments",
            "events",
        ]

    def get_devices(self, ticket) -> list[int]:
        return [device.pk for device in ticket.devices.all()]

    @extend_schema_field(CommentRow(many=True))
    def get_comments(self, ticket):
        user = self.context["request"].user
        reads = visibilities_for(user, ticket.school_id)
        said = [comment for comment in ticket.comments.all() if comment.visibility in reads]
        if reads == [Visibility.REPORTER]:
            said = [c for c in said if c.report is None or c.report.by_id == user.pk]
        return CommentRow(said, many=True).data

    @extend_schema_field(LineRow(many=True))
    def get_events(self, ticket):
        return self.context["lives"].get(ticket.pk, [])


class NewTicket(Body):
    """A fault or a wish. Without a school it is the one of the devices, the room, the person."""

    title = text(required=False, allow_blank=True, max_length=160, default="")
    description = text(required=False, allow_blank=True, max_length=8000, default="")
    devices = Several(Device, MOST_DEVICES, required=False, default=list)
    location = One(Location, required=False, allow_null=True, default=None)
    school = One(School, required=False, allow_null=True)
    tile = One(FaultTile, {"retired": False}, required=False, allow_null=True, default=None)
    answer = text(
        required=False,
        allow_blank=True,
        max_length=200,
        default="",
        help_text="To the question of the tile, where it has one.",
    )
    anew = serializers.BooleanField(
        default=False,
        help_text="Something else than what is reported already with this tile of this thing.",
    )
    custom = Custom(required=False, default=dict)


class JoinedRow(serializers.Serializer):
    """The same fault of the same thing was open already: one more person hears how it goes on."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    joined = serializers.BooleanField()
    state = serializers.ChoiceField(Ticket.State.choices)
    receipt = serializers.URLField()


class TicketChanges(Body):
    title = text(required=False, max_length=160)
    description = text(required=False, allow_blank=True, max_length=8000)
    location = One(Location, required=False, allow_null=True)
    status = One(Status, {"kind": "ticket", "retired": False}, required=False, allow_null=True)
    devices = Several(Device, MOST_DEVICES, required=False)
    custom = Custom(required=False)


class Comment(Body):
    text = text(max_length=8000)
    visibility = serializers.ChoiceField(Visibility.choices, default=Visibility.REPORTER)


class Solve(Body):
    solution = text(max_length=8000)


class Wait(Note):
    waiting_for = serializers.ChoiceField(Ticket.WaitingFor.choices)
    until = serializers.DateField(required=False, allow_null=True, default=None)
    status = One(
        Status,
        {"kind": "ticket", "state": "waiting", "retired": False},
        required=False,
        allow_null=True,
        default=None,
    )


class Assign(Body):
    """Into whose hands: the id or the sign-in name of somebody who can work on this ticket."""

    assignee = Colleague(source="to")
