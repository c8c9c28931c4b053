"""What schools can borrow: kinds of cases, what is in them, and how many are free."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from assets.models import CaseAccessory, Category, Device
from itsm.fields.words import in_language
from loans.applications.workflow.waiting import fit_cases, marked
from loans.models import CatalogueEntry, CataloguePhoto, Loan, LoanSettings
from loans.reminders.holidays import next_school_day
from loans.years import name_of, school_year


@dataclass
class Year:
    """A school year, or what is left of it, and how many cases are free all through it."""

    name: str
    start: date
    end: date
    free: int = 0
    # Of these still at a school though their day is over.
    late: int = 0

    @property
    def last_day(self) -> date:
        """Its last day, for people."""
        return self.end - timedelta(days=1)


@dataclass
class Kind:
    """One kind of case as a school sees it."""

    category: Category
    cases: list = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    apps: str = ""
    text: str = ""
    photos: list = field(default_factory=list)


def years_from(today=None) -> list[Year]:
    """This school year from the next school day on, and the next one."""
    today = today or timezone.localdate()
    start, end = school_year(today)
    following = school_year(end)
    # Nobody comes for a case on a Sunday or in the holidays, unless nothing else is left of it.
    first = next_school_day(today, LoanSettings.get().land)
    first = first if first < end else today
    return [Year(name_of(start), first, end), Year(name_of(end), *following)]


def cases_on_offer():
    """The authority's cases that can be lent: everybody who may apply may know of them."""
    return marked(fit_cases().filter(category__retired=False))


def kinds_to_choose() -> dict[int, Kind]:
    """Every kind of which there is a case, with its cases, by the category's id; one query."""
    cases = cases_on_offer().select_related("category")
    kinds = {}
    for case in cases.order_by("category__order", "category__label_de", "number_order"):
        kinds.setdefault(case.category_id, Kind(case.category)).cases.append(case)
    return kinds


def kinds_on_offer() -> list[Kind]:
    """The same with all a school wants to know of them; six queries, however many."""
    kinds = kinds_to_choose()
    _tell_contents(kinds)
    _count_free(kinds)
    _add_words(kinds)
    return list(kinds.values())


def free_for_each(loans) -> dict[int, tuple[int, int]]:
    """How many cases of its kind are free in the days of each of these loans, and how many of
    these are overdue at a school; two queries."""
    if not loans:
        return {}
    cases = defaultdict(set)
    for kind, case in cases_on_offer().values_list("category", "pk"):
        cases[kind].add(case)
    first, last = min(loan.start for loan in loans), max(loan.end for loan in loans)
    spans = _spans(min(first, timezone.localdate()), last)
    today = timezone.localdate()
    return {
        loan.pk: _free(cases[loan.category_id], spans, loan, begun=loan.start <= today)
        for loan in loans
    }


def _spans(start, end):
    """Who has which case when, as far as these days matter; what is overdue, too."""
    away = Loan.objects.planned().overlapping(start, end) | Loan.objects.overdue()
    return list(away.values_list("case", "start", "end", "state"))


def _count_free(kinds):
    this, following = years_from()
    spans = _spans(this.start, following.end)
    for kind in kinds.values():
        mine = {case.pk for case in kind.cases}
        kind.years = years_from()
        for year in kind.years:
            # What is left of this year begins with the next school day: that counts as now.
            begun = year.start == this.start
            year.free, year.late = _free(mine, spans, year, begun=begun)


def _free(cases, spans, year, *, begun) -> tuple[int, int]:
    """How many of the cases nobody has in this time, and how many of these are overdue."""
    free = cases - _away(spans, year, begun)
    return len(free), len(
        free & {case for case, _start, end, state in spans if _is_late(end, state)}
    )


def _away(spans, year, begun):
    """Cases that somebody has in this time (a year's, or a loan's); what is overdue, now too."""
    return {
        case
        for case, start, end, state in spans
        if (start < year.end and end > year.start) or (_is_late(end, state) and begun)
    }


def _is_late(end, state):
    return state == Loan.State.HANDED_OVER and end <= timezone.localdate()


def _tell_contents(kinds):
    """What lies in the usual case of each kind: the contents that most of them have."""
    inside, counted = defaultdict(Counter), defaultdict(list)
    names = (
        "case",
        "model__name",
        "model__manufacturer__name",
        "category__label_de",
        "category__label_en",
    )
    devices = Device.objects.filter(case__category__in=kinds, case__school=None)
    for case, model, maker, german, english in devices.values_list(*names):
        inside[case][f"{maker or ''} {model or in_language(german, english)}".strip()] += 1
    rows = CaseAccessory.objects.filter(case__category__in=kinds, case__school=None)
    for row in rows.select_related("kind"):
        counted[row.case_id].append(f"{row.expected} × {row.kind}")
    for kind in kinds.values():
        usual = Counter(tuple(_lines(case.pk, inside, counted)) for case in kind.cases)
        kind.contents = list(usual.most_common(1)[0][0])
        kind.apps = next((case.apps for case in kind.cases if case.apps), "")


def _lines(case, inside, counted):
    yield from (f"{number} × {name}" for name, number in inside[case].most_common())
    yield from counted[case]


def _add_words(kinds):
    for entry in CatalogueEntry.objects.filter(category__in=kinds):
        kinds[entry.category_id].text = entry.text
    for photo in CataloguePhoto.objects.filter(category__in=kinds):
        kinds[photo.category_id].photos.append(photo)
