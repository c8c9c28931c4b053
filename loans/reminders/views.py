"""Reminders: loan managers write who hears when, in which words, and when they rest."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.web.paging import PER_PAGE, Pages
from itsm.workflow import require
from loans import rules, workflow
from loans.handover.views.shared import SeeOther
from loans.models import LoanSettings, ReminderRule
from loans.pages import saved
from loans.reminders import workflow as reminding
from loans.reminders.forms import RestingForm, RuleForm, day_of

AHEAD = timedelta(days=60)


def index(request):
    """All rules in the order of their days, and when they rest."""
    require(rules.can_change_loan_settings, request.user)
    rows = [{"rule": rule, "day": day_of(rule)} for rule in ReminderRule.objects.all()]
    return render(
        request, "loans/reminders/index.html", {"rows": rows, "agreed": LoanSettings.get()}
    )


def coming(request):
    """What would go out in the next weeks, to whom, about which loan; nothing is sent by it."""
    require(rules.can_change_loan_settings, request.user)
    until = timezone.localdate() + AHEAD
    page = Pages(reminding.coming(until), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "until": until, "agreed": LoanSettings.get()}
    return render(request, "loans/reminders/coming.html", context)


def rule(request, pk=None):
    """One rule: new, or changed, or no longer used."""
    require(rules.can_change_loan_settings, request.user)
    kept = get_object_or_404(ReminderRule, pk=pk) if pk else None
    form = RuleForm(request.POST or None, instance=kept or ReminderRule())
    fresh = ReminderRule.objects.filter(pk=pk).first() or ReminderRule()
    if saved(request, form, workflow.save_reminder_rule, fresh):
        return _saved(request)
    return render(request, "loans/reminders/reminder.html", {"form": form, "is_new": kept is None})


def resting(request):
    """In which Land's holidays reminders rest."""
    require(rules.can_change_loan_settings, request.user)
    form = RestingForm(request.POST or None, instance=LoanSettings.get())
    if saved(request, form, workflow.save_loan_settings, LoanSettings.get()):
        return _saved(request)
    return render(request, "loans/reminders/resting.html", {"form": form})


def _saved(request):
    messages.success(request, _("Saved."))
    return SeeOther(reverse("loans:reminders"))
