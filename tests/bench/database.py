"""Two authorities to measure with: one with 50,000 tickets, one with 5,000."""

import os
import subprocess
import sys
import time

import psycopg
from django.conf import settings

from tests import services

SCHOOLS, DEVICES = 22, 10_000
BIG, SMALL = 50_000, 5_000
NAMES = {BIG: "itsm_bench", SMALL: "itsm_bench_small"}


def environment(tickets: int) -> dict[str, str]:
    """What a process needs to work on this authority."""
    return {
        **os.environ,
        "DATABASE_URL": f"{_server()}/{NAMES[tickets]}",
        "SECRET_KEY": "for the bench only, " * 3,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "ITSM_DEMO": "1",
        "ITSM_VAR": str(settings.VAR / "bench"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "REDIS_URL": services.redis_url(),
    }


def prepare(tickets: int) -> None:
    """Make the database if it is missing, fill it if it is empty, bring it up to date."""
    name, where = NAMES[tickets], environment(tickets)
    with psycopg.connect(_server() + "/postgres", autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known and _tickets(where) < tickets * 0.9:
            server.execute(f'DROP DATABASE "{name}"')  # filling it was interrupted
            known = False
        if not known:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 LOCALE "C.UTF-8"')
    _manage(where, "prepare")
    if not known:
        _fill(where, tickets)
    with psycopg.connect(where["DATABASE_URL"], autocommit=True) as database:
        database.execute("VACUUM ANALYZE")


def _server():
    return services.postgres_url().rsplit("/", 1)[0]


def _tickets(where):
    with psycopg.connect(where["DATABASE_URL"]) as database:
        try:
            return database.execute("SELECT count(*) FROM tickets_ticket").fetchone()[0]
        except psycopg.errors.UndefinedTable:
            return 0


def _fill(where, tickets):
    print(f"Filling {NAMES[tickets]}: {SCHOOLS} schools, {DEVICES} devices, {tickets} tickets …")
    began = time.perf_counter()
    _manage(
        where,
        "demo",
        "--schools",
        str(SCHOOLS),
        "--devices",
        str(DEVICES),
        "--tickets",
        str(tickets),
        "--seed",
        "1",
    )
    print(f"  took {time.perf_counter() - began:.0f} s")


def _manage(where, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, env=where, cwd=settings.BASE_DIR, check=True)
