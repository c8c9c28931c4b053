"""What the program writes into the journal is what its sentences ask for: read off the sources."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from itsm.journal.wording import WORDING

ROOT = Path(settings.BASE_DIR)
SOURCES = {
    path.relative_to(ROOT): ast.parse(path.read_text())
    for app in ("itsm", "assets", "tickets", "loans", "api")
    for path in ROOT.glob(f"{app}/**/*.py")
    if not {"migrations", "demo", "views", "portal"} & set(path.relative_to(ROOT).parts)
    and path.name not in ("wording.py", "timeline.py")
}
# What the writers of tickets and loans add to each of their lines.
ADDED = {"ticket": {"title", "number"}, "loan": {"number", "borrower"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def shapes():
    """(verb, names of its details, where) of every place that hands a verb to a writer."""
    for path, tree in SOURCES.items():
        given = list(_given(tree))
        for node in ast.walk(tree):
            for verb in _verbs_of(node, given):
                yield verb, _details(node, tree), f"{path}:{node.lineno}"


def _given(tree):
    """What is kept under a name first: verb = "training.added" if new else "training.changed"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            verbs = [word for word in map(_verb, ast.walk(node.value)) if word]
            if verbs:
                yield node.targets[0].id, node.lineno, verbs


def _verbs_of(node, given):
    if isinstance(node, ast.Call):
        parts = node.args
    elif isinstance(node, ast.Tuple):
        parts = node.elts
    else:
        return []
    named = [part.id for part in parts if isinstance(part, ast.Name)]
    kept = [(line, verbs) for name, line, verbs in given if name in named and line < node.lineno]
    return [*filter(None, map(_verb, parts)), *(max(kept)[1] if kept else [])]


def _verb(node):
    word = node.value if isinstance(node, ast.Constant) else None
    return word if isinstance(word, str) and word in WORDING else None


def _details(node, tree):
    """The names given here; what `**words` brings is looked for in the whole module."""
    names = {word.arg for word in getattr(node, "keywords", ())}
    if isinstance(node, ast.Tuple):
        return names | _keys(node)
    return names - {None} | (_keys(tree) if None in names else set())


def _keys(tree):
    dicts = (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    return {key.value for one in dicts for key in one.keys if isinstance(key, ast.Constant)}


# Details that are counted elsewhere, or said by the modules that take the step.
HANDED_ON = {
    "device.given_back": {"note", "loan"},
    "device.lent": {"loan"},
    "import.taken_in": {"name", "new", "changed", "unchanged", "failed"},
}


def asked(verb):
    """The details this sentence asks for, beyond those each line of its kind has."""
    return set(PLACEHOLDER.findall(str(WORDING[verb].sentence))) - ADDED.get(
        verb.partition(".")[0], set()
    )


def test_no_sentence_asks_for_a_detail_that_nobody_writes():
    written = defaultdict(set)
    for verb, names, _where in shapes():
        written[verb] |= names
    missing = {verb: asked(verb) - written[verb] - HANDED_ON.get(verb, set()) for verb in WORDING}
    assert {verb: names for verb, names in missing.items() if names} == {}


def test_no_sentence_waits_for_a_verb_nobody_writes():
    assert {verb for verb, _names, _where in shapes()} == set(WORDING)


@pytest.mark.parametrize("name", ["to", "heir", "before"])
def test_a_person_is_written_as_her_number_and_never_as_a_name(name):
    """Words of a line are kept for ever; names of people live where they can be emptied."""
    values = {
        ast.unparse(word.value)
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and any(map(_verb, node.args))
        for word in node.keywords
        if word.arg == name
    }
    assert (
        values
        == {
            # Whom a reminder goes to is no person but one of three codes.
            "to": {"to.pk", "rule.to"},
            "heir": {"heir.pk if heir else ''"},
            "before": {"before.pk if before else None", "before.get('present')"},
        }[name]
    )
