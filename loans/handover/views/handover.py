"""Prepared, checked, signed: the pages on which a case leaves the house."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itsm.files.downloads import send_file
from itsm.web.permissions import with_camera
from loans import rules, workflow
from loans.handover.forms.handover import PhotoForm, PrepareForm, ReasonForm
from loans.handover.forms.signing import SignForm
from loans.handover.scanning import going_out
from loans.handover.views.scanning import out_page
from loans.handover.views.shared import form_page, go, item_of, loan_for, sent, sign_page
from loans.models import LoanPhoto, PreparationTask
from loans.pages import loan_or_404, taken, taken_once

KIND_OF_PHOTO = "jpg"


def prepare(request, number):
    """The list of what is done before the case goes out; it may be saved half done."""
    loan = loan_for(request, number, rules.can_prepare)
    ticked = [tick.task_id for tick in loan.ticks.all()]
    form = PrepareForm(sent(request), initial={"done": ticked})
    if request.method == "POST" and form.is_valid() and (then := _prepared(request, loan, form)):
        return then
    words = {"title": _("Prepare the case"), "submit": _("Prepared")}
    tasks = PreparationTask.objects.filter(retired=False).exists()
    return form_page(
        request, form, loan, template="loans/handover/prepare.html", tasks=tasks, **words
    )


def _prepared(request, loan, form):
    done, note, by = form.cleaned_data["done"], form.cleaned_data["note"], request.user
    if "later" in request.POST:
        return go("show", loan) if taken(form, workflow.tick_off, loan, by=by, done=done) else None
    if taken(form, workflow.prepare, loan, by=by, done=done, note=note):
        messages.success(request, _("The case is prepared."))
        return go("hand_over", loan)
    return None


@with_camera
def hand_over(request, number):
    """Scan device after device (GET); hand the case over, signed by both (POST)."""
    loan = loan_for(request, number, rules.can_hand_over)
    if request.method != "POST":
        return out_page(request, loan)
    form = SignForm(request.POST, loan=loan, by=request.user, out=True)
    if form.is_valid() and _handed_over(form, loan, request.user):
        messages.success(request, _("Handed over. The contract is written and on its way to both."))
        return go("paper", loan, loan.papers.filter(kind="contract").first().pk)
    return sign_page(request, loan, form, going_out(loan))


def _handed_over(form, loan, by):
    facts = form.facts() | {"location": loan.location}
    return taken(form, workflow.hand_over, loan, by=by, **facts)


def sign_out(request, number):
    """What goes along, how it looks, and both signatures."""
    loan = loan_for(request, number, rules.can_hand_over)
    workflow.must_be_prepared(loan)
    form = SignForm(loan=loan, by=request.user, out=True)
    return sign_page(request, loan, form, going_out(loan))


def leave_out(request, number):
    """Say why a device stays here."""
    loan = loan_for(request, number, rules.can_scan_out)
    item = item_of(request, loan)
    form = ReasonForm(request.POST or None, initial={"reason": item.left_out})
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "item": item, **form.cleaned_data}
        if taken(form, workflow.leave_out, loan, **facts):
            return go("hand_over", loan)
    words = {"number": item.device.inventory_number}
    title = _("%(number)s stays here") % words
    return form_page(request, form, loan, title=title, submit=_("It stays here"), back="hand_over")


def photo(request, number, act):
    """A picture of the case or of one device, and damage that is known."""
    loan = loan_for(request, number, rules.can_prepare)
    out = _act_or_404(act) == "handover"
    form = PhotoForm(request.POST or None, request.FILES or None, loan=loan, out=out)
    back = "sign_out" if out else "sign_in"
    if request.method == "POST" and form.is_valid() and _seen(request, loan, form, act):
        return go(back, loan)
    words = {"title": _("Condition"), "submit": _("Keep it")}
    return form_page(request, form, loan, back=back, **words)


def _act_or_404(act):
    if act not in LoanPhoto.Act.values:
        raise Http404
    return act


def _seen(request, loan, form, act):
    return taken_once(request, form, lambda: _keep(request.user, loan, form, act))


def _keep(by, loan, form, act):
    data = form.cleaned_data
    if data.get("damage"):
        workflow.name_damage(loan, by=by, item=data["item"], text=data["damage"])
    if data["file"]:
        workflow.add_photo(loan, by=by, act=act, accepted=data["file"], item=data["item"])
    return True


def show_photo(request, number, pk):
    """One picture, for whoever sees the loan's papers."""
    loan = loan_or_404(request, number)
    kept = get_object_or_404(LoanPhoto.objects.visible_to(request.user), loan=loan, pk=pk)
    name = f"{loan.number}-{kept.pk}.jpg"
    return send_file(kept.file, name=name, kind=KIND_OF_PHOTO, inline_picture=True)


@require_POST
def remove_photo(request, number, pk):
    """Take a picture away again, until it is signed."""
    loan = loan_for(request, number, rules.can_prepare)
    kept = get_object_or_404(loan.photos.select_related("loan"), pk=pk)
    workflow.remove_photo(kept, by=request.user)
    return go("sign_out" if kept.act == "handover" else "sign_in", loan)
