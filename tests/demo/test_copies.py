"""Very many tickets are copies of played ones: as true as those, and in the order of time."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F, Q

from itsm.journal.models import Event, Subject
from tests.demo import kept
from tickets.models import Comment, Report, Ticket

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
WANTED = 200


@pytest.fixture
def played(monkeypatch):
    """Only a few are played."""
    monkeypatch.setattr("tickets.demo.PLAYED", 12)


@pytest.fixture
def many(db, played):
    kept.load(now=MORNING, schools=5, devices=120, tickets=WANTED)
    return Ticket.objects.exclude(devices__school=None).order_by("pk")


def lines(ticket):
    """Its life in words: verb, how much was said, and who by which role."""
    told = Subject.objects.about(ticket).order_by("at", "event_id")
    return tuple((one.verb, tuple(sorted(one.event.details))) for one in told)


def test_their_numbers_are_in_the_order_of_time(many):
    at_schools = Ticket.objects.exclude(devices__case__isnull=False).order_by("pk")
    begun = list(at_schools.values_list("created_at", flat=True))
    assert len(begun) >= WANTED
    assert begun == sorted(begun)


def test_each_is_told_like_the_one_it_is_a_copy_of(many):
    counted = Counter(map(lines, many))
    # Besides the week of the story there are at most as many ways as were played.
    assert len(counted) <= 12 + 22 + 3
    assert counted.most_common(1)[0][1] > 5


def test_every_line_names_its_own_ticket_its_comment_and_its_report(many):
    for ticket in many:
        comments = set(ticket.comments.values_list("pk", flat=True))
        about = Subject.objects.about(ticket)
        assert set(about.values_list("event__details__number", flat=True)) == {ticket.pk}
        named = set(about.values_list("event__details__comment", flat=True)) - {None}
        assert named == comments
    assert Subject.objects.filter(kind="ticket").count() >= Ticket.objects.count()


def test_only_people_of_the_school_or_the_authority_take_part(many):
    here = Q(by=None) | Q(by__memberships__school=F("school")) | Q(by__memberships__school=None)
    for model in (Report, Event):
        assert not model.objects.exclude(here).exists()
    assert not Comment.objects.exclude(
        Q(by=None)
        | Q(by__memberships__school=F("ticket__school"))
        | Q(by__memberships__school=None)
    ).exists()


def test_things_are_of_the_school_and_were_there(many):
    devices = Ticket.devices.through.objects
    assert not devices.exclude(
        Q(device__school=F("ticket__school")) | Q(device__school=None)
    ).exists()
    assert not devices.filter(ticket__created_at__date__lt=F("device__purchased_on")).exists()
    elsewhere = Ticket.objects.exclude(location__school=F("school"))
    # What broke in a case lies in the authority's store.
    assert not elsewhere.exclude(location__school=None).exists()


def test_not_more_happened_lately_than_before(many):
    lately = many.filter(created_at__gte=MORNING - timedelta(days=30))
    # Those of the story are of these days; of a thousand days' copies few are.
    assert lately.count() < 22 + 12 + WANTED * 0.08


def test_nothing_lies_ahead_and_what_is_over_is_over(many):
    now = MORNING.replace(hour=8, minute=45)
    assert Event.objects.latest("at").at <= now
    for ticket in many:
        last = Subject.objects.about(ticket).first()
        assert (ticket.state == "closed") == (
            last.verb in ("ticket.closed_by_itself", "ticket.confirmed", "ticket.withdrawn")
        )
        assert (ticket.closed_at is None) == (ticket.state != "closed")
