"""What is done with a case before it goes out, and how it looked when it went and came back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.fields.words import Worded
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans.models.items import LoanItem
from loans.models.loan import EVERYWHERE, Loan


class PreparationTask(Worded):
    """ "Zurückgesetzt", "Geladen, mindestens 80 %": a loan manager defines the list."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        ordering = ["order", "pk"]


class PreparationTick(models.Model):
    """One task is done for one loan's case."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="ticks")
    task = models.ForeignKey(PreparationTask, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["task__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["loan", "task"], name="a_task_once_a_loan")]

    def __str__(self):
        return f"{self.loan_id}: {self.task}"


class LoanPhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own school's for its head and support; all for those who lend."""
        reach = reach_of(user)
        return self.filter(reach.within(Role.HEAD, Role.SUPPORT, *EVERYWHERE, field="loan__school"))


class LoanPhoto(models.Model):
    """How the case, or one device of it, looked at the handover or on its return."""

    class Act(models.TextChoices):
        HANDOVER = "handover", _("before")
        RETURN = "return", _("after")

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="photos")
    item = models.ForeignKey(LoanItem, models.SET_NULL, null=True, related_name="photos")
    act = models.CharField(max_length=10, choices=Act.choices)
    file = models.FileField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = LoanPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.loan_id}, {self.get_act_display()}"
