"""Contracts, annexes, protocols, letters: written once, kept with their hash, never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans.models.loan import EVERYWHERE, Loan


class PaperKind(models.TextChoices):
    CONTRACT = "contract", _("Contract")
    ANNEX = "annex", _("Annex to the contract")
    RETURN = "return", _("Return protocol")
    DECISION = "decision", _("Decision on damage")
    CERTIFICATE = "certificate", _("Certificate of attendance")


class PaperText(models.Model):
    """The words of one kind of paper, with placeholders; loan managers edit them."""

    kind = models.CharField(max_length=12, choices=PaperKind.choices, unique=True)
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), max_length=20_000)

    def __str__(self):
        return self.title


class LoanPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own school's papers for its head and support; all for those who lend."""
        reach = reach_of(user)
        return self.filter(reach.within(Role.HEAD, Role.SUPPORT, *EVERYWHERE, field="loan__school"))


class LoanPaper(models.Model):
    """One paper as it was signed or sent: the file, its hash, and who made it when."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    title = models.CharField(max_length=160)
    file = models.FileField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = LoanPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.title


class Signature(models.Model):
    """Who signed a handover or a return: drawn as strokes, or typed and confirmed."""

    class Act(models.TextChoices):
        HANDOVER = "handover", _("handover")
        RETURN = "return", _("return")

    class Side(models.TextChoices):
        SCHOOL = "school", _("for the school")
        AUTHORITY = "authority", _("for the authority")

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="signatures")
    act = models.CharField(max_length=10, choices=Act.choices)
    side = models.CharField(max_length=10, choices=Side.choices)
    name = models.CharField(_("name"), max_length=120)
    # [[[x, y], …], …] between 0 and 1; empty where the name was typed and confirmed.
    strokes = models.JSONField(default=list)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "act", "side"], name="each_side_signs_once")
        ]

    def __str__(self):
        return self.name
