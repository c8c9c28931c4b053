"""The demo goes on by the clock: after the days on which something happens, every page opens."""

import pytest
import time_machine

from itsm.journal.models import Event
from loans.reminders.workflow import coming
from tests.demo import kept
from tests.demo.living import MORNING, could_not_be_worded, live, wrong

pytestmark = pytest.mark.django_db


def test_every_page_opens_after_the_days_on_which_something_goes_out(settings, caplog):
    settings.DEMO = True
    kept.load(now=MORNING)
    with time_machine.travel(MORNING, tick=False) as clock:
        until = MORNING.date().replace(year=2027)
        days = sorted({(one.day - MORNING.date()).days for one in coming(until)})
        assert days
        live(clock, [days[0], 15, days[-1]])
        since = Event.objects.filter(by=None, at__gte=MORNING)
        verbs = set(since.values_list("verb", flat=True))
        assert {"loan.reminded", "ticket.closed_by_itself"} <= verbs
        assert wrong(["lender"]) == []
        assert wrong(["admin"], "en", each=False) == []
    assert could_not_be_worded(caplog) == []
