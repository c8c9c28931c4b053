"""The demo story, lived on by the clock: what it rings for rings, and everybody looks at it all."""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from itsm.people.models import User
from loans.models import Loan
from tests.house.test_pages import all_pages
from tickets.models import Ticket

# A Tuesday in November.
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
API = [
    "events/?page_size=500",
    "tickets/?page_size=500",
    "loans/?page_size=500",
    "cases/",
    "devices/?page_size=500",
]


def live(clock, days):
    """These days, counted from the morning of the story, with all that is scheduled."""
    for day in days:
        clock.move_to(MORNING + timedelta(days=day))
        for bell in settings.CELERY_BEAT_SCHEDULE.values():
            import_string(bell["task"])()


def wrong(names, language="de", *, each=True) -> list[str]:
    """Every page that does not open for these people: lists, and each loan, case and ticket."""
    found, each = [], list(_each()) if each else []
    for name in names:
        client = Client(headers={"accept-language": language})
        client.force_login(User.objects.get(username=name))
        for url in [*all_pages(), *(f"/api/v1/{path}" for path in API), *each]:
            status = client.get(url).status_code
            if status not in (200, 302, 303, 403, 404, 405):
                found.append(f"{name} {url}: {status}")
    return found


def _each():
    loans = Loan.objects.order_by("pk")
    for loan in loans:
        yield f"/loans/{loan.number}/"
        yield f"/api/v1/loans/{loan.number}/"
    for case in set(loans.exclude(case=None).values_list("case", flat=True)):
        yield f"/cases/{case}/"
        yield f"/devices/{case}/"
    for ticket in Ticket.objects.order_by("-updated_at")[:60]:
        yield f"/tickets/{ticket.number}/"


def could_not_be_worded(caplog) -> list[str]:
    """Lines of the journal for which there were no words."""
    return [
        one.getMessage()
        for one in caplog.records
        if one.name == "itsm.journal" and one.levelno >= logging.ERROR
    ]
