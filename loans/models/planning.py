"""What planning needs besides loans: the agreed ways, and calendars other programs read."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.people.models import School

# Bundesländer by their short name, as the calendar of holidays knows them.
STATES = {
    "BB": "Brandenburg",
    "BE": "Berlin",
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "HB": "Bremen",
    "HE": "Hessen",
    "HH": "Hamburg",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SH": "Schleswig-Holstein",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}


class LoanSettings(models.Model):
    """The agreed ways of lending. One row."""

    land = models.CharField(
        _("holidays of"),
        max_length=2,
        default="NI",
        choices=sorted(STATES.items(), key=lambda s: s[1]),
    )
    rests = models.BooleanField(
        _("reminders rest at weekends and in the holidays"),
        default=True,
        help_text=_("They go out on the first school day after."),
    )

    class Meta:
        constraints = [models.CheckConstraint(name="one_loan_settings", condition=Q(pk=1))]

    def __str__(self):
        return self.land

    @classmethod
    def get(cls) -> "LoanSettings":
        """The one row; the usual ways where it is missing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class Feed(models.Model):
    """An address at which a calendar program reads the loans of a school, or of all cases."""

    # None: the pool of all cases, for the authority.
    school = models.ForeignKey(School, models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.school or '*'}"

    @staticmethod
    def new_secret() -> str:
        """A fresh address: 192 random bits, of which only the hash is kept."""
        return secrets.token_urlsafe(24)

    @staticmethod
    def digest_of(secret) -> str:
        """The hash by which an address is known again."""
        return hashlib.sha256(secret.encode()).hexdigest()
