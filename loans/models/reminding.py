"""When a loan manager wants whom to be reminded, and what was sent already."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loans.models.loan import Loan


class ReminderRule(models.Model):
    """So many days before (or after) the last day, this person gets this text."""

    class To(models.TextChoices):
        RESPONSIBLE = "responsible", _("the responsible person")
        HEAD = "head", _("the head of school")
        AUTHORITY = "authority", _("the loan managers")

    days = models.SmallIntegerField(
        _("days"), help_text=_("Before the last day: −60; on it: 0; after it: 7.")
    )
    to = models.CharField(_("to"), max_length=12, choices=To.choices)
    subject = models.CharField(_("subject"), max_length=160)
    text = models.TextField(_("text"), max_length=4000)
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        ordering = ["days", "pk"]

    def __str__(self):
        return f"{self.days:+d} → {self.get_to_display()}"


class Reminder(models.Model):
    """One reminder that went out: never the same twice for the same end."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, models.CASCADE, related_name="+")
    end = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "rule", "end"], name="reminded_once_an_end")
        ]

    def __str__(self):
        return f"{self.loan_id}: {self.rule}"
