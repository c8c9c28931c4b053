"""Figures of a school year as charts with tables, and as a file."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from itsm.tables import export_response
from itsm.workflow import NotAllowed
from loans import rules
from loans.planning.figures import Figures
from loans.planning.views.plan import year_of
from loans.years import name_of


def index(request):
    """How many days each case was lent, and what each school had and wanted."""
    _must_see(request.user)
    start, end = year_of(request)
    return render(request, "loans/planning/figures.html", _told(start, end))


def _told(start, end):
    figures = Figures(start, end)
    cases, schools = figures.cases(), figures.schools()
    longest = max((row["lent"] + row["idle"] for row in cases), default=1) or 1
    most = max((row["days"] for row in schools), default=1) or 1
    return {
        "name": name_of(start),
        "start": start,
        "cases": cases,
        "schools": schools,
        "longest": longest,
        "most": most,
        "lent": sum(row["lent"] for row in cases),
        "idle": sum(row["idle"] for row in cases),
        "unmet": sum(row["unmet"] for row in schools),
        "value": sum(row["value"] for row in schools),
        "answers": figures.answers(),
    }


def export(request, format):
    """The table per school, to take away."""
    _must_see(request.user)
    start, end = year_of(request)
    heads = [
        _("School"),
        _("Loans"),
        _("Days lent"),
        _("Wishes not met"),
        _("Damages"),
        _("Costs in €"),
        _("Lost"),
        _("Value there now in €"),
    ]
    names = ("loans", "days", "unmet", "damages", "cost", "lost", "value")
    rows = ([str(row["school"]), *(row[n] for n in names)] for row in Figures(start, end).schools())
    name = " ".join([_("Loans"), name_of(start).replace("/", "-")])
    return export_response(name, format, heads, rows)


def told(request, format):
    """What schools said at the end, word for word, to take away."""
    _must_see(request.user)
    start, end = year_of(request)
    heads = [
        _("School"),
        _("Case"),
        _("Last day"),
        _("How often was it used?"),
        _("What for?"),
        _("Would the school buy such tablets?"),
        _("What should be better?"),
    ]
    rows = (
        [
            str(one.loan.school),
            str(one.loan),
            str(one.loan.last_day),
            one.get_often_display(),
            one.used_for,
            one.get_would_buy_display(),
            one.wish,
        ]
        for one in Figures(start, end).told()
    )
    title = _("How it was")
    name = f"{title} {name_of(start).replace('/', '-')}"
    return export_response(name, format, heads, rows)


def _must_see(user):
    if not rules.can_see_figures(user):
        raise NotAllowed(_("You may not do that."))
