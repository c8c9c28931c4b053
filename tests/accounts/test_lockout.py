"""Wrong tries count for an account and its sender: nobody locks another out, guessing stays slow."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from itsm.accounts import login_attempts
from itsm.guards.models import Bucket
from itsm.outbox.models import OutboxMessage
from itsm.people.models import User
from tests.accounts.test_signing_in import code_of, reset_link
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "four calm words here"


def try_in(client, login="anna", password=PASSWORD, **headers):
    client.post("/accounts/login/", {"login": login, "password": password}, **headers)
    return "_auth_user_id" in client.session


def at(number):
    """A browser at an address of its own."""
    return {"client": Client(), "REMOTE_ADDR": f"203.0.113.{number}"}


def known_browser(**where):
    """A browser anna signed in with, and out again."""
    browser = Client()
    assert try_in(browser, **where)
    browser.post("/accounts/logout/")
    return browser


def test_a_stranger_elsewhere_locks_nobody_out(anna):
    for _ in range(8):
        try_in(password="wrong", **at(66))
    assert not try_in(**at(66))
    assert try_in(**at(1))


def test_the_known_browser_gets_in_whatever_is_tried_at_the_same_address(anna):
    browser = known_browser()
    for _ in range(8):
        try_in(Client(), password="wrong")
    assert (try_in(Client()), try_in(browser)) == (False, True)


def test_guessing_from_many_addresses_slows_unknown_browsers_only(anna, monkeypatch):
    monkeypatch.setitem(
        login_attempts.ALL_UNKNOWN, login_attempts.PASSWORD, login_attempts.Pace(6, 0)
    )
    browser = known_browser(REMOTE_ADDR="198.51.100.1")
    for number in range(6):
        try_in(password="wrong", **at(number))
    assert not try_in(**at(251))
    assert try_in(browser, REMOTE_ADDR="198.51.100.1")
    # A link by mail opens the door, too, at whatever address and while the guessing goes on.
    mailed = Client()
    _choose(mailed, reset_link(mailed))
    for _ in range(8):
        try_in(Client(), password="wrong")
    assert (try_in(Client(), password=NEW), try_in(mailed, password=NEW)) == (False, True)


def _choose(browser, link):
    form = browser.get(link, follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})


def test_a_reset_by_mail_empties_the_bucket(anna):
    for _ in range(5):
        try_in(Client(), password="wrong")
    assert not try_in(Client())
    mailed = Client()
    _choose(mailed, reset_link(mailed))
    assert try_in(Client(), password=NEW)


def test_a_browser_is_known_for_the_accounts_it_signed_in_with(anna, vera):
    browser = known_browser()
    for _ in range(5):
        try_in(Client(), "vera", "wrong")
    assert (try_in(browser, "vera"), try_in(browser)) == (False, True)


@pytest.mark.parametrize("forged", ["", "x", "{}", "eyJ4IjoxfQ:1x:abc", "a\x00b"])
def test_a_made_up_cookie_is_an_unknown_browser(anna, forged):
    for _ in range(5):
        try_in(Client(), password="wrong")
    client = Client()
    client.cookies[login_attempts.COOKIE] = forged
    assert not try_in(client)


def test_a_known_browser_guesses_slowly_too(anna):
    browser = known_browser()
    for _ in range(5):
        try_in(browser, password="wrong")
    assert not try_in(browser)
    assert try_in(**at(1))


def test_the_cookie_of_a_browser_names_nobody_and_no_script_reads_it(anna, settings):
    settings.SESSION_COOKIE_SECURE = True
    browser = Client()
    try_in(browser)
    cookie = browser.cookies[login_attempts.COOKIE]
    kept = [cookie[name] for name in ("httponly", "secure", "samesite", "path")]
    assert kept == [True, True, "Lax", "/accounts/"]
    assert "anna" not in cookie.value


def test_one_household_of_ipv6_is_one_sender(anna):
    for number in range(5):
        try_in(Client(), password="wrong", REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert not try_in(Client(), REMOTE_ADDR="2001:db8:1:2:ffff::1")
    assert try_in(Client(), REMOTE_ADDR="2001:db8:1:3::1")


def test_a_school_behind_one_address_is_never_shut_out_as_one(db, anna, vera):
    asked = Client().get("/accounts/login/").wsgi_request
    for number in range(700):
        login_attempts.take(login_attempts.PASSWORD, f"nobody{number}", asked, "198.51.100.7")
    assert try_in(Client(), "vera", REMOTE_ADDR="198.51.100.7")
    named = set(Bucket.objects.values_list("name", flat=True))
    assert [name for name in named if name.startswith("sign-in:from")] == []


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
    assert errors[5] == ["Zu viele Versuche. Bitte warten Sie eine Minute."]
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


def test_who_knows_the_password_locks_nobody_out_by_wrong_codes(anna):
    code, thief = code_of(anna), at(66)
    try_in(**thief)
    wrong = {"code": "000000" if code[0] != "0" else "999999"}
    for _ in range(8):
        thief["client"].post("/accounts/2fa/authenticate/", wrong, REMOTE_ADDR="203.0.113.66")
    browser = Client()
    try_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" in browser.session


def test_the_old_password_is_guessed_slowly_on_the_page_that_changes_it(client, anna):
    client.force_login(anna)
    words = {"password1": NEW, "password2": NEW}
    for _ in range(5):
        client.post("/accounts/password/change/", {"oldpassword": "wrong", **words})
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **words})
    assert User.objects.get(pk=anna.pk).check_password(PASSWORD)


def test_a_few_links_a_day_and_the_same_answer_to_all(client, anna):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asked = [_ask(client, "anna@example.org") for _ in range(5)]
        assert asked == [_ask(client, "nobody@example.org")] * 5
        assert OutboxMessage.objects.count() == 3
        clock.shift(timedelta(days=1))
        _ask(client, "anna@example.org")
    assert OutboxMessage.objects.count() == 4


def _ask(client, email):
    answer = client.post("/accounts/password/reset/", {"email": email})
    return answer.status_code, answer["Location"], answer.content


def test_a_stranger_gets_no_mail_and_no_row_but_the_same_work_is_done(client, anna):
    known, unknown = [_written(client, f"{name}@example.org") for name in ("anna", "nobody")]
    assert known == unknown
    assert Bucket.objects.filter(name__startswith="reset:").count() == 1
    assert [row.payload["to"] for row in OutboxMessage.objects.all()] == ["anna@example.org"]


def _written(client, email):
    """Which tables are written to."""
    with CaptureQueriesContext(connection) as asked:
        _ask(client, email)
    return [q["sql"].split()[2] for q in asked if q["sql"].startswith("INSERT")]


def test_the_link_to_a_new_password_leads_to_us_whatever_host_was_named(client, anna, settings):
    settings.PUBLIC_URL = "https://it.example.org"
    client.post(
        "/accounts/password/reset/", {"email": "anna@example.org"}, HTTP_HOST="localhost:6666"
    )
    row = OutboxMessage.objects.get()
    assert "https://it.example.org/accounts/password/reset/key/" in row.payload["text"]
    assert "localhost" not in row.payload["text"] + row.payload["subject"]
    assert "Schul-IT" in row.payload["text"]
