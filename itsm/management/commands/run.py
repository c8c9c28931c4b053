"""The whole program on one machine: web, worker and beat, started and stopped together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command

from itsm import demo
from itsm.environment import PORT
from itsm.people.models import School

WORKER_STARTS_WITHIN = 60


class Command(BaseCommand):
    help = "Starts web, worker and beat; stops all of them on Ctrl-C."
    requires_system_checks = []

    def handle(self, **options):
        _listen_for_ctrl_c()
        with _alone():
            if not _port_is_free():
                raise SystemExit(f"Port {PORT} is taken. Try another one: make run PORT={PORT + 1}")
            starting, children = settings.VAR / "starting", []
            starting.touch()
            try:
                self._prepare()
                children.append(_start("worker", _worker(), starting))
                children.append(_start("web", _web(), starting))
                self._wait_until_up(children, starting)
                self._say_hello()
                self._watch(children)
            except KeyboardInterrupt:
                self.stdout.write("\nStopping …")
            finally:
                _stop(children)
                starting.unlink(missing_ok=True)

    def _prepare(self):
        call_command("prepare", stdout=self.stdout)
        if settings.DEMO and not School.objects.exists():
            self.stdout.write("Loading the demo story …")
            call_command("demo", verbosity=0)

    def _wait_until_up(self, children, starting):
        deadline = time.monotonic() + WORKER_STARTS_WITHIN
        while not (_worker_is_ready() and _web_answers()):
            if time.monotonic() > deadline or _first_dead(children):
                raise SystemExit(f"It did not start; see {settings.VAR / 'log'}")
            time.sleep(0.1)
        starting.unlink(missing_ok=True)

    def _say_hello(self):
        self.stdout.write(f"\nSchul-IT runs at {settings.PUBLIC_URL}/   (Ctrl-C stops it)")
        for line in demo.hello():
            self.stdout.write(line)
        self.stdout.flush()

    def _watch(self, children):
        while not (dead := _first_dead(children)):
            time.sleep(0.5)
        raise SystemExit(f"{dead.args[2]} stopped; see {settings.VAR / 'log'}")


def _worker():
    return [
        sys.executable, "-m", "celery", "-A", "itsm", "worker", "-B", "-P", "threads", "-c", "2",
        "--loglevel", "INFO", "--pidfile=", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def _web():
    return [
        sys.executable, "-m", "gunicorn", "itsm.wsgi", "--bind", f"127.0.0.1:{PORT}",
        "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--timeout", "60",
    ]  # fmt: skip


def _start(name, command, starting):
    log = open(_log(name), "wb")  # noqa: SIM115  the child keeps it
    env = {**os.environ, "ITSM_LOADING": str(starting), "PORT": str(PORT)}
    return subprocess.Popen(  # noqa: S603  our own two programs
        command, cwd=settings.BASE_DIR, env=env, stdout=log, stderr=log, start_new_session=True
    )


def _log(name) -> Path:
    return settings.VAR / "log" / f"{name}.log"


@contextmanager
def _alone():
    """Two programs on the files of one folder would be two clocks: the second is told."""
    with open(settings.VAR / "running", "a+") as running:
        try:
            fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            running.seek(0)
            raise SystemExit(f"It runs already: {running.read()}") from None
        running.truncate(0)
        running.write(f"{settings.PUBLIC_URL}/ (with {settings.VAR})")
        running.flush()
        yield


def _port_is_free():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return False
    return True


def _worker_is_ready():
    return b" ready." in _log("worker").read_bytes()


def _web_answers():
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2)
    except urllib.error.HTTPError as error:
        return error.code == 503  # up, and says itself that the rest is not
    except OSError:
        return False
    return True


def _first_dead(children):
    return next((child for child in children if child.poll() is not None), None)


def _stop(children):
    # A second Ctrl-C must not leave half of them behind.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _listen_for_ctrl_c():
    """Also where a script started us in the background, which ignores Ctrl-C; not after nohup."""
    signal.signal(signal.SIGINT, _like_ctrl_c)
    signal.signal(signal.SIGTERM, _like_ctrl_c)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _like_ctrl_c)


def _like_ctrl_c(number, frame):
    raise KeyboardInterrupt
