"""The lockout counts an account's failures, whatever the sender calls himself, us or the account."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from itsm.outbox.models import OutboxMessage
from itsm.web.models import Bucket
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def try_in(client, login="anna", password=PASSWORD, **headers):
    client.post("/accounts/login/", {"login": login, "password": password}, **headers)
    return "_auth_user_id" in client.session


def test_other_ports_in_the_host_are_no_new_tries(client, anna):
    for port in range(5):
        assert not try_in(client, password="wrong", HTTP_HOST=f"localhost:{8000 + port}")
    assert not try_in(client, HTTP_HOST="localhost:9999")


def test_the_name_and_the_address_of_a_person_share_their_tries(client, anna):
    for login in ("anna", "anna@example.org", "ANNA", "Anna@Example.org", "anna"):
        try_in(client, login, "wrong")
    assert [try_in(client, login) for login in ("anna", "anna@example.org")] == [False, False]


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_made_up_sender_is_no_new_try(client, anna, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(5):
        invented = f"10.0.0.{number}, 10.1.0.{number}, 10.2.0.{number}, 203.0.113.7"
        try_in(client, password="wrong", HTTP_X_FORWARDED_FOR=invented)
    assert not try_in(client, HTTP_X_FORWARDED_FOR="10.9.9.9, 203.0.113.7")


def test_an_unknown_name_is_locked_just_the_same(client, anna):
    answers = [
        client.post("/accounts/login/", {"login": "nobody", "password": "wrong"}) for _ in range(6)
    ]
    errors = [list(answer.context["form"].non_field_errors()) for answer in answers]
    assert errors[:5] == [errors[0]] * 5
    assert errors[5] != errors[0]
    assert not Bucket.objects.filter(name__contains="nobody").exists()


def test_it_ends_by_itself_a_try_a_minute(client, anna):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for _ in range(5):
            try_in(client, password="wrong")
        assert not try_in(client)
        clock.move_to(now + timedelta(seconds=61))
        assert try_in(client)


def test_signing_in_uses_no_try_up(client, anna):
    for _ in range(8):
        assert try_in(client)
        client.post("/accounts/logout/")


def test_the_link_to_a_new_password_leads_to_us_whatever_host_was_named(client, anna, settings):
    settings.PUBLIC_URL = "https://it.example.org"
    client.post(
        "/accounts/password/reset/", {"email": "anna@example.org"}, HTTP_HOST="localhost:6666"
    )
    row = OutboxMessage.objects.get()
    assert "https://it.example.org/accounts/password/reset/key/" in row.payload["text"]
    assert "localhost" not in row.payload["text"] + row.payload["subject"]
    assert "Schul-IT" in row.payload["text"]
