"""A trade brings its settings, and what becomes of open work: all by being installed."""

import importlib

import pytest
from django.urls import clear_url_caches

import itsm.settings_pages.urls
import itsm.urls
from itsm.accounts.people import workflow as people
from itsm.journal.record import record
from itsm.people.models import Posting
from itsm.settings_pages.parts import adaptable, field_owners, kept_as
from tests.settings_pages.garden import leaving

OF_THE_HOUSE = [
    ("Personen und Schulen", ["Personen", "Zweiter Faktor", "Schulen"]),
    (
        "Geräte",
        [
            "Kategorien",
            "Hersteller und Modelle",
            "Geldquellen",
            "Felder",
            "Inventarnummern",
            "Etiketten",
            "Einlesen",
            "Doppelt erfasst",
        ],
    ),
    ("Tickets", ["Status", "Wege der Meldungen", "Fristen"]),
    ("Ausleihen", ["Einstellungen für Ausleihen"]),
    ("Aussehen", ["Name, Logo und Farbe"]),
    ("Betrieb", ["Postausgang", "Protokoll", "API-Schlüssel"]),
]


@pytest.fixture
def garden(settings):
    """The house with one more trade; its addresses are read anew, and afterwards once more."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.settings_pages.garden"]
    _read_addresses()
    leaving.beds.clear()
    leaving.waiting.clear()
    yield
    settings.INSTALLED_APPS = settings.INSTALLED_APPS[:-1]
    _read_addresses()


def _read_addresses():
    importlib.reload(itsm.settings_pages.urls)
    importlib.reload(itsm.urls)
    clear_url_caches()


def shown(client):
    groups = client.get("/settings/").context["groups"]
    return [(str(title), [str(card["title"]) for card in cards]) for title, cards in groups]


def test_the_page_shows_what_the_trades_bring(sign_in, adam):
    assert shown(sign_in(adam)) == OF_THE_HOUSE


def test_a_new_trade_is_on_the_page_and_its_page_opens(garden, sign_in, adam, tom):
    with_garden = shown(sign_in(adam))
    assert with_garden[:3] == [*OF_THE_HOUSE[:2], ("Gärten", ["Beete"])]
    # What this person may not open is not shown.
    assert with_garden[-1] == ("Betrieb", ["Postausgang", "Protokoll", "Für alle", "API-Schlüssel"])
    assert sign_in(adam).get("/settings/beds/").content == b"Hochbeet"
    assert sign_in(tom).get("/settings/beds/").status_code == 403


def test_forms_states_and_settings_of_a_new_trade_are_adapted(garden, sign_in, adam):
    assert kept_as(Posting).what == "bed"
    assert list(adaptable()) == ["device", "ticket", "loan", "bed"]
    assert list(field_owners()) == ["ticket", "loan", "bed", "category"]
    page = sign_in(adam).get("/settings/fields/").content.decode()
    assert ("Felder des Beetes" in page, "alle Beete" in page) == (True, True)
    chips = sign_in(adam).get("/settings/statuses/").context["chips"]
    assert [chip["label"] for chip in chips] == ["Beete", "Tickets", "Geräte", "Ausleihen"]
    assert chips[0]["active"]


def test_the_journal_says_what_a_new_trade_adds(garden, sign_in, adam, deich):
    record(adam, "school.edited", deich, school=deich, changes={})
    line = sign_in(adam).get("/settings/journal/").context["lines"][0]
    assert line.lead == f"Garten {deich.pk}"


def test_open_work_of_a_new_trade_goes_to_the_heir(garden, sign_in, adam, tom, nora):
    leaving.beds |= {"Kräuter": tom, "Rosen": adam}
    page = sign_in(adam).get(f"/settings/people/{tom.pk}/leave/").content.decode()
    assert "1 Beete sind in diesen Händen." in page
    people.leave(tom, by=adam, heir=nora)
    assert leaving.beds == {"Kräuter": nora, "Rosen": adam}
    assert leaving.waiting == [None]
