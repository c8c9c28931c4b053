"""What this machine offers the tests: PostgreSQL, Redis, Chromium; and in words, what it lacks."""

import os
import shutil
import socket

POSTGRES = "postgres://postgres@127.0.0.1:5432/itsm"
REDIS = "redis://127.0.0.1:6379/9"


def postgres_url() -> str:
    """Where tests and bench find PostgreSQL, or "" when none answers."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    return POSTGRES if _answers(5432) else ""


def redis_url() -> str:
    """Where tests find Redis, or ""."""
    return os.environ.get("REDIS_URL") or (REDIS if _answers(6379) else "")


def chromium() -> str:
    """The path of a Chromium, or ""."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def left_out() -> list[str]:
    """One sentence for each part of the tests this machine cannot run."""
    missing = []
    if not postgres_url():
        missing.append("PostgreSQL does not answer at 127.0.0.1:5432: its tests are left out.")
    if not redis_url():
        missing.append("Redis does not answer at 127.0.0.1:6379: its tests are left out.")
    if not chromium():
        missing.append("There is no Chromium: the tests in a browser are left out.")
    return missing


def lacking(vendor: str) -> dict[str, str]:
    """For each mark whose tests can't run with this database on this machine, why."""
    found = {}
    if vendor != "postgresql":
        found["postgres"] = "needs PostgreSQL: run it with DATABASE_URL=postgres://…"
    if not redis_url():
        found["redis"] = "needs Redis at 127.0.0.1:6379, or REDIS_URL"
    if not chromium():
        found["browser"] = "needs Chromium"
    return found


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
