"""Every verb that is recorded anywhere has its sentence, and no sentence waits for a verb."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from itsm.journal.wording import GROUPS, WORDING

ROOT = Path(settings.BASE_DIR)
VERB = re.compile(r"^[a-z]+\.[a-z_]+$")
# Words that look like verbs of the journal, and are something else.
SUBJECTS = {verb.split(".")[0] for verb in WORDING}


def recorded():
    """Strings shaped like a verb in every module that calls the journal's writer."""
    for app in ("itsm", "assets", "tickets", "loans", "api"):
        for path in ROOT.glob(f"{app}/**/*.py"):
            source = path.read_text()
            if "migrations" in path.parts or path.parent.name == "journal":
                continue
            if re.search(r"\b(record|record_many|write)\(", source):
                yield from verbs_in(ast.parse(source))


def verbs_in(tree):
    for node in ast.walk(tree):
        word = node.value if isinstance(node, ast.Constant) else None
        if isinstance(word, str) and VERB.match(word) and word.split(".")[0] in SUBJECTS:
            yield word


def test_every_recorded_verb_has_a_sentence():
    verbs = set(recorded())
    assert "ticket.solved" in verbs
    assert {verb for verb in verbs if verb not in WORDING} == set()


def test_every_line_has_a_group_and_an_icon_that_exist():
    sprite = (ROOT / "itsm/web/static/web/icons.svg").read_text()
    icons = set(re.findall(r'<symbol[^>]*\bid="([^"]+)"', sprite))
    assert {w.group for w in WORDING.values()} <= set(GROUPS)
    assert {w.icon for w in WORDING.values()} - icons == set()
    assert {w.tone for w in WORDING.values()} <= {"", "ok", "wait", "bad"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_sentence_names_the_same_details_in_both_languages(language):
    placeholder = re.compile(r"%\((\w+)\)s")
    with translation.override(None):
        said = {verb: sorted(placeholder.findall(str(w.sentence))) for verb, w in WORDING.items()}
    with translation.override(language):
        assert {
            verb: sorted(placeholder.findall(str(w.sentence))) for verb, w in WORDING.items()
        } == said
