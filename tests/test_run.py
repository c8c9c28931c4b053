"""`make test` says what it runs on, and what this machine lacks."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import run, services


@pytest.fixture
def machine(monkeypatch):
    def _machine(**offers):
        for name in ("postgres_url", "redis_url", "chromium"):
            monkeypatch.setattr(services, name, lambda name=name: offers.get(name, ""))

    return _machine


def test_a_machine_with_only_python_tests_on_sqlite(machine):
    machine()
    assert run.runs(False) == [
        ("SQLite", "not prove and not browser and not postgres and not redis", {})
    ]
    assert len(services.left_out()) == 3


def test_a_machine_with_everything_leaves_nothing_out(machine):
    machine(postgres_url="postgres://x", redis_url="redis://x", chromium="/usr/bin/chromium")
    assert run.runs(False) == [
        ("PostgreSQL", "not prove and not browser", {"DATABASE_URL": "postgres://x"}),
        ("SQLite", "not prove and not postgres and not redis", {}),
    ]
    assert services.left_out() == []


def test_proofs_are_a_run_of_their_own(machine):
    machine(redis_url="redis://x")
    assert run.runs(True) == [("SQLite", "prove and not browser and not postgres", {})]


def test_one_file_runs_on_sqlite_and_says_what_it_could_not_run():
    """`make test ONLY=…` of a file whose tests need PostgreSQL."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.run", "tests/accounts/test_races.py", "-rs"],
        cwd=settings.BASE_DIR,
        env={k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        capture_output=True,
        text=True,
        check=False,
    )
    heard = done.stdout.splitlines()
    assert (done.returncode, heard[1]) == (0, "=== on SQLite: not prove ===")
    assert heard[-1].startswith("2 skipped in ")
    assert heard[-2].endswith("needs PostgreSQL: run it with DATABASE_URL=postgres://…")


def test_the_bench_needs_no_more_than_a_database(tmp_path):
    """`DATABASE_URL=… make bench`, and nothing else in the environment."""
    script = "import tests.bench.__main__; from django.conf import settings; print(settings.DEBUG)"
    where = "postgres://postgres@127.0.0.1:5432/itsm"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": where, "ITSM_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "False\n", "")
