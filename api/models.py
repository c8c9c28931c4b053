"""API tokens: hashed, named, expiring, several per person."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiToken(AbstractAuthToken):
    """What another program signs in with; shown once, kept as a hash, ends with the person."""

    name = models.CharField(_("what it is for"), max_length=80, default="")

    def __str__(self):
        return self.name
