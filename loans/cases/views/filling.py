"""Filling a case by scanning, taking out, counting, describing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assets import rules
from assets.cases import workflow
from assets.cases.slots import contents_for
from assets.devices.workflow.devices import edit as describe
from assets.pages import asked
from itsm.web.permissions import with_camera
from itsm.workflow import StepRefused, require
from loans.cases.forms import CaseForm, FillForm, ScanForm, TakeOutForm, count_forms
from loans.cases.views.cases import case_or_404, picture
from loans.pages import status, taken
from loans.workflow import device_by


@with_camera
def choose(request):
    """Scan the case first."""
    require(rules.can_see_cases, request.user)
    if request.method != "POST":
        return render(request, "loans/cases/choose.html", {"form": ScanForm()})
    form = ScanForm(request.POST)
    if form.is_valid() and (case := _case(form, request.user)):
        return _on_with(request, case)
    return _heard(request, form, "loans/cases/choose.html")


@with_camera
def fill(request, pk):
    """Then device after device, without a reload between two."""
    case = _fillable(request, pk)
    if request.method != "POST":
        context = {"case": case, "form": FillForm(), **_last(request, case)}
        return render(request, "loans/cases/fill.html", context | picture(case, request.user))
    if "undo" in request.POST:
        return _undone(request, case)
    return _scanned(request, case)


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


def _scanned(request, case):
    """A device into its slot, or on with another case; where it is refused, the reason."""
    form = FillForm(request.POST)
    device = _found(form, request.user) if form.is_valid() else None
    if device and device.category.is_case:
        return _on_with(request, device)
    slot = form.cleaned_data.get("slot")
    if not device or not taken(
        form, workflow.fill, case, by=request.user, device=device, slot=slot
    ):
        return _heard(request, form, "loans/cases/fill.html", case=case)
    if not request.htmx:
        return redirect(f"{reverse('cases:fill', args=[case.pk])}?last={device.pk}")
    return _board(request, case, "ok", _lying(case, device.pk))


def _undone(request, case):
    """The last scan is taken back."""
    device = case.contents.filter(pk=asked(request, "undo")).select_related("category").first()
    if device:
        workflow.take_out(device, by=request.user)
    if not request.htmx:
        return redirect("cases:fill", case.pk)
    return _board(request, case, "undone", {"said": _("It is out of the case again.")})


def _board(request, case, heard, said):
    """What htmx gets for one scan: the sentence, and the slots as they are now."""
    context = {"case": case, "heard": heard, "swap": True, **said}
    return render(request, "loans/cases/_filled.html", context | picture(case, request.user))


def _last(request, case):
    """What was scanned last, to be shown and taken back."""
    pk = asked(request, "last")
    return _lying(case, pk) | {"heard": "ok"} if pk else {}


def _lying(case, pk):
    device = case.contents.filter(pk=pk).first()
    if device is None:
        return {}
    words = {"slot": device.slot, "device": device.inventory_number}
    return {"last": device, "said": _("Slot %(slot)s: %(device)s lies in it now.") % words}


def _on_with(request, case):
    """This case was scanned: on to filling it."""
    url = reverse("cases:fill", args=[case.pk])
    if not request.htmx:
        return redirect(url)
    said = _("On with %(case)s.") % {"case": case.inventory_number}
    return render(request, "loans/_said.html", {"said": said, "heard": "ok", "go": url})


def _heard(request, form, template, **context):
    """Why not: a sentence, and what was scanned stays in the field."""
    said = " ".join(word for words in form.errors.values() for word in words)
    context |= {"form": form, "said": said, "heard": "bad", "code": form.data.get("code", "")}
    if request.htmx:
        return render(request, "loans/_said.html", context, status=status(form))
    if case := context.get("case"):
        context |= picture(case, request.user)
    return render(request, template, context, status=status(form))


def take_out(request, pk):
    """A device leaves its slot; it stays where the case stands."""
    case = _fillable(request, pk)
    contents = {d.slot: d for d in contents_for(request.user).filter(case=case)}
    initial = {"slot": asked(request, "slot")}
    form = TakeOutForm(request.POST or None, contents=contents.values(), initial=initial)
    if request.method == "POST" and form.is_valid():
        device, note = contents[form.cleaned_data["slot"]], form.cleaned_data["note"]
        if taken(form, workflow.take_out, device, by=request.user, note=note):
            messages.success(request, _("It is out of the case."))
            return redirect("cases:show", pk)
    context = {"case": case, "form": form, "title": _("Take a device out"), "submit": _("Take out")}
    return render(request, "loans/cases/form.html", context, status=status(form))


def count(request, pk):
    """Pencils, headphones, chargers: how many there are, and how many are broken."""
    case = _fillable(request, pk)
    rows = count_forms(case, request.POST if request.method == "POST" else None)
    if request.method == "POST" and _all_right(rows):
        for form in (form for form in rows if form.has_changed()):
            workflow.count(case, by=request.user, kind=form.kind, **form.cleaned_data)
        messages.success(request, _("Counted."))
        return redirect("cases:show", pk)
    return render(request, "loans/cases/count.html", {"case": case, "rows": rows})


def edit(request, pk):
    """Slots, apps, MDM group, value."""
    case = _fillable(request, pk)
    form = CaseForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid() and _described(form, case, request.user):
        messages.success(request, _("Saved."))
        return redirect("cases:show", pk)
    context = {"case": case, "form": form, "title": _("Edit the case"), "submit": _("Save")}
    return render(request, "loans/cases/form.html", context, status=status(form))


def _described(form, case, user):
    return taken(form, describe, case, by=user, **form.cleaned_data)


def _all_right(rows):
    """Every row is looked at, so that every mistake is said at once."""
    wrong = [form for form in rows if form.errors]
    return not wrong
