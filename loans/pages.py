"""What all pages about loans share."""

from django.shortcuts import get_object_or_404, redirect

from itsm.guards.once import only_once
from itsm.workflow import StepRefused
from loans.models import Loan


def loan_or_404(request, number) -> Loan:
    """The loan if this person sees it; otherwise it is as if there were none."""
    seen = Loan.objects.visible_to(request.user).with_names()
    return get_object_or_404(seen, pk=number)


def back_to(loan):
    """Done: the loan's page (303), so that going back sends nothing twice."""
    response = redirect("loans:show", loan.number)
    response.status_code = 303
    return response


def taken(form, step, *things, **facts) -> bool:
    """Take the step; a refusal is said on the form, and what was typed stays."""
    try:
        step(*things, **facts)
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        form.refused = True
        return False
    return True


def taken_once(request, form, act) -> bool:
    """The same, once however often the form is sent."""
    return taken(form, only_once, request, act)


def saved(request, form, step, *about) -> bool:
    """Was the form sent, is it complete, and was its step taken, once?"""
    if request.method != "POST" or not form.is_valid():
        return False
    act = lambda: bool(step(*about, by=request.user, **form.values()))  # noqa: E731  said once
    return taken_once(request, form, act)


def status(form) -> int:
    """409 where the step was impossible."""
    return 409 if getattr(form, "refused", False) else 200
