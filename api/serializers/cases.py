"""Cases as they go out, and what may be said about them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import Body, One, text
from api.serializers.devices import MOST_SLOTS, DeviceChanges, DeviceRow, NewDevice, Note
from assets import rules
from assets.cases.slots import WORDS, slots_of
from assets.models import AccessoryKind, Category, Device

MOST_COUNTED = 9999


class SlotRow(serializers.Serializer):
    """One slot: its number, the device that belongs in it (or null), and how that stands."""

    number = serializers.IntegerField()
    device = serializers.IntegerField(source="device.pk", default=None, allow_null=True)
    inventory_number = serializers.CharField(
        source="device.inventory_number", default=None, allow_null=True
    )
    state = serializers.ChoiceField(tuple(WORDS), source="mark")


class AccessoryRow(serializers.Serializer):
    """What is only counted: so many belong in the case, so many are there."""

    kind = serializers.IntegerField(source="kind_id")
    name = serializers.CharField(source="kind.label")
    expected = serializers.IntegerField()
    present = serializers.IntegerField()
    broken = serializers.IntegerField()
    missing = serializers.IntegerField()


class CaseRow(DeviceRow):
    """A case with its slots: the same row as in `devices/`, and what lies in it."""

    slots = serializers.SerializerMethodField()
    accessories = AccessoryRow(many=True, allow_null=True)
    loan = serializers.SerializerMethodField()

    class Meta(DeviceRow.Meta):
        fields = [*DeviceRow.Meta.fields, "slots", "accessories", "loan"]

    def to_representation(self, case):
        row = super().to_representation(case)
        seen = rules.can_see_details(self.context["request"].user, case)
        return row if seen else row | {"accessories": None}

    @extend_schema_field(SlotRow(many=True))
    def get_slots(self, case):
        inside = self.context["inside"].get(case.pk, [])
        return SlotRow(slots_of(case, inside), many=True).data

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_loan(self, case):
        return self.context["loans"].get(case.pk)


class NewCase(NewDevice):
    """A case to register; without a category it is the only kind of case there is."""

    category = One(Category, {"retired": False, "is_case": True}, required=False)
    capacity = serializers.IntegerField(min_value=1, max_value=MOST_SLOTS)


class CaseChanges(DeviceChanges):
    category = One(Category, {"is_case": True}, required=False)
    capacity = serializers.IntegerField(min_value=1, max_value=MOST_SLOTS, required=False)


class Fill(Body):
    """Which device: by id or by what was scanned; without a slot it is the next free one."""

    device = One(Device, required=False)
    code = text(required=False, max_length=200)
    slot = serializers.IntegerField(min_value=1, max_value=MOST_SLOTS, required=False)


class TakeOut(Note):
    """Which device: by id, by what was scanned, or by its slot."""

    device = One(Device, required=False)
    code = text(required=False, max_length=200)
    slot = serializers.IntegerField(min_value=1, max_value=MOST_SLOTS, required=False)


class Count(Body):
    """So many of this kind belong in the case, so many are there, so many of those are broken."""

    kind = One(AccessoryKind)
    expected = serializers.IntegerField(min_value=0, max_value=MOST_COUNTED)
    present = serializers.IntegerField(min_value=0, max_value=MOST_COUNTED)
    broken = serializers.IntegerField(min_value=0, max_value=MOST_COUNTED, default=0)
