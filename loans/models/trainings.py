"""Trainings: dates on which people learn to teach with tablets, and their seats."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans.models.conditions import Condition
from loans.models.loan import EVERYWHERE


class Training(models.Model):
    """A date on which people learn to teach with tablets: at a place or by a link, with seats."""

    title = models.CharField(_("title"), max_length=160)
    about = models.TextField(_("what it is about"), max_length=4000, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("meeting link"), blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))
    # Attending it meets this condition of the school's applications.
    condition = models.ForeignKey(
        Condition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meets the condition"),
    )
    cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="a_training_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))
            )
        ]

    def __str__(self):
        return self.title


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own school's people; all for those who lend."""
        reach = reach_of(user)
        return self.filter(reach.within(Role.TEACHER, Role.SUPPORT, Role.HEAD, *EVERYWHERE))


class Seat(models.Model):
    """One person of one school at one training."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="taken")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    # By name, and emptied when it is no longer needed: most have no sign-in.
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    attended = models.BooleanField(_("was there"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "school", "name"], name="a_person_once_a_training"
            )
        ]

    def __str__(self):
        return self.name
