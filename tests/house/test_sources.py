"""What no source may hold: escaping switched off, or junk drawers."""

import ast
import re
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


def test_every_line_of_a_template_can_be_read_without_scrolling():
    lines = [
        (f"{path}:{number}", len(line))
        for path in tracked("templates/*.html", "templates/**/*.html")
        for number, line in enumerate((ROOT / path).read_text().split("\n"), 1)
    ]
    assert len(lines) > 5_000
    assert [line for line in lines if line[1] > 120] == []


def test_no_module_is_a_junk_drawer():
    names = {"utils", "helpers", "common", "core", "misc"}
    found = [str(p) for p in python_files() if names & {p.stem, *p.parts}]
    assert found == []


def _functions_of_the_program():
    for path in python_files():
        if path.parts[0] in ("tests", "manage.py") or "demo" in path.parts:
            continue
        source = (ROOT / path).read_text()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                yield f"{path}:{node.name}", ast.get_source_segment(source, node)


# Rows nobody else can know yet, and rows no two steps change at once.
HELD_OTHERWISE = {
    "loans/applications/workflow/applying.py:apply": "made in this very step",
    "loans/handover/workflow/handover.py:_give_out": "held by the loan, and its devices by lock()",
    "loans/trainings/workflow.py:note_attendance": "held by the training",
    "itsm/outbox/workflow.py:claim": "passes by what others hold",
}
SEVERAL = re.compile(r"\.bulk_update\(|pk__in=[^\n]*\)\.update\(|pk__in=[^)]*\n[^)]*\)\.update\(")


def test_whoever_changes_several_rows_holds_them_in_one_order_first():
    several = {name for name, text in _functions_of_the_program() if SEVERAL.search(text)}
    locked = {name for name, text in _functions_of_the_program() if re.search(r"\block\(", text)}
    assert several - locked - HELD_OTHERWISE.keys() == set()


def test_nobody_holds_a_row_against_those_who_only_point_at_it():
    """FOR UPDATE waits for every new row that names this one, and those wait for us: a ring."""
    words = "".join(text for _name, text in _functions_of_the_program())
    held = re.findall(r"\.select_for_update\((.*?)\)\.?\w", words.replace("\n", " "))
    assert held != []
    assert [how for how in held if "no_key=True" not in how and "skip_locked" not in how] == []
