"""What all pages about loans share."""

from django.shortcuts import get_object_or_404, redirect

from itsm.web.once import OtherPayload, new_key, once
from loans.models import Loan

MACHINERY = ("csrfmiddlewaretoken", "key")


def loan_or_404(request, number) -> Loan:
    """The loan if this person sees it; otherwise it is as if there were none."""
    seen = Loan.objects.visible_to(request.user).with_names()
    return get_object_or_404(seen, pk=number)


def back_to(loan):
    """Done: the loan's page (303), so that going back sends nothing twice."""
    response = redirect("loans:show", loan.number)
    response.status_code = 303
    return response


def only_once(request, act):
    """Do it once, however often the form is sent; with other words under the same key, anew."""
    scope = f"{request.resolver_match.view_name}:{request.user.pk}"[:80]
    words = {name: value for name, value in request.POST.lists() if name not in MACHINERY}
    words["path"] = request.path
    try:
        return once(scope, request.POST.get("key"), words, act)
    except OtherPayload:
        return once(scope, new_key(), words, act)
