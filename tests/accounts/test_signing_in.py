"""Signing in: by name or address, with a lockout, a way back by mail, and a second factor."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import timezone

from itsm import settings as running
from itsm.outbox.models import OutboxMessage
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def try_in(client, login, password=PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["anna", "ANNA", "anna@example.org", "Anna@Example.ORG"])
def test_by_name_or_address_in_any_case(client, anna, login):
    answer = try_in(client, login)
    assert (answer.status_code, is_in(client)) == (302, True)


def test_a_wrong_password_is_told_like_a_wrong_name(client, anna):
    wrong, unknown = try_in(client, "anna", "wrong"), try_in(client, "nobody", "wrong")
    errors = [answer.context["form"].non_field_errors() for answer in (wrong, unknown)]
    assert errors[0] == errors[1]
    assert not is_in(client)


def test_lockout_after_repeated_failures_is_the_accounts_own(client, anna, vera):
    for _ in range(5):
        try_in(client, "anna", "wrong")
    try_in(client, "anna")
    assert not is_in(client)
    # Whoever sits at the same address, in the same school, still gets in.
    try_in(client, "vera")
    assert is_in(client)


def test_who_has_left_does_not_get_in(client, anna):
    anna.is_active = False
    anna.save()
    try_in(client, "anna")
    assert not is_in(client)


def test_nobody_signs_up(client):
    answer = client.post(
        "/accounts/signup/",
        {"username": "eve", "email": "eve@example.org", "password1": "x" * 12},
    )
    assert answer.status_code in (200, 403)
    assert not is_in(client)


def test_a_forgotten_password_comes_back_by_the_outbox(client, anna):
    client.post("/accounts/password/reset/", {"email": "ANNA@example.org"})
    row = OutboxMessage.objects.get()
    assert (row.kind, row.payload["to"]) == ("mail", "anna@example.org")
    link = re.search(r"(/accounts/password/reset/key/\S+)", row.payload["text"]).group(1)
    form = client.get(link, follow=True)
    new = "four calm words here"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    try_in(client, "anna", new)
    assert is_in(client)


def reset_link(client) -> str:
    """The link in the newest mail, asked for by anna."""
    client.post("/accounts/password/reset/", {"email": "anna@example.org"})
    text = OutboxMessage.objects.latest("pk").payload["text"]
    return re.search(r"(/accounts/password/reset/key/\S+)", text).group(1)


def test_a_reset_link_works_once(client, anna):
    link = reset_link(client)
    form = client.get(link, follow=True)
    for word in ("four calm words here", "somebody else's words"):
        new = {"password1": word, "password2": word}
        client.post(form.request["PATH_INFO"], new)
    assert [
        try_in(Client(), "anna", word).status_code
        for word in ("four calm words here", "somebody else's words")
    ] == [302, 200]
    again = Client().get(link, follow=True)
    assert 'name="password1"' not in again.content.decode()


def test_a_reset_link_lives_for_three_days_and_tells_no_other_host(client, anna):
    link = reset_link(client)
    for days, there in ((2, True), (4, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            answer = Client().get(link, follow=True)
        assert ('name="password1"' in answer.content.decode(), answer["Referrer-Policy"]) == (
            there,
            "same-origin",
        )


def test_the_browser_is_told_what_belongs_into_the_fields(client, db):
    page = client.get(LOGIN).content.decode()
    assert ('autocomplete="username"' in page, 'autocomplete="current-password"' in page) == (
        True,
        True,
    )


def test_a_reset_for_nobody_looks_the_same(client, anna):
    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in ("anna@example.org", "nobody@example.org")
    ]
    assert [(a.status_code, a.get("Location")) for a in answers] == [
        (302, "/accounts/password/reset/done/")
    ] * 2


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/me/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_account_pages_load_when_signed_in(client, anna, page):
    try_in(client, "anna")
    assert client.get(page).status_code == 200


def test_a_second_factor_can_be_set_up(client, anna):
    try_in(client, "anna")
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert page.status_code == 200
    assert "<form" in page.content.decode()


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/password/reset/"])
def test_pages_without_a_sign_in_load(client, db, page):
    assert client.get(page).status_code == 200


@pytest.fixture
def as_running(settings):
    """With the memory the program itself uses: second factors and resets are counted in it."""
    settings.CACHES = running.CACHES


def code_of(person):
    """A second factor for this person, and what her app shows now."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


def test_a_second_factor_lets_in_once_and_is_counted_in_the_database(as_running, anna):
    code, answers = code_of(anna), []
    for _ in range(2):
        client = Client()
        assert try_in(client, "anna")["Location"] == "/accounts/2fa/authenticate/"
        assert not is_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        answers.append(is_in(client))
    assert answers == [True, False]


def test_wrong_codes_lock_a_second_factor_and_say_so(as_running, client, anna):
    code = code_of(anna)
    try_in(client, "anna")
    for _ in range(5):
        client.post(
            "/accounts/2fa/authenticate/", {"code": "000000" if code[0] != "0" else "999999"}
        )
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert (answer.status_code, is_in(client)) == (200, False)
    said = ["Zu viele Versuche. Bitte warten Sie eine Minute."]
    assert answer.context["form"].errors["code"] == said
