"""Which lines and branches of the program the tests reach: a plugin of pytest, and a table.

slipcover writes marks into the program's own code and takes them out again once they were met,
which costs a few hundredths of the time. coverage.py watches every call of every library: with
Python 3.11 the tests took nearly twice as long.
"""

import json
import os
import shutil
import sys
import uuid
from collections import defaultdict
from pathlib import Path

import slipcover
from slipcover.importer import FileMatcher, SlipcoverMetaPathFinder

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ("itsm", "assets", "tickets", "loans", "api")
# In hundredths of all lines. Fewer, and `make test` fails.
LEAST = 95
# What no test in the same process can reach, and why.
OMIT = {
    "*/migrations/*": "made once, for the database that is kept from run to run",
    "*/itsm/wsgi.py": "read by gunicorn, in processes of its own: make prove",
    "*/itsm/management/commands/run.py": "starts and stops processes: make prove",
}
FOLDER = "COVERAGE_FOLDER"


def _measure():
    """Mark the program's modules from now on; `pytest_sessionfinish` keeps what was met."""
    global measured
    sources = [str(ROOT / name) for name in PROGRAM]
    measured = slipcover.Slipcover(branch=True, source=sources, omit=list(OMIT))
    wanted = FileMatcher(sources=sources, omit=list(OMIT))
    sys.meta_path.insert(0, SlipcoverMetaPathFinder(measured, wanted))


measured = None
if FOLDER in os.environ:
    _measure()


def pytest_sessionfinish():
    """Each process keeps what it met, in a file of its own."""
    if measured:
        path = Path(os.environ[FOLDER]) / f"{uuid.uuid4().hex}.json"
        path.write_text(json.dumps(measured.get_coverage()))


def begin() -> Path:
    """An empty folder for what the processes of the next runs meet."""
    folder = ROOT / "var/coverage"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def together(folder: Path) -> dict:
    """What all processes met, as slipcover writes it."""
    first, *others = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    for other in others:
        slipcover.merge_coverage(first, other)
    return first


def table(met: dict) -> tuple[list[str], float]:
    """A line for each package, with lines and branches, and one for all; the lines of all, in
    hundredths."""
    packages = defaultdict(lambda: [0, 0, 0, 0])
    for name, found in met["files"].items():
        numbers = [
            len(found["executed_lines"]),
            len(found["executed_lines"]) + len(found["missing_lines"]),
            len(found["executed_branches"]),
            len(found["executed_branches"]) + len(found["missing_branches"]),
        ]
        for package in (_package(name), "together"):
            packages[package] = [a + b for a, b in zip(packages[package], numbers, strict=True)]
    everything = packages.pop("together", [0, 0, 0, 0])
    rows = [*sorted(packages.items()), ("together", everything)]
    lines = [
        f"{name:<20}{_hundredths(*numbers[:2]):7.1f} % of {numbers[1]:>6} lines"
        f"{_hundredths(*numbers[2:]):7.1f} % of {numbers[3]:>5} branches"
        for name, numbers in rows
    ]
    return lines, _hundredths(*everything[:2])


def _package(name) -> str:
    """`itsm.outbox` of itsm/outbox/workflow.py; the trades and the API as a whole."""
    first, second, *_rest = Path(name).parts
    return f"{first}.{second}" if first == "itsm" and not second.endswith(".py") else first


def _hundredths(met, of) -> float:
    return 100 * met / of if of else 100.0


def told(folder: Path) -> int:
    """Print the table and what is missing most; 1 if too few lines were reached."""
    met = together(folder)
    lines, reached = table(met)
    print("\n=== reached by the tests ===", *lines, sep="\n")
    least = sorted(met["files"].items(), key=lambda file: -len(file[1]["missing_lines"]))[:10]
    for name, found in least:
        if missing := found["missing_lines"]:
            print(f"  {name}: {len(missing)} lines are not, from line {missing[0]}")
    if reached < LEAST:
        print(f"FAILED: {reached:.1f} % of the lines are reached, {LEAST} % must be")
    return int(reached < LEAST)
