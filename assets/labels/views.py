"""Pages about labels: which there are, printing them, and tying codes to things."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from assets import rules
from assets.labels import finding, forms, printing, workflow
from assets.labels.codes import possible_codes
from assets.labels.formats import FORMATS, KINDS
from assets.labels.testpage import reading_steps, render_test_page
from assets.models import Label, LabelAdjustment
from itsm.guards.once import new_key, once
from itsm.web.paging import Pages
from itsm.workflow import StepRefused, require


def index(request):
    """Every label my roles reach."""
    require(rules.can_label_somewhere, request.user)
    form = forms.LabelFilter(request.GET, by=request.user)
    pages = Pages(form.narrowed(Label.objects.visible_to(request.user)).with_names())
    context = {
        "form": form,
        "page": pages.get_page(request.GET.get("page")),
        "total": pages.total,
        "can_make_blank": rules.can_make_blank_labels(request.user),
    }
    return render(
        request,
        "assets/labels/_results.html" if request.htmx else "assets/labels/index.html",
        context,
    )


def print_labels(request):
    """On which paper? Then the sheet itself."""
    require(rules.can_label_somewhere, request.user)
    chosen = printing.select(request.user, request.GET)
    form = forms.PrintForm(_sent(request), count=chosen.count())
    if request.method == "POST" and form.is_valid():
        pdf = _try(form, printing.print_sheet, chosen, by=request.user, **form.cleaned_data)
        if pdf:
            return _pdf(_("labels"), pdf)
    context = {"form": form, "chosen": chosen, "missing": chosen.missing()}
    context |= {"most": workflow.MOST_AT_ONCE, "chips": _devices_or_rooms(request, chosen)}
    return _answer(request, "assets/labels/print.html", context)


def blank(request):
    """Labels for a roll that is printed in advance."""
    require(rules.can_make_blank_labels, request.user)
    form = forms.BlankForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        count = form.cleaned_data["count"]
        key = f"{form.cleaned_data['key'] or new_key()}.{count}"  # another number, another wish
        scope = printing.key_scope(request.user)
        once(scope, key, {}, lambda: _pks(workflow.make_blank(count, by=request.user)))
        return _see(reverse("labels:print", query={"blank": key}))
    return _answer(request, "assets/labels/blank.html", {"form": form})


def bind(request, code):
    """A blank label was scanned: to what does it belong?"""
    require(rules.can_label_somewhere, request.user)
    label, words = finding.blank_label(request.user, code), request.GET.get("q", "")
    context = {"label": label, "q": words, **_found(request.user, words)}
    if request.method == "POST":
        thing, refused = finding.bind_to(request.user, label, request.POST.get("thing", ""))
        if not refused:
            named = {"thing": finding.name_of(thing)}
            messages.success(request, _("The label now belongs to %(thing)s.") % named)
            return _see(finding.page_of(thing))
        context["refused"] = refused
    return render(
        request, "assets/labels/bind.html", context, status=409 if "refused" in context else 200
    )


def replace(request, kind, pk):
    """The label of a device or room is lost or unreadable."""
    thing = finding.thing_of(request.user, kind, pk)
    require(rules.can_label, request.user, thing)
    initial = {"code": request.GET.get("code", "")}
    form = forms.ReplaceForm(_sent(request), by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = _try(form, _replace_once, request.user, thing, form.cleaned_data)
        if done:
            return _replaced(request, thing, with_blank=form.cleaned_data["code"])
    context = {"form": form, "name": finding.name_of(thing), "back": finding.page_of(thing)}
    context["old"] = thing.labels.valid().first()
    return _answer(request, "assets/labels/replace.html", context)


def revoke(request, code):
    """A label got lost: its code shall lead nowhere."""
    require(rules.can_label_somewhere, request.user)
    mine = Label.objects.visible_to(request.user).with_names()
    label = get_object_or_404(mine, code__in=possible_codes(code))
    if request.method == "POST":
        workflow.revoke(label, by=request.user)
        messages.success(request, _("The label is blocked. Its code leads nowhere any more."))
        return _see(reverse("labels:list"))
    name = finding.name_of(label.owner) if label.owner else ""
    template = "assets/labels/_revoke.html" if request.htmx else "assets/labels/revoke.html"
    return render(request, template, {"label": label, "name": name})


def adjust(request):
    """All formats: which are offered first, and how far the printer is off."""
    require(rules.can_label_somewhere, request.user)
    known = {each.format: each for each in LabelAdjustment.objects.all()}
    rows = [
        {"format": f, "kind": KINDS[f.kind], "now": known.get(f.id) or LabelAdjustment()}
        for f in FORMATS.values()
    ]
    return render(request, "assets/labels/adjust.html", {"rows": rows})


def test(request, format_id):
    """How to read the printed test page, and what to enter then."""
    require(rules.can_label_somewhere, request.user)
    paper, known = _paper(format_id)
    form = forms.AdjustForm(_sent(request), instance=known)
    if request.method == "POST":
        require(rules.can_adjust_labels, request.user)
        if form.is_valid():
            workflow.adjust_format(paper.id, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return _see(reverse("labels:adjust"))
    context = {"form": form, "paper": paper, "steps": reading_steps(paper), "known": known}
    context["can_adjust"] = rules.can_adjust_labels(request.user)
    return _answer(request, "assets/labels/test.html", context)


def test_pdf(request, format_id):
    """The test page, moved as labels would be."""
    require(rules.can_label_somewhere, request.user)
    paper, known = _paper(format_id)
    moved = {"dx": float(known.dx), "dy": float(known.dy)}
    return _pdf(_("test page"), render_test_page(paper, **moved))


def scan(request):
    """Where a hand scanner or a keyboard types a code; the door behind it does the rest."""
    typed = request.GET.get("code", "").strip()[:200]
    codes = possible_codes(typed)
    if codes:
        return redirect("door", code=codes[0])
    return render(request, "assets/labels/scan.html", {"typed": typed})


def _found(user, words):
    """What may take a label, and what has one already."""
    found = finding.things_found(user, words)
    return {
        "found": found,
        "free": [thing for thing in found if not thing.labelled],
        "labelled": [thing for thing in found if thing.labelled],
    }


def _paper(format_id):
    if format_id not in FORMATS:
        raise Http404
    known = LabelAdjustment.objects.filter(format=format_id).first()
    return FORMATS[format_id], known or LabelAdjustment(format=format_id)


def _pks(labels):
    return [label.pk for label in labels]


def _replace_once(user, thing, chosen):
    """Sent twice by a nervous finger, one label is replaced once."""
    blank_one, kind = chosen["code"], finding.kind_of(thing)
    key = f"{chosen['key']}.{kind}.{thing.pk}" if chosen["key"] else ""

    def act():
        return workflow.replace(thing, by=user, blank=blank_one).pk

    return once(f"labels.replace:{user.pk}", key, {}, act)


def _replaced(request, thing, with_blank):
    if with_blank:
        messages.success(request, _("The label is replaced. The old code leads nowhere any more."))
        return _see(finding.page_of(thing))
    messages.success(request, _("The old code is blocked. Now print the new label."))
    return _see(finding.print_page_of(thing))


def _devices_or_rooms(request, chosen):
    """At a place or a school one may print labels of the rooms, or of the devices in them."""
    if not (chosen.place or request.GET.get("school")):
        return []
    query = request.GET.copy()
    chips = []
    for what, label in (("devices", _("Devices here")), ("rooms", _("Rooms here"))):
        query["what"] = what
        url, active = f"?{query.urlencode()}", chosen.what == what
        chips.append({"url": url, "label": label, "active": active})
    return chips


def _sent(request):
    """What was sent, even if that is nothing at all."""
    return request.POST if request.method == "POST" else None


def _try(form, step, *args, **kwargs):
    """Take the step; a refusal is said in the form, with everything chosen still there."""
    try:
        return step(*args, **kwargs)
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        form.refused = True
        return None


def _answer(request, template, context):
    """The page with its form; 409 where the step is impossible now."""
    refused = getattr(context["form"], "refused", False)
    return render(request, template, context, status=409 if refused else 200)


def _see(url):
    """Go on to this page, by GET."""
    response = redirect(url)
    response.status_code = 303
    return response


def _pdf(name, content):
    """A PDF to keep or print, named after what it is and the day."""
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.pdf"
    headers = {
        "Content-Disposition": content_disposition_header(True, filename),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
