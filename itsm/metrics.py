"""Figures of the outbox for monitoring, and whether it keeps up."""

from datetime import timedelta

from django.db.models import Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from itsm.outbox.models import OutboxMessage
from itsm.web.figures import by_state

State = OutboxMessage.State


def collect():
    """Rows of the outbox by state, and for how many seconds the oldest one waits."""
    yield by_state("itsm_outbox", "Outbox rows by state", OutboxMessage)
    age = outbox_age().total_seconds()
    yield GaugeMetricFamily("itsm_outbox_age_seconds", "Age of the oldest row due", value=age)


def outbox_age() -> timedelta:
    """For how long the oldest row that is due has been waiting."""
    due = OutboxMessage.objects.filter(
        state__in=[State.WAITING, State.SENDING], due_at__lte=timezone.now()
    )
    oldest = due.aggregate(at=Min("due_at"))["at"]
    return timezone.now() - oldest if oldest else timedelta()


def outbox() -> str:
    """Late once a row has been due for ten minutes."""
    return "ok" if outbox_age() < timedelta(minutes=10) else "late"


CHECKS = {"outbox": outbox}
