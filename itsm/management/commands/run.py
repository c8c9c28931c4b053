"""The whole program on one machine: web, worker and beat, started and stopped together."""

import fcntl
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command

from itsm import demo
from itsm.environment import PORT
from itsm.people.models import School

STARTS_WITHIN = 60
# All of them together: what runs on is killed.
ENDS_WITHIN = 15
# What ends is started again: at once, then after pauses that grow. Who lived for a minute begins
# anew. The web may never be long away; a worker that can't start shall not eat the machine.
PAUSES = (0, 0.5, 1, 2, 5, 10, 30)
LIVED = 60
LONGEST = {"web": 1}
_asked_to_stop = threading.Event()


class Command(BaseCommand):
    help = "Starts web, worker and beat, again and again; stops all of them on Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--reload",
            action="store_true",
            help="for development: each of them starts again when its code changes",
        )

    def handle(self, *, reload=False, **options):
        _listen_for_ctrl_c()
        with _alone():
            if not _port_is_free():
                raise SystemExit(f"Port {PORT} is taken. Try another one: make run PORT={PORT + 1}")
            starting, parts = settings.VAR / "starting", []
            starting.touch()
            try:
                self._prepare()
                parts += [Part(name, command, starting) for name, command in commands(reload)]
                for part in parts:
                    part.start("wb")
                self._wait_until_up(parts, starting)
                self._say_hello()
                self._watch(parts)
            except KeyboardInterrupt:
                self.stdout.write("\nStopping …")
            finally:
                _stop(parts)
                starting.unlink(missing_ok=True)

    def _prepare(self):
        call_command("prepare", stdout=self.stdout)
        if settings.DEMO and not School.objects.exists():
            self.stdout.write("Loading the demo story …")
            call_command("demo", verbosity=0)

    def _wait_until_up(self, parts, starting):
        deadline = time.monotonic() + STARTS_WITHIN
        while not (_worker_is_ready() and _web_answers()):
            _stop_if_asked()
            if time.monotonic() > deadline or any(part.has_ended() for part in parts):
                raise SystemExit(f"It did not start; see {settings.VAR / 'log'}")
            time.sleep(0.1)
        starting.unlink(missing_ok=True)

    def _say_hello(self):
        self.stdout.write(f"\nSchul-IT runs at {settings.PUBLIC_URL}/   (Ctrl-C stops it)")
        for line in demo.hello():
            self.stdout.write(line)
        self.stdout.flush()

    def _watch(self, parts):
        while True:
            _stop_if_asked()
            for part in parts:
                if said := part.keep_up():
                    self.stdout.write(said)
                    self.stdout.flush()
            time.sleep(0.2)


def commands(reload: bool = False) -> list[tuple[str, list[str]]]:
    """The three programs of one machine, by name; with `reload`, each watches its code."""
    celery = [sys.executable, "-m", "celery", "-A", "itsm"]
    worker = "worker -P threads -c 2 --loglevel INFO --pidfile= --without-gossip --without-mingle"
    beat = "beat --loglevel WARNING --pidfile="
    if reload:
        server = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{PORT}"]
        return [
            ("worker", _watched([*celery, *worker.split()])),
            ("beat", _watched([*celery, *beat.split()])),
            ("web", server),
        ]
    web = f"itsm.wsgi --bind 127.0.0.1:{PORT} --workers 2 --threads 4 --worker-class gthread"
    return [
        ("worker", [*celery, *worker.split()]),
        ("beat", [*celery, *beat.split()]),
        # Read once and then forked: one that ends is there again at once.
        ("web", [sys.executable, "-m", "gunicorn", *web.split(), "--timeout", "60", "--preload"]),
    ]


def _watched(command) -> list[str]:
    """Started again by watchfiles (of requirements/dev.txt) whenever Python code changes."""
    watch = [sys.executable, "-m", "watchfiles", "--filter", "python", shlex.join(command)]
    return [*watch, "itsm", "assets", "tickets", "loans", "api"]


class Part:
    """One of the programs, kept up: whatever ends it, it is started again after a pause."""

    def __init__(self, name, command, starting):
        self.name, self.command, self.starting = name, command, starting
        self.process, self.ends, self.due = None, 0, 0.0

    def start(self, mode="ab"):
        """Start it; what it says goes into its log."""
        env = {**os.environ, "ITSM_LOADING": str(self.starting), "PORT": str(PORT)}
        self.began = time.monotonic()
        with open(_log(self.name), mode) as log:
            self.process = subprocess.Popen(  # noqa: S603  our own programs
                self.command,
                cwd=settings.BASE_DIR,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        """Was it started, and runs no more?"""
        return self.process is not None and self.process.poll() is not None

    def keep_up(self) -> str:
        """Start it again if it has ended and its pause is over; a sentence when it has ended."""
        said, now = "", time.monotonic()
        if self.has_ended():
            # Its own children may still hold the port.
            self.kill()
            self.ends = 1 if now - self.began > LIVED else self.ends + 1
            self.due = now + self._pause()
            said = f"{self.name} stopped ({self.process.returncode}); see {_log(self.name)}"
            self.process = None
        if self.process is None and now >= self.due:
            try:
                self.start()
            except OSError as error:  # the disk is full, or there is no memory: later
                self.ends += 1
                self.due = now + self._pause()
                said = f"{self.name} does not start: {error}"
        return said

    def _pause(self):
        pause = PAUSES[min(self.ends, len(PAUSES)) - 1]
        return min(pause, LONGEST.get(self.name, pause))

    def kill(self):
        """End it and whatever it started, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


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
        urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2).close()
    except urllib.error.HTTPError as error:
        return error.code == 503  # up, and says itself that the rest is not
    except OSError:
        return False
    return True


def _stop(parts):
    # A second Ctrl-C must not leave half of them behind.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    running = [part for part in parts if part.process]
    for part in running:
        part.process.terminate()
    deadline = time.monotonic() + ENDS_WITHIN
    for part in running:
        with suppress(subprocess.TimeoutExpired):
            part.process.wait(timeout=max(deadline - time.monotonic(), 0))
        part.kill()


def _listen_for_ctrl_c():
    """Also where a script started us in the background, which ignores Ctrl-C; not after nohup."""
    signal.signal(signal.SIGINT, _like_ctrl_c)
    signal.signal(signal.SIGTERM, _like_ctrl_c)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _like_ctrl_c)


def _like_ctrl_c(number, frame):
    # Python swallows what is raised while it tidies up an object: asked again in every loop.
    _asked_to_stop.set()
    raise KeyboardInterrupt


def _stop_if_asked():
    if _asked_to_stop.is_set():
        raise KeyboardInterrupt
