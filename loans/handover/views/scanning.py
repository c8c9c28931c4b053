"""The scan pages: one code after the other, out and back in, with and without JavaScript."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itsm.web.permissions import with_camera
from itsm.workflow import StepRefused
from loans import rules, workflow
from loans.handover.forms.handover import CountInForm, CountOutForm
from loans.handover.scanning import coming_back, going_out
from loans.handover.views.shared import go, item_of, loan_for
from loans.models import Loan
from loans.returns.workflow import must_be_away

OUT, BACK = "hand_over", "take_back"


@with_camera
def scan_out(request, number):
    """Scan what goes along (POST a code); without one, the page that scans."""
    loan = loan_for(request, number, rules.can_scan_out)
    if request.method == "POST":
        return _scanned(request, loan, OUT)
    return out_page(request, loan)


@with_camera
def scan_in(request, number):
    """Scan what comes back (POST a code); without one, the page that scans."""
    loan = loan_for(request, number, rules.can_scan_in)
    if request.method == "POST":
        return _scanned(request, loan, BACK)
    return back_page(request, loan)


@require_POST
def undo_scan_out(request, number):
    """Take a scan back."""
    loan = loan_for(request, number, rules.can_scan_out)
    item = item_of(request, loan)
    workflow.undo_scan_out(loan, by=request.user, item=item)
    return _undone(request, loan, item, OUT)


@require_POST
def undo_scan_in(request, number):
    """Take a scan back: it is still at the school."""
    loan = loan_for(request, number, rules.can_scan_in)
    item = item_of(request, loan)
    workflow.undo_scan_in(loan, by=request.user, item=item)
    return _undone(request, loan, item, BACK)


@require_POST
def count_out(request, number):
    """So many pencils, headphones and cables go along."""
    loan = loan_for(request, number, rules.can_scan_out)
    form = CountOutForm(request.POST, loan=loan)
    return _counted(request, loan, form, OUT)


@require_POST
def count_in(request, number):
    """So many came back, so many of those broken."""
    loan = loan_for(request, number, rules.can_scan_in)
    form = CountInForm(request.POST, loan=loan)
    return _counted(request, loan, form, BACK)


def out_page(request, loan, **said):
    """The page that scans what goes along."""
    if loan.state == Loan.State.APPROVED:
        return go("prepare", loan)
    if loan.state != Loan.State.PREPARED:
        words = {"state": loan.get_state_display()}
        raise StepRefused(_("That is not possible: it is “%(state)s” now.") % words)
    return _page(request, loan, OUT, **said)


def back_page(request, loan, **said):
    """The page that scans what comes back."""
    must_be_away(loan)
    return _page(request, loan, BACK, **said)


def _page(request, loan, way, said="", heard="", code="", counts=None):
    form = counts or (CountOutForm if way == OUT else CountInForm)(loan=loan)
    context = _about(loan, way) | {"said": said, "heard": heard, "code": code, "counts": form}
    return render(
        request, "loans/handover/scanning.html", context, status=409 if heard == "bad" else 200
    )


def _about(loan, way):
    """The words and addresses that differ between out and back."""
    out = way == OUT
    return {
        "loan": loan,
        "board": going_out(loan) if out else coming_back(loan),
        "out": out,
        "scan_url": f"loans:{'scan_out' if out else 'scan_in'}",
        "undo_url": f"loans:{'undo_scan_out' if out else 'undo_scan_in'}",
        "count_url": f"loans:{'count_out' if out else 'count_in'}",
        "sign_url": f"loans:{'sign_out' if out else 'sign_in'}",
    }


def _scanned(request, loan, way):
    code, began = request.POST.get("code", ""), timezone.now()
    step = workflow.scan_out if way == OUT else workflow.scan_in
    try:
        item = step(loan, by=request.user, code=code)
    except StepRefused as refused:
        return _heard(request, loan, way, refused.sentence, "bad", code=code)
    at = item.scanned_out_at if way == OUT else item.scanned_in_at
    again = at is not None and at < began
    return _heard(request, loan, way, None, "again" if again else "ok", item=item)


def _heard(request, loan, way, sentence, heard, item=None, code=""):
    """What became of the scan: a line and a sentence for htmx, else the page."""
    context = _about(loan, way) | {"heard": heard}
    context["line"] = context["board"].line_of(item) if item else None
    context["said"] = sentence or _sentence(context["line"], context["board"], heard)
    if request.htmx:
        status = 409 if heard == "bad" else 200
        return render(request, "loans/handover/_scanned.html", context, status=status)
    if heard == "bad":
        page = out_page if way == OUT else back_page
        return page(request, loan, said=sentence, heard="bad", code=code)
    messages.success(request, context["said"])
    return go(way, loan)


def _sentence(line, board, heard):
    words = {"place": line.place, "left": board.left}
    if not board.left:
        return _("%(place)s, there. Everything is there.") % words
    if heard == "again":
        return _("%(place)s was there already. %(left)s to go.") % words
    return _("%(place)s, there. %(left)s to go.") % words


def _undone(request, loan, item, way):
    context = _about(loan, way) | {"heard": "undone"}
    line = context["line"] = context["board"].line_of(item)
    context["said"] = _("%(place)s is open again.") % {"place": line.place}
    if request.htmx:
        return render(request, "loans/handover/_scanned.html", context)
    messages.success(request, context["said"])
    return go(way, loan)


def _counted(request, loan, form, way):
    if not (form.is_valid() and form.save(by=request.user)):
        page = out_page if way == OUT else back_page
        said = " ".join(word for words in form.errors.values() for word in words)
        if request.htmx:
            return render(request, "loans/_said.html", {"said": said, "heard": "bad"}, status=409)
        return page(request, loan, said=said, heard="bad", counts=form)
    if request.htmx:
        return render(request, "loans/_said.html", {"said": form.said(), "heard": "counted"})
    messages.success(request, _("Counted."))
    return go(way, loan)
