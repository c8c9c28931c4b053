"""The clock's ring reminds a school, as beat and worker do it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from itsm.outbox.models import OutboxMessage
from loans.models import Loan, ReminderRule
from loans.tasks import remind

A_SCHOOL_DAY = datetime(2027, 6, 1, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def test_whoever_is_due_is_reminded_and_once(running):
    ReminderRule.objects.create(days=-30, to="responsible", subject="{case}", text="An {school}")
    Loan.objects.filter(pk=running.pk).update(
        responsible_email="petersen@example.org",
        handed_over_at=A_SCHOOL_DAY - timedelta(days=90),
        end=A_SCHOOL_DAY.date() + timedelta(days=31),
    )
    OutboxMessage.objects.all().delete()
    with time_machine.travel(A_SCHOOL_DAY, tick=False):
        for _times in range(2):
            remind.apply(throw=True)
    sent = [message.payload["to"] for message in OutboxMessage.objects.all()]
    assert sent == ["petersen@example.org"]
