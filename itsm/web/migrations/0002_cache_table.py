"""The table of the database cache."""

from django.core.management import call_command
from django.db import migrations


def make(apps, editor):
    settings_cache = "web_cache"
    call_command("createcachetable", settings_cache, database=editor.connection.alias, verbosity=0)


def drop(apps, editor):
    editor.execute("DROP TABLE web_cache")


class Migration(migrations.Migration):
    dependencies = [("web", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
