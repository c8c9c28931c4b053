"""Pages of an import: bring a table, see what it would do, do it, fetch what failed."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets import rules
from assets.imports import workflow
from assets.imports.columns import LABELS
from assets.imports.forms import UploadForm
from assets.models import DeviceImport
from itsm.steps import require
from itsm.web.paging import Pages
from itsm.web.tabular import export_response

ROWS_A_PAGE = 25


@require_http_methods(["GET", "POST"])
def new(request):
    """Bring a table."""
    require(rules.can_import, request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _to(form.keep(request.user))
    mine = DeviceImport.objects.visible_to(request.user).defer("sheet", "failed")
    return render(request, "imports/new.html", {"form": form, "mine": mine[:10]})


@require_GET
def show(request, pk):
    """What the table would do, or what it did."""
    brought = _mine(request, pk)
    page = Pages(brought.failed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "brought": brought,
        "page": page,
        "facts": _facts(brought),
        "columns": _columns(brought),
        "waiting": brought.state == DeviceImport.State.CHECKED,
        "worth": sum(brought.summary["counts"][word] for word in ("new", "changed")),
    }
    return render(request, "imports/show.html", context)


@require_POST
def confirm(request, pk):
    """Carry it out."""
    brought = _mine(request, pk)
    workflow.confirm(brought, by=request.user)
    messages.success(request, _("The table is in."))
    return _to(brought.pk)


@require_GET
def failed(request, pk, format):
    """The rows that failed, with the reason, ready to be corrected and brought again."""
    brought = _mine(request, pk)
    fields, headings = zip(*brought.summary["headings"], strict=True)
    rows = ([*(row["cells"][f] for f in fields), row["reason"]] for row in brought.failed)
    return export_response(_("failed rows"), format, [*headings, _("reason")], rows)


def _mine(request, pk):
    require(rules.can_import, request.user)
    return get_object_or_404(DeviceImport.objects.visible_to(request.user), pk=pk)


def _to(pk):
    return HttpResponseRedirect(reverse("imports:show", args=[pk]), status=303)


def _facts(brought):
    counts = brought.summary["counts"]
    words = {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged")}
    facts = [{"number": counts[key], "label": word} for key, word in words.items()]
    failed = {"number": counts["failed"], "label": _("failed"), "bad": counts["failed"] > 0}
    return [*facts, failed | {"url": "#failed"} if counts["failed"] else failed]


def _columns(brought):
    """Which of the file's columns became what."""
    headings = brought.summary["headings"]
    return [{"label": heading, "value": LABELS[field]} for field, heading in headings]
