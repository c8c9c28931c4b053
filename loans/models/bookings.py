"""Lessons for which teachers take the case of their school."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models import Location
from loans.models.loan import Loan

LESSONS = 12


class Booking(models.Model):
    """A teacher takes the case of her school for some lessons of one day; never two at once."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="bookings")
    day = models.DateField(_("day"))
    first = models.PositiveSmallIntegerField(_("from lesson"))
    last = models.PositiveSmallIntegerField(_("to lesson"))
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    purpose = models.CharField(_("what for"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "first"]
        constraints = [
            models.CheckConstraint(
                name="lessons_of_a_day",
                condition=Q(first__gte=1, last__gte=F("first"), last__lte=LESSONS),
            )
        ]

    def __str__(self):
        return f"{self.day} {self.first}–{self.last}"
