"""What must be met before a case is promised, and who has to agree: defined on pages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models import Category
from itsm.fields.words import Worded, in_language
from itsm.people.roles import Role
from loans.models.loan import Loan


class Condition(Worded):
    """ "WLAN im Raum", "Schulungsplan": a loan manager defines it, with the proof it wants."""

    class Proof(models.TextChoices):
        TICK = "tick", _("a tick")
        TEXT = "text", _("a text")
        FILE = "file", _("a file")
        DATE = "date", _("valid until")
        TRAINING = "training", _("a training was attended")

    class Checker(models.TextChoices):
        SCHOOL = "school", _("the school says so itself")
        AUTHORITY = "authority", _("the authority checks it")

    help_de = models.CharField(_("help text"), max_length=300, blank=True)
    help_en = models.CharField(_("help text in English"), max_length=300, blank=True)
    proof = models.CharField(_("proof"), max_length=10, choices=Proof.choices, default=Proof.TICK)
    checker = models.CharField(
        _("who checks"), max_length=10, choices=Checker.choices, default=Checker.AUTHORITY
    )
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of case"),
        help_text=_("Empty: for every kind."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        ordering = ["order", "pk"]

    @property
    def help(self) -> str:
        """The help text in the reader's language."""
        return in_language(self.help_de, self.help_en)


class LoanCondition(models.Model):
    """One condition of one loan: open, or met with a proof, on a day, checked by somebody."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="conditions")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="+")
    proof = models.TextField(_("proof"), max_length=4000, blank=True)
    file = models.FileField(blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_kind = models.CharField(max_length=80, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # Given by the school; met once it is checked (at once where the school says so itself).
    given_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Met by being there, and open again if nobody was there after all.
    training = models.ForeignKey("loans.Training", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["condition__order", "condition_id"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "condition"], name="a_condition_once_a_loan"),
            models.CheckConstraint(
                name="a_met_condition_says_by_whom",
                condition=Q(met_at=None, met_by=None)
                | Q(met_at__isnull=False, met_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.condition}"

    @property
    def is_met(self) -> bool:
        """Checked, and still valid on the loan's first day."""
        return self.met_at is not None and (
            self.valid_until is None or self.valid_until >= self.loan.start
        )


class StageQuerySet(models.QuerySet):
    def open_for(self, loan):
        """Who still has to agree to this loan, in order."""
        return self.filter(retired=False).exclude(pk__in=loan.approvals.values("stage"))


class Stage(Worded):
    """Who has to agree, one after the other: head of school, loan manager, authority."""

    role = models.CharField(
        _("who agrees"),
        max_length=16,
        choices=[(r.value, r.label) for r in (Role.HEAD, Role.LENDER, Role.ADMINISTRATOR)],
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer used"), default=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]


class Approval(models.Model):
    """Somebody agreed, on one stage, with a note."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="approvals")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["stage__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "stage"], name="a_stage_once_a_loan")
        ]

    def __str__(self):
        return f"{self.stage}: {self.by}"
