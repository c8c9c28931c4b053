"""A school begins an application."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from itsm.steps import StepRefused, require
from itsm.web.once import only_once
from loans import rules, workflow
from loans.forms.applying import ApplicationForm
from loans.models import Loan
from loans.views.pages import back_to


def new(request):
    """One short form; then the draft is there, with what has to be proved."""
    require(rules.can_apply_somewhere, request.user)
    form = ApplicationForm(request.POST or None, user=request.user, asked=_asked(request))
    if request.method == "POST" and form.is_valid() and (number := _begun(request, form)):
        messages.success(request, _("The draft is saved. Please give the proofs and submit it."))
        return back_to(Loan(pk=number))
    return render(request, "loans/new.html", {"form": form})


def _asked(request):
    """The case or the kind that a link of the catalogue named."""
    asked = {name: request.GET.get(name, "") for name in ("case", "category")}
    return {name: value for name, value in asked.items() if value.isdecimal()}


def _begun(request, form):
    """The number of the first loan; the same key and words give the same one again."""
    try:
        return only_once(request, lambda: _apply(request.user, form))
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        return None


def _apply(user, form):
    return workflow.apply(by=user, **form.application()).number
