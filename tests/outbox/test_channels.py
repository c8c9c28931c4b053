"""Many mails are one call to the mail server, and no mail stops another."""

import pytest

from itsm.outbox import channels, workflow
from itsm.outbox.models import OutboxMessage
from itsm.outbox.tasks import relay as bell

pytestmark = pytest.mark.django_db


def post(*numbers):
    for number in numbers:
        workflow.post_mail(f"p{number}@example.org", "Neu", "Text")


def arrived(sink):
    return sorted(mail["To"] for mail in sink.mails)


def everybody(*but):
    return sorted(f"p{number}@example.org" for number in range(120) if number not in but)


def test_a_batch_is_one_call(sink):
    post(*range(50))
    assert workflow.relay() == 50
    assert (sink.calls, len(sink.mails)) == (1, 50)


def test_bad_mails_end_neither_the_batch_nor_the_ring(sink):
    """Each failure costs one call more; what is behind it, also in later batches, goes out."""
    bad = (0, 17, 49, 50, 119)
    sink.refused = {f"p{number}@example.org" for number in bad}
    post(*range(120))
    bell()
    assert arrived(sink) == everybody(*bad)
    assert set(sink.message_ids) == set(
        OutboxMessage.objects.filter(state="sent").values_list("message_id", flat=True)
    )
    left = OutboxMessage.objects.filter(state="waiting", tries=1).order_by("pk")
    assert [m.payload["to"] for m in left] == [f"p{number}@example.org" for number in bad]
    assert all("550" in m.last_error for m in left)
    assert sink.calls <= 3 + len(bad)


def test_a_server_that_hangs_up_after_some_mails_is_called_again(sink):
    sink.most = 20
    post(*range(50))
    assert workflow.relay() == 50
    assert (sink.calls, len(set(sink.message_ids))) == (3, 50)


def test_a_server_that_is_away_is_not_called_for_each_mail(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    calls, dial = [], channels.get_connection
    monkeypatch.setattr(channels, "get_connection", lambda: calls.append(1) or dial())
    post(*range(10))
    assert workflow.relay() == 0
    rows = list(OutboxMessage.objects.values_list("state", "tries"))
    assert (len(calls), rows) == (1, [("waiting", 1)] * 10)
    assert "ConnectionRefused" in OutboxMessage.objects.first().last_error


def test_a_lost_enclosure_stops_only_its_own_mail(sink):
    workflow.post_mail("p0@example.org", "Vertrag", "Text", [{"path": "weg.pdf", "name": "x.pdf"}])
    post(1)
    assert workflow.relay() == 1
    assert arrived(sink) == ["p1@example.org"]
