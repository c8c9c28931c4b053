"""A day can be read one way only, in both languages."""

from datetime import date, time

import pytest
from django.forms import DateField
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", ["04.03.2027", "4. März 2027", "14:05"]),
        ("en", ["4 Mar 2027", "4 March 2027", "14:05"]),
    ],
)
def test_days_and_times_are_written_as_people_here_read_them(language, told):
    day = date(2027, 3, 4)
    with translation.override(language):
        assert [
            formats.date_format(day, "SHORT_DATE_FORMAT"),
            formats.date_format(day, "DATE_FORMAT"),
            formats.time_format(time(14, 5), "TIME_FORMAT"),
        ] == told


def test_a_typed_day_is_never_read_the_american_way():
    typed = ("03/04/2027", "03.04.2027", "2027-04-03")
    with translation.override("en"):
        assert {DateField().clean(word) for word in typed} == {date(2027, 4, 3)}
