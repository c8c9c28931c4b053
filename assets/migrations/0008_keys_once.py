"""Nothing new may be the same as what is there."""

import django.db.models.functions.comparison
from django.db import migrations, models

import itsm.same


class Migration(migrations.Migration):
    dependencies = [("assets", "0007_fill_keys")]
    operations = [
        migrations.AlterField(
            model_name="accessorykind",
            name="label_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="label_de",
                unique=True,
                within=(),
            ),
        ),
        migrations.AlterField(
            model_name="category",
            name="label_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="label_de",
                unique=True,
                within=(),
            ),
        ),
        migrations.AlterField(
            model_name="device",
            name="inventory_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.number_key,
                max_length=400,
                of="inventory_number",
                unique=True,
                within=(),
            ),
        ),
        migrations.AlterField(
            model_name="device",
            name="serial_key",
            field=itsm.same.KeyField(
                blank=True,
                db_index=True,
                default="",
                editable=False,
                key=itsm.same.serial_key,
                max_length=400,
                of="serial_number",
                within=("model",),
            ),
        ),
        migrations.AlterField(
            model_name="devicemodel",
            name="name_key",
            field=itsm.same.KeyField(
                blank=True,
                db_index=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of=("name", "number"),
                within=("manufacturer", "category"),
            ),
        ),
        migrations.AlterField(
            model_name="fundingsource",
            name="name_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="name",
                unique=True,
                within=(),
            ),
        ),
        migrations.AlterField(
            model_name="location",
            name="path_order",
            field=itsm.same.KeyField(
                blank=True,
                db_index=True,
                default="",
                editable=False,
                key=itsm.same.order_key,
                max_length=400,
                of="path",
                within=(),
            ),
        ),
        migrations.AlterField(
            model_name="manufacturer",
            name="name_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="name",
                unique=True,
                within=(),
            ),
        ),
        migrations.AddIndex(
            model_name="device",
            index=models.Index(fields=["number_order", "id"], name="devices_by_number"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                condition=models.Q(("serial_key", ""), _negated=True),
                fields=("model", "serial_key"),
                name="a_serial_number_once_a_model",
            ),
        ),
        migrations.AddConstraint(
            model_name="devicemodel",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Coalesce("manufacturer", 0),
                models.F("name_key"),
                models.F("category"),
                name="a_model_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.UniqueConstraint(
                condition=models.Q(("parent__isnull", False)),
                fields=("parent", "name_key"),
                name="a_name_once_among_siblings",
            ),
        ),
    ]
