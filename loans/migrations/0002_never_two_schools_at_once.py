"""The database itself refuses two promised loans of one case on the same day."""

from django.db import migrations

PROMISED = "('approved', 'prepared', 'handed_over')"
POSTGRESQL = f"""
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE loans_loan ADD CONSTRAINT one_case_one_school_a_day
EXCLUDE USING gist (case_id WITH =, daterange(start, "end", '[)') WITH &&)
WHERE (state IN {PROMISED});
"""
# SQLite knows no such constraint. Whoever alters loans_loan in a later migration makes these anew:
# there a table is altered by copying it, and its triggers stay behind.
SQLITE = """
CREATE TRIGGER one_case_one_school_a_day_{event} BEFORE {EVENT} ON loans_loan
WHEN NEW.state IN {promised} AND EXISTS (
    SELECT 1 FROM loans_loan other
    WHERE other.id <> NEW.id AND other.case_id = NEW.case_id
    AND other.state IN {promised} AND other.start < NEW."end" AND NEW.start < other."end"
)
BEGIN SELECT RAISE(ABORT, 'one_case_one_school_a_day'); END;
"""


def promise(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL)
        return
    for event in ("insert", "update"):
        editor.execute(SQLITE.format(event=event, EVENT=event.upper(), promised=PROMISED))


def forget(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE loans_loan DROP CONSTRAINT one_case_one_school_a_day")
        return
    for event in ("insert", "update"):
        editor.execute(f"DROP TRIGGER one_case_one_school_a_day_{event}")


class Migration(migrations.Migration):
    dependencies = [("loans", "0001_initial")]
    operations = [migrations.RunPython(promise, forget)]
