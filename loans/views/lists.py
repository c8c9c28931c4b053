"""The list of loans, on the page and as a file."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.fields.forms import PREFIX, spoken
from itsm.web.exporting import all_of
from itsm.web.paging import Pages
from itsm.web.tabular import export_response
from loans import rules
from loans.desk import figures_of, needs_of
from loans.filters import MINE, LoanFilter

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
    return render(request, "loans/_results.html" if part else "loans/index.html", context)


def export(request, format):
    """The same loans as a table to take away."""
    form = LoanFilter(request.GET, user=request.user, today=timezone.localdate(), full=True)
    headers = _headers()
    loans = all_of(form.loans().with_names(), format)
    rows = (_plain(loan, form.user) for loan in loans)
    if form.reads_all:
        headers += [*_more_headers(), *(field.label for field in form.custom_fields)]
        rows = (_plain(loan, form.user) + _whole(loan, form) for loan in loans)
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


def _headers():
    return [
        _("Number"),
        _("Kind of case"),
        _("Case"),
        _("School"),
        _("Room"),
        _("From"),
        _("Last day"),
        _("Overdue"),
        _("Responsible"),
    ]


def _plain(loan, user):
    """What everybody may read; the room and the first day only who sees the whole loan."""
    case = loan.case.inventory_number if loan.case_id else ""
    whole = rules.can_see_all(user, loan)
    place = loan.location.path if whole and loan.location_id else ""
    return [
        loan.number,
        loan.category.label,
        case,
        loan.school.name,
        place,
        loan.start if whole else "",
        loan.last_day,
        _("yes") if loan.overdue else "",
        loan.responsible,
    ]


def _more_headers():
    return [
        _("State"),
        _("Status"),
        _("Purpose"),
        _("Classes"),
        _("E-mail"),
        _("Deputy"),
        _("Applied for on"),
        _("Extension until"),
        _("Last handled by"),
        _("Last handled"),
    ]


def _whole(loan, form):
    """Nothing of it where the person is a teacher only."""
    return _more(loan, form.custom_fields) if rules.can_see_all(form.user, loan) else []


def _more(loan, custom):
    return [
        loan.get_state_display(),
        loan.status or "",
        loan.purpose,
        loan.classes,
        loan.responsible_email,
        loan.deputy,
        loan.submitted_at,
        loan.wanted_last_day,
        loan.last_handler or "",
        loan.last_handled_at,
        *(_spoken(field, loan.custom.get(field.key)) for field in custom),
    ]
