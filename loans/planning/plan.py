"""The year of all cases at a glance: who has which case when, where there is room, and who waits."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from assets.models import Device
from loans.models import Loan

SHOWN = (*Loan.PLANNED, Loan.State.RETURNED, Loan.State.CLOSED)
UNMET = (Loan.State.WAITLISTED, Loan.State.REFUSED)
UNDECIDED = (Loan.State.SUBMITTED, Loan.State.WAITLISTED)
MOST_UNDECIDED = 100


@dataclass
class Span:
    """Days side by side: with a loan, or free; or in doubt, because this loan is overdue and
    nobody knows when the case comes."""

    start: date
    end: date
    loan: Loan | None = None
    in_doubt: bool = False

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
        return sum(span.days for span in self.spans if span.loan and not span.in_doubt)


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
    touches = Q(state__in=SHOWN, start__lt=end, end__gt=start)
    # What was to be back before this year, and is not, casts its shadow on it.
    late = Q(state=Loan.State.HANDED_OVER, end__lte=min(start, timezone.localdate()))
    shown = Loan.objects.filter(touches | late, case__in=cases)
    loans = {}
    for loan in shown.select_related("school").order_by("start", "pk"):
        loans.setdefault(loan.case_id, []).append(loan)
    return [Line(case, _spans(loans.get(case.pk, []), start, end)) for case in cases]


def _spans(loans, start, end):
    spans, day, late = [], start, None
    for loan in loans:
        late = loan if loan.overdue else late
        first, last = max(loan.start, day), min(taken_until(loan), end)
        if last <= first:
            continue
        if first > day:
            spans.append(_between(day, first, late if late != loan else None))
        spans.append(Span(first, last, loan))
        day = last
    if day < end:
        spans.append(_between(day, end, late))
    return spans


def _between(start, end, late) -> Span:
    """Days that nobody has: free, unless the case is overdue somewhere."""
    return Span(start, end, late, in_doubt=late is not None)


def undecided_lines(start, end, category=None) -> list[list[Span]]:
    """What was applied for and is not decided, as few lines as possible, who applied first on
    top; a span without a loan is only a gap. One query, at most MOST_UNDECIDED loans."""
    wanted = Loan.objects.filter(state__in=UNDECIDED).overlapping(start, end)
    wanted = wanted.filter(category=category) if category else wanted
    lines = []
    for loan in wanted.with_names().order_by("submitted_at", "pk")[:MOST_UNDECIDED]:
        line = next((one for one in lines if not _overlaps(one, loan)), None)
        if line is None:
            lines.append(line := [])
        line.append(loan)
    return [_spans(sorted(line, key=lambda one: one.start), start, end) for line in lines]


def _overlaps(loans, loan):
    return any(one.start < loan.end and one.end > loan.start for one in loans)


def share_of(day, start, end) -> float | None:
    """How much of the span is over on this day, in percent; None outside of it."""
    return 100 * (day - start).days / (end - start).days if start <= day < end else None


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
