"""The school year: in Lower Saxony from 1 August to 31 July."""

from datetime import date

# What a typed day may be at all: whoever types another one meant something else.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
# Nobody lends a case for longer.
MOST_YEARS = 5


def school_year(day: date) -> tuple[date, date]:
    """First day of the school year in which this day lies, and first day after it."""
    first = day.year if day.month >= 8 else day.year - 1
    return date(first, 8, 1), date(first + 1, 8, 1)


def name_of(start: date) -> str:
    """ "2026/27"."""
    return f"{start.year}/{(start.year + 1) % 100:02d}"
