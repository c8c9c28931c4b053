"""Where a report goes first, and when a ticket closes by itself."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assets.models import Category
from itsm.people.models import School
from tickets.models.ticket import Ticket


class RoutingRule(models.Model):
    """The local line between 1st and 2nd level: the most exact rule wins."""

    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, verbose_name=_("school")
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, verbose_name=_("category")
    )
    level = models.PositiveSmallIntegerField(_("goes to"), choices=Ticket.Level.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Coalesce("school", 0),
                Coalesce("category", 0),
                name="one_rule_a_school_and_category",
            )
        ]

    def __str__(self):
        return f"{self.school or '*'} / {self.category or '*'}"


class TicketSettings(models.Model):
    """The agreed days after which things happen by themselves. One row."""

    reopen_days = models.PositiveSmallIntegerField(
        _("days in which a reporter may say “not fixed”"), default=7
    )
    remind_days = models.PositiveSmallIntegerField(
        _("days until a waiting reporter is reminded"), default=3
    )
    close_days = models.PositiveSmallIntegerField(
        _("days after the reminder until it closes"), default=5
    )

    class Meta:
        constraints = [models.CheckConstraint(name="one_ticket_settings", condition=Q(pk=1))]

    def __str__(self):
        return f"{self.reopen_days}/{self.remind_days}/{self.close_days}"

    @classmethod
    def get(cls) -> "TicketSettings":
        """The one row; the usual days where it is missing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
