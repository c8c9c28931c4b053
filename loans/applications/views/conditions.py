"""The proofs of a loan: given by the school, checked by who lends."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itsm.files.downloads import send_file
from itsm.workflow import require
from loans import rules, workflow
from loans.applications.forms.proving import ProofForm
from loans.forms import NoteForm
from loans.pages import back_to, loan_or_404, status, taken_once


def meet(request, number, pk):
    """Give the proof: what the condition asks for, and a word if one likes."""
    loan, kept = _loan_and_condition(request, number, pk, rules.can_meet_condition)
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = ProofForm(data, files, loan=loan, user=request.user, condition=kept)
    if posted and form.is_valid() and taken_once(request, form, lambda: _meet(request, form)):
        messages.success(request, _("The proof is saved."))
        return back_to(loan)
    return _shown(request, form, kept, _("Give the proof"), _("Save the proof"))


@require_POST
def accept(request, number, pk):
    """The proof is enough."""
    loan, kept = _loan_and_condition(request, number, pk, rules.can_check)
    workflow.meet_condition(loan, by=request.user, condition=kept)
    messages.success(request, _("Met: %(condition)s") % {"condition": kept})
    return back_to(loan)


def reopen(request, number, pk):
    """The proof is not enough: the school reads what is missing."""
    loan, kept = _loan_and_condition(request, number, pk, rules.can_check)
    posted = request.POST if request.method == "POST" else None
    form = NoteForm(posted, loan=loan, user=request.user)
    if form.is_valid() and taken_once(request, form, lambda: _reopen(request, form, kept)):
        messages.success(request, _("Open again: %(condition)s") % {"condition": kept})
        return back_to(loan)
    return _shown(request, form, kept, _("Not enough"), _("Open it again"))


def file(request, number, pk):
    """The paper that proves it, for whoever reads the application."""
    _loan, kept = _loan_and_condition(request, number, pk, rules.can_see_all)
    if not kept.file:
        raise Http404
    return send_file(kept.file, name=kept.file_name, kind=kept.file_kind)


def _loan_and_condition(request, number, pk, rule):
    loan = loan_or_404(request, number)
    require(rule, request.user, loan)
    return loan, get_object_or_404(loan.conditions.select_related("condition"), pk=pk)


def _meet(request, form):
    workflow.meet_condition(form.loan, by=request.user, condition=form.condition, **form.proved())


def _reopen(request, form, kept):
    note = form.cleaned_data["note"]
    workflow.reopen_condition(form.loan, by=request.user, condition=kept, note=note)


def _shown(request, form, kept, title, submit):
    context = {
        "loan": form.loan,
        "form": form,
        "title": f"{title}: {kept}",
        "submit": submit,
        "offered": kept.condition.help,
        "action": request.path,
    }
    name = "loans/_step.html" if request.htmx else "loans/step.html"
    return render(request, name, context, status=status(form))
