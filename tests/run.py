"""`make test` and `make prove`: all tests, on SQLite and, where it answers, on PostgreSQL."""

import os
import subprocess
import sys

from tests import coverage, services

NOTHING_TO_RUN = 5


def main(arguments: list[str]) -> int:
    """Run pytest once a database; the exit code is the first that is not 0.

    With paths (or other words for pytest), only those are run, in this process and on SQLite, or
    on the database that DATABASE_URL names.
    """
    prove = "--prove" in arguments
    named = [a for a in arguments if a != "--prove"]
    if named:
        return _only(named, prove)
    found = runs(prove)
    if len(found) > 1:
        # Pages ran on PostgreSQL: the second database gets what can differ there.
        found[1][2]["PYTEST_ADDOPTS"] = "--second"
    folder = None if prove else coverage.begin()
    measured = {} if prove else {coverage.FOLDER: str(folder)}
    codes = [_pytest(name, marks, env | measured, _workers()) for name, marks, env in found]
    if folder:
        codes.append(coverage.told(folder))
    return next((code for code in codes if code), 0)


def runs(prove: bool) -> list[tuple[str, str, dict]]:
    """Name, marks and environment of each run; what this machine lacks is left out."""
    wanted = "prove" if prove else "not prove"
    lacks = [] if services.redis_url() else ["redis"]
    lacks += [] if services.chromium() else ["browser"]
    sqlite = ["postgres", *lacks]
    found = []
    if url := services.postgres_url():
        # What runs in a browser, runs on SQLite alone; what needs Redis, here alone.
        found.append(("PostgreSQL", _marks(wanted, {*lacks, "browser"}), {"DATABASE_URL": url}))
        sqlite.append("redis")
    found.append(("SQLite", _marks(wanted, set(sqlite)), {}))
    return found


def _marks(wanted, without):
    return " and ".join([wanted, *(f"not {mark}" for mark in sorted(without))])


def _only(named, prove) -> int:
    """What is lacking is skipped then (tests/conftest.py), not left out: somebody asked for it."""
    given = os.environ.get("DATABASE_URL", "")
    env = {"DATABASE_URL": given} if given else {}
    marks = _marks("prove" if prove else "not prove", set())
    name = "the given database" if given else "SQLite"
    code = _pytest(name, marks, env, ["-n", "0", *named])
    if code == NOTHING_TO_RUN and not prove:
        print("Nothing was run. Long proofs are run by: make prove ONLY=…")
    return code


def _workers() -> list[str]:
    return ["-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "loadgroup"]


def _pytest(name, marks, env, rest) -> int:
    plugins = ["-p", "tests.coverage", "-p", "tests.summary", "--durations=10", "--durations-min=1"]
    if seed := os.environ.get("TEST_SEED"):
        plugins.append(f"--randomly-seed={seed}")
    command = [sys.executable, "-m", "pytest", "-q", *plugins, "-m", marks, *rest]
    print(f"\n=== on {name}: {marks} ===", flush=True)
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    inherited |= {"SECRET_KEY": "for tests only, " * 4, **env}
    return subprocess.run(command, env=inherited, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
