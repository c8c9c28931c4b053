"""Whatever goes wrong, nothing typed is lost, and the sentence says what happened."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpResponse, UnreadablePostError
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from itsm.urls import *  # noqa: F403  handlers and the addresses pages link to
from itsm.urls import urlpatterns as house
from itsm.workflow import NotAllowed, StepRefused

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def raising(error):
    @login_not_required
    @csrf_exempt
    def view(request):
        raise error

    return view


def because(error, **facts):
    """A mistake of Django's with the driver's own behind it."""
    error.__cause__ = type("Cause", (Exception,), facts)()
    return error


RING = {"sqlstate": "40P01"}
tries = []


@login_not_required
@csrf_exempt
def in_a_ring(request):
    """Broken off as often as the form says; then it says what came."""
    tries.append(request.FILES["photo"].read())
    if len(tries) <= int(request.POST["rings"]):
        raise because(OperationalError("deadlock detected"), **RING)
    return HttpResponse(tries[-1])


@login_not_required
@csrf_exempt
def in_a_ring_and_refused(request):
    tries.append("")
    if len(tries) == 1:
        raise because(OperationalError("deadlock detected"), **RING)
    raise StepRefused("Somebody else was faster.")


@login_not_required
@csrf_exempt
def reading(request):
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("away/", raising(OperationalError("server closed the connection"))),
    path("torn/", raising(InterfaceError("connection already closed"))),
    path("full/", raising(because(OperationalError("no"), sqlstate="53100"))),
    path("readonly/", raising(because(InternalError("no"), sqlstate="25006"))),
    path("api/v1/readonly/", raising(because(InternalError("no"), sqlstate="25006"))),
    path("full-here/", raising(because(OperationalError("no"), sqlite_errorname="SQLITE_FULL"))),
    path("ours/", raising(InternalError("a bug"))),
    path("ring/", in_a_ring),
    path("ring-and-refused/", in_a_ring_and_refused),
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


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("/torn/", "Das Programm erreicht seine Daten gerade nicht."),
        ("/full/", "Im Moment kann nichts gespeichert werden."),
        ("/full-here/", "Im Moment kann nichts gespeichert werden."),
        ("/readonly/", "Im Moment kann nichts gespeichert werden."),
    ],
)
def test_whatever_keeps_the_database_from_its_work_nothing_typed_is_lost(client, where, sentence):
    answer = client.post(where, TYPED)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert (sentence in page, "Beamer flackert" in page, "geheim" in page) == (True, True, False)


def test_a_program_hears_when_to_come_again(client):
    answer = client.post("/api/v1/readonly/", TYPED)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_mistake_of_ours_is_no_trouble_of_the_database():
    assert Client(raise_request_exception=False).post("/ours/", TYPED).status_code == 500


@pytest.fixture
def ring(transactional_db):
    """Sends something that the database breaks off so often: the answer, and how often it tried."""

    def _ring(client, where="/ring/", rings=1):
        tries.clear()
        photo = SimpleUploadedFile("a.jpg", b"a photo")
        answer = client.post(where, {**TYPED, "rings": rings, "photo": photo})
        return answer, len(tries)

    return _ring


def test_what_two_broke_off_by_waiting_for_each_other_is_done_once_more(client, ring):
    answer, times = ring(client)
    assert (answer.status_code, answer.content, times) == (200, b"a photo", 2)


def test_broken_off_twice_it_is_told_as_what_it_is(client, ring):
    answer, times = ring(client, rings=9)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], times) == (503, "1", 2)
    assert ("Im selben Augenblick" in page, "Beamer flackert" in page) == (True, True)


def test_what_the_other_one_made_impossible_meanwhile_is_refused(client, ring):
    answer, times = ring(client, "/ring-and-refused/")
    assert (answer.status_code, times) == (409, 2)
    assert "Somebody else was faster." in answer.content.decode()


@pytest.fixture
def read_only(transactional_db):
    """PostgreSQL as it stands by: it may be read, but not written."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such state")
def test_a_database_that_may_only_be_read_keeps_what_was_typed(client, read_only):
    answer = client.post("/accounts/login/", {"login": "anna", "password": "geheim"})
    page = answer.content.decode()
    assert (answer.status_code, "anna" in page, "geheim" in page) == (503, True, False)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, "read-only")


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
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


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


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
@pytest.mark.parametrize("page", ["/", "/report/", "/accounts/login/", "/devices/", "/nowhere/"])
def test_pages_know_reading_and_sending_only(client, method, page):
    answer = getattr(client, method)(page)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_a_nul_is_taken_out_of_what_was_typed_and_asked(client, db):
    page = client.post("/accounts/login/?next=/a%00b", {"login": "an\x00na", "password": "x"})
    assert page.context["form"]["login"].value() == "anna"
    assert "/ab" in page.content.decode()


def test_a_cookie_with_a_nul_is_none(client, anna):
    client.force_login(anna)
    page = client.get("/accounts/login/", HTTP_COOKIE='sessionid="\\000aaaaaaaa"')
    assert page.status_code == 200


@pytest.mark.parametrize("number", [2**63, 10**40])
def test_nothing_has_a_number_longer_than_the_longest(client, adam, number):
    client.force_login(adam)
    assert client.get(f"/devices/{number}/").status_code == 404


def test_a_file_with_too_long_a_name_is_told_so(client, db):
    head = f'Content-Disposition: form-data; name="photo"; filename="{"x" * 3000}.jpg"'
    body = f"--b\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--b--\r\n"
    page = client.generic("POST", "/report/", body, "multipart/form-data; boundary=b")
    assert page.status_code == 400
    assert "Der Name einer Datei ist zu lang." in page.content.decode()
