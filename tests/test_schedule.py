"""What the clock rings for is scheduled, and each bell does its work."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils import timezone
from django.utils.module_loading import import_string

from assets.models import DeviceImport
from itsm.guards.models import Bucket, OnceKey
from itsm.journal.models import Event
from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import post_mail
from itsm.people.models import Session
from loans.models import Loan, ReminderRule
from tests.loans.conftest import case, kinds, running  # noqa: F401  fixtures
from tickets import workflow
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
# A Wednesday with school in Lower Saxony.
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def ring(name):
    """What the worker does when the clock rings this bell."""
    import_string(settings.CELERY_BEAT_SCHEDULE[name]["task"])()


def test_everything_is_scheduled():
    times = {one["task"]: one["schedule"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    assert times == {
        "itsm.outbox.tasks.relay": 5.0,
        "tickets.tasks.follow_up": 900.0,
        "loans.tasks.remind": 3600.0,
        "itsm.tasks.nightly": 86_400.0,
    }


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_every_bell_is_a_task_the_worker_knows(name):
    from itsm.celery import app

    app.loader.import_default_modules()
    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


def test_the_outbox_is_emptied():
    post_mail("anna@example.org", "Neu", "Text")
    ring("outbox")
    assert [one.to for one in mail.outbox] == [["anna@example.org"]]


def test_what_was_solved_is_closed(anna, deich, beamer, tom):
    told = workflow.report(by=anna, school=deich, devices=[beamer], title="kein Bild")
    workflow.solve(told.ticket, by=tom, solution="Kabel")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        ring("tickets")
    assert Ticket.objects.get().state == "closed"


def test_schools_are_reminded(running, hanna):  # noqa: F811
    Loan.objects.update(
        start=date(2026, 9, 1), end=date(2026, 11, 26), handed_over_at=NOW - timedelta(days=60)
    )
    ReminderRule.objects.create(days=0, to="head", subject="Heute", text="Bitte")
    OutboxMessage.objects.all().delete()
    with time_machine.travel(NOW):
        ring("loans")
        ring("loans")
    assert [m.payload["subject"] for m in OutboxMessage.objects.all()] == ["Heute"]
    assert Event.objects.get(verb="loan.reminded").details["to"] == "head"


def test_at_night_what_is_over_is_forgotten(adam):
    now = timezone.now()
    old, new = now - timedelta(days=100), now - timedelta(hours=1)
    for at in (old, new):
        OnceKey.objects.create(scope="x", key=str(at), payload_digest="", answer="1")
        OnceKey.objects.filter(key=str(at)).update(created_at=at)
        Bucket.objects.create(name=str(at), filled_at=at, tokens=1)
        DeviceImport.objects.create(by=adam, name="x.csv")
        DeviceImport.objects.filter(pk=DeviceImport.objects.latest("pk").pk).update(created_at=at)
        sent = post_mail("anna@example.org", "Neu", "Text")
        OutboxMessage.objects.filter(pk=sent.pk).update(created_at=at, state="sent")
        Session.objects.create(session_key=str(at)[:40], session_data="", expire_date=at)
    models = (OnceKey, Bucket, DeviceImport, OutboxMessage)
    ring("nightly")
    assert [model.objects.count() for model in models] == [1] * 4
    assert Session.objects.count() == 0
