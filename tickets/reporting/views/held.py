"""What the flood protection held back: a look, then in or out."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from itsm.files.downloads import send_file
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.web.paging import Pages
from itsm.workflow import NotAllowed, StepRefused
from tickets import workflow
from tickets.models import Report, TicketFile
from tickets.pages import render

REVIEWERS = (Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR)
# What is said of a held report, and asked when it is accepted.
NAMED = (
    "school",
    "tile",
    "device__category",
    "device__model__manufacturer",
    "device__location",
    "location",
    "label__device__category",
    "label__device__model__manufacturer",
    "label__device__location",
    "label__location",
)
DECISIONS = {"accept": workflow.accept, "dismiss": workflow.dismiss}


def index(request):
    """The held reports of my schools."""
    held = _held(request).select_related(*NAMED).prefetch_related("files").order_by("pk")
    pages = Pages(held)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "tickets/reporting/held.html", {"page": page, "total": pages.total})


@require_POST
def decide(request, pk, decision):
    """One report in or out."""
    get_object_or_404(_held(request), pk=pk)
    return _decided(request, [str(pk)], decision)


@require_POST
def decide_ticked(request, decision):
    """Those that were ticked: in or out, each by itself."""
    if not request.POST.getlist("report"):
        messages.info(request, _("Nothing was ticked."))
    return _decided(request, request.POST.getlist("report"), decision)


def file(request, pk, file):
    """The photo that came with a held report."""
    report = get_object_or_404(_held(request), pk=pk)
    kept = get_object_or_404(TicketFile.objects.filter(report=report), pk=file)
    return send_file(kept.file, name=kept.name, kind=kept.kind, inline_picture=kept.is_picture)


def _decided(request, pks, decision):
    if decision not in DECISIONS:
        raise Http404
    reports = _held(request).filter(pk__in=[pk for pk in pks if pk.isdecimal() and len(pk) < 19])
    reports = reports.select_related(*NAMED)
    done = sum(_one(request, DECISIONS[decision], report) for report in reports)
    if done:
        words = ngettext("%(n)s report decided.", "%(n)s reports decided.", done) % {"n": done}
        messages.success(request, words)
    response = redirect("tickets:held")
    response.status_code = 303
    return response


def _one(request, act, report) -> bool:
    try:
        act(report, by=request.user)
    except StepRefused as refused:
        messages.warning(request, refused.sentence)
        return False
    return True


def _held(request):
    if not reach_of(request.user).holds(*REVIEWERS):
        raise NotAllowed
    return Report.objects.visible_to(request.user).filter(state=Report.State.HELD)
