"""The database itself refuses two bookings of one case for the same lesson."""

from django.db import migrations

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE loans_booking ADD CONSTRAINT one_class_a_lesson
EXCLUDE USING gist (loan_id WITH =, day WITH =, int4range(first, last, '[]') WITH &&);
"""
# Whoever alters loans_booking in a later migration makes these anew (see 0002).
SQLITE = """
CREATE TRIGGER one_class_a_lesson_{event} BEFORE {EVENT} ON loans_booking
WHEN EXISTS (
    SELECT 1 FROM loans_booking other
    WHERE other.id <> NEW.id AND other.loan_id = NEW.loan_id AND other.day = NEW.day
    AND other.first <= NEW.last AND NEW.first <= other.last
)
BEGIN SELECT RAISE(ABORT, 'one_class_a_lesson'); END;
"""


def promise(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL)
        return
    for event in ("insert", "update"):
        editor.execute(SQLITE.format(event=event, EVENT=event.upper()))


def forget(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE loans_booking DROP CONSTRAINT one_class_a_lesson")
        return
    for event in ("insert", "update"):
        editor.execute(f"DROP TRIGGER one_class_a_lesson_{event}")


class Migration(migrations.Migration):
    dependencies = [("loans", "0005_lessons_trainings_and_what_schools_learned")]
    operations = [migrations.RunPython(promise, forget)]
