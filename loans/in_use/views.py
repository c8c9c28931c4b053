"""During the loan: a spare takes the slot of what broke, and a fault is told per slot."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from assets.faults import is_faulty
from itsm.workflow import StepRefused
from loans import rules, workflow
from loans.handover.scanning import items_of
from loans.handover.views.shared import form_page, go, is_chosen, item_of, loan_for
from loans.in_use.forms import FaultForm, SwapForm
from loans.models import Loan
from loans.pages import taken


def swap(request, number):
    """First which device, then which spare; the annex follows."""
    loan = _running(loan_for(request, number, rules.can_swap))
    if not is_chosen(request):
        return _choose(request, loan, _("Which one is swapped?"), case=False)
    item = item_of(request, loan)
    form = SwapForm(request.POST or None, device=item.device, by=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "item": item, **form.cleaned_data}
        if taken(form, workflow.swap, loan, **facts):
            messages.success(request, _("Swapped. The annex is on its way to both."))
            return go("paper", loan, loan.papers.filter(kind="annex").first().pk)
    return _swap_page(request, loan, item, form)


def _swap_page(request, loan, item, form):
    words = {"place": _place(item), "number": item.device.inventory_number}
    title = _("A spare for %(number)s, %(place)s") % words
    template = "loans/in_use/swap.html"
    return form_page(
        request, form, loan, title=title, submit=_("Swap it"), template=template, item=item
    )


def report_fault(request, number):
    """First which slot, then what is wrong: a ticket about the device, its case and this loan."""
    loan = _running(loan_for(request, number, rules.can_report_fault))
    if not is_chosen(request):
        return _choose(request, loan, _("What is broken?"), case=True)
    item = item_of(request, loan)
    form = FaultForm(request.POST or None, device=item.device)
    if request.method == "POST" and form.is_valid() and _told(request, loan, item, form):
        return go("show", loan)
    words = {"place": _place(item), "number": item.device.inventory_number}
    title = _("Fault: %(place)s, %(number)s") % words
    submit = _("Report the fault")
    return form_page(
        request,
        form,
        loan,
        title=title,
        submit=submit,
        item=item,
        template="loans/in_use/report_fault.html",
    )


def _told(request, loan, item, form):
    if not taken(
        form, workflow.report_fault, loan, by=request.user, item=item, **form.cleaned_data
    ):
        return False
    messages.success(request, _("Reported. It is a ticket now; you hear how it goes on."))
    return True


def _choose(request, loan, title, case):
    """All devices in the school's hands, as slots to tap on."""
    items = [item for item in items_of(loan) if item.is_out and (case or not item.is_case)]
    context = {"loan": loan, "items": items, "title": title, "told": _told_of(loan, request.user)}
    return render(request, "loans/handover/choose_item.html", context)


def _told_of(loan, user) -> set:
    """What is reported as broken already."""
    told = loan.items.exclude(slot=None).filter(is_faulty(user, device="device"))
    return set(told.values_list("pk", flat=True))


def _place(item):
    return _("slot %(slot)s") % {"slot": item.slot} if item.slot else _("the case itself")


def _running(loan):
    if loan.state != Loan.State.HANDED_OVER:
        raise StepRefused(_("This case is not at the school."))
    return loan
