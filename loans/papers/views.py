"""Papers as they were signed: shown with their hash, and handed out only while it still fits."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from itsm.files.downloads import SAFETY, download_name
from itsm.workflow import StepRefused, require
from loans import rules, workflow
from loans.handover.views.shared import SeeOther
from loans.models import LoanPaper, PaperKind
from loans.pages import loan_or_404
from loans.papers.archive import content_of
from loans.papers.placeholders import text_of
from loans.papers.writing import write_example
from loans.returns.forms import PaperTextForm

PDF = "application/pdf"
# Our own PDF may be shown by the browser's viewer, which a sandbox would not let it.
SHOWN = {**SAFETY, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


def paper(request, number, pk):
    """One paper: what it is, its hash, and whether it is still what was signed."""
    loan = loan_or_404(request, number)
    kept = _paper_or_404(request, loan, pk)
    context = {"loan": loan, "paper": kept, "whole": content_of(kept) is not None}
    return render(request, "loans/papers/paper.html", context)


def download(request, number, pk):
    """The PDF itself, unchanged, or a refusal that says it is not what was kept."""
    kept = _paper_or_404(request, loan_or_404(request, number), pk)
    content = content_of(kept)
    if content is None:
        raise StepRefused(_("This file is not what was signed: its hash does not fit any more."))
    return _pdf(content, kept.title)


def texts(request):
    """All kinds of papers, to choose whose words to change."""
    require(rules.can_change_loan_settings, request.user)
    kinds = [kind for kind in PaperKind if kind != PaperKind.CERTIFICATE]
    return render(request, "loans/papers/paper_texts.html", {"kinds": kinds})


def text(request, kind):
    """The words of one kind of paper, with its placeholders and a preview."""
    require(rules.can_change_loan_settings, request.user)
    kept = text_of(_kind_or_404(kind))
    form = PaperTextForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            return _pdf(write_example(form.instance), _("Preview"))
        workflow.save_paper_text(text_of(kind), by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return SeeOther(reverse("loans:paper_texts"))
    return render(request, "loans/papers/paper_text.html", {"form": form, "kind": PaperKind(kind)})


def preview(request, kind):
    """The paper as it would be now, filled in with an invented loan."""
    require(rules.can_change_loan_settings, request.user)
    return _pdf(write_example(text_of(_kind_or_404(kind))), _("Preview"))


def _kind_or_404(kind):
    if kind not in PaperKind.values or kind == PaperKind.CERTIFICATE:
        raise Http404
    return kind


def _paper_or_404(request, loan, pk):
    return get_object_or_404(LoanPaper.objects.visible_to(request.user), loan=loan, pk=pk)


def _pdf(content, title):
    name = content_disposition_header(as_attachment=False, filename=download_name(title, "pdf"))
    return HttpResponse(content, content_type=PDF, headers={**SHOWN, "Content-Disposition": name})
