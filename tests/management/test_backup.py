"""`manage.py backup`: a folder that starts as it is, taken while the program runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as house
from django.core.management import CommandError, call_command
from django.db import connection

from itsm.management.commands import backup

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has pg_dump")
SCHOOLS = "from itsm.people.models import School; print(*School.objects.values_list('name'))"


@pytest.fixture
def files(settings, tmp_path):
    """Uploads and a secret, as they lie in var/."""
    settings.VAR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "var/media"
    (settings.MEDIA_ROOT / "a").mkdir(parents=True)
    (settings.MEDIA_ROOT / "a/photo.jpg").write_bytes(b"photo")
    secret = settings.VAR / "secret"
    secret.touch(mode=0o600)
    secret.write_text("k" * 48)
    return tmp_path / "copies"


@on_sqlite
def test_the_copy_starts_as_it_is(transactional_db, deich, files, capsys):
    call_command("backup", str(files))
    copy = Path(capsys.readouterr().out.strip())
    assert (copy.parent, copy.stat().st_mode & 0o777) == (files, 0o700)
    kept = sorted(str(p.relative_to(copy)) for p in copy.rglob("*") if p.is_file())
    assert kept == ["db.sqlite3", "media/a/photo.jpg", "secret"]
    assert (copy / "secret").stat().st_mode & 0o777 == 0o600
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", SCHOOLS],
        cwd=house.BASE_DIR,
        env={"PATH": os.environ["PATH"], "ITSM_VAR": str(copy)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "('Gymnasium am Deich',)"


@on_sqlite
def test_a_copy_that_is_not_whole_says_so(transactional_db, files, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_copy_database", full)
    with pytest.raises(CommandError, match=r"not complete: .*No space left on device"):
        call_command("backup", str(files))


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="for PostgreSQL")
def test_postgresql_is_copied_by_its_own_tool(db, tmp_path):
    with pytest.raises(CommandError, match="pg_dump"):
        call_command("backup", str(tmp_path))
