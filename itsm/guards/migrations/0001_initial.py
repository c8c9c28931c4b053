"""The tables of the guards, which belonged to the app `web` before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("web", "0002_cache_table")]

    operations = [
        # The tables are there: only their owner changes, then their name.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Bucket",
                    fields=[
                        (
                            "name",
                            models.CharField(max_length=80, primary_key=True, serialize=False),
                        ),
                        ("tokens", models.FloatField()),
                        ("filled_at", models.DateTimeField()),
                    ],
                    options={"db_table": "web_bucket"},
                ),
                migrations.CreateModel(
                    name="OnceKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("scope", models.CharField(max_length=80)),
                        ("key", models.CharField(max_length=80)),
                        ("payload_digest", models.CharField(max_length=64)),
                        ("answer", models.JSONField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                    ],
                    options={
                        "db_table": "web_oncekey",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scope", "key"), name="a_key_works_once"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.AlterModelTable(name="bucket", table=None),
        migrations.AlterModelTable(name="oncekey", table=None),
    ]
