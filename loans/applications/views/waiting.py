"""The waiting list: who is next, and why."""

from django.shortcuts import render

from itsm.workflow import require
from loans import rules, workflow
from loans.applications.catalogue import free_for_each
from loans.models import Loan

MOST = 200


def index(request):
    """In the order of applications, by kind of case; schools see their own places in it."""
    require(rules.can_see_catalogue, request.user)
    waiting = list(Loan.objects.waiting().with_names()[:MOST])
    mine = set(Loan.objects.visible_to(request.user).waiting().values_list("pk", flat=True))
    rows = [_row(loan, waiting) for loan in waiting if loan.pk in mine]
    lends = rules.lends(request.user)
    free = free_for_each(rows) if lends else {}
    following = workflow.next_in_line() if lends else []
    for loan in rows:
        loan.free, loan.late = free.get(loan.pk, (None, 0))
        loan.is_next = loan in following
    return render(request, "loans/applications/waiting.html", {"rows": rows, "lends": lends})


def _row(loan, waiting):
    """A loan with its place among those that want the same kind in the same days."""
    same = [
        other
        for other in waiting
        if other.category_id == loan.category_id
        and other.start < loan.end
        and other.end > loan.start
    ]
    loan.place, loan.of = same.index(loan) + 1, len(same)
    return loan
