"""Models, rules and workflow know nothing of the web, not even its exceptions."""

import ast
from pathlib import Path

from tests.house.test_sources import ROOT, python_files

WEB = ("django.http", "django.shortcuts", "django.forms", "django.views", "django.template")
FREE_OF_WEB = {"models", "rules", "workflow", "routing", "record", "advance", "refusals", "reach"}
APPS = {"assets", "tickets", "loans", "itsm"}


def inner(path: Path) -> bool:
    names = {*path.parts[:-1], path.stem}
    return path.parts[0] in APPS and bool(names & FREE_OF_WEB)


def imported(path):
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_inner_module_imports_the_web():
    found = {
        str(path): module
        for path in python_files()
        if inner(path)
        for module in imported(path)
        if module.startswith(WEB)
    }
    assert found == {}


def test_the_test_looks_at_the_right_files():
    looked_at = {str(path) for path in python_files() if inner(path)}
    wanted = {"tickets/work/workflow/closing.py", "assets/rules.py", "itsm/people/models.py"}
    assert wanted - looked_at == set()
