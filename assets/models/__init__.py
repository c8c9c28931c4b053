"""Places, the catalogue of categories and models, devices, and the labels on them."""

from assets.models.cases import AccessoryKind, CaseAccessory
from assets.models.catalogue import (
    Category,
    DeviceModel,
    FaultTile,
    FundingSource,
    Hint,
    Manufacturer,
)
from assets.models.devices import Device, DeviceFile, NumberCounter, NumberScheme
from assets.models.imports import DeviceImport
from assets.models.labels import Label, LabelAdjustment
from assets.models.places import Location

__all__ = [
    "AccessoryKind",
    "CaseAccessory",
    "Category",
    "Device",
    "DeviceFile",
    "DeviceImport",
    "DeviceModel",
    "FaultTile",
    "FundingSource",
    "Hint",
    "Label",
    "LabelAdjustment",
    "Location",
    "Manufacturer",
    "NumberCounter",
    "NumberScheme",
]
