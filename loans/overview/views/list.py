"""The list of loans, on the page and as a file."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.fields.form_layout import FormLayout
from itsm.fields.forms import PREFIX, spoken
from itsm.tables import export_response
from itsm.web.exporting import all_of
from itsm.web.paging import Pages
from loans import rules
from loans.overview.filters import MINE, LoanFilter
from loans.overview.worklist import figures_of, needs_of

MOST_COLUMNS = 3


def index(request):
    """Who has what until when, how it stands, and what needs me."""
    form = LoanFilter(request.GET, user=request.user, today=timezone.localdate())
    pages = Pages(form.loans())
    page = pages.get_page(request.GET.get("page"))
    page.object_list = _rows(page.object_list.with_names(), form)
    part = request.htmx and request.htmx.target == "results"
    context = {"form": form, "page": page, "total": pages.total, **_around(request, form)}
    if not part:
        context |= {"facts": figures_of(request.user), **_ways(request.user)}
    return render(
        request, "loans/overview/_results.html" if part else "loans/overview/index.html", context
    )


def export(request, format):
    """The same loans as a table to take away."""
    form = LoanFilter(request.GET, user=request.user, today=timezone.localdate(), full=True)
    plain, more = _columns_for(form)
    loans = all_of(form.loans().with_names(), format)
    rows = (_cells(loan, form.user, plain, more) for loan in loans)
    headers = [column.label for column in (*plain, *more)]
    return export_response(str(_("Loans")), format, headers, rows)


def _rows(loans, form):
    """The loans of this page, each with the values of the columns of its own."""
    found = as_rows(form.user, loans)
    for loan in found:
        values = loan.custom if loan.whole else {}
        loan.shown = [(f.label, _spoken(f, values.get(f.key))) for f in _columns(form)]
    return found


def as_rows(user, loans) -> list:
    """The loans as `_rows.html` takes them: `whole` where the reader sees all of it."""
    found = list(loans)
    for loan in found:
        loan.whole = rules.can_see_all(user, loan)
    return found


def _columns(form):
    fields = [field for field in form.custom_fields if field.sortable][:MOST_COLUMNS]
    for field in fields:
        field.param = PREFIX + field.key
    return fields


def _spoken(field, value):
    return "" if value is None else spoken(field, value)


def _around(request, form):
    """What stands beside the rows: chips, and what was left out."""
    for name in form.left_out:
        words = _("“%(name)s” was left out: there is no such choice.") % {"name": name}
        messages.warning(request, words)
    plain = not any(value for name, value in request.GET.items() if name != "page")
    return {
        "chips": _chips(request, form),
        "filtered": not plain,
        "ordering": form.get("ordering") or ("-number" if form.reads_all else "end"),
        "by_custom": _columns(form),
        "several_schools": "school" in form.fields,
        "reads_all": form.reads_all,
        "can_apply": rules.can_apply_somewhere(request.user),
    }


def _ways(user):
    return {
        "lends": rules.lends(user),
        "has_feed": rules.can_see_catalogue(user),
    }


def _chips(request, form):
    asked = form.get("need")
    needs = needs_of(request.user)
    if not needs:
        return []
    found = [
        {"url": _with(request, need=""), "label": _("All"), "active": not asked},
        {"url": _with(request, need=MINE), "label": _("What needs me"), "active": asked == MINE},
    ]
    named = next((need.label for need in needs if need.name == asked), None)
    return [*found, *([{"url": "", "label": named, "active": True}] if named else [])]


def _with(request, **changes):
    query = request.GET.copy()
    for name, value in {**changes, "page": ""}.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


class Column(NamedTuple):
    """A built-in field ("" for what no form asks), its heading, and what stands below it."""

    name: str
    label: str
    value: Any


def _columns_for(form):
    """The columns the house does not hide, under its own words, and its own fields behind them:
    what everybody may read, then what only who sees the whole loan does."""
    layout = FormLayout.of("loan")

    def laid_out(columns):
        named = [c._replace(label=layout.word(c.name, c.label)) for c in columns]
        return [column for column in named if column.label]

    own = [_own(field) for field in form.custom_fields]
    return laid_out(_plain()), [*laid_out(_more()), *own] if form.reads_all else []


def _plain():
    return [
        Column("", _("Number"), lambda loan, _whole: loan.number),
        Column("", _("Kind of case"), lambda loan, _whole: loan.category.label),
        Column("", _("Case"), lambda loan, _whole: loan.case.inventory_number if loan.case else ""),
        Column("", _("School"), lambda loan, _whole: loan.school.name),
        Column("", _("Room"), _room),
        Column("", _("From"), lambda loan, whole: loan.start if whole else ""),
        Column("", _("Last day"), lambda loan, _whole: loan.last_day),
        Column("", _("Overdue"), lambda loan, _whole: _("yes") if loan.overdue else ""),
        Column("responsible", _("Responsible"), lambda loan, _whole: loan.responsible),
    ]


def _room(loan, whole):
    return loan.location.path if whole and loan.location_id else ""


def _more():
    return [
        Column("", _("State"), lambda loan, _whole: loan.get_state_display()),
        Column("", _("Status"), lambda loan, _whole: loan.status or ""),
        Column("purpose", _("Purpose"), lambda loan, _whole: loan.purpose),
        Column("classes", _("Classes"), lambda loan, _whole: loan.classes),
        Column("responsible_email", _("E-mail"), lambda loan, _whole: loan.responsible_email),
        Column("deputy", _("Deputy"), lambda loan, _whole: loan.deputy),
        Column("", _("Applied for on"), lambda loan, _whole: loan.submitted_at),
        Column("", _("Extension until"), lambda loan, _whole: loan.wanted_last_day),
        Column("", _("Last handled by"), lambda loan, _whole: loan.last_handler or ""),
        Column("", _("Last handled"), lambda loan, _whole: loan.last_handled_at),
    ]


def _own(field):
    return Column("", field.label, lambda loan, _whole: _spoken(field, loan.custom.get(field.key)))


def _cells(loan, user, plain, more):
    """One loan, cell by cell: nothing of the second part where the person is a teacher only."""
    whole = rules.can_see_all(user, loan)
    return [column.value(loan, whole) for column in (*plain, *(more if whole else ()))]
