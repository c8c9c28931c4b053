"""What is still owed: by whom it is seen to, and until when."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.web.paging import Pages
from itsm.workflow import require
from loans import rules, workflow
from loans.handover.views.shared import SeeOther, form_page
from loans.models import OpenItem
from loans.pages import taken
from loans.returns.forms import ResultForm


def index(request):
    """Everything that is open, the earliest day first; of one person on request."""
    items = OpenItem.objects.visible_to(request.user).filter(done_at=None)
    items = items.select_related("loan__school", "loan__case", "person", "item", "accessory")
    mine = "mine" in request.GET
    if mine:
        items = items.filter(person=request.user)
    context = {
        "page": Pages(items).get_page(request.GET.get("page")),
        "mine": mine,
        "today": timezone.localdate(),
        "may_resolve": rules.lends(request.user),
    }
    return render(request, "loans/returns/owed.html", context)


def resolve(request, pk):
    """Found, paid, replaced, written off."""
    seen = OpenItem.objects.visible_to(request.user).select_related("loan__case", "item__device")
    owed = get_object_or_404(seen, pk=pk)
    require(rules.can_close, request.user, owed.loan)
    form = ResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _resolved(request, form, owed):
        messages.success(request, _("Done, and off the list."))
        return SeeOther(reverse("loans:open"))
    words = {"title": owed.text, "submit": _("Done"), "back_url": reverse("loans:open")}
    return form_page(request, form, owed.loan, **words)


def _resolved(request, form, owed):
    return taken(form, workflow.resolve, owed, by=request.user, **form.cleaned_data)
