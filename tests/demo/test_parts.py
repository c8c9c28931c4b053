"""Each trade brings its own part of the story: it runs by being installed."""

import pytest
from django.core.management import CommandError, call_command

from itsm import demo
from itsm.demo import doors
from itsm.demo.parts import amounts, parts
from tests.house.watering.demo import told


@pytest.fixture
def with_watering(settings):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.house.watering"]
    settings.DEMO = True
    told.clear()


def test_trades_tell_in_the_order_in_which_they_are_installed():
    assert list(parts()) == ["assets", "tickets", "loans"]
    assert [amount.name for amount in amounts()] == ["devices", "tickets", "loans"]


@pytest.mark.django_db
def test_a_new_trade_tells_after_those_it_stands_on(with_watering):
    demo.load(tickets=25, plants=3)
    assert told == [(3, ["assets", "tickets", "loans"], 3)]
    assert doors.label_links()[-1] == ("/q/WATER", "Palme")


@pytest.mark.django_db
def test_what_it_has_more_or_less_of_is_an_option_of_the_command(with_watering):
    with pytest.raises(CommandError, match="--plants"):
        call_command("demo", "--plants", "6")
    assert told == []
