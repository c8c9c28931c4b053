"""The waiting list: its fair order, which cases are free, and who hears that one has become free."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, TypedDict

from django.db import transaction
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from assets.models import Category, Device
from itsm.journal.models import Visibility
from loans.models import Loan
from loans.models.loan import LoanQuerySet
from loans.notifications import dispatch
from loans.steps import Said, Told, write

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    MarkedCases = QuerySet[WithAnnotations[Device, "Marks"]]


class Marks(TypedDict):
    """What `marked` adds to a case."""

    due: date | None
    late: bool


UNFIT = (Device.State.RETIRED, Device.State.MISSING)


def fit_cases() -> QuerySet[Device]:
    """The cases the authority can lend at all."""
    return Device.objects.cases().filter(school=None).exclude(state__in=UNFIT)


def marked(cases: QuerySet[Device]) -> "MarkedCases":
    """Cases with what whoever chooses among them must know: `due` is the end of the loan with
    which a case is at a school now (None in the store), `late` says that this day is over."""
    there = Loan.objects.filter(case=OuterRef("pk"), state=Loan.State.HANDED_OVER)
    late = Exists(there.filter(end__lte=timezone.localdate()))
    return cases.select_related("lent_to").annotate(
        due=Subquery(there.values("end")[:1]), late=late
    )


def free_cases(
    category: Category, start: date, end: date, but: Loan | None = None
) -> "MarkedCases":
    """The cases of this kind that nobody has in these days.

    First what lies in the store, the longest idle first; then what a school brings back before;
    last what is overdue (`late`): nobody knows when it comes, so it is promised only by name. In
    days that have begun already it is not free at all. `but` is a loan that takes nothing.

    `end` is the day after the last one.
    """
    taken = Loan.objects.planned().overlapping(start, end).exclude(pk=but.pk if but else None)
    cases = marked(fit_cases().filter(category=category))
    cases = cases.exclude(pk__in=taken.exclude(case=None).values("case"))
    if start <= timezone.localdate():
        cases = cases.exclude(late=True)
    back = Loan.objects.filter(case=OuterRef("pk"), returned_at__isnull=False)
    last = back.order_by("-returned_at").values("returned_at")[:1]
    in_store, longest_idle = F("due").asc(nulls_first=True), F("idle_since").asc(nulls_first=True)
    found = cases.annotate(idle_since=Subquery(last))
    return found.order_by("late", in_store, longest_idle, "number_order")


def waiting_for(category: Category, start: date, end: date) -> QuerySet[Loan]:
    """Who waits for a case of this kind in these days.

    In the fair order; `end` is the day after the last one.
    """
    return Loan.objects.waiting().filter(category=category).overlapping(start, end)


def _free_for_it() -> Q:
    """A case of the kind is free in all the days a loan wants: the same question as `free_cases`
    answers, for all of them at once. What is overdue is offered to nobody before it is back."""
    wanted = {"start__lt": OuterRef(OuterRef("end")), "end__gt": OuterRef(OuterRef("start"))}
    taken = Loan.objects.planned().filter(case=OuterRef("pk"), **wanted)
    late = Loan.objects.overdue().filter(case=OuterRef("pk"))
    free = fit_cases().filter(~Exists(taken), ~Exists(late), category=OuterRef("category"))
    return Q(Exists(free))


def possible() -> LoanQuerySet:
    """Who waits though a case is free, in the fair order."""
    return Loan.objects.waiting().filter(_free_for_it())


def next_in_line() -> list[Loan]:
    """Of those who could have a case now, whoever applied first for the kind and the days."""
    able = list(possible().with_names())
    return [
        loan for n, loan in enumerate(able) if not any(_want_the_same(loan, o) for o in able[:n])
    ]


def _want_the_same(loan: Loan, other: Loan) -> bool:
    same_days = other.start < loan.end and other.end > loan.start
    return same_days and other.category_id == loan.category_id


def standing(loan: Loan) -> tuple[int, bool]:
    """The place on the waiting list among those that want the same kind of case in the same days
    (who applied first, is first), and whether a case is free and this school next.

    Only of a loan that is on the waiting list.
    """
    free = ExpressionWrapper(_free_for_it(), BooleanField())
    waiting = waiting_for(loan.category, loan.start, loan.end).annotate(free=free)
    rows = list(waiting.values_list("pk", "free"))
    able = [pk for pk, is_free in rows if is_free]
    return [pk for pk, _free in rows].index(loan.pk) + 1, able[:1] == [loan.pk]


def frees(
    take: Callable[Concatenate[Loan, Said], Told],
) -> Callable[Concatenate[Loan, Said], Told]:
    """A step after which somebody who waits may have a case: the loan managers hear who is next.
    Nothing is promised by itself."""

    @wraps(take)
    @transaction.atomic
    def taken(loan: Loan, *args: Said.args, **said: Said.kwargs) -> Told:
        before = {one.pk for one in next_in_line()}
        result = take(loan, *args, **said)
        for one in next_in_line():
            if one.pk not in before:
                write(None, "loan.now_possible", one, visibility=Visibility.AUTHORITY)
                dispatch.now_possible(one)
        return result

    return taken
