"""Back at the authority: taken back, looked at device by device, decided, closed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from assets.pages import asked
from itsm.web.permissions import with_camera
from itsm.workflow import StepRefused
from loans import rules, workflow
from loans.handover.forms.signing import TakeBackForm
from loans.handover.scanning import coming_back
from loans.handover.views.scanning import back_page
from loans.handover.views.shared import form_page, go, loan_for, sent, sign_page
from loans.models import Damage, Loan
from loans.pages import taken, taken_once
from loans.returns.forms import DecideForm, InspectForm, NoteForm
from loans.returns.workflow import must_be_away, uninspected

FINE = {"works": True, "complete": True, "lendable": True}


@with_camera
def take_back(request, number):
    """Scan what comes back (GET); take the case back, signed (POST)."""
    loan = loan_for(request, number, rules.can_take_back)
    if request.method != "POST":
        return back_page(request, loan)
    board = coming_back(loan)
    form = TakeBackForm(request.POST, loan=loan, by=request.user, missing=_owes(loan, board))
    if form.is_valid() and taken(form, workflow.take_back, loan, by=request.user, **form.facts()):
        messages.success(request, _("Taken back. Now every device is looked at."))
        return go("inspect", loan)
    return sign_page(request, loan, form, board)


def sign_in(request, number):
    """What came back, what is missing and who sees to it, and the signatures."""
    loan = loan_for(request, number, rules.can_take_back)
    must_be_away(loan)
    board = coming_back(loan)
    form = TakeBackForm(loan=loan, by=request.user, missing=_owes(loan, board))
    return sign_page(request, loan, form, board)


def _owes(loan, board) -> bool:
    """Something is missing or broken: somebody sees to it, until a day."""
    return bool(board.left) or any(row.missing or row.broken for row in loan.accessories.all())


def inspect(request, number):
    """Three questions, one device after the other; Enter says that all is well."""
    loan = loan_for(request, number, rules.can_inspect)
    item = _to_inspect(request, loan)
    if item is None:
        return render(request, "loans/returns/inspected.html", {"loan": loan, **_results(loan)})
    form = _inspect_form(request, item)
    if request.method == "POST" and form.is_valid() and _inspected(request, loan, item, form):
        return go("inspect", loan)
    return _inspect_page(request, loan, item, form)


def _to_inspect(request, loan):
    """The device asked for, else the first that nobody has looked at."""
    if loan.state != Loan.State.RETURNED:
        words = {"state": loan.get_state_display()}
        raise StepRefused(_("That is not possible: it is “%(state)s” now.") % words)
    wanted = asked(request, "item")
    if wanted is not None:
        back = loan.items.filter(came_at__isnull=False, is_out=False)
        return get_object_or_404(_full(back), pk=wanted)
    return next(iter(uninspected(loan, _full(loan.items))), None)


def _full(items):
    return items.select_related("device__model__manufacturer", "device__category", "loan", "damage")


def _inspect_form(request, item):
    if request.method == "POST" and "fine" in request.POST:
        return InspectForm({**FINE, "key": request.POST.get("key", "")})
    known = item.inspected_at is not None
    first = {name: getattr(item, name) if known else True for name in FINE}
    initial = first | {"note": item.note}
    return InspectForm(request.POST or None, request.FILES or None, initial=initial)


def _inspected(request, loan, item, form):
    return taken_once(request, form, lambda: _look(request.user, loan, item, form))


def _look(by, loan, item, form):
    if form.cleaned_data["file"]:
        kept = form.cleaned_data["file"]
        workflow.add_photo(loan, by=by, act="return", accepted=kept, item=item)
    workflow.inspect(loan, by=by, item=item, **form.answers())
    return True


def _inspect_page(request, loan, item, form):
    items = loan.items.filter(scanned_in_at__isnull=False, replaced_by=None)
    items = list(items.exclude(device=loan.case_id).select_related("device"))
    done = [one for one in items if one.inspected_at]
    pictures = list(item.photos.all())
    context = {
        "item": item,
        "items": items,
        "total": len(items),
        "done": len(done),
        "before": [one for one in pictures if one.act == "handover"],
        "after": [one for one in pictures if one.act == "return"],
    }
    words = {"title": _("Look at what came back"), "submit": _("Save, next")}
    return form_page(request, form, loan, template="loans/returns/inspect.html", **words, **context)


def _results(loan):
    """What the inspection found, and what is still owed."""
    damages = Damage.objects.filter(item__loan=loan).select_related("item__device", "ticket")
    owed = loan.open_items.filter(done_at=None).select_related("person")
    return {
        "damages": list(damages),
        "owed": list(owed),
        "still_out": loan.items.filter(is_out=True).select_related("device"),
    }


def decide(request, number, pk):
    """Who pays for what broke; the letter goes to the school."""
    loan = loan_for(request, number, rules.can_decide)
    damage = _damage_or_404(loan, pk)
    form = DecideForm(request.POST or None, initial={"cost": damage.cost})
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, form, workflow.decide, damage)
    ):
        messages.success(request, _("Decided. The letter is on its way."))
        return go("paper", loan, loan.papers.filter(kind="decision").first().pk)
    words = {"title": _("Decide about damage"), "submit": _("Decide and write the letter")}
    return form_page(
        request, form, loan, template="loans/returns/decide.html", damage=damage, **words
    )


def _damage_or_404(loan, pk):
    found = Damage.objects.filter(item__loan=loan).select_related("item__device", "item__loan")
    return get_object_or_404(found, pk=pk)


def close(request, number):
    """Cleaned, counted, free again."""
    loan = loan_for(request, number, rules.can_close)
    form = NoteForm(sent(request))
    if request.method == "POST" and form.is_valid() and _done(request, form, workflow.close, loan):
        messages.success(request, _("Closed. The case is free again."))
        return go("show", loan)
    words = {"title": _("Close the loan"), "submit": _("Close it"), "back": "show"}
    intro = _("Everything is looked at, cleaned and counted. What is still owed stays on the list.")
    return form_page(request, form, loan, intro=intro, **words)


def _done(request, form, step, thing):
    return taken(form, step, thing, by=request.user, **form.cleaned_data)
