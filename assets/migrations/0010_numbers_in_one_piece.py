"""A number printed with hyphens is found by whoever types it without, also of devices from before."""

from django.db import migrations

from itsm.web.search import squeezed


def find(apps, editor):
    Device = apps.get_model("assets", "Device")
    changed = []
    for device in Device.objects.only("inventory_number", "serial_number", "search").iterator():
        words = (squeezed(device.inventory_number), squeezed(device.serial_number))
        more = [word for word in words if word and word not in device.search]
        if more:
            device.search = " ".join([device.search, *more])[:2000]
            changed.append(device)
    Device.objects.bulk_update(changed, ["search"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("assets", "0009_imports_can_be_taken_back")]
    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
