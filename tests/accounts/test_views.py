"""Pages about people, as the administrator and the invited person meet them."""

import re

import pytest
from django.test import Client

from itsm.outbox.models import OutboxMessage
from itsm.people.models import User
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(deich):
    return {
        "first_name": "Paula",
        "last_name": "Peters",
        "email": "paula@example.org",
        "role": "teacher",
        "schools": [deich.pk],
    }


def invited_link():
    text = OutboxMessage.objects.get().payload["text"]
    return re.search(r"(/accounts/invitation/\S+/)", text).group(1)


def test_from_form_to_first_sign_in(sign_in, adam, form):
    answer = sign_in(adam).post("/settings/people/invite/", form)
    paula = User.objects.get(username="paula")
    assert (answer.status_code, answer["Location"]) == (302, f"/settings/people/{paula.pk}/")
    guest, link = Client(), invited_link()
    assert guest.get(link).status_code == 200
    assert guest.post(link, {"password": "short"}).status_code == 200
    assert guest.post(link, {"password": "three calm words"}).status_code == 302
    assert guest.session["_auth_user_id"] == str(paula.pk)
    assert Client().get(link).status_code == 404


def test_a_double_click_invites_once(sign_in, adam, form):
    client, typed = sign_in(adam), {**form, "key": "k" * 24}
    answers = [client.post("/settings/people/invite/", typed) for _ in range(2)]
    assert {a["Location"] for a in answers} == {
        f"/settings/people/{User.objects.get(username='paula').pk}/"
    }
    assert OutboxMessage.objects.count() == 1


def test_what_was_typed_stays_when_something_is_wrong(sign_in, adam, anna, form):
    answer = sign_in(adam).post("/settings/people/invite/", {**form, "email": "ANNA@example.org"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="Paula"' in page) == (200, True)
    assert User.objects.filter(first_name="Paula").count() == 0


@pytest.mark.parametrize("name", ["anna", "vera", "hanna", "otto", "tom", "nora", "lena", "ida"])
def test_only_administrators_open_these_pages(request, sign_in, adam, name):
    client = sign_in(request.getfixturevalue(name))
    pages = ["", "invite/", f"{adam.pk}/", f"{adam.pk}/edit/", f"{adam.pk}/leave/"]
    codes = {page: client.get(f"/settings/people/{page}").status_code for page in pages}
    assert codes == dict.fromkeys(pages, 403)


def test_the_list_finds_by_name_role_and_school(sign_in, adam, anna, otto, moor):
    client = sign_in(adam)

    def found(**query):
        page = client.get("/settings/people/", query).context["page"]
        return [person.username for person in page]

    assert found(q="ann") == ["anna"]
    assert found(role="head") == ["otto"]
    assert found(school=moor.pk) == ["otto"]
    assert found(role="nonsense") == ["adam", "anna", "otto"]


def test_the_list_costs_the_same_for_one_and_for_many(
    sign_in, adam, deich, django_assert_max_num_queries
):
    client = sign_in(adam)
    for number in range(30):
        make_person(f"person{number}", "teacher", deich)
    with django_assert_max_num_queries(12):
        client.get("/settings/people/")


def test_roles_postings_and_leave_by_form(sign_in, adam, tom, deich, moor):
    client, base = sign_in(adam), f"/settings/people/{tom.pk}"
    client.post(f"{base}/roles/", {"role": "support", "schools": [moor.pk]})
    held = tom.memberships.get(role="support")
    client.post(f"{base}/postings/", {"schools": [moor.pk]})
    assert list(tom.postings.values_list("school", flat=True)) == [moor.pk]
    client.post(f"{base}/roles/{held.pk}/remove/")
    assert list(tom.memberships.values_list("role", flat=True)) == ["technician"]
    client.post(f"{base}/leave/", {"heir": ""})
    assert User.objects.get(pk=tom.pk).is_active is False
    assert client.get("/settings/people/", {"left": ""}).context["page"][0] == tom


def test_my_own_page_changes_only_me(sign_in, anna):
    answer = sign_in(anna).post(
        "/accounts/me/",
        {"first_name": "Änne", "last_name": "", "email": "anna@example.org", "language": "en"},
    )
    assert answer.status_code == 302
    anna.refresh_from_db()
    assert (anna.first_name, anna.language) == ("Änne", "en")
    assert answer.cookies["django_language"].value == "en"


@pytest.mark.parametrize("token", ["x", "a" * 43])
def test_a_wrong_link_says_so_to_everybody_alike(client, db, token):
    answer = client.get(f"/accounts/invitation/{token}/")
    assert (answer.status_code, answer["Cache-Control"]) == (
        404,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )


def test_a_role_that_needs_a_school_does_not_call_it_optional(sign_in, adam, deich, form):
    client = sign_in(adam)
    assert "freiwillig" not in client.get("/settings/people/invite/").content.decode()
    page = client.post("/settings/people/invite/", {**form, "schools": []}).content.decode()
    assert "Eine Angabe fehlt noch" in page
    assert "Bitte wählen Sie für diese Rolle mindestens eine Schule." in page


def test_the_language_cookie_is_as_safe_as_the_session(sign_in, anna, settings):
    settings.LANGUAGE_COOKIE_SECURE = True
    answer = sign_in(anna).post("/accounts/me/", {"first_name": "A", "language": "en"})
    cookie = answer.cookies["django_language"]
    assert (cookie["secure"], cookie["samesite"]) == (True, "Lax")
