"""`manage.py run` keeps its programs up: what ends is started again, after pauses that grow."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from itsm.management.commands import run
from itsm.management.commands.run import Part, commands

LONG = 20


@pytest.fixture
def part(settings, tmp_path):
    """A program of the house that runs this line of Python."""
    settings.VAR = tmp_path
    (tmp_path / "log").mkdir()
    made = []

    def _part(line, name="worker"):
        made.append(Part(name, [sys.executable, "-c", line], tmp_path / "starting"))
        return made[-1]

    yield _part
    for one in made:
        if one.process:
            one.kill()
            one.process.wait()


def until(look):
    """Look again until it is so."""
    deadline = time.monotonic() + LONG
    while not (seen := look()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return seen


def is_alive(pid) -> bool:
    """Not gone, and not only waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_one_machine_runs_three_programs():
    words = {name: " ".join(command[2:]) for name, command in commands()}
    assert {name: line.split()[:4] for name, line in words.items()} == {
        "worker": ["celery", "-A", "itsm", "worker"],
        "beat": ["celery", "-A", "itsm", "beat"],
        "web": ["gunicorn", "itsm.wsgi", "--bind", f"127.0.0.1:{run.PORT}"],
    }


def test_for_development_each_of_them_watches_its_code():
    """`make dev`: Django's server does so itself, the others are started again by watchfiles."""
    words = {name: " ".join(command[1:]) for name, command in commands(reload=True)}
    assert {name: line.split()[:2] for name, line in words.items()} == {
        "worker": ["-m", "watchfiles"],
        "beat": ["-m", "watchfiles"],
        "web": ["manage.py", "runserver"],
    }
    assert all(
        words[name].endswith(" itsm assets tickets loans api") for name in ("worker", "beat")
    )


def test_what_runs_is_left_alone(part):
    worker = part("import time; time.sleep(60)")
    worker.start()
    assert (worker.keep_up(), worker.ends) == ("", 0)


def test_what_ended_is_told_and_started_again(part, tmp_path):
    worker = part("print('hello', flush=True); raise SystemExit(3)")
    worker.start()
    first = worker.process
    first.wait()

    said = worker.keep_up()

    assert said == f"worker stopped (3); see {tmp_path / 'log/worker.log'}"
    assert worker.process not in (None, first)
    worker.process.wait()
    # What it said the first time is still there to read.
    assert (tmp_path / "log/worker.log").read_text() == "hello\nhello\n"


def test_it_is_not_started_again_before_its_pause_is_over(part):
    worker = part("raise SystemExit(1)")
    worker.start()
    for _times in range(2):
        worker.process.wait()
        worker.keep_up()
    assert (worker.process, worker.ends) == (None, 2)
    worker.due = time.monotonic() + 60
    assert (worker.keep_up(), worker.process) == ("", None)
    worker.due = time.monotonic()
    assert (worker.keep_up(), worker.process is None) == ("", False)


@pytest.mark.parametrize(
    ("name", "pauses"),
    [("worker", [0, 0.5, 1, 2, 5, 10, 30, 30]), ("web", [0, 0.5, 1, 1, 1, 1, 1, 1])],
)
def test_pauses_grow_but_the_web_is_never_long_away(part, name, pauses):
    program = part("", name)
    grown = []
    for program.ends in range(1, len(pauses) + 1):
        grown.append(program._pause())
    assert grown == pauses


def test_who_lived_for_a_minute_begins_anew(part):
    worker = part("raise SystemExit(1)")
    worker.start()
    worker.process.wait()
    worker.ends, worker.began = 5, worker.began - 61
    worker.keep_up()
    assert worker.ends == 1


def test_whatever_it_had_started_ends_with_it(part, tmp_path):
    """A killed web leaves workers behind that hold the port."""
    child = tmp_path / "child"
    web = part(
        "import pathlib, subprocess, time;"
        f"pathlib.Path({str(child)!r}).write_text(str(subprocess.Popen(['sleep', '60']).pid));"
        "time.sleep(60)"
    )
    web.start()
    assert until(lambda: child.exists() and child.read_text())
    pid = int(child.read_text())
    os.kill(web.process.pid, signal.SIGKILL)
    web.process.wait()
    web.keep_up()
    assert until(lambda: not is_alive(pid))


def test_a_program_that_cannot_be_started_now_is_tried_later(part, monkeypatch):
    worker = part("")

    def full(*args, **facts):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run.subprocess, "Popen", full)
    assert worker.keep_up() == "worker does not start: [Errno 28] No space left on device"
    assert (worker.process, worker.ends) == (None, 1)


def test_ctrl_c_counts_also_where_python_swallows_it(monkeypatch):
    """As when it comes while an object is tidied up."""
    monkeypatch.setattr(run, "_asked_to_stop", threading.Event())
    with pytest.raises(KeyboardInterrupt):
        run._like_ctrl_c(2, None)
    with pytest.raises(KeyboardInterrupt):
        run.Command()._watch([])
