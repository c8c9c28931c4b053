"""Pages of an import: bring a table, see what it would do, do it, fetch what failed."""

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets import rules
from assets.imports import undoing, workflow
from assets.imports.columns import LABELS
from assets.imports.forms import AnswersForm, UploadForm
from assets.imports.preview import named_cells
from assets.models import DeviceImport
from itsm.tables import export_response
from itsm.web.paging import Pages
from itsm.workflow import require

ROWS_A_PAGE = 25
SAMPLE = {
    "inventory_number": "GAD-00042",
    "serial_number": "X4AB100417L",
    "category": "Beamer",
    "manufacturer": "Epson",
    "model": "EB-992F",
    "school": "Gymnasium am Deich",
    "building": "Haupthaus",
    "floor": "2. OG",
    "room": "Raum 204",
    "state": "in Betrieb",
    "purchased_on": date(2026, 8, 1),
    "price": Decimal("899.00"),
    "supplier": "",
    "funding_source": "",
    "notes": "",
}


@require_http_methods(["GET", "POST"])
def new(request):
    """Bring a table."""
    require(rules.can_import, request.user)
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _to(form.keep(request.user))
    mine = DeviceImport.objects.visible_to(request.user).defer("sheet", "failed", "rows", "done")
    return render(request, "assets/imports/new.html", {"form": form, "mine": mine[:10]})


@require_GET
def show(request, pk):
    """What the table would do, or what it did."""
    return _page(request, _mine(request, pk))


def _page(request, brought, form=None):
    """The page of an import; `form` holds answers that were not complete."""
    waiting = brought.state == DeviceImport.State.CHECKED
    context = {
        "brought": brought,
        "form": form or (_questions(brought) if waiting else None),
        "new": _rows(request, "new", map(_new, brought.rows.get("new", []))),
        "changed": _rows(request, "changed", map(_changed, brought.rows.get("changed", []))),
        "failed": _rows(request, "failed", map(_failed, brought.failed)),
        "devices": len(brought.new_devices),
        "facts": _facts(brought),
        "columns": _columns(brought),
        "waiting": waiting,
        "worth": sum(brought.summary["counts"][word] for word in ("new", "changed")),
    }
    status = 422 if form and form.is_bound else 200
    return render(request, "assets/imports/show.html", context, status=status)


def _questions(brought, data=None):
    answered = brought.answers.get("names", {})
    return AnswersForm(data, asked=brought.rows.get("asked", []), answered=answered)


def _rows(request, group, rows):
    """A page of the rows of one group, as `_rows.html` shows them."""
    return Pages(list(rows), ROWS_A_PAGE).get_page(request.GET.get(group))


def _new(row):
    return row | {"detail": f"{row['inventory_number']} {row['serial_number']}"}


def _changed(row):
    return row | {"detail": row["inventory_number"], "named": named_cells(row)}


def _failed(row):
    cells = row["cells"]
    title = f"{cells.get('inventory_number', '')} {cells.get('serial_number', '')}"
    return row | {"title": title, "detail": cells.get("model", ""), "place": row["reason"]}


@require_POST
def confirm(request, pk):
    """Carry it out, once every new name is answered for."""
    brought = _mine(request, pk)
    form = _questions(brought, request.POST)
    if brought.state == DeviceImport.State.CHECKED and not form.is_valid():
        return _page(request, brought, form)
    names = form.answers() if form.is_valid() else {}
    if workflow.confirm(brought, by=request.user, names=names):
        messages.success(request, _("The table is in."))
    else:
        messages.warning(request, _("There is another new name to decide on. Nothing is in yet."))
    return _to(brought.pk)


@require_http_methods(["GET", "POST"])
def take_back(request, pk):
    """Everything this import did is undone; asked once."""
    brought = _mine(request, pk)
    if request.method == "GET":
        return render(request, "assets/imports/take_back.html", {"brought": brought})
    left = undoing.take_back(brought, by=request.user)
    if left:
        messages.warning(request, _("Taken back, but for what is named on this page."))
    else:
        messages.success(request, _("The import is taken back."))
    return _to(brought.pk)


@require_GET
def sample(request, format):
    """A table as the program understands it, to fill in."""
    require(rules.can_import, request.user)
    names = [str(LABELS[name]).capitalize() for name in SAMPLE]
    return export_response(_("sample table"), format, names, [SAMPLE.values()])


@require_GET
def failed(request, pk, format):
    """The rows that failed, with the reason, ready to be corrected and brought again."""
    brought = _mine(request, pk)
    fields, headings = zip(*brought.summary["headings"], strict=True)
    rest = list(brought.failed[0].get("rest", {})) if brought.failed else []
    rows = (
        [*(row["cells"][f] for f in fields), *(row["rest"][h] for h in rest), row["reason"]]
        for row in brought.failed
    )
    return export_response(_("failed rows"), format, [*headings, *rest, _("reason")], rows)


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
