"""Devices as they go out, and what may be said about them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Body, Custom, One, Several, text
from api.serializers.places import URL, label_url_of
from assets import rules
from assets.models import Category, Device, DeviceModel, FundingSource, Location
from itsm.fields.models import Status
from itsm.people.models import School

MOST_SLOTS = 200
PLAIN = [
    "id",
    "inventory_number",
    "category",
    "category_name",
    "model",
    "model_name",
    "school",
    "school_name",
    "location",
    "location_name",
    "case",
    "slot",
    "capacity",
    "open_tickets",
]
DETAILS = [
    "serial_number",
    "name",
    "state",
    "status",
    "status_name",
    "label_url",
    "lent_to",
    "apps",
    "mdm_group",
    "purchased_on",
    "warranty_until",
    "notes",
    "custom",
    "version",
    "created_at",
    "updated_at",
]
PRICES = [
    "price",
    "replacement_value",
    "supplier",
    "order_number",
    "funding_source",
    "funding_source_name",
    "bound_until",
]


class DeviceRow(serializers.ModelSerializer):
    """A device as far as the reader may see it: what he may not see is null."""

    category_name = serializers.CharField(source="category.label")
    model_name = serializers.StringRelatedField(source="model", allow_null=True)
    school_name = serializers.CharField(source="school.name", default=None, allow_null=True)
    location_name = serializers.CharField(source="location.path", default=None, allow_null=True)
    case = serializers.SerializerMethodField()
    open_tickets = serializers.SerializerMethodField()
    serial_number = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(Device.State.choices, allow_null=True)
    status_name = serializers.CharField(source="status.label", default=None, allow_null=True)
    label_url = serializers.SerializerMethodField()
    apps = serializers.CharField(allow_null=True)
    mdm_group = serializers.CharField(allow_null=True)
    notes = serializers.CharField(allow_null=True)
    custom = serializers.DictField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(allow_null=True)
    supplier = serializers.CharField(allow_null=True)
    order_number = serializers.CharField(allow_null=True)
    funding_source_name = serializers.CharField(
        source="funding_source.name", default=None, allow_null=True
    )

    class Meta:
        model = Device
        fields = [*PLAIN, *DETAILS, *PRICES]

    def get_open_tickets(self, device) -> int:
        return self.context["faults"].get(device.pk, 0)

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_case(self, device):
        """The case in whose slot it belongs, for those who see that case."""
        case = device.case
        seen = case and rules.can_see(self.context["request"].user, case)
        return case.pk if seen else None

    @extend_schema_field(URL)
    def get_label_url(self, device):
        return label_url_of(device, self.context["request"].user)

    def to_representation(self, device):
        row, user = super().to_representation(device), self.context["request"].user
        if not rules.can_see_details(user, device):
            return row | dict.fromkeys([*DETAILS, *PRICES])
        return row if rules.can_see_prices(user, device) else row | dict.fromkeys(PRICES)


class DeviceFacts(Body):
    """What is written about a device."""

    serial_number = text(required=False, allow_blank=True, max_length=80)
    name = text(required=False, allow_blank=True, max_length=120)
    model = One(DeviceModel, required=False, allow_null=True)
    purchased_on = serializers.DateField(required=False, allow_null=True)
    price = serializers.DecimalField(
        max_digits=10, decimal_places=2, required=False, allow_null=True, min_value=0
    )
    supplier = text(required=False, allow_blank=True, max_length=120)
    order_number = text(required=False, allow_blank=True, max_length=60)
    warranty_until = serializers.DateField(required=False, allow_null=True)
    funding_source = One(FundingSource, required=False, allow_null=True)
    bound_until = serializers.DateField(required=False, allow_null=True)
    capacity = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MOST_SLOTS
    )
    apps = text(required=False, allow_blank=True, max_length=4000)
    mdm_group = text(required=False, allow_blank=True, max_length=120)
    replacement_value = serializers.DecimalField(
        max_digits=10, decimal_places=2, required=False, allow_null=True, min_value=0
    )
    notes = text(required=False, allow_blank=True, max_length=4000)
    custom = Custom(required=False)


class NewDevice(DeviceFacts):
    """A device to register. Without a school it is the room's; null means the authority's."""

    category = One(Category, {"retired": False})
    school = One(School, required=False, allow_null=True)
    location = One(Location, required=False, allow_null=True, default=None)
    inventory_number = text(required=False, allow_blank=True, max_length=40, default="")


class DeviceChanges(DeviceFacts):
    """Corrections; with `version` (or If-Match) only if nobody saved meanwhile."""

    category = One(Category, required=False)
    status = One(Status, {"kind": "device", "retired": False}, required=False, allow_null=True)
    inventory_number = text(required=False, max_length=40)
    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class Note(Body):
    note = text(required=False, allow_blank=True, max_length=2000, default="")


class Move(Body):
    """Where it stands now; without a school it follows the room's."""

    location = One(Location, allow_null=True)
    school = One(School, required=False, allow_null=True, default=None)


class Repair(Note):
    company = text(required=False, allow_blank=True, max_length=120, default="")
    reference = text(required=False, allow_blank=True, max_length=60, default="")


class Repaired(Note):
    cost = serializers.DecimalField(
        max_digits=9, decimal_places=2, required=False, allow_null=True, default=None, min_value=0
    )


class NewLabels(Body):
    """Labels for these devices and places, or so many blank ones."""

    devices = Several(Device, 500, required=False, default=list)
    locations = Several(Location, 500, required=False, default=list)
    blank = serializers.IntegerField(required=False, min_value=1, max_value=500)


class Bind(Body):
    """What the label sticks on: a device or a place."""

    device = One(Device, required=False, default=None)
    location = One(Location, required=False, default=None)


class Replace(Body):
    """The code of a blank label to take; without one a new one is made."""

    label = text(required=False, allow_blank=True, max_length=40, default="")
