"""What lending came to in a year: per case and per school, in days, wishes, damage and euros."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from assets.models import Device
from loans.models import Damage, Evaluation, Loan, OpenItem
from loans.planning.plan import SHOWN, UNMET, lines_of, taken_until

NOTHING = Decimal(0)


class Figures:
    """The figures of the days from `start` to `end` (excluded), read in a handful of queries."""

    def __init__(self, start, end):
        self.start, self.end = start, end
        self.until = min(end, max(start, timezone.localdate()))
        self.harm = Harm(start, end)

    def cases(self) -> list[dict]:
        """Each case: days lent and idle up to today, how many schools, damage and loss."""
        cases = list(Device.objects.cases().filter(school=None).order_by("number_order"))
        days = (self.until - self.start).days
        return [
            {
                "case": line.case,
                "lent": line.lent,
                "idle": days - line.lent,
                "schools": len({span.loan.school_id for span in line.spans if _had(span)}),
                **self.harm.of("case", line.case.pk),
            }
            for line in (lines_of(cases, self.start, self.until) if days else [])
        ]

    def schools(self) -> list[dict]:
        """Each school that wanted something: days, wishes not met, damage, value there now."""
        had = Q(state__in=SHOWN, start__lt=self.end, end__gt=self.start)
        wished = Q(state__in=UNMET, start__gte=self.start, start__lt=self.end)
        rows = {}
        for loan in Loan.objects.filter(had | wished).select_related("school"):
            row = rows.setdefault(loan.school_id, Counter())
            row["school"] = loan.school
            if loan.state in UNMET:
                row["unmet"] += 1
            else:
                row["loans"] += 1
                row["days"] += max(
                    0, (min(taken_until(loan), self.until) - max(loan.start, self.start)).days
                )
        values = _values()
        told = [
            {name: row[name] for name in ("school", "loans", "days", "unmet")}
            | self.harm.of("school", pk)
            | {"value": values.get(pk, NOTHING)}
            for pk, row in rows.items()
        ]
        return sorted(told, key=lambda row: str(row["school"]))

    def told(self):
        """What schools said at the end of the loans of these days."""
        told = Evaluation.objects.filter(loan__start__lt=self.end, loan__end__gt=self.start)
        names = ("loan__school", "loan__case", "loan__category")
        return told.select_related(*names).order_by("loan__school__name", "loan")

    def answers(self) -> list[dict]:
        """How often cases were used and whether schools would buy: each answer, how many times."""
        pairs = list(self.told().values_list("often", "would_buy"))
        asked = ((0, "often", Evaluation.Often), (1, "would_buy", Evaluation.Would))
        return [
            {
                "question": Evaluation._meta.get_field(name).verbose_name,
                "all": len(pairs),
                "answers": [(one.label, sum(pair[at] == one for pair in pairs)) for one in choices],
            }
            for at, name, choices in asked
        ]


def _had(span) -> bool:
    """A school had the case in these days."""
    return span.loan is not None and not span.in_doubt


class Harm:
    """Damages, what they cost, and losses of the loans of these days, by case and by school."""

    def __init__(self, start, end):
        self.rows = defaultdict(lambda: {"damages": 0, "cost": NOTHING, "lost": 0})
        told = Damage.objects.filter(item__loan__start__lt=end, item__loan__end__gt=start)
        told = told.order_by().values_list("item__loan__case", "item__loan__school")
        for case, school, number, cost in told.annotate(
            n=Count("pk"), c=Coalesce(Sum("cost"), NOTHING)
        ):
            self._add(case, school, damages=number, cost=cost)
        lost = OpenItem.objects.filter(kind="device", loan__start__lt=end, loan__end__gt=start)
        lost = lost.filter(Q(done_at=None) | Q(item__device__state="missing")).order_by()
        for case, school, number in lost.values_list("loan__case", "loan__school").annotate(
            n=Count("pk")
        ):
            self._add(case, school, lost=number)

    def of(self, kind, pk) -> dict:
        """What is told of this case or this school."""
        return dict(self.rows[kind, pk])

    def _add(self, case, school, **numbers):
        for key in (("case", case), ("school", school)):
            for name, number in numbers.items():
                self.rows[key][name] += number


def _values() -> dict:
    """What the schools have in their hands now, in EUR."""
    lent = Device.objects.exclude(lent_to=None).order_by().values_list("lent_to")
    return dict(lent.annotate(value=Sum(Coalesce("replacement_value", "price", NOTHING))))
