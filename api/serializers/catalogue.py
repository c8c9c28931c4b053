"""What kinds of things there are, and the words administrators gave them."""

from rest_framework import serializers

from assets.models import (
    AccessoryKind,
    Category,
    DeviceModel,
    FaultTile,
    FundingSource,
    Hint,
    Manufacturer,
)
from itsm.fields.models import CustomField, Status

WORDS = ["label", "label_de", "label_en"]


class HintRow(serializers.ModelSerializer):
    class Meta:
        model = Hint
        fields = ["id", "text", "text_de", "text_en"]


class TileRow(serializers.ModelSerializer):
    question = serializers.CharField()
    hints = HintRow(many=True)

    class Meta:
        model = FaultTile
        fields = [
            "id",
            "category",
            *WORDS,
            "icon",
            "alarm",
            "is_wish",
            "private",
            "question",
            "question_de",
            "question_en",
            "order",
            "retired",
            "hints",
        ]


class CategoryRow(serializers.ModelSerializer):
    tiles = TileRow(many=True)

    class Meta:
        model = Category
        fields = ["id", *WORDS, "icon", "is_case", "order", "retired", "tiles"]


class ManufacturerRow(serializers.ModelSerializer):
    class Meta:
        model = Manufacturer
        fields = ["id", "name"]


class ModelRow(serializers.ModelSerializer):
    manufacturer_name = serializers.CharField(
        source="manufacturer.name", default=None, allow_null=True
    )
    category_name = serializers.CharField(source="category.label")

    class Meta:
        model = DeviceModel
        fields = [
            "id",
            "manufacturer",
            "manufacturer_name",
            "name",
            "number",
            "category",
            "category_name",
            "warranty_months",
            "retired",
        ]


class AccessoryKindRow(serializers.ModelSerializer):
    class Meta:
        model = AccessoryKind
        fields = ["id", *WORDS, "icon", "order", "retired"]


class FundingSourceRow(serializers.ModelSerializer):
    class Meta:
        model = FundingSource
        fields = ["id", "name", "binding_years"]


class StatusRow(serializers.ModelSerializer):
    class Meta:
        model = Status
        fields = ["id", "kind", "state", *WORDS, "tone", "order", "is_default", "retired"]


class ChoiceRow(serializers.Serializer):
    """One word of a choice."""

    value = serializers.CharField()
    de = serializers.CharField(required=False, allow_blank=True)
    en = serializers.CharField(required=False, allow_blank=True)


class FieldRow(serializers.ModelSerializer):
    """A custom field: `category` is whose devices have it, null means all tickets or loans."""

    category = serializers.SerializerMethodField()
    choices = ChoiceRow(many=True)

    class Meta:
        model = CustomField
        fields = [
            "id",
            "owner_type",
            "category",
            "key",
            "kind",
            *WORDS,
            "help",
            "required",
            "choices",
            "sortable",
            "order",
            "retired",
        ]

    def get_category(self, field) -> int | None:
        return field.owner_id or None
