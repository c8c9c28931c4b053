"""Each name and number gets a key beside it: when two are the same, and how they are sorted."""

from django.db import migrations

import itsm.same


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="school",
            options={"ordering": ["name"], "verbose_name": "school"},
        ),
        migrations.AlterModelOptions(
            name="schoolkind",
            options={"ordering": ["name"], "verbose_name": "kind of school"},
        ),
        migrations.AddField(
            model_name="school",
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
            model_name="school",
            name="short_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.number_key,
                max_length=400,
                of="short_name",
                within=(),
            ),
        ),
        migrations.AddField(
            model_name="schoolkind",
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
