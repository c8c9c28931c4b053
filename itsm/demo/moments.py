"""Times of the story, relative to its day: whole minutes, in working hours."""

from datetime import datetime, time, timedelta

from django.utils import timezone

# The story is told at a quarter to nine: earlier in the morning it is still yesterday's.
TOLD_AT = time(8, 45)
OPENS, CLOSES = 7 * 60 + 30, 16 * 60


class Moments:
    """Days and hours before the moment at which the story is told."""

    def __init__(self, now=None):
        local = timezone.localtime(now)
        day = local.date() - timedelta(days=local.time() < TOLD_AT)
        self.today = day
        self.now = self._aware(day, TOLD_AT.hour * 60 + TOLD_AT.minute)

    def at(self, days, clock):
        """So many school days ago at this time; 0 is today, whatever day of the week that is."""
        return self._on(self.school_day(days), clock)

    def ago(self, days, clock="9:00"):
        """So many calendar days ago at this time, or on the Friday before a weekend."""
        return self._on(self.weekday(self.today - timedelta(days=days)), clock)

    def school_day(self, days):
        """The day so many school days ago."""
        day = self.today
        for _step in range(days):
            day = self.weekday(day - timedelta(days=1))
        return day

    @staticmethod
    def weekday(day):
        """The day itself, or the Friday before a weekend."""
        return day - timedelta(days=max(0, day.weekday() - 4))

    def random(self, random, days):
        """A school morning within so many days; few in the summer holidays."""
        while True:
            day = self.weekday(self.today - timedelta(days=random.randint(1, days)))
            if day.month != 7 or random.random() < 0.1:
                minutes = OPENS + int(random.triangular(0, CLOSES - OPENS, 60))
                return self._aware(day, minutes)

    def after(self, moment, minutes):
        """So many working minutes later: nights and weekends do not count."""
        into = moment.hour * 60 + moment.minute - OPENS
        days, rest = divmod(max(0, into) + int(minutes), CLOSES - OPENS)
        day = moment.date()
        for _step in range(days):
            day += timedelta(days=3 if day.weekday() == 4 else 1)
        return self._aware(day, OPENS + rest)

    def _on(self, day, clock):
        hours, minutes = clock.split(":")
        return self._aware(day, int(hours) * 60 + int(minutes))

    @staticmethod
    def _aware(day, minutes):
        naive = datetime.combine(day, time(minutes // 60, minutes % 60))
        return timezone.make_aware(naive)
