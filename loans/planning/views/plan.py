"""The plan of a year, moving what is promised, and the change of the school year."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.models import Category, Device
from itsm.web.paging import Pages
from itsm.workflow import NotAllowed, require
from loans import rules, workflow
from loans.models import Loan
from loans.pages import loan_or_404, saved, status
from loans.planning.forms import ReplanForm, YearForm
from loans.planning.plan import demand, lines_of, months_of, share_of, undecided_lines
from loans.years import name_of, school_year


def plan(request):
    """Every case through one school year; free days lead to a new loan."""
    _must_lend(request.user)
    start, end = year_of(request)
    cases = Device.objects.cases().filter(school=None).exclude(state="retired")
    kinds = list(Category.objects.filter(is_case=True, retired=False))
    asked = request.GET.get("category", "")
    kind = next((one for one in kinds if str(one.pk) == asked), None)
    cases = cases.filter(category=kind) if kind else cases
    page = Pages(cases.order_by("category__order", "number_order")).get_page(
        request.GET.get("page")
    )
    lines = lines_of(list(page), start, end)
    undecided = undecided_lines(start, end, kind)
    context = {"page": page, "lines": lines, "undecided": undecided}
    context |= {"kind": kind, "kinds": kinds if len(kinds) > 1 else []}
    context |= _frame(start, end, lines)
    return render(request, "loans/planning/plan.html", context)


def _frame(start, end, lines):
    days = (end - start).days
    lent = sum(line.lent for line in lines)
    years = [school_year(date(start.year + n, 8, 1)) for n in (-1, 0, 1)]
    return {
        "start": start,
        "end": end,
        "days": days,
        "months": months_of(start, end),
        "years": [{"start": s, "name": name_of(s), "now": s == start} for s, _e in years],
        "used": round(100 * lent / (days * len(lines))) if lines else 0,
        "demand": demand(start, end),
        "today": timezone.localdate(),
        "passed": share_of(timezone.localdate(), start, end),
    }


def replan(request, number):
    """Another case or other days, by a form; dragging on the plan fills in the same one."""
    loan = loan_or_404(request, number)
    require(rules.can_plan, request.user, loan)
    before = {"case": loan.case, "start": loan.start, "last_day": loan.last_day}
    form = ReplanForm(request.POST or None, loan=loan, asked=request.GET)
    if saved(request, form, workflow.replan, loan):
        messages.success(request, _("Planned anew."))
        return redirect(_plan_of(loan))
    context = {"loan": loan, "before": before, "form": form, "back": _plan_of(loan)}
    return render(request, "loans/planning/replan.html", context, status=status(form))


def _plan_of(loan) -> str:
    """The year of the plan in which this loan begins."""
    return f"{reverse('loans:plan')}?year={school_year(loan.start)[0]}"


def year(request):
    """Extend, swap or end all running loans at once: first as a rehearsal, then for good."""
    _must_lend(request.user)
    form = YearForm(request.POST or None, loans=_running())
    results = _changed(request, form) if request.method == "POST" and form.is_valid() else []
    if results and "go" in request.POST:
        return _done(request, results)
    context = {"form": form, "results": results, "rows": form.rows(results)}
    return render(request, "loans/planning/year.html", context)


def _changed(request, form):
    """How each loan fared; without "go" it is only a rehearsal."""
    facts = {"by": request.user, "end": form.cleaned_data["end"]}
    return workflow.change_of_year(form.choices(), rehearse="go" not in request.POST, **facts)


def _done(request, results):
    refused = [(loan, sentence) for loan, _choice, sentence in results if sentence]
    for loan, sentence in refused:
        messages.warning(request, f"{loan}: {sentence}")
    done = {"done": len(results) - len(refused), "all": len(results)}
    messages.success(request, _("%(done)s of %(all)s loans are changed.") % done)
    return redirect("loans:plan")


def _running():
    there = Loan.objects.filter(state=Loan.State.HANDED_OVER).with_names()
    return list(there.order_by("end", "school__name", "pk")[:500])


def year_of(request):
    """The school year asked for, else this one."""
    asked = request.GET.get("year", "")
    try:
        return (
            school_year(date.fromisoformat(asked)) if asked else school_year(timezone.localdate())
        )
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _must_lend(user):
    if not rules.lends(user):
        raise NotAllowed(_("You may not do that."))
