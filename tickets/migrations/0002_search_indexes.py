"""PostgreSQL finds words and custom values by index; SQLite reads the column."""

from django.db import migrations

TABLE = "tickets_ticket"


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        editor.execute(f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (search gin_trgm_ops)")
        editor.execute(f"CREATE INDEX {TABLE}_custom ON {TABLE} USING gin (custom jsonb_path_ops)")


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX {TABLE}_words")
        editor.execute(f"DROP INDEX {TABLE}_custom")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
