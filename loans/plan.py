"""The year of all cases at a glance: who has which case when, and where there is room."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from assets.models import Device
from loans.models import Loan

SHOWN = (*Loan.PLANNED, Loan.State.RETURNED, Loan.State.CLOSED)
UNMET = (Loan.State.WAITLISTED, Loan.State.REFUSED)


@dataclass
class Span:
    """Days side by side: with a loan, or free."""

    start: date
    end: date
    loan: Loan | None = None

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last of them, for people."""
        return self.end - timedelta(days=1)


@dataclass
class Line:
    """One case through the year."""

    case: Device
    spans: list[Span] = field(default_factory=list)

    @property
    def lent(self) -> int:
        """Days on which a school has it."""
        return sum(span.days for span in self.spans if span.loan)


def months_of(start, end) -> list[Span]:
    """The months of the year, each with its days."""
    found, day = [], start
    while day < end:
        following = min(end, date(day.year + day.month // 12, day.month % 12 + 1, 1))
        found.append(Span(day, following))
        day = following
    return found


def lines_of(cases, start, end) -> list[Line]:
    """Each case with its loans and the free days between; two queries, however many."""
    shown = Loan.objects.filter(state__in=SHOWN).overlapping(start, end).filter(case__in=cases)
    loans = {}
    for loan in shown.select_related("school").order_by("start"):
        loans.setdefault(loan.case_id, []).append(loan)
    return [Line(case, _spans(loans.get(case.pk, []), start, end)) for case in cases]


def _spans(loans, start, end):
    spans, day = [], start
    for loan in loans:
        first, last = max(loan.start, day), min(taken_until(loan), end)
        if last <= first:
            continue
        if first > day:
            spans.append(Span(day, first))
        spans.append(Span(first, last, loan))
        day = last
    if day < end:
        spans.append(Span(day, end))
    return spans


def taken_until(loan) -> date:
    """The day from which it is free: later than agreed while it is overdue, earlier once back."""
    if loan.overdue:
        return timezone.localdate() + timedelta(days=1)
    if loan.state in (Loan.State.RETURNED, Loan.State.CLOSED) and loan.returned_at:
        return min(loan.end, max(timezone.localdate(loan.returned_at), loan.start))
    return loan.end


def demand(start, end) -> dict:
    """What was wanted for this year: promised or lent, and what could not be given."""
    wanted = Loan.objects.filter(start__gte=start, start__lt=end)
    return {
        "given": wanted.filter(state__in=SHOWN).count(),
        "unmet": wanted.filter(state__in=UNMET).count(),
        "open": wanted.filter(state=Loan.State.SUBMITTED).count(),
    }
