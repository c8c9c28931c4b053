"""What the sources of the translations say is what pages show: never the words of another version."""

import gettext
import os

import polib
import pytest
from django.conf import settings

from itsm import translations


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "locale/de/LC_MESSAGES").mkdir(parents=True)
    return tmp_path / "locale"


def write(sources, **words):
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    book += [polib.POEntry(msgid=word, msgstr=german) for word, german in words.items()]
    book.save(str(sources / "de/LC_MESSAGES/django.po"))


def served(folder, word):
    return gettext.translation("django", folder, ["de"]).gettext(word)


def test_they_are_compiled_without_gettext(sources, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    write(sources, School="Schule")
    assert served(translations.compiled(sources, tmp_path / "var"), "School") == "Schule"


def test_a_changed_source_is_never_served_with_its_old_words(sources, tmp_path):
    """Also where its time says that it is older than what was compiled, as after a step back."""
    write(sources, School="Schuhle")
    before = translations.compiled(sources, tmp_path / "var")
    write(sources, School="Schule")
    os.utime(sources / "de/LC_MESSAGES/django.po", (0, 0))
    after = translations.compiled(sources, tmp_path / "var")
    assert served(after, "School") == "Schule"
    assert (before.exists(), os.listdir(tmp_path / "var")) == (False, [after.name])


def test_unchanged_they_are_not_compiled_again(sources, tmp_path, monkeypatch):
    write(sources, School="Schule")
    first = translations.compiled(sources, tmp_path / "var")
    monkeypatch.setattr(translations, "_compile", lambda *args: pytest.fail("compiled again"))
    assert translations.compiled(sources, tmp_path / "var") == first


def test_two_processes_may_compile_at_once(sources, tmp_path):
    """The second finds nothing, compiles too, and meets what the first has finished meanwhile."""
    write(sources, School="Schule")
    folder = translations.compiled(sources, tmp_path / "var")
    translations._compile(sources, folder)
    assert served(folder, "School") == "Schule"
    assert os.listdir(tmp_path / "var") == [folder.name]


def test_the_program_shows_every_word_of_its_catalogue():
    shown = polib.mofile(f"{settings.LOCALE_PATHS[0]}/de/LC_MESSAGES/django.mo")
    book = polib.pofile(str(settings.BASE_DIR / "locale/de/LC_MESSAGES/django.po"))
    words = {(e.msgid, e.msgctxt): (e.msgstr, e.msgstr_plural) for e in book.translated_entries()}
    assert len(words) > 1000
    assert {(e.msgid, e.msgctxt): (e.msgstr, e.msgstr_plural) for e in shown} == words
