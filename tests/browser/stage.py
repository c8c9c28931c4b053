"""A browser, and the demo story behind a live server, for pictures and for tests."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.services import chromium

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests/browser/vendor/axe-core-4.14.1/axe.min.js"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@contextlib.contextmanager
def live_demo(var):
    """The demo story at an address of its own, in the folder `var`, until the block ends."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    env |= {"ITSM_VAR": str(var), "PORT": str(port), "PUBLIC_URL": address, "ITSM_DEMO": "1"}
    for command in (["prepare", "-v0"], ["demo", "-v0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
        )
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "itsm.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--worker-class",
        "gthread",
    ]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


@cache
def _playwright():
    """One for the whole process: a second beside it is refused. Its event loop keeps running, and
    Django would refuse the database to whatever test comes next."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    started = sync_playwright().start()
    atexit.register(started.stop)
    return started


@contextlib.contextmanager
def browser(*flags):
    """A Chromium without a window."""
    options = {"executable_path": chromium(), "args": [*FLAGS, *flags]}
    window = _playwright().chromium.launch(**options)
    try:
        yield window
    finally:
        window.close()


def page_as(window, address, person="", *, size=DESK, language="de", dark=False, script=True):
    """A page signed in as somebody of the story (or nobody)."""
    context = window.new_context(
        viewport=size,
        locale=language,
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    page = context.new_page()
    if person:
        page.goto(f"{address}/accounts/login/")
        page.fill("input[name=login]", person)
        page.fill("input[name=password]", "demo")
        page.click("main button[type=submit]")
        page.wait_for_url(f"{address}/")
    return page


def axe_faults(page) -> list[str]:
    """What axe finds on the page: rule and place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target'][0]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address):
    for _try in range(100):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")
