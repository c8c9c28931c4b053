"""What lending brings to the main menu."""

from django.utils.translation import gettext_lazy as _

from itsm.web.menu import Entry
from loans.models import Loan
from loans.overview.worklist import needing


def waiting(user):
    """The loans that need something from this person."""
    return Loan.objects.visible_to(user).filter(needing(user))


ENTRIES = [
    Entry("loans:list", _("Lending"), "briefcase", order=300, also=("/cases/",), waiting=waiting)
]
