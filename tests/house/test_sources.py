"""What no source may hold: escaping switched off, or junk drawers."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [Path(p) for p in listed if p and "/vendor/" not in f"/{p}" and (ROOT / p).exists()]


def python_files():
    return [p for p in tracked("*.py") if "migrations" not in p.parts]


# Written in two parts, so that this list does not find itself.
FORBIDDEN = ["mark_" + "safe", "|" + "safe", "autoescape " + "off"]


@pytest.mark.parametrize("word", FORBIDDEN)
def test_escaping_is_never_switched_off(word):
    sources = [p for p in python_files() if p.parts[0] != "tests"]
    sources += tracked("templates/*.html", "templates/**/*.html")
    found = [str(p) for p in sources if word in (ROOT / p).read_text()]
    assert found == []


def test_no_module_is_a_junk_drawer():
    names = {"utils", "helpers", "common", "core", "misc"}
    found = [str(p) for p in python_files() if names & {p.stem, *p.parts}]
    assert found == []
