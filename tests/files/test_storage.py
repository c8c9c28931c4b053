"""Uploads on a disk that takes no more: said in one sentence, and nothing half-written stays."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from itsm.files.storage import NotKept
from itsm.guards.once import once

pytestmark = pytest.mark.django_db


def files(settings):
    return sorted(p.name for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def full_disk(monkeypatch):
    """As a full disk does it: a part is written, then an error."""
    save = FileSystemStorage._save

    def _half(self, name, content):
        save(self, name, ContentFile(b"half"))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", _half)


def test_a_full_disk_is_said_and_leaves_nothing(full_disk, settings):
    with pytest.raises(NotKept) as refused:
        default_storage.save("ab/cd.jpg", ContentFile(b"whole"))
    assert refused.value.sentence == (
        "Die Datei kann gerade nicht gespeichert werden. "
        "Bitte senden Sie ohne sie, oder versuchen Sie es später."
    )
    assert files(settings) == []


@pytest.mark.parametrize("key", ["", "a-key"])
def test_files_of_what_was_never_kept_are_removed(key, settings):
    def act():
        default_storage.save("one.jpg", ContentFile(b"1"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once("scope", key, {}, act)
    once("scope", "other", {}, lambda: default_storage.save("two.jpg", ContentFile(b"2")))

    assert files(settings) == ["two.jpg"]
