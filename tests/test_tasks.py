"""What happens by the clock: all of it is wound up, and does what it is there for."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

import assets.nightly
import itsm.nightly
from assets.models import DeviceImport
from itsm.celery import app
from itsm.guards.models import Bucket, OnceKey
from itsm.journal.attempts import failed_lately
from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import post_mail

WOUND_UP = {
    "itsm.outbox.tasks.relay": timedelta(seconds=5),
    "tickets.tasks.follow_up": timedelta(minutes=15),
    "loans.tasks.remind": timedelta(hours=1),
    "itsm.tasks.nightly": timedelta(days=1),
}


@pytest.fixture(autouse=True)
def _as_the_worker_starts():
    app.loader.import_default_modules()


def test_everything_there_is_a_task_for_is_scheduled_and_nothing_else():
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    table = {
        row["task"]: timedelta(seconds=row["schedule"])
        for row in settings.CELERY_BEAT_SCHEDULE.values()
    }
    assert (table, ours) == (WOUND_UP, set(WOUND_UP))


def run(name):
    """As the worker does when beat rings."""
    return app.tasks[name].apply(throw=True)


@pytest.mark.django_db
def test_what_waits_in_the_outbox_is_sent(mailoutbox):
    post_mail("anna@example.org", "Neu", "Text")
    run("itsm.outbox.tasks.relay")
    assert [mail.to for mail in mailoutbox] == [["anna@example.org"]]
    assert OutboxMessage.objects.get().state == "sent"


@pytest.mark.django_db
def test_at_night_what_is_no_longer_needed_is_forgotten(adam):
    old = timezone.now() - timedelta(days=91)
    OnceKey.objects.create(scope="x", key="1", payload_digest="", answer=[])
    OnceKey.objects.update(created_at=old)
    Bucket.objects.create(name="x", tokens=1, filled_at=old)
    DeviceImport.objects.create(by=adam, name="x.csv", sheet={}, summary={}, failed=[])
    DeviceImport.objects.update(created_at=old)
    run("itsm.tasks.nightly")
    kept = [model.objects.count() for model in (OnceKey, Bucket, DeviceImport)]
    assert kept == [0, 0, 0]


@pytest.mark.django_db
def test_what_fails_at_night_keeps_nothing_else_from_being_done(monkeypatch, caplog):
    done = []

    def broken():
        raise RuntimeError("damaged")

    monkeypatch.setattr(assets.nightly, "WORK", {"tree": broken})
    monkeypatch.setattr(itsm.nightly, "WORK", {"second": lambda: done.append("second")})
    run("itsm.tasks.nightly")
    assert done == ["second"]
    assert [line.getMessage() for line in caplog.records] == ["tree of the program failed"]
    assert failed_lately().get().details == {"work": "tree", "error": "RuntimeError"}
