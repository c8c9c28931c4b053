"""The keys of what is there already; of two that are the same, the later one is marked a double."""

from django.db import migrations

from itsm.same import fill_keys

MODELS = [
    "Category",
    "Manufacturer",
    "DeviceModel",
    "FundingSource",
    "AccessoryKind",
    "Location",
    "Device",
]


def fill(apps, editor):
    for model in MODELS:
        fill_keys(apps.get_model("assets", model))


class Migration(migrations.Migration):
    dependencies = [("assets", "0006_keys")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
