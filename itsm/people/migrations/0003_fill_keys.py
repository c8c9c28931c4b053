"""The keys of what is there already; of two that are the same, the later one is marked a double."""

from django.db import migrations

from itsm.same import fill_keys

MODELS = ["SchoolKind", "School"]


def fill(apps, editor):
    for model in MODELS:
        fill_keys(apps.get_model("people", model))


class Migration(migrations.Migration):
    dependencies = [("people", "0002_keys")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
