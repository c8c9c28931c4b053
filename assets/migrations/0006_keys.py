"""Each name and number gets a key beside it: when two are the same, and how they are sorted."""

from django.db import migrations

import itsm.same


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0005_tiles_ask_and_keep_to_themselves"),
        ("fields", "0002_loans_have_fields_and_statuses"),
        ("people", "0002_keys"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="accessorykind",
            options={"ordering": ["order", "label_de"], "verbose_name": "accessory"},
        ),
        migrations.AlterModelOptions(
            name="category",
            options={"ordering": ["order", "label_de"], "verbose_name": "category"},
        ),
        migrations.AlterModelOptions(
            name="device",
            options={"ordering": ["number_order", "pk"], "verbose_name": "device"},
        ),
        migrations.AlterModelOptions(
            name="devicemodel",
            options={"ordering": ["manufacturer__name", "name"], "verbose_name": "model"},
        ),
        migrations.AlterModelOptions(
            name="fundingsource",
            options={"ordering": ["name"], "verbose_name": "funding source"},
        ),
        migrations.AlterModelOptions(
            name="location",
            options={"verbose_name": "place"},
        ),
        migrations.AlterModelOptions(
            name="manufacturer",
            options={"ordering": ["name"], "verbose_name": "manufacturer"},
        ),
        migrations.RemoveConstraint(
            model_name="accessorykind",
            name="an_accessory_kind_once",
        ),
        migrations.RemoveConstraint(
            model_name="category",
            name="a_category_once",
        ),
        migrations.RemoveConstraint(
            model_name="devicemodel",
            name="a_model_once",
        ),
        migrations.RemoveConstraint(
            model_name="location",
            name="a_name_once_among_siblings",
        ),
        migrations.AddField(
            model_name="accessorykind",
            name="label_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="label_de",
                within=(),
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="label_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="label_de",
                within=(),
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="inventory_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.number_key,
                max_length=400,
                of="inventory_number",
                within=(),
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="number_order",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.order_key,
                max_length=400,
                of="inventory_number",
                within=(),
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="serial_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.serial_key,
                max_length=400,
                of="serial_number",
                within=("model",),
            ),
        ),
        migrations.AddField(
            model_name="devicemodel",
            name="name_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of=("name", "number"),
                within=("manufacturer", "category"),
            ),
        ),
        migrations.AddField(
            model_name="fundingsource",
            name="name_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="name",
                within=(),
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="name_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="name",
                within=("parent",),
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="path_order",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.order_key,
                max_length=400,
                of="path",
                within=(),
            ),
        ),
        migrations.AddField(
            model_name="manufacturer",
            name="name_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.name_key,
                max_length=400,
                of="name",
                within=(),
            ),
        ),
    ]
