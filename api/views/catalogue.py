"""What kinds of things there are: categories, models, and the words administrators gave."""

from django.db.models import Prefetch, Q

from api.base import Scoped
from api.filters import Filter, by_choice, by_id, by_thing, whole, yes_or_no
from api.scope import seen
from api.serializers import catalogue as rows_of
from assets.models import (
    AccessoryKind,
    Category,
    Device,
    DeviceModel,
    FaultTile,
    FundingSource,
    Manufacturer,
)
from itsm.fields.models import CustomField, Status
from itsm.search import plainly_matching

WORDS = ("label_de", "label_en")
IN_ORDER = {"id": "pk", "label": "label_de", "order": "order"}
NAMES = {"id": "pk", "name": "name"}


class Catalogue(Scoped):
    """Everybody's who works here, and read only: it is changed on the settings pages."""

    searched = WORDS
    sort = ("pk",)

    def rows(self, user):
        return seen(self.queryset.model, user).order_by(*self.sort)

    def found(self, rows, words):
        return rows.filter(plainly_matching(words, self.searched))


class Categories(Catalogue):
    """Kinds of things, with what usually goes wrong, and what may help."""

    serializer_class, queryset = rows_of.CategoryRow, Category.objects.none()
    filters = {
        "retired": yes_or_no("retired"),
        "is_case": yes_or_no("is_case"),
        "device": by_thing("device", Device, lambda rows, one: rows.filter(pk=one.category_id)),
    }
    orderings, sort = IN_ORDER, ("order", "pk")

    def rows(self, user):
        tiles = FaultTile.objects.filter(retired=False).prefetch_related("hints")
        return super().rows(user).prefetch_related(Prefetch("tiles", tiles))


class Tiles(Catalogue):
    """What goes wrong; without a category: in any room."""

    serializer_class, queryset = rows_of.TileRow, FaultTile.objects.none()
    filters = {"category": by_id("category"), "retired": yes_or_no("retired")}
    orderings, sort = IN_ORDER, ("category", "order", "pk")

    def rows(self, user):
        return super().rows(user).prefetch_related("hints")


class Manufacturers(Catalogue):
    """Who makes things."""

    serializer_class, queryset = rows_of.ManufacturerRow, Manufacturer.objects.none()
    orderings, searched, sort = NAMES, ("name",), ("name", "pk")


class Models(Catalogue):
    """Makes of devices."""

    serializer_class, queryset = rows_of.ModelRow, DeviceModel.objects.none()
    filters = {
        "category": by_id("category"),
        "manufacturer": by_id("manufacturer"),
        "device": by_thing("device", Device, lambda rows, one: rows.filter(pk=one.model_id)),
        "retired": yes_or_no("retired"),
    }
    orderings, searched = NAMES, ("name", "number", "manufacturer__name")

    def rows(self, user):
        return super().rows(user).select_related("manufacturer", "category")


class AccessoryKinds(Catalogue):
    """What is only counted in cases: pencils, headphones, chargers."""

    serializer_class, queryset = rows_of.AccessoryKindRow, AccessoryKind.objects.none()
    filters = {"retired": yes_or_no("retired")}
    orderings, sort = IN_ORDER, ("order", "label_de", "pk")


class FundingSources(Catalogue):
    """Where money came from, for those who see prices."""

    serializer_class, queryset = rows_of.FundingSourceRow, FundingSource.objects.none()
    orderings, searched, sort = NAMES, ("name",), ("name", "pk")


class Statuses(Catalogue):
    """The authority's own words below each state."""

    serializer_class, queryset = rows_of.StatusRow, Status.objects.none()
    filters = {"kind": by_choice("kind", Status.Kind.values), "retired": yes_or_no("retired")}
    orderings, sort = IN_ORDER, ("kind", "state", "order", "pk")


def _of_category(rows, values, user):
    return rows.filter(owner_type="category", owner_id=whole("category", values[-1]))


class Fields(Catalogue):
    """Custom fields of devices, tickets and loans: their keys are what `custom` and `cf_` speak of."""

    serializer_class, queryset = rows_of.FieldRow, CustomField.objects.none()
    filters = {
        "category": Filter(_of_category, by_id("pk").kind),
        "owner_type": by_choice("owner_type", CustomField.Owner.values),
        "retired": yes_or_no("retired"),
    }
    orderings, sort = IN_ORDER, ("owner_type", "owner_id", "order", "pk")

    def found(self, rows, words):
        return rows.filter(plainly_matching(words, WORDS) | Q(key=words))
