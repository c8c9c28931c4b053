"""`make test` and `make prove`: all tests, on SQLite and, where it answers, on PostgreSQL."""

import os
import subprocess
import sys

from tests import services

NOTHING_TO_RUN = 5


def main(arguments: list[str]) -> int:
    """Run pytest once a database; the exit code is the first that is not 0."""
    prove = "--prove" in arguments
    rest = [a for a in arguments if a != "--prove"]
    found = runs(prove)
    if len(found) > 1 and not prove and not rest:
        # Pages ran on PostgreSQL: the second database gets what can differ there.
        found[1][2]["PYTEST_ADDOPTS"] = "--second"
    codes = [_pytest(*run, rest, prove) for run in found]
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


def _pytest(name, marks, env, rest, prove) -> int:
    workers = ["-n", "0"] if prove else ["-n", os.environ.get("TEST_WORKERS", "2")]
    plugins = ["-p", "tests.summary"]
    if seed := os.environ.get("TEST_SEED"):
        plugins.append(f"--randomly-seed={seed}")
    command = [sys.executable, "-m", "pytest", "-q", *plugins, "-m", marks, *workers, *rest]
    print(f"\n=== on {name}: {marks} ===", flush=True)
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    inherited |= {"SECRET_KEY": "for tests only, " * 4, **env}
    code = subprocess.run(command, env=inherited, check=False).returncode
    # A file named on the command line, or a proof, may have nothing for this database.
    return 0 if code == NOTHING_TO_RUN and (rest or prove) else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
