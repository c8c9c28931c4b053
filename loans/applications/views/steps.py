"""Every step on an application and a running loan that one small form takes: one address each,
one call of the workflow."""

from typing import NamedTuple

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.workflow import require
from loans import rules, workflow
from loans.actions import word_of
from loans.applications.forms.applying import AmendForm
from loans.applications.forms.deciding import ApproveForm, ExtendForm, RoomForm, TogetherForm
from loans.forms import NoteForm, ReasonForm, StepForm
from loans.models import Loan
from loans.pages import back_to, loan_or_404, status, taken_once


def _submit(loan, by, form):
    workflow.submit_all(loan, by=by)


def _withdraw(loan, by, form):
    workflow.withdraw(loan, by=by)


def _amend(loan, by, form):
    act = workflow.amend_all if form.cleaned_data.get("whole") else workflow.amend
    act(loan, by=by, **form.changes())


def _approve(loan, by, form):
    data = form.cleaned_data
    workflow.approve(loan, by=by, case=data.get("case"), note=data["note"])


def _decide_together(loan, by, form):
    workflow.decide_together(loan, by=by, **form.cleaned_data)


def _waitlist(loan, by, form):
    workflow.waitlist(loan, by=by, note=form.cleaned_data["note"])


def _refuse(loan, by, form):
    workflow.refuse(loan, by=by, reason=form.cleaned_data["reason"])


def _extend(loan, by, form):
    workflow.extend(loan, by=by, end=form.end, reason=form.cleaned_data.get("reason", ""))


def _remind(loan, by, form):
    workflow.remind_now(loan, by=by, note=form.cleaned_data["note"])


def _refuse_extension(loan, by, form):
    workflow.refuse_extension(loan, by=by, reason=form.cleaned_data["reason"])


def _name_room(loan, by, form):
    workflow.name_room(loan, by=by, location=form.cleaned_data["location"])


class Step(NamedTuple):
    """The form, what it calls, who may, and what is said when it is done."""

    form: type
    take: object
    rule: object
    done: str


STEPS = {
    "submit": Step(StepForm, _submit, rules.can_submit, ""),
    "withdraw": Step(
        StepForm, _withdraw, rules.can_withdraw, gettext_lazy("The application is withdrawn.")
    ),
    "amend": Step(AmendForm, _amend, rules.can_amend, gettext_lazy("Saved.")),
    "approve": Step(ApproveForm, _approve, rules.can_approve, ""),
    "decide_together": Step(
        TogetherForm,
        _decide_together,
        rules.can_refuse,
        gettext_lazy("Decided. The school hears of it."),
    ),
    "waitlist": Step(
        NoteForm,
        _waitlist,
        rules.can_waitlist,
        gettext_lazy("The school is on the waiting list and hears of it."),
    ),
    "refuse": Step(
        ReasonForm, _refuse, rules.can_refuse, gettext_lazy("Refused. The school reads why.")
    ),
    "extend": Step(ExtendForm, _extend, rules.can_extend, ""),
    "remind": Step(NoteForm, _remind, rules.can_remind, gettext_lazy("The school is reminded.")),
    "refuse_extension": Step(
        ReasonForm,
        _refuse_extension,
        rules.can_refuse_extension,
        gettext_lazy("It ends as agreed. The school reads why."),
    ),
    "name_room": Step(RoomForm, _name_room, rules.can_name_room, gettext_lazy("Saved.")),
}
TITLES = {
    "amend": gettext_lazy("Edit the application"),
    "withdraw": gettext_lazy("Withdraw the application"),
    "refuse_extension": gettext_lazy("Not longer"),
}
SUBMITS = TITLES | {"amend": gettext_lazy("Save"), "name_room": gettext_lazy("Save")}


def step(request, number, step):
    """Show the step's form (GET), or take the step (POST)."""
    loan, known = loan_or_404(request, number), STEPS[step]
    require(known.rule, request.user, loan)
    posted = request.POST if request.method == "POST" else None
    form = known.form(posted, loan=loan, user=request.user, asked=request.GET)
    if form.is_bound and form.is_valid() and _taken(request, known, form):
        messages.success(request, known.done or _said(loan, step))
        return back_to(loan)
    return _shown(request, step, form)


def _taken(request, known, form):
    return taken_once(request, form, lambda: known.take(form.loan, request.user, form))


def _said(loan, step):
    """What became of it, where that depends."""
    if step == "submit":
        return _submitted(loan)
    if step == "approve":
        promised = loan.state == Loan.State.APPROVED
        return _("The case is promised.") if promised else _("Agreed. Others still have to.")
    asked = loan.wanted_end is not None
    return _("Asked for. You hear from us.") if asked else _("Extended. The school hears of it.")


def _submitted(loan):
    """Submitted, and which proofs the school still has to give."""
    missing = loan.conditions.filter(given_at=None).select_related("condition")
    if not missing:
        return _("The application is submitted. You hear from us.")
    words = {"conditions": ", ".join(str(one) for one in missing)}
    return _("The application is submitted. Still missing: %(conditions)s.") % words


def _shown(request, step, form):
    word = word_of(step, request.user, form.loan)
    context = {
        "loan": form.loan,
        "action": request.path,
        "title": TITLES.get(step, word),
        "submit": SUBMITS.get(step, word),
        "offered": _offered(step, form.loan),
        "form": form,
    }
    name = "loans/_step.html" if request.htmx else "loans/step.html"
    return render(request, name, context, status=status(form))


def _offered(step, loan):
    """A sentence above forms that ask nothing, or little."""
    words = {
        "submit": _("The school authority looks at it and decides. You can still change it."),
        "withdraw": _("You don't want this case any more. What was promised is free again."),
        "waitlist": _("The school gets the next free case, in the order of applications."),
        "extend": loan.wanted_reason,
        "remind": _("The responsible person and the head of school get a mail at once."),
        "name_room": _("So that everybody finds it."),
    }
    return words.get(step, "")
