"""Where nobody ran `prepare`, a page comes without its look; and what is broken is still told."""

import pytest
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.test import Client


@pytest.fixture
def nothing_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "itsm.web.static_files.StaticFiles"},
    }


def test_a_file_that_is_not_collected_has_its_plain_name(nothing_collected, caplog):
    assert storages["staticfiles"].url("web/scan.css") == "/static/web/scan.css"
    said = ["web/scan.css is not collected: run `manage.py prepare`"]
    assert [line.getMessage() for line in caplog.records] == said


def test_the_page_that_says_something_broke_needs_nothing_collected(nothing_collected):
    assert "Es liegt nicht an Ihnen" in render_to_string("500.html", {"typed": {}})


def test_the_door_opens_without_its_look(nothing_collected, db):
    assert Client().get("/accounts/login/").status_code == 200
