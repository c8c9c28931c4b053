from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from itsm.demo.moments import Moments

BERLIN = ZoneInfo("Europe/Berlin")


def at(*numbers):
    return datetime(*numbers, tzinfo=BERLIN)


@pytest.fixture
def tuesday():
    return Moments(at(2026, 11, 24, 14, 30))


def test_the_story_is_told_at_a_quarter_to_nine(tuesday):
    assert tuesday.now == at(2026, 11, 24, 8, 45)
    assert Moments(at(2026, 11, 24, 8, 44)).now == at(2026, 11, 23, 8, 45)


def test_school_days_leave_out_weekends(tuesday):
    assert tuesday.at(0, "8:12") == at(2026, 11, 24, 8, 12)
    assert tuesday.at(2, "8:12") == at(2026, 11, 20, 8, 12)
    assert tuesday.ago(3, "9:05") == at(2026, 11, 20, 9, 5)


@pytest.mark.parametrize(
    ("minutes", "end"),
    [
        (10, at(2026, 11, 20, 15, 10)),
        (60, at(2026, 11, 23, 7, 30)),
        (60 + 510 + 5, at(2026, 11, 24, 7, 35)),
    ],
)
def test_work_rests_at_night_and_at_weekends(tuesday, minutes, end):
    assert tuesday.after(at(2026, 11, 20, 15, 0), minutes) == end


def test_faults_happen_on_school_mornings_before_today(tuesday):
    random = Random(1)
    moments = [tuesday.random(random, 400) for _time in range(500)]
    assert {m.weekday() for m in moments} == {0, 1, 2, 3, 4}
    assert all(450 <= m.hour * 60 + m.minute <= 960 for m in moments)
    assert max(moments) < tuesday.now.replace(hour=0, minute=0)
