"""A form takes a step once; a refusal is said on the form, and what was typed stays."""

from itsm.steps import StepRefused
from loans.views.pages import only_once


def taken(request, form, step, *about) -> bool:
    """Was the form sent, is it complete, and was its step taken, once however often it is sent?"""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        only_once(request, lambda: bool(step(*about, by=request.user, **form.values())))
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        form.refused = True
        return False
    return True


def status(form) -> int:
    """409 where the step was impossible."""
    return 409 if getattr(form, "refused", False) else 200
