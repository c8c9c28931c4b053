"""Compiles locale/**/*.po with Python alone: neither gettext nor compiled files in git are needed.

What was compiled lies in var/locale/, in a folder named after the content of its sources. A change
to a .po file, or another version of the program, names another folder: what is out of date can't be
found, whatever the times of the files say.
"""

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

import polib


def compiled(sources: Path, kept: Path) -> Path:
    """The folder with the compiled catalogues of these sources, as LOCALE_PATHS wants it.

    Compiled if they are not there yet: about a tenth of a second a language. Several processes may
    do so at once. Folders of earlier versions are removed: who runs with them has them in memory.
    """
    folder = kept / _content(sources)
    if not folder.exists():
        _compile(sources, folder)
        for other in kept.iterdir():
            if other != folder and not other.name.endswith(".part"):
                shutil.rmtree(other, ignore_errors=True)
    return folder


def _content(sources) -> str:
    mark = hashlib.sha256()
    for path in _catalogues(sources):
        mark.update(f"{path.relative_to(sources)}\0".encode() + path.read_bytes())
    return mark.hexdigest()[:16]


def _catalogues(sources) -> list[Path]:
    return sorted(sources.glob("*/LC_MESSAGES/*.po"))


def _compile(sources, folder):
    scratch = folder.with_name(f"{os.getpid()}.part")
    for path in _catalogues(sources):
        target = scratch / path.relative_to(sources).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        polib.pofile(str(path)).save_as_mofile(str(target))
    with suppress(OSError):  # another process was first
        scratch.rename(folder)
    shutil.rmtree(scratch, ignore_errors=True)
