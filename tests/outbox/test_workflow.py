"""What is put into the outbox leaves the house: at least once, never lost, never before commit."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from itsm.outbox import channels, workflow
from itsm.outbox.models import OutboxMessage
from itsm.outbox.tasks import relay as bell
from itsm.workflow import NotAllowed, StepRefused

State = OutboxMessage.State


def only():
    return OutboxMessage.objects.get()


def standing():
    row = only()
    return row.state, row.tries, row.lease


@pytest.fixture
def mail(db):
    return workflow.post_mail("anna@example.org", "Der Beamer geht wieder", "Raum 204\n")


def test_a_mail_arrives_as_it_was_written(sink, mail):
    assert workflow.relay() == 1
    (arrived,) = sink.mails
    text = arrived.get_payload(decode=True).decode()
    said = (arrived["To"], arrived["Subject"], text, arrived["Message-ID"])
    assert said == (
        "anna@example.org",
        "Der Beamer geht wieder",
        "Raum 204\r\n",
        mail.message_id,
    )
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert standing() == (State.SENT, 1, "")
    assert only().sent_at is not None


def test_what_was_sent_is_not_sent_again(sink, mail):
    assert [workflow.relay(), workflow.relay()] == [1, 0]
    assert len(sink.mails) == 1


def test_nobody_is_written_to_without_an_address(db):
    assert workflow.post_mail("", "Betreff", "Text") is None
    assert OutboxMessage.objects.count() == 0


def test_a_subject_never_becomes_a_second_header(sink, db):
    workflow.post_mail("anna@example.org", "Neu\r\nBcc: alle@example.org", "Text")
    workflow.relay()
    (arrived,) = sink.mails
    assert (arrived["Subject"], arrived["Bcc"]) == ("Neu Bcc: alle@example.org", None)


def test_the_row_goes_with_the_step_that_was_rolled_back(transactional_db):
    @transaction.atomic
    def solve():
        workflow.post_mail("anna@example.org", "Gelöst", "Text")
        raise StepRefused("Somebody else was faster.")

    with pytest.raises(StepRefused):
        solve()
    assert OutboxMessage.objects.count() == 0


def test_without_a_broker_the_row_waits_for_the_next_bell(settings, transactional_db):
    workflow.post_mail("anna@example.org", "Gelöst", "Text")
    assert standing() == (State.WAITING, 0, "")


def test_every_try_carries_the_same_message_id(sink, mail):
    sink.refuse = True
    assert workflow.relay() == 0
    assert standing() == (State.WAITING, 1, "")
    assert "451" in only().last_error
    sink.refuse = False
    with time_machine.travel(timezone.now() + timedelta(seconds=90)):
        assert workflow.relay() == 1
    assert sink.message_ids == [mail.message_id]
    assert standing() == (State.SENT, 2, "")
    assert only().last_error == ""


def test_after_a_failure_the_row_rests(sink, mail):
    sink.refuse = True
    workflow.relay()
    assert workflow.relay() == 0
    assert only().tries == 1


def test_pauses_grow_and_the_twelfth_failure_parks(sink, mail):
    sink.refuse = True
    pauses, clock = [], timezone.now() + timedelta(seconds=1)
    for _try in range(12):
        with time_machine.travel(clock, tick=False):
            workflow.relay()
            pauses.append(round((only().due_at - clock).total_seconds() / 60))
        clock = only().due_at + timedelta(seconds=1)
    assert pauses[:-1] == [1, 2, 5, 10, 30, 60, 120, 240, 480, 960, 1440]
    assert standing() == (State.PARKED, 12, "")
    with time_machine.travel(clock + timedelta(days=30)):
        assert workflow.relay() == 0


def test_an_administrator_lets_a_given_up_mail_go_once_more(sink, mail, adam):
    OutboxMessage.objects.update(state=State.PARKED, tries=12, last_error="451")
    workflow.try_again(only(), by=adam)
    assert standing() == (State.WAITING, 0, "")
    assert workflow.relay() == 1
    assert sink.message_ids == [mail.message_id]


def test_nobody_else_decides_about_given_up_mail(mail, tom):
    OutboxMessage.objects.update(state=State.PARKED)
    with pytest.raises(NotAllowed):
        workflow.try_again(only(), by=tom)
    assert only().state == State.PARKED


def test_only_given_up_mail_can_be_tried_again(mail, adam):
    with pytest.raises(StepRefused):
        workflow.try_again(mail, by=adam)


def test_a_claimed_row_is_left_alone_until_its_lease_ends(sink, mail):
    claimed = list(workflow.claim(50))
    assert [row.pk for row in claimed] == [mail.pk]
    assert list(workflow.claim(50)) == []
    with time_machine.travel(timezone.now() + workflow.LEASE + timedelta(seconds=1)):
        assert workflow.relay() == 1
    assert len(sink.mails) == 1


def test_a_relay_slower_than_its_lease_does_not_send_what_another_took(sink, mail):
    (mine,) = list(workflow.claim(50))
    with time_machine.travel(timezone.now() + workflow.LEASE + timedelta(seconds=1)):
        assert workflow.relay() == 1
        with channels.opened() as ways:
            assert workflow._send(mine, ways) is False
    assert len(sink.mails) == 1


def test_one_bad_address_keeps_nobody_else_waiting(sink, db):
    workflow.post("pigeon", {"to": "roof"})
    workflow.post_mail("vera@example.org", "Neu", "Text")
    assert workflow.relay() == 1
    assert sorted(OutboxMessage.objects.values_list("state", flat=True)) == ["sent", "waiting"]
    assert [arrived["To"] for arrived in sink.mails] == ["vera@example.org"]


def test_one_ring_empties_the_outbox_however_full(sink, db):
    for number in range(60):
        workflow.post_mail(f"person{number}@example.org", "Neu", "Text")
    bell()
    assert OutboxMessage.objects.filter(state=State.SENT).count() == 60
    assert len(set(sink.message_ids)) == 60


def test_sending_happens_outside_any_transaction(sink, transactional_db, monkeypatch):
    workflow.post_mail("anna@example.org", "Neu", "Text")
    seen, send = [], channels.MailServer.send

    def watched(server, row):
        seen.append(connection.in_atomic_block)
        send(server, row)

    monkeypatch.setattr(channels.MailServer, "send", watched)
    workflow.relay()
    assert (seen, len(sink.mails)) == ([False], 1)
