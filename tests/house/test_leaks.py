"""The BBS learns nothing of the Gymnasium and reaches none of its things; planted leaks are found."""

from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from api import fields
from api.views.devices import Devices
from assets.models.devices import DeviceQuerySet
from itsm.query_cache import forget
from tests.house import leaks
from tests.house.story import fill, first_here
from tickets import search
from tickets.dashboard import working
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.overview.views import list
from tickets.work.workflow import work


@pytest.fixture(autouse=True)
def _queries_made_anew():
    """A leak planted here is in the queries made meanwhile, and in none made before or after."""
    forget()
    yield
    forget()


@pytest.fixture
def look(people, catalogue, deich, moor_things, window):
    """`look("olga")`: the addresses at which she notices that the Gymnasium has things."""

    def _look(name):
        def others():
            return fill(deich, catalogue, reporter=people["anna"], worker=people["tom"])

        with time_machine.travel(timezone.now(), tick=False):
            return leaks.seen_by(window(name), moor_things, others)

    return _look


@pytest.fixture
def reach(deich_things, moor_things, window):
    """`reach("nora")`: the bodies by which she touched the Gymnasium's things."""
    return lambda name: leaks.touched_by(window(name), moor_things, deich_things)


@pytest.mark.parametrize("name", first_here(["nora", "otto", "olga", "ida", "nobody"]))
def test_no_page_tells_a_stranger_anything(name, look):
    assert look(name) == []


@pytest.mark.parametrize("name", ["otto", "olga", "nora"])
def test_no_body_reaches_a_foreign_thing(name, reach):
    assert reach(name) == []


def test_the_same_bodies_do_reach_things_where_they_may(deich_things, moor_things, window):
    assert "new about device" in leaks.touched_by(window("tom"), moor_things, deich_things)


def all_rows(queryset, user):
    return queryset.all()


@pytest.mark.prove
def test_planted_leak_all_devices_are_visible(monkeypatch, look):
    monkeypatch.setattr(DeviceQuerySet, "visible_to", all_rows)
    found = look("nora")
    assert {"/devices/", "/devices/export.csv", "/api/v1/devices/"} <= {*found}


@pytest.mark.prove
def test_planted_leak_tickets_forget_the_school(monkeypatch, look):
    monkeypatch.setattr(TicketQuerySet, "visible_to", all_rows)
    found = look("olga")
    assert {"/?scope=all", "/tickets/?state=all&scope=", "/api/v1/tickets/"} <= {*found}


@pytest.mark.prove
def test_planted_leak_the_export_takes_everything(monkeypatch, look):
    original = list.export_response

    def leaky(name, format, headers, rows):
        return original(name, format, headers, ([t.title] for t in Ticket.objects.all()))

    monkeypatch.setattr(list, "export_response", leaky)
    found = look("olga")
    assert found
    assert all(url.startswith("/tickets/export.csv") for url in found)


@pytest.mark.prove
def test_planted_leak_the_search_box_looks_everywhere(monkeypatch, look):
    everything = SimpleNamespace(visible_to=lambda user: Ticket.objects.all())
    monkeypatch.setattr(search, "Ticket", SimpleNamespace(objects=everything))
    found = look("olga")
    assert found
    assert all(url.startswith("/search/") for url in found)


@pytest.mark.prove
def test_planted_leak_the_api_lists_all_devices(monkeypatch, look):
    original = Devices.rows

    def leaky(self, user):
        with monkeypatch.context() as patch:
            patch.setattr(DeviceQuerySet, "visible_to", all_rows)
            return original(self, user)

    monkeypatch.setattr(Devices, "rows", leaky)
    found = look("olga")
    assert "/api/v1/devices/" in found
    # Cases are devices: their rows come through the same door.
    assert all(url.startswith(("/api/v1/devices/", "/api/v1/cases/")) for url in found)


@pytest.mark.prove
def test_planted_leak_a_count_counts_too_much(monkeypatch, look):
    original = working._counts
    leaky = Ticket.objects.open
    monkeypatch.setattr(working, "_counts", lambda seen, *rest: original(leaky(), *rest))
    assert [url for url in look("olga") if not url.startswith("/?")] == ["/"]


@pytest.mark.prove
def test_planted_leak_a_body_may_name_any_id(monkeypatch, reach):
    """It takes two: the form's choices, and the workflow behind them, which asks again."""
    monkeypatch.setattr(fields, "seen", lambda model, user: model.objects.all())
    assert reach("olga") == []
    monkeypatch.setattr(work, "_must_stay_at_school", lambda ticket, location: None)
    assert reach("olga") == ["ticket takes room"]
