"""gunicorn on a port of its own, and a client that keeps its connection, like a browser."""

import gzip
import http.client
import re
import subprocess
import sys
import time
import urllib.parse
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from tests.services import free_port


@dataclass
class Answer:
    """What came back, and after how many milliseconds."""

    status: int
    ms: float
    queries: int
    html: str
    cookies: str


@contextmanager
def running(environment):
    """The program with two workers; its client."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "itsm.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        yield _client_of(port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _client_of(port):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        client = Client(port)
        try:
            client.ask("/healthz")
            return client
        except OSError:
            client.connection.close()
            time.sleep(0.1)
    raise SystemExit("gunicorn did not start")


class Client:
    """One browser: one connection, cookies given by hand."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, path, cookie="", form=None):
        """GET, or POST of a form; times from the first byte sent to the last byte read."""
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "de"}
        body = None
        if cookie:
            headers["Cookie"] = cookie
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            self.connection.request("GET" if form is None else "POST", path, body, headers)
            response = self.connection.getresponse()
            content = response.read()
        except http.client.RemoteDisconnected:
            self.connection.close()
            return self.ask(path, cookie, form)
        ms = (time.perf_counter() - began) * 1000
        return Answer(response.status, ms, *_read(response, content))


def _read(response, content):
    if response.headers["Content-Encoding"] == "gzip":
        content = gzip.decompress(content)
    given = [line.split(";")[0] for line in response.headers.get_all("Set-Cookie") or []]
    return int(response.headers["X-Queries"] or 0), content.decode(), "; ".join(given)


def hidden_fields(html) -> dict[str, str]:
    """The hidden fields of the page's forms."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    return found
