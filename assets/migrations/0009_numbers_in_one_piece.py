"""Devices are found by their numbers without hyphens and blanks, too: 5CG-1234-ABC is 5cg1234abc."""

from django.db import migrations

ONE_PIECE = "lower({0})"
for sign in "- /._:":
    ONE_PIECE = f"replace({ONE_PIECE}, '{sign}', '')"
INVENTORY, SERIAL = (ONE_PIECE.format(column) for column in ("inventory_number", "serial_number"))
FILL = f"""
UPDATE assets_device
SET search = substr({INVENTORY} || ' ' || {SERIAL} || ' ' || search, 1, 2000)
WHERE {INVENTORY} <> lower(inventory_number) OR {SERIAL} <> lower(serial_number)
"""  # noqa: S608 - names of columns


class Migration(migrations.Migration):
    dependencies = [("assets", "0008_keys_once")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
