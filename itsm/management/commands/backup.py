"""A copy of everything one machine keeps, taken while it runs."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone


class Command(BaseCommand):
    help = "One machine: copies database, uploads and secret into a new folder, also while it runs."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="where the copies lie, each in a folder of its own")

    def handle(self, folder, **options):
        if connection.vendor != "sqlite":
            raise CommandError(
                "This copies SQLite. For PostgreSQL: pg_dump, see docs/operation.md."
            )
        target = Path(folder, f"{timezone.localtime():%Y-%m-%d-%H%M%S}")
        try:
            target.mkdir(parents=True, mode=0o700)
            # The database first: then every file it knows is among the uploads.
            _copy_database(target / "db.sqlite3")
            if settings.MEDIA_ROOT.exists():
                shutil.copytree(settings.MEDIA_ROOT, target / "media")
            if (settings.VAR / "secret").exists():
                shutil.copy2(settings.VAR / "secret", target / "secret")
        except (OSError, sqlite3.Error) as error:
            raise CommandError(f"The copy in {target} is not complete: {error}") from error
        self.stdout.write(f"{target}")


def _copy_database(path):
    """By SQLite itself: a copied file alone lacks what still stands in the log beside it."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        if (said := copy.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(said)
