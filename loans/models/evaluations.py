"""What a school says about a loan at its end, and what schools tell each other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assets.models import Category
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans.models.loan import EVERYWHERE, Loan


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
