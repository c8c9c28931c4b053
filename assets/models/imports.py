"""A table on its way in: read, looked at by the person who brought it, then carried out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.people.reach import reach_of
from itsm.people.roles import Role


class DeviceImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, as long as one is an administrator; nobody sees another's."""
        if not reach_of(user).holds_everywhere(Role.ADMINISTRATOR):
            return self.none()
        return self.filter(by=user.pk)


class DeviceImport(models.Model):
    """One table somebody brought. Keeps only the columns that say something about devices."""

    class State(models.TextChoices):
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("running")
        DONE = "done", _("done")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKED)
    # The columns that were understood; emptied when it is done.
    sheet = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    # Rows that could not be taken: [{"number", "reason", "cells"}].
    failed = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = DeviceImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.name
