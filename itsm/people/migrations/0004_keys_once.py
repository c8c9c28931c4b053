"""Nothing new may be the same as what is there."""

from django.db import migrations

import itsm.same


class Migration(migrations.Migration):
    dependencies = [("people", "0003_fill_keys")]
    operations = [
        migrations.AlterField(
            model_name="school",
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
            model_name="school",
            name="short_key",
            field=itsm.same.KeyField(
                blank=True,
                default="",
                editable=False,
                key=itsm.same.number_key,
                max_length=400,
                of="short_name",
                unique=True,
                within=(),
            ),
        ),
        migrations.AlterField(
            model_name="schoolkind",
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
    ]
