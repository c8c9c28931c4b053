"""Icons, links and times, in both languages, at a set clock."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.template import Context, RequestContext, Template
from django.utils import timezone, translation

from itsm.web.templatetags import web

# A Tuesday morning in Berlin.
NOW = datetime.datetime(2026, 11, 24, 8, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
TIMES = [
    ("2026-11-24 08:12", "heute 8:12", "today 8:12"),
    ("2026-11-24 00:05", "heute 0:05", "today 0:05"),
    ("2026-11-23 13:20", "gestern 13:20", "yesterday 13:20"),
    ("2026-11-25 09:00", "morgen 9:00", "tomorrow 9:00"),
    ("2026-11-20 10:00", "Fr", "Fri"),
    ("2026-11-26 10:00", "Do", "Thu"),
    ("2026-11-03 10:00", "3. Nov", "3 Nov"),
    ("2026-01-12 10:00", "12. Jan", "12 Jan"),
    ("2027-02-01 10:00", "1. Feb", "1 Feb"),
    ("2023-05-04 10:00", "Mai 2023", "May 2023"),
]


def berlin(text):
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("clock")
class TestWhen:
    @pytest.mark.parametrize(("moment", "german", "english"), TIMES)
    def test_says_it_as_people_do(self, moment, german, english):
        said = []
        for language in ("de", "en"):
            with translation.override(language):
                said.append(web.when(berlin(moment)))
        assert said == [german, english]

    def test_a_day_has_no_clock(self):
        with translation.override("en"):
            days = [datetime.date(2026, 11, 24), datetime.date(2026, 11, 23)]
            assert [web.when(day) for day in days] == ["today", "yesterday"]

    def test_midnight_is_midnight_in_berlin(self):
        utc = datetime.datetime(2026, 11, 23, 23, 30, tzinfo=datetime.UTC)
        with translation.override("en"):
            assert web.when(utc) == "today 0:30"

    def test_nothing_is_nothing(self):
        assert [f(None) for f in (web.when, web.whole, web.since, web.lasting, web.due)] == [""] * 5

    def test_the_whole_day_is_there_too(self):
        with translation.override("de"):
            assert web.whole(berlin("2026-11-03 10:00")) == "Di, 3. November 2026 10:00"


SPANS = [
    (10, "gerade eben", "1 min"),
    (60, "seit 1 Minute", "1 min"),
    (20 * 60, "seit 20 Minuten", "20 min"),
    (2 * 3600, "seit 2 Stunden", "2 h"),
    (86_400, "seit 1 Tag", "1 Tag"),
    (3 * 86_400 + 5, "seit 3 Tagen", "3 Tage"),
]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("seconds", "since", "lasting"), SPANS)
def test_how_long_something_has_been_so(seconds, since, lasting):
    then = timezone.now() - datetime.timedelta(seconds=seconds)
    with translation.override("de"):
        assert (web.since(then), web.lasting(then)) == (since, lasting)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (20, "noch 20 min"),
        (180, "noch 3 h"),
        (1500, "noch 1 Tag"),
        (-120, "seit 2 h überfällig"),
        (-4400, "seit 3 Tagen überfällig"),
    ],
)
def test_what_is_left_or_overdue(minutes, said):
    with translation.override("de"):
        assert web.due(timezone.now() + datetime.timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("amount", "german", "english"),
    [
        (1249, "1.249\xa0€", "€1,249"),
        (Decimal("189.50"), "189,50\xa0€", "€189.50"),
        (Decimal("189.00"), "189\xa0€", "€189"),
        (0, "0\xa0€", "€0"),
        (None, "", ""),
    ],
)
def test_money_without_idle_cents(amount, german, english):
    said = []
    for language in ("de", "en"):
        with translation.override(language):
            said.append(web.euro(amount))
    assert said == [german, english]


def test_an_icon_is_hidden_unless_it_says_something():
    drawn = Template('{% icon "scan" %}{% icon "bolt" label=said css="icon-large" %}')
    assert drawn.render(Context({"said": "<b>"})) == (
        '<svg class="icon" aria-hidden="true"><use href="/static/web/icons.svg#scan"/></svg>'
        '<svg class="icon icon-large" role="img" aria-label="&lt;b&gt;">'
        '<use href="/static/web/icons.svg#bolt"/></svg>'
    )


def test_a_link_keeps_the_filter(rf):
    request = rf.get("/tickets/?state=new&state=waiting&page=3&ordering=number")
    link = Template("{% query_with page=None ordering='-number' %}")
    assert (
        link.render(RequestContext(request)) == "?state=new&amp;state=waiting&amp;ordering=-number"
    )


def test_a_link_without_a_request_starts_from_the_query_given():
    assert Template("{% query_with page=2 %}").render(Context({"query": "q=a&page=9"})) == (
        "?q=a&amp;page=2"
    )


def test_a_partial_included_alone_still_keeps_the_filter(rf):
    page = Template('{% include "_table_head.html" with label="Nr." key="number" only %}')
    drawn = page.render(RequestContext(rf.get("/tickets/?state=new&page=3")))
    assert 'href="?state=new&amp;ordering=number"' in drawn
