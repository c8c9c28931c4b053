"""What all pages of handing over and taking back share."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assets.pages import asked
from itsm.workflow import StepRefused, require
from loans.models import Loan, LoanPhoto
from loans.pages import loan_or_404, status


class SeeOther(HttpResponseRedirect):
    """Done; look there (303), so that going back sends nothing twice."""

    status_code = 303


def loan_for(request, number, rule) -> Loan:
    """The loan, if this person sees it (else 404) and may take this step (else 403)."""
    loan = loan_or_404(request, number)
    require(rule, request.user, loan)
    return loan


def is_chosen(request) -> bool:
    """Does the form or the address name a device: as a line of the loan, or by itself?"""
    return asked(request, "item") is not None or asked(request, "device") is not None


def item_of(request, loan):
    """The device of this loan that the form or the address names; 404 where it is none."""
    if not is_chosen(request):
        raise StepRefused(_("Please say which device."))
    items = loan.items.select_related("device__category", "device__model__manufacturer", "loan")
    if asked(request, "item") is None:
        return get_object_or_404(items, device=asked(request, "device"), is_out=True)
    return get_object_or_404(items, pk=asked(request, "item"))


def sent(request):
    """What was posted, though it may be nothing; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def go(name, loan, *more) -> SeeOther:
    """On to this page of the loan."""
    return SeeOther(reverse(f"loans:{name}", args=[loan.number, *more]))


def form_page(request, form, loan, *, title, submit, template="loans/step_form.html", **context):
    """A small form of its own page; 409 where the step was refused."""
    context |= {"form": form, "loan": loan, "title": title, "submit": submit}
    return render(request, template, context, status=status(form))


def sign_page(request, loan, form, board):
    """What goes along or came back, how it looks, and both signatures."""
    out = form.out
    act = LoanPhoto.Act.HANDOVER if out else LoanPhoto.Act.RETURN
    context = {
        "loan": loan,
        "form": form,
        "board": board,
        "out": out,
        "accessories": loan.accessories.select_related("kind"),
        "photos": loan.photos.filter(act=act).select_related("item"),
    }
    return render(request, "loans/handover/sign.html", context, status=status(form))
