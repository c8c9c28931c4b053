"""A whole year of the demo, day by day: all that is scheduled runs, and then every page opens."""

from collections import Counter

import pytest
import time_machine

from itsm import demo
from itsm.journal.models import Event
from itsm.outbox.models import OutboxMessage
from loans.models import Reminder
from tests.demo.living import MORNING, could_not_be_worded, live, wrong
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
EVERYBODY = ["admin", "technician", "lender", "support", "teacher", "head", "support2", "teacher2"]


def test_a_year_goes_by_and_every_page_opens(settings, caplog):
    settings.DEMO = True
    demo.load(now=MORNING)
    with time_machine.travel(MORNING, tick=False) as clock:
        live(clock, range(366))
        since = Event.objects.filter(by=None, at__gte=MORNING)
        by_itself = Counter(since.values_list("verb", flat=True))
        assert (
            by_itself["loan.reminded"] == Reminder.objects.filter(sent_at__gte=MORNING).count() > 0
        )
        assert by_itself["ticket.closed_by_itself"] > 0
        # Nothing that waits for nobody's answer is left, no mail lies about, and the old are gone.
        assert not Ticket.objects.filter(state="solved").exists()
        assert not Ticket.objects.filter(state="waiting", waiting_for="reporter").exists()
        assert set(OutboxMessage.objects.values_list("state", flat=True)) <= {"sent"}
        assert wrong(EVERYBODY) == []
        assert wrong(["lender", "technician"], "en") == []
    assert could_not_be_worded(caplog) == []
