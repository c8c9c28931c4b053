"""The door, the schema, and the page that explains them."""

import json

import pytest

from api.root import KINDS
from api.urls import router

HTML = {"HTTP_ACCEPT": "text/html,*/*"}


def test_the_door_names_every_list(api, tom):
    told = api(tom).get("/api/v1/").json()
    assert sorted(told) == sorted([*KINDS, "schema", "docs"])
    assert sorted(KINDS) == sorted(prefix for prefix, *_ in router.registry)
    assert [api(tom).get(told[kind]).status_code for kind in KINDS] == [200] * len(KINDS)


def test_the_schema_is_json_unless_yaml_is_asked_for(api, anna):
    assert json.loads(api(anna).get("/api/v1/schema/").content)["openapi"].startswith("3.")
    asked = api(anna).get("/api/v1/schema/", HTTP_ACCEPT="application/yaml")
    assert asked.content.startswith(b"openapi: 3.")


def test_every_route_tells_of_its_refusals(api, anna):
    paths = json.loads(api(anna).get("/api/v1/schema/").content)["paths"]
    told = [(m, set(one["responses"])) for path in paths.values() for m, one in path.items()]
    assert len(told) > 50
    for method, statuses in told:
        needed = {"400", "401", "404"} if method == "get" else {"400", "401", "403", "404", "409"}
        assert needed <= statuses


def test_writes_tell_of_the_key_and_lists_of_their_parameters(api, anna):
    paths = json.loads(api(anna).get("/api/v1/schema/").content)["paths"]
    post = paths["/api/v1/tickets/"]["post"]["parameters"]
    assert [one["name"] for one in post] == ["Idempotency-Key"]
    listed = {one["name"] for one in paths["/api/v1/devices/"]["get"]["parameters"]}
    assert {"page", "page_size", "search", "ordering", "location", "school", "state"} <= listed
    custom = {path for path, of in paths.items() if "cf_<" in str(of.get("get"))}
    assert custom == {f"/api/v1/{kind}/" for kind in ("devices", "cases", "loans", "tickets")}


@pytest.mark.parametrize("path", ["schema/", "docs/", "docs/tickets/", ""])
def test_all_of_it_is_for_people_with_a_sign_in(client, db, path):
    assert client.get(f"/api/v1/{path}").status_code == 401


def test_a_browser_is_sent_to_sign_in(client, db):
    answer = client.get("/api/v1/docs/tickets/", **HTML)
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/accounts/login/?next=/api/v1/docs/tickets/",
    )


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_the_page_explains_without_scripts_or_other_hosts(client, tom, kind):
    client.force_login(tom)
    answer = client.get(f"/api/v1/docs/{kind}/" if kind else "/api/v1/docs/", **HTML)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(answer.content) < 60_000
    assert "style=" not in page
    assert "https://" not in page
    assert f"/api/v1/{kind}" in page


def test_the_page_knows_every_step_and_field(client, tom):
    client.force_login(tom)
    page = client.get("/api/v1/docs/tickets/", **HTML).content.decode()
    for words in (
        "POST /api/v1/tickets/{number}/solve/",
        "solution",
        "Idempotency-Key",
        "reporter | school | authority",
        "integer or string",
        "string or null",
    ):
        assert words in page
    assert client.get("/api/v1/docs/nothing/", **HTML).status_code == 404
