"""What the search box finds of loans."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.web.finding import Kind, Line, joined, plain_number
from loans.badges import mark_of, title_of
from loans.models import Loan


def loan_page(user, words) -> str:
    """The loan with this number. Tickets have plain numbers, too: they are asked first."""
    number = plain_number(words)
    if number is None:
        return ""
    loan = Loan.objects.visible_to(user).filter(pk=number).first()
    return reverse("loans:show", args=[loan.number]) if loan else ""


def loans(user, words):
    """Loans with all of these words, the newest first."""
    return Loan.objects.visible_to(user).found_for(user, words).order_by("-pk").with_names()


def loan_line(user):
    """A loan with its state."""
    return lambda loan: Line(
        url=reverse("loans:show", args=[loan.number]),
        icon="briefcase",
        label=title_of(loan),
        detail=joined(loan.school, loan.category.label),
        number=loan.number,
        mark=mark_of(loan),
    )


def all_loans():
    """The list of loans in any state that have the words which follow."""
    return reverse("loans:list") + "?state=all&q="


KINDS = [Kind(300, loan_page, _("Loans"), loans, loan_line, all_loans)]
