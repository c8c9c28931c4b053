"""`manage.py prepare`: before the house opens, and after each update; a second time it is quick."""

import os

import pytest
from django.core.management import call_command

from itsm.fields.models import Status
from itsm.management.commands import prepare


@pytest.fixture
def empty(settings, tmp_path, monkeypatch):
    """A house on a folder of its own; what is called is only written down."""
    settings.VAR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "media"
    called = []

    def call(name, **options):
        called.append(name)
        settings.STATIC_ROOT.mkdir(exist_ok=True)

    monkeypatch.setattr(prepare, "call_command", call)
    return called


def test_an_empty_folder_gets_all_it_needs(db, empty, tmp_path):
    call_command("prepare", verbosity=0)
    folders = sorted(path.name for path in tmp_path.iterdir())
    assert folders == ["broker", "broker-control", "log", "mail", "media", "static"]
    assert empty == ["collectstatic"]


def test_a_second_time_nothing_is_left_to_do(db, empty):
    for _times in range(2):
        call_command("prepare", verbosity=0)
    assert empty == ["collectstatic"]


def test_a_newer_style_sheet_is_collected(db, empty):
    call_command("prepare", verbosity=0)
    os.utime(prepare._stamp(), (0, 0))
    call_command("prepare", verbosity=0)
    assert empty == ["collectstatic"] * 2


def test_a_database_that_is_behind_is_brought_up(db, empty, monkeypatch):
    monkeypatch.setattr(prepare, "_behind", lambda: True)
    call_command("prepare", verbosity=0)
    assert empty == ["migrate", "starting_set", "collectstatic"]


def test_the_database_of_the_tests_is_not_behind(db):
    assert prepare._behind() is False


def test_the_starting_set_comes_once(db):
    for _times in range(2):
        call_command("starting_set", verbosity=0)
    known = list(Status.objects.values_list("kind", "state", "label_de"))
    assert known != []
    assert len(known) == len(set(known))
