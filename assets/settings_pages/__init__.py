"""What administrators define about devices: kinds and models, faults, numbers."""

from django.utils.translation import gettext_lazy as _

from assets.models import (
    Category,
    Device,
    DeviceModel,
    FaultTile,
    FundingSource,
    Location,
    Manufacturer,
)
from assets.settings_pages.doubles import number_and_title, path_and_school
from assets.settings_pages.fields import CategoryFields
from assets.settings_pages.mentioned import imports_mentioned, numbers_mentioned
from itsm.settings_pages.parts import Adaptable, Doubled, Entry, Group, Kept, page_of_one

DEVICES = Group(_("Devices"), 20)
ENTRIES = [
    Entry(
        DEVICES,
        "settings:categories",
        "device",
        _("Categories"),
        _("Kinds of devices with their fault tiles and self-help hints."),
    ),
    Entry(
        DEVICES,
        "settings:models",
        "package",
        _("Manufacturers and models"),
        _("What you own, with its warranty."),
    ),
    Entry(
        DEVICES,
        "settings:funding",
        "chart",
        _("Funding sources"),
        _("Where the money came from, and how long it binds."),
    ),
    Entry(
        DEVICES,
        "settings:fields",
        "list",
        _("Fields"),
        _("Fields of your own, and the layout of the built-in ones."),
    ),
    Entry(
        DEVICES,
        "settings:numbers",
        "tag",
        _("Inventory numbers"),
        _("How new numbers are made."),
    ),
    Entry(DEVICES, "labels:list", "label", _("Labels"), _("Formats, printing, alignment.")),
    Entry(
        DEVICES,
        "imports:new",
        "upload",
        _("Import"),
        _("Devices, rooms and schools from a table."),
    ),
    Entry(
        DEVICES,
        "settings:doubles",
        "alert",
        _("Entered twice"),
        _("What differs only in capitals, blanks or unseen signs."),
    ),
]
KEPT = {
    Category: Kept("category"),
    FaultTile: Kept("tile", among=("category_id",)),
    Manufacturer: Kept("manufacturer"),
    DeviceModel: Kept("model"),
    FundingSource: Kept("funding"),
}
ADAPTABLE = [
    Adaptable(
        kind="device",
        model=Device,
        label=_("Devices"),
        fields_title=_("Fields of the device form"),
        fields=(
            "school",
            "location",
            "inventory_number",
            "category",
            "status",
            "model",
            "name",
            "serial_number",
            "purchased_on",
            "price",
            "supplier",
            "order_number",
            "warranty_until",
            "funding_source",
            "bound_until",
            "notes",
        ),
        essential=frozenset({"category", "school", "inventory_number"}),
        order=20,
    )
]
FIELD_OWNERS = [CategoryFields()]
DOUBLES = [
    Doubled(Location, _("Places"), page_of_one("locations:show"), path_and_school),
    Doubled(Device, _("Devices"), page_of_one("devices:show"), number_and_title),
    Doubled(Category, _("Categories"), page_of_one("settings:category")),
    Doubled(Manufacturer, _("Manufacturers"), page_of_one("settings:manufacturer")),
    Doubled(DeviceModel, _("Models"), page_of_one("settings:model")),
    Doubled(FundingSource, _("Funding sources"), page_of_one("settings:funding_source")),
]
MENTIONED = {"device": numbers_mentioned, "deviceimport": imports_mentioned}
