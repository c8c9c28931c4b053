"""Are all words of the program there in German, none guessed, none empty?

`--update` collects new ones into locale/ (needs gettext's xgettext and msgmerge).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "locale/de/LC_MESSAGES/django.po"
SOURCES = ("itsm", "assets", "tickets", "loans", "api", "templates")


def main() -> int:
    """Check, or update with --update; says every fault in a line of its own."""
    if "--update" in sys.argv:
        update()
    faults = [*untranslated(), *not_collected()]
    print(*faults, sep="\n") if faults else print("All words are there in both languages.")
    return int(bool(faults))


def update() -> None:
    """Collect the program's words into the catalogue."""
    fresh = collected()
    book = polib.pofile(str(PO)) if PO.exists() else polib.POFile(wrapwidth=100)
    book.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "de",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    known = {_key(entry): entry for entry in book}
    entries = [_kept(entry, known.get(_key(entry))) for entry in fresh]
    book[:] = sorted(entries, key=lambda entry: (entry.msgid.lower(), entry.msgid))
    PO.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(PO))


def collected() -> polib.POFile:
    """Every word the sources hold now, without line numbers."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        for source in SOURCES:
            if (ROOT / source).exists():
                shutil.copytree(ROOT / source, place / source, ignore=_skipped)
        (place / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "de", "--no-location"]
        subprocess.run(
            [*command, "-e", "py,html,txt", "-v", "0"],
            cwd=scratch,
            check=True,
            env={"PATH": "/usr/bin:/bin"},
        )
        return polib.pofile(str(place / "locale/de/LC_MESSAGES/django.po"))


def untranslated():
    """Words without German, or with a guessed one."""
    book = polib.pofile(str(PO))
    for entry in book.untranslated_entries():
        yield f"no German for: {entry.msgid!r}"
    for entry in book.fuzzy_entries():
        yield f"only guessed: {entry.msgid!r}"


def not_collected():
    """Words in the sources that the catalogue lacks, and the other way round."""
    if not shutil.which("xgettext"):
        print("xgettext is missing: new words in the sources were not looked for.")
        return
    known = {_key(entry) for entry in polib.pofile(str(PO))}
    fresh = {_key(entry) for entry in collected()}
    for msgid, _context in sorted(fresh - known, key=str):
        yield f"not in the catalogue (make messages): {msgid!r}"
    for msgid, _context in sorted(known - fresh, key=str):
        yield f"no longer used (make messages): {msgid!r}"


def _key(entry):
    return (entry.msgid, entry.msgctxt)


def _kept(entry, known):
    if known is not None:
        entry.msgstr, entry.msgstr_plural = known.msgstr, known.msgstr_plural
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.comment = entry.tcomment = ""
    return entry


def _skipped(folder, names):
    return [n for n in names if n in ("migrations", "static", "__pycache__", "fonts")]


if __name__ == "__main__":
    sys.exit(main())
