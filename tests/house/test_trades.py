"""A trade is one folder, and brings what it has to the house: it is there by being installed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from itsm.people.models import SchoolKind
from itsm.tasks import nightly
from itsm.web import figures
from itsm.web.finding import kinds
from itsm.web.menu import entries
from tests.house.watering import plants


def with_watering(settings):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.house.watering"]
    settings.ROOT_URLCONF = "tests.house.watering.urls"
    plants.watered.clear()


@pytest.fixture
def watering(settings, db):
    """The house with one more trade, and two plants of three that wait for water."""
    with_watering(settings)
    for name in ("durstige Palme", "durstiger Farn", "Kaktus"):
        SchoolKind.objects.create(name=name)


def menu(client, path="/"):
    return [(item.url, item.count, item.active) for item in client.get(path).context["nav"]]


def test_the_house_shows_its_own_trades_in_this_order(db):
    assert [entry.page for entry in entries()] == [
        "home",
        "tickets:list",
        "locations:tree",
        "loans:list",
        "labels:list",
        "settings",
    ]
    assert [str(kind.label) for kind in kinds()] == ["", "Tickets", "Geräte", "Ausleihen", "Orte"]
    assert list(figures.checks()) == ["tree", "outbox"]


def test_its_entry_stands_in_the_menu_with_what_waits(watering, sign_in, vera, ida):
    assert menu(sign_in(vera)) == [
        ("/", None, True),
        ("/tickets/", None, False),
        ("/locations/", None, False),
        ("/loans/", None, False),
        ("/plants/", 2, False),
        ("/labels/", None, False),
    ]
    assert menu(sign_in(ida)) == []


def test_its_tool_stands_at_the_top_of_every_page(watering, sign_in, vera):
    tools = sign_in(vera).get("/tickets/").context["tools"]
    assert [tool.label for tool in tools] == ["Scannen", "Gießen", "Neues Ticket"]


def test_the_search_box_finds_its_things(watering, sign_in, vera):
    client = sign_in(vera)
    groups = client.get("/search/?q=durstig").context["groups"]
    found = [(g["label"], [(*line[:4],) for line in g["lines"]], g["more"]) for g in groups]
    assert found == [
        (
            "Pflanzen",
            [
                ("/plants/", "star", "durstige Palme", "gesehen von vera"),
                ("/plants/", "star", "durstiger Farn", "gesehen von vera"),
            ],
            "",
        )
    ]
    assert client.get("/search/?q=Gießkanne").url == "/plants/"


def test_its_hint_and_its_first_step_stand_on_the_start_page(watering, sign_in, vera, adam):
    hint = {"number": 2, "label": "Pflanzen sind durstig", "url": "/plants/?thirsty=1"}
    assert sign_in(vera).get("/").context["hints"] == [hint]
    shown = sign_in(adam).get("/").context
    assert shown["hints"][0] == hint
    steps = [(step["url"], step["done"]) for step in shown["first_steps"]]
    assert steps == [
        ("/settings/schools/", True),
        ("/locations/", False),
        ("/plants/", True),
        ("/settings/categories/", False),
        ("/imports/", False),
        ("/settings/people/invite/", True),
    ]


def test_its_part_stands_on_the_pages_it_is_for(watering, sign_in, anna, lena, vera, ida):
    words = "durstige Pflanzen"
    people = (anna, lena, vera, ida)
    shown = {p.username: words in sign_in(p).get("/").content.decode() for p in people}
    assert shown == {"anna": True, "lena": True, "vera": False, "ida": False}


def test_what_it_counts_costs_the_start_page_no_query(settings, sign_in, hanna):
    client = sign_in(hanna)
    client.get("/")
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    with_watering(settings)
    with CaptureQueriesContext(connection) as after:
        client.get("/")
    assert len(after) == len(before)


def test_its_figures_and_its_word_are_there_for_monitoring(watering, client):
    assert "\nthirsty_plants 2.0\n" in client.get("/metrics").content.decode()
    assert client.get("/readyz").json()["plants"] == "ok"
    SchoolKind.objects.create(name="durstige Tulpe")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["plants"]) == (503, "dry")


def test_its_work_is_done_at_night(watering):
    nightly()
    assert plants.watered == ["Palme"]
