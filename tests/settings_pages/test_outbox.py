"""Administrators open what was sent where it is listed, and send it again."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from itsm.journal.models import Event
from itsm.outbox import workflow
from itsm.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db
TEXT = "Beamer, Raum 204\n\n<b>Geht</b> er wieder?\n"
LINK = "https://it.example.org/accounts/invitation/geheim/"


def words(answer):
    """The page without its tags, as one line."""
    return " ".join(answer.content.decode().split())


@pytest.fixture
def sent():
    """One mail that went out, with an enclosure's name."""
    row = workflow.post_mail("anna@example.org", "Ihre Meldung 4711 ist gelöst", TEXT)
    workflow.relay()
    row.refresh_from_db()
    return row


def page(row):
    return reverse("settings:outbox_message", args=[row.pk])


def again(row):
    return reverse("settings:outbox_send", args=[row.pk])


def test_a_mail_is_opened_where_it_is_listed(sent, adam, sign_in):
    client = sign_in(adam)
    assert f'href="{page(sent)}"' in client.get("/settings/outbox/").content.decode()
    shown = words(client.get(page(sent)))
    for told in (
        "anna@example.org",
        "Ihre Meldung 4711 ist gelöst",
        "gesendet",
        again(sent),
        "&lt;b&gt;Geht&lt;/b&gt; er wieder?",
    ):
        assert told in shown
    assert "<b>Geht</b>" not in shown


def test_what_went_wrong_is_told(adam, sign_in):
    row = workflow.post_mail("anna@example.org", "Neu", TEXT)
    OutboxMessage.objects.update(state="parked", tries=12, last_error="550 no such person")
    shown = words(sign_in(adam).get(page(row)))
    for told in ("550 no such person", "<dd>12</dd>", "aufgegeben", again(row)):
        assert told in shown


def test_what_is_enclosed_is_named(adam, sign_in):
    files = [{"path": "loans/x.pdf", "name": "Leihvertrag 26.pdf"}]
    row = workflow.post_mail("anna@example.org", "Neu", TEXT, files)
    shown = words(sign_in(adam).get(page(row)))
    assert "Leihvertrag 26.pdf" in shown
    assert "loans/x.pdf" not in shown


def test_it_is_sent_again_after_a_question(sent, adam, sign_in):
    client = sign_in(adam)
    asked = client.get(again(sent))
    assert "„Ihre Meldung 4711 ist gelöst“ geht noch einmal an anna@example.org." in words(asked)
    assert OutboxMessage.objects.count() == 1
    assert client.post(again(sent)).status_code == 303
    workflow.relay()
    assert [(one.to, one.body) for one in mail.outbox] == [(["anna@example.org"], TEXT)] * 2
    assert Event.objects.get(verb="mail.sent_again").by == adam
    assert f"Mail {sent.pk} noch einmal gesendet" in words(client.get("/settings/journal/"))


def test_a_mail_with_a_secret_says_where_a_new_one_is_to_be_had(adam, sign_in):
    row = workflow.post_mail("anna@example.org", "Ihr Zugang", f"Hier:\n{LINK}\n")
    workflow.relay()
    client = sign_in(adam)
    shown = words(client.get(page(row)))
    assert ("geheim" in shown, "/accounts/invitation/-" in shown) == (False, True)
    assert ("Einladung noch einmal senden" in shown, again(row) in shown) == (True, False)
    assert client.post(again(row)).status_code == 409
    assert OutboxMessage.objects.count() == 1


def test_what_still_waits_offers_nothing(adam, sign_in):
    row = workflow.post_mail("anna@example.org", "Neu", TEXT)
    OutboxMessage.objects.update(due_at=timezone.now())
    client = sign_in(adam)
    assert again(row) not in words(client.get(page(row)))
    assert client.post(again(row)).status_code == 409


@pytest.mark.parametrize("name", ["anna", "vera", "hanna", "tom", "lena", "ida"])
def test_nobody_else_reads_what_others_were_sent(name, sent, request, sign_in):
    client = sign_in(request.getfixturevalue(name))
    answers = [client.get(page(sent)), client.get(again(sent)), client.post(again(sent))]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert OutboxMessage.objects.count() == 1
