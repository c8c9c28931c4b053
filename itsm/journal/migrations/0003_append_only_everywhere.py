"""SQLite refuses to change or delete a line of the journal, too, and PostgreSQL to empty it."""

from django.db import migrations

TABLES = ("journal_event", "journal_subject")
# Emptying the whole table passes a trigger for each row.
TRUNCATED = """
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
"""
CHANGED = """
CREATE TRIGGER {table}_{act}_refused BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END;
"""


def forbid(apps, editor):
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(TRUNCATED.format(table=table))
        if editor.connection.vendor == "sqlite":
            for act in ("update", "delete"):
                editor.execute(CHANGED.format(table=table, act=act))


def allow(apps, editor):
    for table in TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER never_emptied ON {table}")
        if editor.connection.vendor == "sqlite":
            for act in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {table}_{act}_refused")


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.RunPython(forbid, allow)]
