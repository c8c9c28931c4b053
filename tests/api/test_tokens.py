"""API tokens: hashed, named, expiring, ending with the person."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from api.models import ApiToken
from api.tokens import end_token, make_token
from itsm.guards.models import OnceKey
from itsm.journal.models import Event
from itsm.workflow import NotAllowed
from tests.conftest import PASSWORD

URL = "/api/v1/tickets/"
PAGE = "/settings/tokens/"


def bearer(text):
    return {"HTTP_AUTHORIZATION": f"Bearer {text}"}


def made(capsys, *arguments):
    call_command("token", *arguments)
    return capsys.readouterr().out.split()[-1]


def test_the_command_prints_a_working_token_as_its_last_word(client, tom, capsys):
    text = made(capsys, "tom")
    assert client.get(URL, **bearer(text)).status_code == 200
    row = ApiToken.objects.get()
    assert (row.user, row.name) == (tom, "manage.py token")
    assert timedelta(days=179) < row.expiry - timezone.now() < timedelta(days=180)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer a b",
        "Bearer x",
        "Bearer ä",
        "Bearer \x00",
        "Token x",
        "Basic dG9tOnRvbQ==",
        "Bearer " + "9" * 5000,
    ],
)
def test_what_is_no_token_is_no_sign_in(client, tom, header):
    answer = client.get(URL, HTTP_AUTHORIZATION=header)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_only_a_hash_is_kept(tom, capsys):
    text = made(capsys, "tom", "--name", "Bericht")
    row = ApiToken.objects.get()
    assert (row.name, len(text), text in row.digest, text == row.token_key) == (
        "Bericht",
        64,
        False,
        False,
    )


def test_it_ends_with_its_time_and_with_the_person(client, tom, capsys):
    text = made(capsys, "tom", "--days", "30")
    ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert client.get(URL, **bearer(text)).status_code == 401
    text = made(capsys, "tom")
    assert client.get(URL, **bearer(text)).status_code == 200
    tom.is_active = False
    tom.save()
    assert client.get(URL, **bearer(text)).status_code == 401


def test_it_is_found_with_one_look_however_many_there_are(
    client, tom, adam, django_assert_num_queries
):
    texts = [make_token(tom, by=tom, name=str(n)) for n in range(5)]
    client.get(URL, **bearer(texts[2]))  # the first of twenty looks into its bucket
    # The token with its person, the roles, and the list's count.
    with django_assert_num_queries(3):
        assert client.get(URL, **bearer(texts[2])).status_code == 200


def test_a_token_needs_no_csrf(client, tom, deich):
    client.handler.enforce_csrf_checks = True
    text = make_token(tom, by=tom, name="x")
    body = {"title": "x", "school": deich.pk}
    answer = client.post(URL, body, content_type="application/json", **bearer(text))
    assert answer.status_code == 201


@pytest.fixture
def sign_in(client):
    """Signed in with the password, a moment ago: who makes a token is asked for it otherwise."""

    def _sign_in(person):
        client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
        return client

    return _sign_in


@pytest.mark.parametrize("name", ["nobody", "ida"])
def test_nobody_and_people_without_a_role_get_none(ida, name):
    with pytest.raises(CommandError):
        call_command("token", name)
    assert ApiToken.objects.count() == 0


def test_nobody_makes_or_ends_one_in_anothers_name(tom, anna, adam):
    with pytest.raises(NotAllowed):
        make_token(tom, by=adam, name="x")
    make_token(tom, by=tom, name="x")
    with pytest.raises(NotAllowed):
        end_token(ApiToken.objects.get(), by=anna)
    end_token(ApiToken.objects.get(), by=adam)
    assert ApiToken.objects.count() == 0


def test_a_person_makes_one_on_a_page_and_sees_it_once(sign_in, client, anna):
    page = sign_in(anna).post(PAGE, {"name": "Skript", "days": "30", "key": "k1"})
    text = page.context["fresh"]
    assert f"<code>{text}</code>" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.get(URL, **bearer(text)).status_code == 200
    assert text not in sign_in(anna).get(PAGE).content.decode()
    assert text not in str(list(OnceKey.objects.values()))


def test_the_same_form_sent_again_makes_no_second_one(sign_in, anna):
    body = {"name": "Skript", "days": "30", "key": "k1"}
    sign_in(anna).post(PAGE, body)
    again = sign_in(anna).post(PAGE, body)
    assert (again.context["fresh"], ApiToken.objects.count()) == ("", 1)
    other = sign_in(anna).post(PAGE, {**body, "name": "Anderes"})
    assert (bool(other.context["fresh"]), ApiToken.objects.count()) == (True, 2)


def test_what_was_typed_stays_when_something_is_missing(sign_in, anna):
    page = sign_in(anna).post(PAGE, {"name": "", "days": "90"})
    assert list(page.context["form"].errors) == ["name"]
    assert '<option value="90" selected' in page.content.decode()
    assert ApiToken.objects.count() == 0


def test_one_is_ended_after_a_question(sign_in, client, anna, otto):
    make_token(anna, by=anna, name="Skript")
    path = f"{PAGE}{ApiToken.objects.get().pk}/end/"
    for method in ("get", "post"):
        assert getattr(sign_in(otto), method)(path).status_code == 404
    client.post("/accounts/logout/")
    assert sign_in(anna).get(path).status_code == 200
    assert ApiToken.objects.count() == 1
    assert sign_in(anna).post(path)["Location"] == PAGE
    assert ApiToken.objects.count() == 0
    assert sign_in(anna).post(path).status_code == 404
    told = Event.objects.exclude(verb="user.signed_in").order_by("pk")
    assert list(told.values_list("verb", "visibility")) == [
        ("user.token_made", "authority"),
        ("user.token_ended", "authority"),
    ]
