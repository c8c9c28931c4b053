"""Keys that work once and buckets belong to the app `guards` now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("web", "0002_cache_table"), ("guards", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="Bucket"),
                migrations.DeleteModel(name="OnceKey"),
            ],
        ),
    ]
