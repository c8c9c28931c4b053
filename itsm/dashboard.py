"""What the house itself brings to the start page: what did not go out or failed, the first steps."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from itsm.journal.attempts import failed_lately
from itsm.outbox.models import OutboxMessage
from itsm.people.models import Membership, School, User
from itsm.web.start_page import FirstStep, Hint, for_administrators


def parked():
    """Mails that were given up."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.PARKED)


def colleagues():
    """Everybody who works here."""
    working = Membership.objects.values("person")
    return User.objects.filter(is_active=True, pk__in=working)


def mute():
    """Colleagues whom no mail reaches."""
    return colleagues().filter(email="")


HINTS = [
    Hint(
        "parked",
        300,
        ngettext_lazy("mail did not go out", "mails did not go out"),
        "settings:outbox",
        for_administrators(parked),
    ),
    Hint(
        "failed",
        400,
        ngettext_lazy("automatic step failed", "automatic steps failed"),
        "settings:journal",
        for_administrators(failed_lately),
        "?group=failures",
    ),
    Hint(
        "mute",
        600,
        ngettext_lazy("person without e-mail", "people without e-mail"),
        "people:index",
        for_administrators(mute),
    ),
]
FIRST_STEPS = [
    FirstStep("schools", 100, _("Add the schools"), "settings:schools", School.objects.open),
    FirstStep(
        "colleagues", 500, _("Invite your colleagues"), "people:invite", colleagues, enough=2
    ),
]
