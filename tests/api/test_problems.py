"""Everything that goes wrong is a problem document: a sentence, no stack, no object."""

import json

import pytest
from django.db import OperationalError

from api import base
from api.problems import handle, sendable
from itsm.guards.once import once

TYPE = "application/problem+json"


def problem(answer):
    """Status and body of a problem document."""
    assert answer["Content-Type"] == TYPE
    body = json.loads(answer.content)
    assert body["type"] == "about:blank"
    assert body["status"] == answer.status_code
    assert body["title"]
    return answer.status_code, body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing/", 404),
        ("tickets/abc/", 404),
        ("tickets/99/", 404),
        ("devices/0/", 404),
        ("tickets/99999999999999999999/", 404),
        ("tickets/1/explode/", 404),
        ("labels/x/", 404),
        ("labels/0000000000000000/", 404),
        ("tickets/1/solve/", 405),
        ("%00/", 404),
        ("labels/a%0Ab/", 404),
    ],
)
def test_unknown_addresses(api, tom, path, status):
    answer = api(tom).get(f"/api/v1/{path}")
    assert problem(answer)[0] == status


def test_unknown_addresses_ask_for_a_sign_in_first(api, db):
    assert problem(api().get("/api/v1/nothing/"))[0] == 401


def test_a_method_that_is_not_there(api, tom, things):
    assert problem(api(tom).put(f"/api/v1/tickets/{things.tickets}/", {}))[0] == 405
    assert problem(api(tom).delete(f"/api/v1/devices/{things.devices}/"))[0] == 405


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "",
        "null",
        "[]",
        '"x"',
        "7",
        '{"title": NaN}',
        "[" * 200_000,
        '{"\\ud800": 1}',
        '{"title": "\\ud800"}',
        '{"title": "a\\u0000b"}',
        '{"title": {"a": 1}}',
        '{"devices": {}}',
        '{"devices": [1.5]}',
        '{"devices": [true]}',
        '{"devices": ["1"]}',
        '{"school": "1"}',
        '{"devices": [99999999999999999999]}',
        '{"title": "x", "custom": {"a": {"b": 1}}}',
        '{"title": "x", "custom": {"\\ud800": "\\ud800"}}',
        '{"title": "x", "custom": [1]}',
        '{"title": "' + "x" * 161 + '"}',
        '{"title": "x", "school": 1e400}',
    ],
)
def test_bodies_that_make_no_sense(api, tom, body):
    answer = api(tom).post("/api/v1/tickets/", body, content_type="application/json")
    assert problem(answer)[0] == 400
    assert "Error" not in answer.content.decode()


def test_only_json_goes_in_and_out(api, tom):
    form = api(tom).post("/api/v1/tickets/", "title=x", content_type="text/plain")
    assert problem(form)[0] == 415
    assert problem(api(tom).get("/api/v1/tickets/", HTTP_ACCEPT="application/xml"))[0] == 406


def test_a_body_may_be_too_big(api, tom, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = api(tom).post("/api/v1/tickets/", {"title": "x" * 200}, format="json")
    assert problem(answer)[0] == 413


def test_a_step_impossible_now_says_why(api, tom, ticket):
    api(tom).post(f"/api/v1/tickets/{ticket.pk}/take_over/")
    status, body = problem(api(tom).post(f"/api/v1/tickets/{ticket.pk}/take_over/"))
    assert (status, sorted(body)) == (409, ["detail", "status", "title", "type"])
    assert body["detail"] != body["title"]


def test_a_field_that_is_not_right_is_named(api, tom):
    status, body = problem(api(tom).post("/api/v1/tickets/", {"titel": "x", "extra": 1}))
    assert (status, sorted(body["errors"])) == (400, ["extra", "titel"])


def test_forged_requests_of_a_browser_are_refused(client, tom):
    client.force_login(tom)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/api/v1/tickets/", {"title": "x"}, content_type="application/json")
    assert problem(answer)[0] == 403


def test_the_database_may_be_away():
    answer = handle(OperationalError("secret host"), {})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "secret" not in str(answer.data)


def test_what_nobody_expected_is_left_to_the_house():
    assert handle(KeyError("x"), {}) is None


def test_half_characters_are_not_sent_back():
    assert sendable({"\ud800": ["a\udfff", 1, None]}) == {"?": ["a?", 1, None]}


class BrokenOff(Exception):
    """PostgreSQL ended one of two who waited for each other."""

    sqlstate = "40P01"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("times", "status", "tries"), [(1, 200, 2), (2, 503, 2)])
def test_what_the_database_broke_off_is_done_once_more(
    api, tom, ticket, monkeypatch, times, status, tries
):
    asked = []

    def broken_off(*args):
        asked.append(args)
        if len(asked) <= times:
            raise OperationalError("deadlock detected") from BrokenOff()
        return once(*args)

    monkeypatch.setattr(base, "once", broken_off)
    answer = api(tom).post(f"/api/v1/tickets/{ticket.pk}/take_over/")
    assert (answer.status_code, len(asked)) == (status, tries)
    assert answer.headers.get("Retry-After") == (None if status == 200 else "1")
