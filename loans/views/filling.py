"""Filling a case by scanning, taking out, counting, describing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assets import rules
from assets.slots import contents_for
from assets.views.pages import asked
from assets.workflow import cases
from assets.workflow.devices import edit as describe
from itsm.steps import StepRefused, require
from loans.forms.cases import CaseForm, FillForm, ScanForm, TakeOutForm, count_forms
from loans.views.cases import case_or_404, picture
from loans.workflow import device_by


def choose(request):
    """Scan the case first."""
    require(rules.can_see_cases, request.user)
    form = ScanForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (case := _case(form, request.user)):
        return redirect("cases:fill", case.pk)
    return render(request, "cases/choose.html", {"form": form}, status=_status(form))


def fill(request, pk):
    """Then device after device: each scan is one small form, and goes on to the same page."""
    case = _fillable(request, pk)
    form = FillForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        went = _undone(request, case) if "undo" in request.POST else _scanned(form, case, request)
        if went:
            return redirect(went)
    context = {"case": case, "form": form, "last": _last(request, case)}
    context |= picture(case, request.user)
    template = "cases/_filling.html" if request.htmx else "cases/fill.html"
    return render(request, template, context, status=_status(form))


def _fillable(request, pk):
    case = case_or_404(request, pk)
    require(rules.can_fill, request.user, case)
    return case


def _case(form, user):
    """The case that was scanned, if this person sees it and may fill it."""
    found = _found(form, user)
    if found and not rules.can_fill(user, found):
        form.add_error("code", _("This is no case. Please scan the case first."))
        return None
    return found


def _found(form, user):
    """What was scanned, of what this person sees."""
    code = form.cleaned_data["code"]
    try:
        device = device_by(code)
    except StepRefused as refused:
        form.add_error("code", refused.sentence)
        return None
    if not rules.can_see(user, device):
        form.add_error("code", _("“%(code)s” is not known here.") % {"code": code[-40:]})
        return None
    return device


def _scanned(form, case, request):
    """Where to go on after a scan; None where it was refused, and the form says why."""
    device = _found(form, request.user) if form.is_valid() else None
    if device is None:
        return None
    if device.category.is_case:
        return reverse("cases:fill", args=[device.pk])
    slot = form.cleaned_data["slot"]
    if not _taken(form, cases.fill, case, by=request.user, device=device, slot=slot):
        return None
    return f"{reverse('cases:fill', args=[case.pk])}?last={device.pk}"


def _undone(request, case):
    """The last scan is taken back."""
    device = case.contents.filter(pk=asked(request, "undo")).select_related("category").first()
    if device:
        cases.take_out(device, by=request.user)
    return reverse("cases:fill", args=[case.pk])


def _last(request, case):
    """What was scanned last, to be shown and taken back."""
    pk = asked(request, "last") if request.method == "GET" else None
    return case.contents.filter(pk=pk).with_names().first() if pk else None


def _taken(form, step, *things, **facts):
    """Take the step; a refusal stands in the form."""
    try:
        step(*things, **facts)
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        form.refused = True
        return False
    return True


def _status(form):
    return 409 if getattr(form, "refused", False) else 200


def take_out(request, pk):
    """A device leaves its slot; it stays where the case stands."""
    case = _fillable(request, pk)
    contents = {d.slot: d for d in contents_for(request.user).filter(case=case)}
    initial = {"slot": asked(request, "slot")}
    form = TakeOutForm(request.POST or None, contents=contents.values(), initial=initial)
    if request.method == "POST" and form.is_valid():
        device, note = contents[form.cleaned_data["slot"]], form.cleaned_data["note"]
        if _taken(form, cases.take_out, device, by=request.user, note=note):
            messages.success(request, _("It is out of the case."))
            return redirect("cases:show", pk)
    context = {"case": case, "form": form, "title": _("Take a device out"), "submit": _("Take out")}
    return render(request, "cases/form.html", context, status=_status(form))


def count(request, pk):
    """Pencils, headphones, chargers: how many there are, and how many are broken."""
    case = _fillable(request, pk)
    rows = count_forms(case, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _all_right(rows):
        for form in (form for form in rows if form.has_changed()):
            cases.count(case, by=request.user, kind=form.kind, **form.cleaned_data)
        messages.success(request, _("Counted."))
        return redirect("cases:show", pk)
    return render(request, "cases/count.html", {"case": case, "rows": rows})


def edit(request, pk):
    """Slots, apps, MDM group, value."""
    case = _fillable(request, pk)
    form = CaseForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid() and _described(form, case, request.user):
        messages.success(request, _("Saved."))
        return redirect("cases:show", pk)
    context = {"case": case, "form": form, "title": _("Edit the case"), "submit": _("Save")}
    return render(request, "cases/form.html", context, status=_status(form))


def _described(form, case, user):
    return _taken(form, describe, case, by=user, **form.cleaned_data)


def _all_right(rows):
    """Every row is looked at, so that every mistake is said at once."""
    wrong = [form for form in rows if form.errors]
    return not wrong
