"""Whatever goes wrong, nothing typed is lost, and the sentence says what happened."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.http import HttpResponse, UnreadablePostError
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from itsm.steps import NotAllowed, StepRefused
from itsm.urls import *  # noqa: F403  handlers and the addresses pages link to
from itsm.urls import urlpatterns as house

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def raising(error):
    @login_not_required
    @csrf_exempt
    def view(request):
        raise error

    return view


@login_not_required
@csrf_exempt
def reading(request):
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("away/", raising(OperationalError("server closed the connection"))),
    path("refused/", raising(StepRefused("Somebody else was faster."))),
    path("forbidden/", raising(NotAllowed("You may not do that."))),
    path("big/", raising(RequestDataTooBig("too big"))),
    path("api/v1/big/", raising(RequestDataTooBig("too big"))),
    path("reading/", reading),
    *house,
]
TYPED = {"description": "Beamer flackert", "password": "geheim", "key": "k1", "name": ""}


def test_database_away_keeps_what_was_typed(client):
    answer = client.post("/away/", TYPED)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Beamer flackert" in page
    assert "geheim" not in page


def test_the_page_for_a_database_away_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.post("/away/", TYPED).status_code == 503


def test_a_refused_step_says_its_sentence_and_keeps_what_was_typed(client):
    answer = client.post("/refused/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Somebody else was faster." in page, "Beamer flackert" in page) == (True, True)


def test_not_allowed_is_not_not_found(client):
    answer = client.get("/forbidden/")
    assert (answer.status_code, "You may not do that." in answer.content.decode()) == (403, True)


def test_too_big_is_said_plainly(client):
    assert client.post("/big/").status_code == 413
    answer = client.post("/api/v1/big/")
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["status"] == 413


def test_a_form_with_too_many_letters_is_too_big(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert client.post("/reading/", {"text": "x" * 200}).status_code == 413


def test_a_form_open_for_too_long_comes_back_with_what_was_typed(anna):
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    answer = client.post("/accounts/logout/", TYPED)
    assert (answer.status_code, "Beamer flackert" in answer.content.decode()) == (403, True)


def test_every_answer_carries_the_strict_policy(client):
    policy = client.get("/refused/")["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == {
        "default-src 'self'", "img-src 'self' data: blob:", "script-src 'self'",
        "style-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'",
    }  # fmt: skip


@pytest.fixture
def signed_in_elsewhere(anna):
    """A browser whose session cannot be read: the database goes away before any page begins."""
    browser = Client(raise_request_exception=False)
    browser.force_login(anna)
    return browser


def away(*args, **facts):
    raise OperationalError("connection refused")


def test_away_before_the_page_begins_nothing_typed_is_lost_either(signed_in_elsewhere, monkeypatch):
    monkeypatch.setattr(SessionStore, "load", away)
    answer = signed_in_elsewhere.post("/tickets/new/", TYPED | {"devices": ["7", "9"]})
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert ("Beamer flackert" in page, "7\n9" in page, "geheim" in page) == (True, True, False)


def test_away_is_a_problem_document_for_programs(signed_in_elsewhere, monkeypatch):
    monkeypatch.setattr(SessionStore, "load", away)
    answer = signed_in_elsewhere.get("/api/v1/tickets/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "60"


def test_another_failure_is_still_our_fault(signed_in_elsewhere, monkeypatch):
    def broken(store):
        raise RuntimeError("ours")

    monkeypatch.setattr(SessionStore, "load", broken)
    answer = signed_in_elsewhere.post("/tickets/new/", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert ("Beamer flackert" in page, "geheim" in page) == (True, False)
    assert [
        word for word in ("RuntimeError", "ours", "Traceback", "SessionStore") if word in page
    ] == []


def test_a_form_that_never_arrived_whole_is_no_second_failure(signed_in_elsewhere, monkeypatch):
    def torn(request):
        raise UnreadablePostError("connection lost")

    def broken(store):
        raise RuntimeError("ours")

    monkeypatch.setattr(SessionStore, "load", broken)
    monkeypatch.setattr(WSGIRequest, "POST", property(torn))
    assert signed_in_elsewhere.post("/tickets/new/", TYPED).status_code == 500


def test_what_was_typed_is_called_as_on_the_form(client):
    page = client.post("/refused/", TYPED | {"solution": "Kabel"}).content.decode()
    labels = re.findall(r'<label class="kern-label" for="typed-\d">(.*?)</label>', page)
    assert labels == ["Beschreibung", "Lösung"]
