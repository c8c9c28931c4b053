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
    """One table somebody brought. Keeps only the columns that say something about devices, and
    others where that person asked for it; never those that name people."""

    class State(models.TextChoices):
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        TAKEN_BACK = "taken_back", _("taken back")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    # The columns that were understood; emptied when it is done.
    sheet = models.JSONField(default=dict)
    # Whose list it is, and what each name is that was not known (`imports.answers.Answers`).
    answers = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    # What it would do or did: {"new": […], "changed": […], "asked": […]}, as the page shows it.
    rows = models.JSONField(default=dict)
    # What was done to each thing, so that it can be taken back: a list in the order it was done.
    done = models.JSONField(default=list)
    # Rows that could not be taken: [{"number", "reason", "cells"}].
    failed = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    # What could not be taken back, in sentences.
    left = models.JSONField(default=list)

    objects = DeviceImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    @property
    def new_devices(self) -> list[int]:
        """The ids of the devices that came onto the books with it."""
        return [act[1] for act in self.done if act[0] == "new"]
