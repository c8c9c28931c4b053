"""Bring the house into order before it opens: database, starting set, static files."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Migrates, loads the starting set into an empty house, and collects static files."

    def handle(self, **options):
        for folder in ("broker", "broker-control", "mail", "log"):
            (settings.VAR / folder).mkdir(parents=True, exist_ok=True)
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        if _behind():
            self.stdout.write("Migrating the database …")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("starting_set", verbosity=0)
        if _static_is_old():
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", verbosity=0, interactive=False)
            _stamp().touch()


def _behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _static_is_old() -> bool:
    if not _stamp().exists():
        return True
    made = _stamp().stat().st_mtime
    sources = [
        *Path(settings.BASE_DIR, "itsm/web/static").rglob("*"),
        Path(settings.BASE_DIR, "requirements/base.txt"),
    ]
    return any(source.stat().st_mtime > made for source in sources)


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT, ".collected")
