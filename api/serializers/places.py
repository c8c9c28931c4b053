"""Schools, places, labels and people as they go out."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets import rules
from assets.models import Label, Location
from itsm.people.models import School, User
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import can_manage_people

URL = {"type": "string", "format": "uri", "nullable": True}


def label_url_of(thing, user):
    """What the valid label of this device or room says, for those who handle labels."""
    valid = [label for label in thing.labels.all() if label.revoked_at is None]
    return valid[0].url if valid and rules.can_label(user, thing) else None


class SchoolRow(serializers.ModelSerializer):
    school = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.CharField(source="kind.name", default=None, allow_null=True)

    class Meta:
        model = School
        fields = [
            "id",
            "school",
            "name",
            "short_name",
            "kind",
            "street",
            "postcode",
            "place",
            "phone",
            "email",
            "contact",
            "iserv_domain",
            "closed_on",
        ]


class LocationRow(serializers.ModelSerializer):
    """A place. Of what stands above it at another school only the name is told, in `path`."""

    parent = serializers.SerializerMethodField()
    school_name = serializers.CharField(source="school.name", default=None, allow_null=True)
    label_url = serializers.SerializerMethodField()

    class Meta:
        model = Location
        fields = [
            "id",
            "name",
            "kind",
            "path",
            "parent",
            "school",
            "school_name",
            "closed",
            "label_url",
        ]

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_parent(self, place):
        above = place.parent
        reach = reach_of(self.context["request"].user)
        seen = above and (above.school_id is None or reach.covers(above.school_id, *Role.values))
        return above.pk if seen else None

    @extend_schema_field(URL)
    def get_label_url(self, place):
        return label_url_of(place, self.context["request"].user)


class LabelRow(serializers.ModelSerializer):
    state = serializers.SerializerMethodField()
    url = serializers.CharField(read_only=True)

    class Meta:
        model = Label
        fields = [
            "id",
            "code",
            "state",
            "url",
            "device",
            "location",
            "school",
            "created_at",
            "bound_at",
            "printed_at",
            "revoked_at",
        ]

    @extend_schema_field({"type": "string", "enum": ["blank", "valid", "revoked"]})
    def get_state(self, label):
        if label.revoked_at:
            return "revoked"
        return "valid" if label.device_id or label.location_id else "blank"


class LabelRows(serializers.Serializer):
    """The labels asked for, in the order asked for."""

    labels = LabelRow(many=True)


class PersonName(serializers.Serializer):
    """A person as others see him or her."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="__str__")


class Held(serializers.Serializer):
    """A role, and the school it is held at; null means the whole authority."""

    role = serializers.ChoiceField(Role.choices)
    school = serializers.IntegerField(source="school_id", allow_null=True)


class PersonRow(serializers.ModelSerializer):
    """A colleague to choose; how to reach somebody and what he does is for administrators."""

    name = serializers.CharField(source="__str__")
    username = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)
    is_active = serializers.BooleanField(allow_null=True)
    roles = Held(source="memberships", many=True, allow_null=True)

    class Meta:
        model = User
        fields = ["id", "name", "username", "email", "is_active", "roles"]

    def to_representation(self, person):
        row = super().to_representation(person)
        if can_manage_people(self.context["request"].user):
            return row
        return row | dict.fromkeys(["username", "email", "is_active", "roles"])
