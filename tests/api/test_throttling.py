"""A token that floods meets a bucket; another one, and pages, do not."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from api import throttling
from api.tokens import make_token
from itsm.guards.models import Bucket

URL = "/api/v1/categories/"


@pytest.fixture
def small(monkeypatch):
    """A bucket of forty, and nothing taken yet."""
    monkeypatch.setattr(throttling, "SIZE", 40)
    monkeypatch.setattr(throttling.OfToken, "left", {})


def asks(person):
    """A program that asks with a token of this person."""
    client, token = APIClient(), make_token(person, by=person, name="test")
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return lambda times: [client.get(URL) for _ in range(times)]


def test_a_flood_is_told_when_to_come_again(small, tom):
    ask, another = asks(tom), asks(tom)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = ask(42)
        assert [a.status_code for a in answers] == [200] * 40 + [429] * 2
        said = answers[-1]
        assert (said["Retry-After"], said["Content-Type"]) == ("2", "application/problem+json")
        assert (said.json()["status"], said.json()["title"]) == (429, "Zu viele Anfragen.")
        assert [a.status_code for a in another(2)] == [200] * 2
        clock.shift(timedelta(seconds=2))
        assert [a.status_code for a in ask(41)] == [200] * 40 + [429]


def test_a_write_that_was_refused_may_be_sent_again(small, tom, deich):
    client, token = APIClient(), make_token(tom, by=tom, name="test")
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_IDEMPOTENCY_KEY="k1")
    body = {"title": "Kein Netz", "school": deich.pk}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(40):
            client.get(URL)
        assert client.post("/api/v1/tickets/", body).status_code == 429
        clock.shift(timedelta(seconds=2))
        numbers = [client.post("/api/v1/tickets/", body).json()["number"] for _ in range(2)]
        assert numbers[0] == numbers[1]


def test_twenty_requests_are_one_look_at_the_bucket(small, tom):
    ask = asks(tom)
    ask(1)
    name = Bucket.objects.get().name
    tokens = Bucket.objects.get(name=name).tokens
    ask(19)
    assert Bucket.objects.get(name=name).tokens == tokens
    ask(1)
    assert Bucket.objects.get(name=name).tokens < tokens


def test_who_is_signed_in_has_no_bucket(small, sign_in, tom):
    assert {sign_in(tom).get(URL).status_code for _ in range(45)} == {200}
    assert not Bucket.objects.exists()


def test_the_schema_tells_of_it(api, anna):
    paths = json.loads(api(anna).get("/api/v1/schema/").content)["paths"]
    answers = [one["responses"]["429"] for path in paths.values() for one in path.values()]
    assert len(answers) > 50
    assert all(list(a["headers"]) == ["Retry-After"] for a in answers)
