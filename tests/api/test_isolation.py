"""Another school's records: not there, in path, body, filter, order and search."""

import re

import pytest

from api.urls import router
from tests.house.story import changed, rows

STRANGERS = ["otto", "olga", "nora", "ida"]
# What belongs to a school. The rest of the routes tell what the whole house shares.
OWNED = ["schools", "locations", "devices", "cases", "labels", "tickets", "loans", "events"]
SHARED = [
    "accessory_kinds",
    "categories",
    "tiles",
    "manufacturers",
    "models",
    "funding_sources",
    "statuses",
    "fields",
]
WORDS = [
    "GAD-00417",
    "X4AB100417L",
    "Raum 204",
    "dunkel",
    "IT-K1",
    "Petersen",
    "Gymnasium",
    "kein Bild",
    "Notiz",
]


@pytest.fixture
def things(things, running):
    """Besides, a case of the authority is there for a year."""
    things.cases, things.loans = running.case_id, running.pk
    return things


@pytest.fixture
def strangers(request):
    return [request.getfixturevalue(name) for name in STRANGERS]


def detail_routes():
    """Every route of one thing, as (kind, rest of the path, methods)."""
    for prefix, viewset, _name in router.registry:
        for route in router.get_routes(viewset):
            if "{lookup}" in route.url:
                rest = re.sub(r"\^?\{prefix\}/\{lookup\}/?|[/$]|\{trailing_slash\}", "", route.url)
                for method in router.get_method_map(viewset, route.mapping):
                    yield prefix, rest, method


ROUTES = sorted(detail_routes())


def test_every_kind_is_either_owned_or_shared():
    assert sorted(prefix for prefix, *_ in router.registry) == sorted([*OWNED, *SHARED, "people"])


@pytest.mark.parametrize("kind", OWNED)
def test_a_foreign_thing_is_not_there(api, things, strangers, kind):
    before, told = rows(), {}
    for rest, method in [route[1:] for route in ROUTES if route[0] == kind]:
        path = f"/api/v1/{kind}/{getattr(things, kind)}/" + (f"{rest}/" if rest else "")
        answers = [getattr(api(who), method)(path, {}, format="json") for who in strangers]
        told[method, rest] = [answer.status_code for answer in answers]
    assert told
    assert told == dict.fromkeys(told, [404] * len(strangers))
    assert changed(before) == []


def test_without_a_sign_in_nothing_is_there(api, things):
    for kind, rest, method in ROUTES:
        path = f"/api/v1/{kind}/{getattr(things, kind, 1)}/" + (f"{rest}/" if rest else "")
        answer = getattr(api(), method)(path, {}, format="json")
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("kind", OWNED)
def test_no_list_holds_it(api, things, strangers, adam, kind):
    def told(person):
        found = api(person).get(f"/api/v1/{kind}/").json()["results"]
        return [row for row in found if (row["school"] or row.get("lent_to")) == things.school.pk]

    assert [told(stranger) for stranger in strangers] == [[], [], [], []]
    assert told(adam) != []


@pytest.mark.parametrize("kind", OWNED)
def test_no_search_finds_it(api, things, strangers, kind):
    paths = [f"/api/v1/{kind}/?search={word}" for word in WORDS]
    counts = [api(who).get(path).json()["count"] for who in strangers for path in paths]
    assert counts == [0] * len(strangers) * len(WORDS)


@pytest.mark.parametrize(
    ("kind", "name", "of"),
    [
        ("schools", "school", "schools"),
        ("locations", "school", "schools"),
        ("locations", "location", "locations"),
        ("locations", "parent", "locations"),
        ("devices", "school", "schools"),
        ("devices", "location", "locations"),
        ("devices", "device", "devices"),
        ("labels", "device", "devices"),
        ("labels", "location", "locations"),
        ("labels", "school", "schools"),
        ("tickets", "school", "schools"),
        ("tickets", "location", "locations"),
        ("tickets", "device", "devices"),
        ("tickets", "assignee", "people"),
        ("cases", "location", "locations"),
        ("cases", "device", "cases"),
        ("loans", "school", "schools"),
        ("loans", "case", "cases"),
        ("loans", "device", "cases"),
        ("loans", "location", "locations"),
        ("events", "loan", "loans"),
        ("events", "case", "cases"),
        ("events", "school", "schools"),
        ("events", "location", "locations"),
        ("events", "device", "devices"),
        ("events", "ticket", "tickets"),
        ("people", "school", "schools"),
        ("people", "ticket", "tickets"),
    ],
)
def test_no_filter_tells_of_it(api, things, strangers, kind, name, of):
    """A foreign id and one that never was are answered alike."""
    for stranger in strangers:
        asked = [getattr(things, of), 999_999]
        told = [api(stranger).get(f"/api/v1/{kind}/?{name}={pk}").json() for pk in asked]
        assert told[0] == told[1] == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("field", ["devices", "location", "school"])
