"""What makes lending more than carrying cases: lessons booked, trainings, what schools learned."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models import Category, Location
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans.models.conditions import Condition
from loans.models.loan import EVERYWHERE, Loan

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


class Evaluation(models.Model):
    """What the school says at the end, in four short answers."""

    class Often(models.TextChoices):
        DAILY = "daily", _("nearly every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("now and then")
        HARDLY = "hardly", _("hardly at all")

    class Would(models.TextChoices):
        YES = "yes", _("yes")
        MAYBE = "maybe", _("perhaps")
        NO = "no", _("no")

    loan = models.OneToOneField(Loan, models.CASCADE, related_name="evaluation")
    often = models.CharField(_("How often was it used?"), max_length=8, choices=Often.choices)
    used_for = models.TextField(_("What for?"), max_length=2000, blank=True)
    would_buy = models.CharField(
        _("Would the school buy such tablets?"), max_length=8, choices=Would.choices
    )
    wish = models.TextField(_("What should be better?"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.loan_id}"


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


class ExperienceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them, for everybody at a school that borrows or has borrowed, and for those who
        lend: it is meant to be read by the others."""
        reach = reach_of(user)
        if reach.holds_everywhere(*EVERYWHERE) or borrows(reach):
            return self
        return self.none()


class Experience(models.Model):
    """What worked in class, with which apps: written by one school for all that borrow."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of case"),
    )
    title = models.CharField(_("title"), max_length=160)
    subject = models.CharField(_("subject and year"), max_length=120, blank=True)
    worked = models.TextField(_("what worked, and what did not"), max_length=6000)
    apps = models.CharField(_("apps"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title


def borrows(reach) -> bool:
    """Has one of this person's schools ever been lent a case?"""
    schools = reach.schools(*Role.values)
    there = (*Loan.PLANNED, Loan.State.RETURNED, Loan.State.CLOSED)
    return Loan.objects.filter(school__in=schools, state__in=there).exists()
