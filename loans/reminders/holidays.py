"""Days on which no school is open: weekends, public holidays, school holidays of the Land.

From the package `holidays`, which carries them offline; years it does not know have none.
"""

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays


def is_free_day(day: date, land="NI") -> bool:
    """No school on this day in this Land?"""
    return day.weekday() >= 5 or day in _free_days(land, day.year)


def next_school_day(day: date, land="NI") -> date:
    """This day, or the first one after it on which schools are open."""
    while is_free_day(day, land):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def _free_days(land, year) -> frozenset[date]:
    known = country_holidays("DE", subdiv=land, years=year, categories=("public", "school"))
    return frozenset(known)
