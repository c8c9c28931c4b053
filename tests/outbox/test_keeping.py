"""What was sent can be looked at and sent again; what opens something by itself is not kept."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection
from django.utils import timezone

from itsm.journal.models import Event
from itsm.outbox import workflow
from itsm.outbox.models import OutboxMessage
from itsm.tasks import nightly
from itsm.workflow import NotAllowed, StepRefused

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
HOST = "https://it.example.org"
RECEIPT = "172-3MVYWFT6MC3J596P4B8S8R5VEP"
INVITED = f"Wählen Sie hier ein Passwort:\n{HOST}/accounts/invitation/geheim/\n"
RESET = f"{HOST}/accounts/password/reset/key/j-dit02x-2271/\n"
STATUS = f"Hier geht es weiter:\n{HOST}/r/{RECEIPT}\n\nSchul-IT\n"


def post(text="Der Beamer geht wieder.\n", days=0, **fields):
    row = workflow.post_mail("anna@example.org", "Neu", text)
    at = timezone.now() - timedelta(days=days)
    OutboxMessage.objects.filter(pk=row.pk).update(created_at=at, **fields)
    return OutboxMessage.objects.get(pk=row.pk)


def now(row):
    row.refresh_from_db()
    return row.state, row.payload["text"], row.payload.get("hidden", [])


@pytest.mark.parametrize(
    ("text", "kept", "hidden"),
    [
        (
            INVITED,
            f"Wählen Sie hier ein Passwort:\n{HOST}/accounts/invitation/-/\n",
            ["invitation"],
        ),
        (RESET, f"{HOST}/accounts/password/reset/key/-/\n", ["reset"]),
        (STATUS, f"Hier geht es weiter:\n{HOST}/r/-\n\nSchul-IT\n", ["receipt"]),
        (f"Mehr: {HOST}/tickets/4711/\n", f"Mehr: {HOST}/tickets/4711/\n", []),
    ],
)
def test_once_sent_a_secret_is_kept_no_longer(text, kept, hidden):
    row = post(text)
    assert workflow.relay() == 1
    assert mail.outbox[0].body == text
    assert now(row) == (State.SENT, kept, hidden)


def test_a_secret_that_is_still_on_its_way_is_kept():
    row = post(INVITED)
    workflow.forget_old()
    assert now(row) == (State.WAITING, INVITED, [])


@pytest.mark.parametrize(("text", "lives"), [(INVITED, 3), (RESET, 3), (STATUS, 30)])
def test_what_never_went_out_keeps_its_secret_as_long_as_it_opens_something(text, lives):
    fresh = post(text, lives - 0.01, state=State.PARKED)
    dead = [post(text, lives + 0.01, state=state) for state in (State.PARKED, State.WAITING)]
    nightly()
    assert now(fresh) == (State.PARKED, text, [])
    for row in dead:
        state, kept, hidden = now(row)
        assert (state, kept, len(hidden)) == (State.PARKED, workflow.mask(text), 1)


def test_what_was_sent_or_given_up_is_kept_for_ninety_days():
    old = [post(days=91, state=state) for state in State.values]
    young = [post(days=89, state=state) for state in State.values]
    nightly()
    left = set(OutboxMessage.objects.values_list("pk", flat=True))
    assert left == {row.pk for row in young} | {
        row.pk for row in old if row.state in (State.WAITING, State.SENDING)
    }


def test_what_was_sent_goes_out_again_as_a_new_mail_and_the_journal_says_who(adam):
    row = post()
    workflow.relay()
    again = workflow.send_again(row, by=adam)
    assert workflow.relay() == 1
    first, second = mail.outbox
    assert (first.body, first.to, first.subject) == (second.body, second.to, second.subject)
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]
    line = Event.objects.get(verb="mail.sent_again")
    assert (line.by, line.details, line.visibility) == (adam, {"mail": row.pk}, "authority")
    assert now(again)[0] == State.SENT


def test_two_taps_send_it_once_more_only_once(adam):
    row = post(state=State.SENT)
    workflow.send_again(row, by=adam)
    with pytest.raises(StepRefused, match="schon noch einmal"):
        workflow.send_again(row, by=adam)
    assert OutboxMessage.objects.filter(state=State.WAITING).count() == 1


@pytest.mark.parametrize("step", [workflow.send_again, workflow.try_again])
def test_without_its_link_it_is_not_sent_again(step, adam):
    states = {workflow.send_again: State.SENT, workflow.try_again: State.PARKED}
    row = post(INVITED, state=states[step])
    row.payload = workflow.without_secrets(row.payload)
    row.save()
    with pytest.raises(StepRefused, match="nicht aufgehoben"):
        step(row, by=adam)
    assert OutboxMessage.objects.get().state == states[step]


def test_what_is_on_its_way_is_not_sent_again(adam):
    with pytest.raises(StepRefused):
        workflow.send_again(post(), by=adam)


def test_nobody_else_sends_again(tom, lena, hanna):
    row = post(state=State.SENT)
    for person in (tom, lena, hanna):
        with pytest.raises(NotAllowed):
            workflow.send_again(row, by=person)


def test_a_filled_outbox_is_mended_when_the_program_is_updated():
    secret, plain = post(STATUS, 89, state=State.SENT), post(days=89, state=State.SENT)
    old = post(INVITED, 91, state=State.SENT)
    waiting = post(INVITED)
    step = import_module("itsm.outbox.migrations.0002_sent_mails_keep_no_secret")
    step.mend(apps, connection.schema_editor())
    assert now(secret) == (State.SENT, workflow.mask(STATUS), ["receipt"])
    assert now(plain)[1:] == ("Der Beamer geht wieder.\n", [])
    assert now(waiting)[1:] == (INVITED, [])
    assert not OutboxMessage.objects.filter(pk=old.pk).exists()


def test_an_invitation_that_could_not_be_sent_for_days_is_given_up_without_its_link(adam):
    row = post(INVITED)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        nightly()
    assert now(row)[0] == State.PARKED
    assert "geheim" not in str(row.payload)
