"""How somebody signs in is changed with the password only, told by mail, and in the journal."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from api.models import ApiToken
from api.tokens import MOST_DAYS, make_token
from itsm.accounts import workflow as accounts
from itsm.accounts.people import workflow
from itsm.environment import second_factor_roles
from itsm.journal import timeline
from itsm.journal.models import Event, Subject
from itsm.outbox.models import OutboxMessage
from itsm.people.models import Session, User
from itsm.people.roles import Role
from itsm.workflow import NotAllowed, StepRefused
from tests.accounts.test_signing_in import code_of, reset_link
from tests.conftest import PASSWORD, give_role, make_person

pytestmark = pytest.mark.django_db
NEW = "four calm words here"
API = "/api/v1/tickets/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1"


def browser(person=None, agent=FIREFOX, password=PASSWORD):
    """A browser, signed in as a person would."""
    client = Client(HTTP_USER_AGENT=agent)
    if person:
        client.post("/accounts/login/", {"login": person.username, "password": password})
    return client


def is_in(client):
    return client.get("/accounts/me/").status_code == 200


def later(minutes=6):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def verbs(person):
    return list(Subject.objects.about(person).order_by("event_id").values_list("verb", flat=True))


def mails():
    """(to, subject) of everything sent, oldest first."""
    rows = OutboxMessage.objects.order_by("pk")
    return [(row.payload["to"], row.payload["subject"]) for row in rows]


def link_in_last_mail():
    text = OutboxMessage.objects.latest("pk").payload["text"]
    return re.search(r"https?://[^/]+(/accounts/me/email/\S+)", text).group(1)


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("/settings/tokens/", {"name": "Skript", "days": "30"}),
        ("/accounts/me/email/", {"email": "neu@example.org"}),
        ("/settings/people/second-factor/", {"roles": ["lender"]}),
        ("/accounts/2fa/totp/activate/", {"code": "1"}),
    ],
)
def test_what_changes_signing_in_asks_for_the_password_again(adam, page, body):
    client, before = browser(adam), Event.objects.count()
    with later():
        answer = client.post(page, body)
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
        assert (Event.objects.count(), mails()) == (before, [])
        done = client.post(answer["Location"], {"password": PASSWORD})
    # What was typed is not lost: it is done as soon as the password was right.
    assert (done.status_code in (200, 302), page in str(done.get("Location", ""))) == (True, False)


def test_the_second_factor_is_taken_off_with_the_password_only(anna):
    code = code_of(anna)
    client = browser(anna)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    with later():
        answer = client.post("/accounts/2fa/totp/deactivate/")
        assert answer["Location"].startswith("/accounts/reauthenticate/")
        assert anna.authenticator_set.exists()
        client.post(answer["Location"], {"password": PASSWORD})
        client.post("/accounts/2fa/totp/deactivate/")
    assert not anna.authenticator_set.exists()
    assert "user.factor_taken_off" in verbs(anna)
    assert mails()[-1] == ("anna@example.org", "Ihr zweiter Faktor wurde abgeschaltet")


@pytest.mark.parametrize("way", ["typed", "by mail"])
def test_a_new_password_ends_other_sessions_and_tokens(anna, way):
    here, there, text = browser(anna), browser(anna), make_token(anna, by=anna, name="Skript")
    OutboxMessage.objects.all().delete()
    assert (is_in(there), _answer(text)) == (True, 200)
    words = {"password1": NEW, "password2": NEW}
    if way == "typed":
        here.post("/accounts/password/change/", {"oldpassword": PASSWORD, **words})
    else:
        form = here.get(reset_link(Client()), follow=True)
        here.post(form.request["PATH_INFO"], words)
    assert (is_in(here), is_in(there), _answer(text)) == (False, False, 401)
    assert ApiToken.objects.count() == 0
    assert mails()[-1] == ("anna@example.org", "Ihr Passwort wurde geändert")
    verb = "user.password_changed" if way == "typed" else "user.password_reset"
    assert verb in verbs(anna)
    assert is_in(browser(anna, password=NEW))


def _answer(text):
    return Client().get(API, HTTP_AUTHORIZATION=f"Bearer {text}").status_code


def test_a_token_has_a_longest_life(tom):
    make_token(tom, by=tom, name="x", days=100_000)
    left = ApiToken.objects.get().expiry - timezone.now()
    assert timedelta(days=MOST_DAYS - 1) < left <= timedelta(days=MOST_DAYS)


def test_of_a_new_token_its_person_hears(tom):
    make_token(tom, by=tom, name="Bericht")
    assert mails() == [("tom@example.org", "Ein neuer API-Schlüssel wurde erstellt")]
    assert "Bericht" in OutboxMessage.objects.get().payload["text"]


def test_a_new_address_counts_once_it_is_confirmed(anna):
    client = browser(anna)
    client.post("/accounts/me/email/", {"email": "neu@example.org"})
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"
    assert mails() == [
        ("anna@example.org", "Eine neue E-Mail-Adresse für Ihr Konto"),
        ("neu@example.org", "Bitte bestätigen Sie Ihre neue E-Mail-Adresse"),
    ]
    link = link_in_last_mail()
    assert "neu@example.org" in Client().get(link).content.decode()  # a mail program looks first
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"
    Client().post(link)
    anna.refresh_from_db()
    assert anna.email == "neu@example.org"
    assert mails()[2:] == [("anna@example.org", "Ihre E-Mail-Adresse wurde geändert")]
    assert verbs(anna)[-2:] == ["user.email_asked", "user.email_changed"]
    assert [Client().get(link).status_code, Client().post(link).status_code] == [404, 404]


@pytest.mark.parametrize("why", ["too old", "new password", "left", "made up", "taken"])
def test_a_link_to_a_new_address_is_void_when(anna, vera, adam, why):
    accounts.change_email(anna, by=anna, email="neu@example.org")
    link, days = link_in_last_mail(), 0
    if why == "too old":
        days = 1.1
    if why == "new password":
        accounts.new_password(anna, NEW)
    if why == "left":
        workflow.leave(anna, by=adam)
    if why == "made up":
        link = link[:-4] + "abc/"
    if why == "taken":
        User.objects.filter(pk=vera.pk).update(email="Neu@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        assert Client().post(link).status_code == (409 if why == "taken" else 404)
    anna.refresh_from_db()
    assert anna.email == "anna@example.org"


def test_an_address_of_somebody_else_is_refused_and_stays_typed(anna, vera):
    page = browser(anna).post("/accounts/me/email/", {"email": "VERA@example.org"})
    assert "VERA@example.org" in page.content.decode()
    assert list(page.context["form"].non_field_errors()) == [
        "Jemand mit dieser E-Mail-Adresse ist schon da."
    ]
    assert mails() == []


def test_an_administrator_changes_an_address_the_same_way(adam, anna, deich):
    client = browser(adam)
    client.post(f"/settings/people/{anna.pk}/email/", {"email": "neu@example.org"})
    anna.refresh_from_db()
    assert (anna.email, [to for to, _ in mails()]) == (
        "anna@example.org",
        ["anna@example.org", "neu@example.org"],
    )
    # Who never had a way in has nothing to be taken over: a typing error is put right at once.
    paula = workflow.invite(
        by=adam,
        first_name="Paula",
        last_name="P",
        email="pula@example.org",
        role=Role.TEACHER,
        schools=[deich],
    )
    client.post(f"/settings/people/{paula.pk}/email/", {"email": "paula@example.org"})
    paula.refresh_from_db()
    assert paula.email == "paula@example.org"


@pytest.mark.parametrize("name", ["anna", "hanna", "tom"])
def test_nobody_else_changes_an_address_or_a_factor(request, name, otto):
    by = request.getfixturevalue(name)
    code_of(otto)
    for step in (
        lambda: accounts.change_email(otto, by=by, email="x@example.org"),
        lambda: accounts.take_off_factor(otto, by=by),
        lambda: accounts.demand_factor(["teacher"], by=by),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_a_person_sees_where_she_is_signed_in_and_ends_one_by_one(anna, vera):
    here, there, foreign = browser(anna), browser(anna, IPHONE), browser(vera)
    make_token(anna, by=anna, name="Skript")
    page = here.get("/accounts/me/sessions/")
    shown = [(one["row"].browser, one["here"]) for one in page.context["sessions"]]
    assert sorted(shown) == [("Firefox, Windows", True), ("Safari, iPhone", False)]
    assert [token.name for token in page.context["tokens"]] == ["Skript"]
    keys = Session.objects.values_list("session_key", flat=True)
    assert [key for key in keys if key in page.content.decode()] == []
    mark = next(one["mark"] for one in page.context["sessions"] if not one["here"])
    assert foreign.post(f"/accounts/me/sessions/{mark}/end/").status_code == 404
    assert is_in(there)
    here.post(f"/accounts/me/sessions/{mark}/end/")
    assert (is_in(here), is_in(there), is_in(foreign)) == (True, False, True)


def test_all_others_end_at_once_with_the_tokens(anna, vera):
    here, there, foreign = browser(anna), browser(anna, IPHONE), browser(vera)
    text = make_token(anna, by=anna, name="Skript")
    here.post("/accounts/me/sessions/end/")
    assert (is_in(here), is_in(there), is_in(foreign), _answer(text)) == (True, False, True, 401)
    assert verbs(anna)[-1] == "user.sessions_ended"


def test_when_a_browser_was_last_seen_is_kept_to_a_quarter_of_an_hour(anna):
    client, began = browser(anna), timezone.now()
    with later(10):
        client.get("/accounts/me/")
        assert Session.objects.get(person=anna).seen_at - began < timedelta(minutes=1)
    with later(20):
        client.get("/accounts/me/")
        seen = Session.objects.get(person=anna)
        assert seen.seen_at - began > timedelta(minutes=19)
    assert abs(seen.began_at - began) < timedelta(minutes=1)


def test_signing_in_and_failing_stand_in_the_journal_without_addresses(anna, adam):
    for _ in range(8):
        browser(anna, password="wrong")
    client = Client(REMOTE_ADDR="198.51.100.9", HTTP_USER_AGENT=FIREFOX)
    client.post("/accounts/login/", {"login": "anna@example.org", "password": PASSWORD})
    # A flood fills no journal: a few lines an hour.
    assert verbs(anna) == ["user.sign_in_failed"] * 5 + ["user.signed_in"]
    kept = str(list(Event.objects.values("details", "by")))
    assert [word for word in ("198.51", "127.0", "anna@", "wrong", "Firefox") if word in kept] == []
    assert Event.objects.filter(verb="user.sign_in_failed", by=None).count() == 5
    about = Subject.objects.about(anna)
    assert about.visible_to(anna).count() == 0
    lines = timeline.lines(about.visible_to(adam))
    assert {line.sentence for line in lines} == {
        "Angemeldet",
        "Anmeldung gescheitert: Passwort falsch",
    }


def test_a_wrong_code_stands_in_the_journal(anna):
    code = code_of(anna)
    client = browser(anna)
    client.post("/accounts/2fa/authenticate/", {"code": "000000" if code[0] != "0" else "999999"})
    assert verbs(anna) == ["user.sign_in_failed"]
    assert Event.objects.get().details == {"why": "code"}


def needs_one(settings, role="administrator"):
    settings.SECOND_FACTOR_ROLES = [role]


def test_who_needs_a_second_factor_sets_it_up_before_anything_else(
    settings, adam, django_capture_on_commit_callbacks
):
    needs_one(settings)
    client = browser(adam)
    for page in (
        "/",
        "/settings/",
        "/settings/tokens/",
        "/accounts/me/",
        "/accounts/2fa/",
        "/accounts/password/change/",
        "/devices/",
    ):
        assert client.get(page)["Location"] == "/accounts/2fa/totp/activate/", page
    assert client.post("/settings/tokens/", {"name": "x", "days": "30"}).status_code == 302
    answer = client.get("/api/v1/schools/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    form = client.get("/accounts/2fa/totp/activate/")
    assert "Ihre Rolle braucht einen zweiten Faktor" in form.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": _shown(form.context["form"].secret)})
    assert adam.authenticator_set.filter(type=Authenticator.Type.TOTP).exists()
    assert client.get("/").status_code == 200
    assert "user.factor_set_up" in verbs(adam)
    # And there it stays.
    client.post("/accounts/2fa/totp/deactivate/")
    assert adam.authenticator_set.filter(type=Authenticator.Type.TOTP).exists()


def _shown(secret):
    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def test_no_token_goes_round_a_second_factor(settings, adam, tom):
    text, toms = make_token(adam, by=adam, name="alt"), make_token(tom, by=tom, name="alt")
    needs_one(settings)
    assert (_answer(text), _answer(toms)) == (403, 200)
    with pytest.raises(StepRefused):
        make_token(adam, by=adam, name="neu")
    with pytest.raises(CommandError):
        call_command("token", "adam")
    code_of(adam)
    assert _answer(text) == 200


def test_an_invitation_leads_to_the_second_factor_too(settings, adam):
    needs_one(settings, "lender")
    workflow.invite(by=adam, first_name="Lia", last_name="L", email="l@example.org", role="lender")
    link = re.search(r"(/accounts/invitation/\S+)", OutboxMessage.objects.get().payload["text"])
    client = browser()
    client.post(link.group(1), {"password": NEW})
    assert client.get("/")["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_roles_are_chosen_on_the_settings_page(settings, adam, lena, anna):
    needs_one(settings)
    code_of(adam)
    accounts.demand_factor(["lender", "technician"], by=adam)
    assert browser(lena).get("/")["Location"] == "/accounts/2fa/totp/activate/"
    assert browser(anna).get("/").status_code == 200
    accounts.demand_factor([], by=adam)
    client = browser(lena)
    assert client.get("/").status_code == 200
    kept = Event.objects.filter(verb="setting.changed").order_by("pk")
    told = [line.sentence for line in timeline.lines(SimpleNamespace(event=e) for e in kept)]
    assert told == [
        "Einstellung geändert: Anmelden Schul-IT. Rollen mit zweitem Faktor (leer) → "
        "„Ausleihe, Technik (2nd Level)“",
        "Einstellung geändert: Anmelden Schul-IT. Rollen mit zweitem Faktor "
        "„Ausleihe, Technik (2nd Level)“ → (leer)",
    ]


def test_a_demand_given_up_frees_who_was_led_there(settings, adam, lena):
    needs_one(settings, "lender")
    client = browser(lena)
    assert client.get("/").status_code == 302
    accounts.demand_factor([], by=adam)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("debug", "demo", "roles"),
    [
        (False, False, ["administrator"]),
        (True, False, []),
        (False, True, []),
    ],
)
def test_administrators_need_one_in_a_county_and_nobody_in_the_demo(debug, demo, roles):
    assert second_factor_roles(debug=debug, demo=demo) == roles


def test_an_administrator_helps_who_lost_phone_and_codes(adam, tom):
    code_of(tom)
    there = browser()
    there.force_login(tom)
    browser(adam).post(f"/settings/people/{tom.pk}/second-factor/")
    assert not tom.authenticator_set.exists()
    assert not is_in(there)
    assert mails()[-1] == ("tom@example.org", "Ihr zweiter Faktor wurde abgeschaltet")
    with pytest.raises(StepRefused):
        accounts.take_off_factor(adam, by=adam)


def test_leaving_ends_the_sessions_themselves(adam, tom):
    client = browser(tom)
    assert is_in(client)
    workflow.leave(tom, by=adam)
    assert Session.objects.filter(person=tom).count() == 0


def test_two_administrators_do_not_remove_each_other(adam):
    bea = make_person("bea", Role.ADMINISTRATOR)
    hers, his = bea.memberships.get(), adam.memberships.get()
    workflow.remove_role(hers, by=adam)
    with pytest.raises(NotAllowed):
        workflow.remove_role(his, by=bea)
    give_role(bea, Role.TECHNICIAN)
    with pytest.raises(NotAllowed):
        workflow.leave(adam, by=bea)
    with pytest.raises(StepRefused):
        workflow.remove_role(his, by=adam)
