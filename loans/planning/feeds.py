"""Loans as a calendar other programs read: of one school, or of the whole pool."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from itsm.people.models import Authority
from loans.models import Feed, Loan
from loans.notifications.dispatch import link
from loans.planning.plan import taken_until

SHOWN = (*Loan.PLANNED, Loan.State.RETURNED)
MOST = 1000


def feed_behind(secret) -> Feed | None:
    """The feed at this address, or None."""
    found = Feed.objects.filter(digest=Feed.digest_of(secret)).select_related("school")
    return found.first()


def calendar_of(feed) -> bytes:
    """Every promised and running loan as an event of whole days, until the case was back, or while
    it is overdue. No names of people."""
    host = settings.PUBLIC_URL.split("//")[-1]
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//Loans//DE")
    calendar.add("version", "2.0")
    name = feed.school.name if feed.school else (Authority.objects.first() or Authority()).name
    calendar.add("x-wr-calname", _("Tablet cases: %(name)s") % {"name": name})
    for loan in _loans(feed):
        calendar.add_component(_event(loan, host))
    return calendar.to_ical()


def _loans(feed):
    loans = Loan.objects.filter(state__in=SHOWN).with_names().order_by("start", "pk")
    return loans.filter(school=feed.school)[:MOST] if feed.school else loans[:MOST]


def _event(loan, host):
    event = Event()
    event.add("uid", f"loan-{loan.number}@{host}")
    event.add("dtstamp", loan.updated_at)
    event.add("dtstart", loan.start)
    event.add("dtend", max(taken_until(loan), loan.start + timedelta(days=1)))
    event.add("summary", f"{loan.case.inventory_number}: {loan.school}")
    event.add("description", loan.get_state_display())
    event.add("url", link(loan))
    event.add("transp", "TRANSPARENT")
    return event