def test_no_ticket_is_about_it(api, things, otto, olga, nora, moor, field):
    ids = {"devices": [things.devices], "location": things.locations, "school": things.schools}
    before = rows()
    for person in (otto, olga, nora):
        body = {"title": "Test", "school": moor.pk, field: ids[field]}
        answer = api(person).post("/api/v1/tickets/", body, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert changed(before) == []


def test_no_ticket_of_mine_is_led_to_it(api, things, nora, foreign_beamer):
    """Re-parenting: the own ticket, with ids of the other school in a PATCH."""
    told = api(nora).post("/api/v1/tickets/", {"title": "Test", "devices": [foreign_beamer.pk]})
    number = told.json()["number"]
    before = rows()
    for body in ({"devices": [things.devices]}, {"location": things.locations}):
        answer = api(nora).patch(f"/api/v1/tickets/{number}/", body, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, list(body))
    for body in ({"school": things.schools}, {"number": things.tickets}, {"id": things.tickets}):
        answer = api(nora).patch(f"/api/v1/tickets/{number}/", body, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, list(body))
    assert changed(before) == []


def test_no_ticket_comes_into_foreign_hands(api, things, nora, olga, vera, foreign_beamer):
    told = api(nora).post("/api/v1/tickets/", {"title": "Test", "devices": [foreign_beamer.pk]})
    path = f"/api/v1/tickets/{told.json()['number']}/assign/"
    before = rows()
    for who in (vera.pk, "vera", 999_999, "nobody"):
        answer = api(nora).post(path, {"assignee": who}, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, ["assignee"])
    assert changed(before) == []


@pytest.mark.parametrize("field", ["case", "school"])
def test_no_application_is_about_it(api, things, otto, moor, field):
    body = {
        "start": "2030-01-01",
        "end": "2030-12-31",
        "purpose": "x",
        "responsible": "x",
        "school": moor.pk,
        "case": None,
        field: getattr(things, f"{field}s"),
    }
    before = rows()
    answer = api(otto).post("/api/v1/loans/", body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert changed(before) == []


def test_no_device_of_mine_moves_to_it(api, things, nora, foreign_beamer):
    path = f"/api/v1/devices/{foreign_beamer.pk}/"
    before = rows()
    for body in ({"location": things.locations}, {"location": None, "school": things.schools}):
        assert api(nora).post(f"{path}move/", body, format="json").status_code == 400
    for name in ("school", "location", "id", "state"):
        answer = api(nora).patch(path, {name: things.schools}, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])
    assert changed(before) == []


def test_no_device_is_registered_there(api, things, nora, beamers):
    before = rows()
    for foreign in ({"school": things.schools}, {"location": things.locations}):
        body = {"category": beamers.pk, **foreign}
        answer = api(nora).post("/api/v1/devices/", body, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, list(foreign))
    assert changed(before) == []


def test_no_label_is_made_for_it(api, things, olga, foreign_beamer):
    before = rows()
    for body in (
        {"devices": [foreign_beamer.pk, things.devices]},
        {"locations": [things.locations]},
    ):
        assert api(olga).post("/api/v1/labels/", body, format="json").status_code == 400
    assert changed(before) == []


def test_people_of_other_schools_are_not_chosen_from(api, things, vera, olga, otto, tom, adam):
    def names(person):
        return [row["name"] for row in api(person).get("/api/v1/people/").json()["results"]]

    assert names(olga) == ["Adam", "Lena", "Olga", "Tom"]
    assert names(vera) == ["Adam", "Lena", "Tom", "Vera"]
    assert names(otto) == []
    assert api(olga).get(f"/api/v1/people/{vera.pk}/").status_code == 404


@pytest.mark.parametrize("kind", SHARED)
def test_people_without_a_role_see_not_even_the_catalogue(api, things, ida, adam, kind):
    assert api(ida).get(f"/api/v1/{kind}/").json()["results"] == []
    assert api(adam).get(f"/api/v1/{kind}/").status_code == 200


def test_a_device_that_moved_away_leaves_the_old_schools_lists(
    api, things, adam, vera, olga, room12
):
    path = f"/api/v1/devices/{things.devices}/"
    moved = api(adam).post(f"{path}move/", {"location": room12.pk}, format="json")
    assert moved.json()["school"] == room12.school_id
    assert [api(p).get(path).status_code for p in (vera, olga)] == [404, 200]
    lines = api(olga).get(f"/api/v1/events/?device={things.devices}").json()["results"]
    assert [line["verb"] for line in lines] == ["device.moved"]
    assert api(olga).get(f"/api/v1/tickets/?device={things.devices}").json()["count"] == 0
    kept = api(vera).get(f"/api/v1/tickets/{things.tickets}/").json()
    assert (kept["devices"], kept["school"]) == ([things.devices], things.schools)
