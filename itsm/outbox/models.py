"""What must leave the house: a row written in the transaction of the step that caused it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """One mail (later: webhook, push) on its way out. Sent at least once, never lost."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        PARKED = "parked", _("given up")

    kind = models.CharField(max_length=16)
    payload = models.JSONField()
    # The same on every try, so that a receiver recognises a second copy.
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Who sends it now, and until when nobody else may: a killed relay's rows come back.
    lease = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="outbox_still_to_send",
            ),
            models.Index(fields=["state", "-id"]),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk} {self.state}"
