"""What lending brings to the start page: a loan manager's day, and the cases at a school."""

from django.urls import reverse
from django.utils.translation import ngettext_lazy

from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.web.start_page import Hint, Page, Part
from loans.models import Loan
from loans.overview.views.list import as_rows
from loans.overview.worklist import figures_of, first_for, needing, waiting_by_name

SHOWN, LENT = 12, 6


def counted(day) -> dict:
    """A head's page tells what waits for the head."""
    return waiting_by_name(day.user) if _is_heads(day) else {}


def parts(day, counts) -> list[Part]:
    """What is shown on this page."""
    if day.page == Page.LENDING:
        return _of_a_loan_manager(day)
    return _of_a_school(day, counts) if day.page == Page.SCHOOL else []


def _is_heads(day):
    return day.page == Page.SCHOOL and day.reach.holds(Role.HEAD)


def _of_a_loan_manager(day):
    """What to decide, what goes out, what is late, what came back."""
    shown = {
        "first": as_rows(day.user, first_for(day.user)[:SHOWN]),
        "all_url": f"{reverse('loans:list')}?need=mine",
    }
    return [
        Part("_facts.html", {"facts": figures_of(day.user)}, "above"),
        Part("loans/dashboard/_first.html", shown),
    ]


def _of_a_school(day, counts):
    """The cases at the school; a head's page also tells what is applied for."""
    loans = Loan.objects.visible_to(day.user).open().with_names().order_by("end", "pk")
    heads = _is_heads(day)
    needs = [need for need in figures_of(day.user, counts) if need["number"]] if heads else []
    shown = {
        "loans": as_rows(day.user, loans[:LENT]),
        "needs": needs,
        "reads_all": heads,
        "several_schools": heads and len(day.reach.schools(Role.HEAD)) > 1,
    }
    return [Part("loans/dashboard/_at_school.html", shown, order=200)]


def for_technicians(user):
    """The loans that need this person, for those whose day is made of tickets."""
    if not reach_of(user).holds(Role.TECHNICIAN, Role.ADMINISTRATOR):
        return None
    return Loan.objects.visible_to(user).filter(needing(user))


HINTS = [
    Hint(
        "loans",
        200,
        ngettext_lazy("loan needs you", "loans need you"),
        "loans:list",
        for_technicians,
        "?need=mine",
    )
]
