"""Which loans a list shows: what was asked for in the address, and nothing else."""

from datetime import date

from django import forms
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assets.models import Category
from itsm.fields.forms import PREFIX, custom_filter, filter_field
from itsm.fields.models import CustomValue, Status
from itsm.fields.values import fields_of
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.web.form_fields import IdField
from loans.models import Loan
from loans.overview.worklist import is_overdue, needing, needs_of
from loans.planning.plan import UNMET
from loans.years import FIRST_DAY, LAST_DAY, name_of, school_year

ORDERINGS = {
    "number": "pk",
    "school": "school__name",
    "start": "start",
    "end": "end",
    "state": "state",
    "last": "last_handled_at",
}
OVERDUE, ALL, MINE, NOT_GRANTED = "overdue", "all", "mine", "not_granted"
# Read and drawn only where they are asked for.
MORE = ("category", "year", "status")
YEARS_BACK = 3


class LoanFilter(forms.Form):
    """The filter above the list; a value that makes no sense is left out and said."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("open")),
            (OVERDUE, _("overdue")),
            (ALL, _("all")),
            *Loan.State.choices,
            (NOT_GRANTED, _("not granted")),
        ],
    )
    need = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    case = IdField(_("Case"))
    batch = IdField(_("Application"))
    # The school year in which they begin, by its first day's year: what a figure counts.
    begins = forms.IntegerField(
        required=False,
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year - 1,
        widget=forms.HiddenInput,
    )
    ordering = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data, *, user, today, full=False):
        super().__init__(data)
        self.user, self.today = user, today
        reach = reach_of(user)
        self.reads_all = reach.holds(*(set(Role.values) - {Role.TEACHER}))
        self.full = self.reads_all and (full or _asks_for_more(data))
        self.custom_fields = []
        if not self.reads_all:
            del self.fields["state"]
        self._choose("school", _("School"), self._schools(), least=2)
        if self.full:
            self._offer_more()
        for name in ("need", "case", "batch", "begins", "ordering"):
            if not data.get(name):
                del self.fields[name]
        self.is_valid()

    def _schools(self):
        return [(school.pk, school.name) for school in School.objects.visible_to(self.user)]

    def _offer_more(self):
        kinds = Category.objects.filter(is_case=True)
        self._choose("category", _("Kind of case"), [(c.pk, c.label) for c in kinds], least=1)
        self._choose("year", _("School year"), self._years(), least=1, coerce=str)
        words = Status.objects.filter(kind="loan", retired=False)
        self._choose("status", _("Status"), [(s.pk, s.label) for s in words], least=1)
        self.custom_fields = [field for field in fields_of("loan") if field.in_list]
        for field in self.custom_fields:
            self.fields[PREFIX + field.key] = filter_field(field)

    def _years(self):
        _start, following = school_year(self.today)
        first = following.year - YEARS_BACK
        years = [following.replace(year=year) for year in range(first, following.year + 1)]
        return [(str(start.year), name_of(start)) for start in years]

    def _choose(self, name, label, rows, least, coerce=int):
        """A select; none where there is nothing to choose."""
        if len(rows) >= least:
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                required=False,
                coerce=coerce,
                empty_value=None,
                choices=[("", gettext("all")), *rows],
            )

    @property
    def left_out(self) -> list[str]:
        """The names of filters that made no sense."""
        return [str(self[name].label) for name in self.errors if name in self.fields]

    def get(self, name):
        """What was asked for, or None when it was left out or makes no sense."""
        return self.cleaned_data.get(name) or None

    def loans(self):
        """The loans asked for, of those this person sees, in the order asked for."""
        found = Loan.objects.visible_to(self.user).filter(self._state(), self._need())
        for name in ("school", "category", "status", "case", "batch"):
            if value := self.get(name):
                found = found.filter(**{name: value})
        if year := self.get("year"):
            found = found.overlapping(*school_year(self.today.replace(int(year), 8, 1)))
        if year := self.get("begins"):
            start, end = school_year(date(year, 8, 1))
            found = found.filter(start__gte=start, start__lt=end)
        if words := self.get("q"):
            found = found.found_for(self.user, words)
        return self._ordered(found.filter(custom_filter(self.custom_fields, self.data)))

    def _state(self):
        state = self.get("state")
        if state == OVERDUE:
            return is_overdue()
        if state == NOT_GRANTED:
            return Q(state__in=UNMET)
        if state == ALL or self.get("need") or self.get("batch"):
            return Q()
        return Q(state=state) if state else Q(state__in=Loan.OPEN)

    def _need(self):
        asked = self.get("need")
        if asked == MINE:
            return needing(self.user)
        return next((n.which for n in needs_of(self.user) if n.name == asked), Q())

    def _ordered(self, found):
        wanted = self.get("ordering") or ""
        name, down = wanted.removeprefix("-"), wanted.startswith("-")
        if name.startswith(PREFIX):
            return self._by_custom(found, name.removeprefix(PREFIX), down)
        if name not in ORDERINGS:
            name, down = ("number", True) if self.reads_all else ("end", False)
        return found.order_by(_way(F(ORDERINGS[name]), down), "-pk")

    def _by_custom(self, found, key, down):
        field = next((f for f in self.custom_fields if f.key == key and f.sortable), None)
        if field is None:
            return found.order_by("-pk")
        column = {"number": "number", "date": "date"}.get(field.kind, "text")
        rows = CustomValue.objects.filter(field=field, object_id=OuterRef("pk"))
        found = found.annotate(sorted_by=Subquery(rows.values(column)[:1]))
        return found.order_by(_way(F("sorted_by"), down), "-pk")


def _asks_for_more(data) -> bool:
    custom = [name for name in data if name.startswith(PREFIX)]
    by_custom = data.get("ordering", "").removeprefix("-").startswith(PREFIX)
    return by_custom or any(data.get(name) for name in ("filters", *MORE, *custom))


def _way(column, down):
    """Empty ones last, whichever way."""
    return column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
