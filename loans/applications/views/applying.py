"""A school begins an application."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from itsm.guards.once import only_once
from itsm.workflow import StepRefused, require
from loans import rules, workflow
from loans.applications.forms.applying import ApplicationForm
from loans.models import Loan
from loans.pages import back_to
from loans.years import FIRST_DAY, LAST_DAY


def new(request):
    """One short form; then the draft is there, with what has to be proved."""
    require(rules.can_apply_somewhere, request.user)
    form = ApplicationForm(request.POST or None, user=request.user, asked=_asked(request))
    if request.method == "POST" and form.is_valid() and (number := _begun(request, form)):
        messages.success(request, _("The draft is saved. Please give the proofs and submit it."))
        return back_to(Loan(pk=number))
    return render(request, "loans/applications/new.html", {"form": form})


def _asked(request):
    """The case or the kind that a link of the catalogue named, and the days a link of the plan."""
    asked = {name: request.GET.get(name, "") for name in ("case", "category")}
    asked = {name: value for name, value in asked.items() if value.isdecimal()}
    days = {name: _day(request.GET.get(name, "")) for name in ("start", "last_day")}
    return asked | {name: day for name, day in days.items() if day}


def _day(text):
    """A day of an address that can be meant, else None."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def _begun(request, form):
    """The number of the first loan; the same key and words give the same one again."""
    try:
        return only_once(request, lambda: _apply(request.user, form))
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        return None


def _apply(user, form):
    return workflow.apply(by=user, **form.application()).number
