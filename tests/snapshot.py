"""The migrated database of the tests, kept from run to run: a single test starts in seconds.

SQLite only, in `var/tests/`. The name carries a hash of every migration and of what is installed,
so that a changed migration is always run.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var/tests"

_create = DatabaseCreation._create_test_db
# A database in memory lives as long as somebody has it open.
_open: list[sqlite3.Connection] = []


def use():
    """From now on, test databases begin with what was kept."""
    DatabaseCreation._create_test_db = _create_test_db


def keep():
    """Keep the database as the migrations left it, unless it was kept before."""
    if connection.vendor != "sqlite" or path().exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    scratch = FOLDER / f"{os.getpid()}.part"
    with sqlite3.connect(scratch) as target:
        connection.connection.backup(target)
    target.close()
    scratch.replace(path())


def path() -> Path:
    """Where the database of exactly these migrations is kept."""
    mark = hashlib.sha256((ROOT / "requirements/base.txt").read_bytes())
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path).glob("migrations/*.py")):
            mark.update(f"{app.label}/{migration.name}".encode() + migration.read_bytes())
    return FOLDER / f"{mark.hexdigest()[:16]}.sqlite3"


def _create_test_db(self, *args, **kwargs):
    name = _create(self, *args, **kwargs)
    if "mode=memory" in name and path().exists():
        memory = sqlite3.connect(name, uri=True)
        with sqlite3.connect(path()) as kept:
            kept.backup(memory)
        kept.close()
        _open.append(memory)
    return name
