"""Registering, editing, and every step on a device: one address each, one small form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assets import rules
from assets.actions import OFFERS
from assets.devices.conflicts import typed_over, what_changed
from assets.devices.forms.devices import EditForm, RegisterForm
from assets.devices.forms.school_field import AUTHORITY
from assets.devices.forms.steps import MoveForm, NoteForm, RepairedForm, RepairForm
from assets.devices.workflow import devices
from assets.models import Category
from assets.pages import asked, device_or_404
from assets.places.forms.place_field import places_around
from itsm.guards.once import only_once
from itsm.web.undo import say_with_way_back
from itsm.workflow import NotAllowed, StepRefused, require

STEPS = {offer.step: offer for offer in OFFERS}
FORMS = {"move": MoveForm, "send_to_repair": RepairForm, "return_from_repair": RepairedForm}


def new(request):
    """First what kind of thing, then a form that fits it."""
    categories = _registrable(request.user)
    category = next((c for c in categories if c.pk == asked(request, "category")), None)
    if category is None:
        return render(request, "assets/devices/new.html", {"categories": categories})
    form = _register_form(request, category)
    if request.method == "POST" and form.is_valid() and (pk := _registered(request, form)):
        messages.success(request, _("It is on the books now."))
        return redirect("cases:show" if category.is_case else "devices:show", pk)
    context = {"form": form, "category": category}
    return render(request, "assets/devices/register.html", context, status=_status(form))


def edit(request, pk):
    """Corrections, with old and new value in the history."""
    device = device_or_404(request, pk)
    require(rules.can_step, request.user, device)
    form = _edit_form(request, device)
    if _is_sent(request) and form.is_valid():
        if device.version != form.cleaned_data["version"]:
            return _conflict(request, device, form)
        if _taken(form, devices.edit, device, by=request.user, **_edited(form)):
            messages.success(request, _("Saved."))
            return redirect("devices:show", pk)
    context = {"form": form, "device": device}
    return render(request, "assets/devices/edit.html", context, status=_status(form))


def step(request, pk, step):
    """Show the step's form (GET), or take the step (POST)."""
    device, offer = device_or_404(request, pk), _offer_or_404(step)
    require(rules.can_step, request.user, device)
    form_class = FORMS.get(step, NoteForm)
    form = form_class(request.POST or None, user=request.user, device=device)
    stood = _standing(device)
    if request.method == "POST" and form.is_valid() and _stepped(form, step, device, request.user):
        _say_done(request, offer, device, stood)
        return redirect("devices:show", pk)
    context = {"device": device, "step": step, "offer": offer, "form": form}
    template = "assets/devices/_step.html" if request.htmx else "assets/devices/step.html"
    return render(request, template, context, status=_status(form))


def _offer_or_404(step):
    if step not in STEPS:
        raise Http404
    return STEPS[step]


def _registrable(user):
    """The categories of which this person may register devices; 403 where there is none."""
    everything = rules.can_register_somewhere(user)
    if not everything and not rules.can_register_case(user):
        raise NotAllowed
    used = Category.objects.filter(retired=False)
    return list(used if everything else used.filter(is_case=True))


def _register_form(request, category):
    pk = asked(request, "location") if request.method == "GET" else None
    places = places_around(request.user, pk) if pk else []
    place = next((p for p in places if p.pk == pk), None)
    school = asked(request, "school") if request.method == "GET" else None
    initial = {"school": school or (place and place.school_id), "location": place}
    facts = {"user": request.user, "category": category, "places": places, "initial": initial}
    return RegisterForm(request.POST or None, **facts)


def _registered(request, form):
    """The new device's id; sent twice, it is the same one."""
    try:
        return only_once(request, lambda: _register(request.user, form))
    except StepRefused as refused:
        return _say(form, refused)


def _register(user, form):
    data = form.cleaned_data
    where = {name: data.get(name) for name in ("school", "location")}
    number = data.get("inventory_number", "")
    facts = {**where, **form.facts(), "inventory_number": number}
    return devices.register(by=user, category=form.category, **facts).pk


def _is_sent(request):
    """Posted to be saved, not only because another category was chosen."""
    return request.method == "POST" and "look" not in request.POST


def _edit_form(request, device):
    """With what was typed; with the fields of another category as soon as one is chosen."""
    facts = {"user": request.user, "device": device}
    if request.method == "POST" and not _is_sent(request):
        return EditForm(initial=request.POST.dict(), **facts)
    return EditForm(request.POST or None, **facts)


def _edited(form):
    return {"version": form.cleaned_data["version"], **form.facts()}


def _conflict(request, device, form):
    """Somebody saved meanwhile: who and what is said, and what was typed is still there."""
    typed = typed_over(device, form) | {"version": device.version}
    again = EditForm(user=request.user, device=device, initial=typed)
    context = {"form": again, "device": device, "changed": what_changed(device, form)}
    return render(request, "assets/devices/edit.html", context, status=409)


def _standing(device) -> dict:
    """Where it stands, as the form for moving it asks."""
    school = device.school_id or AUTHORITY
    return {"school": school, "location": device.location_id or ""}


def _say_done(request, offer, device, stood):
    """What was done; of a move also whereto, and the way back for who pointed at the wrong room."""
    if offer.step != "move":
        messages.success(request, offer.done)
        return
    place = device.location
    where = place and (place.path or place.name)
    where = where or (device.school and device.school.name) or _("the authority itself")
    words = _("Moved to %(place)s.") % {"place": where}
    say_with_way_back(request, words, request.path, **stood, version=device.version)


def _stepped(form, step, device, user):
    facts = dict(form.cleaned_data)
    seen = facts.pop("version", None)
    if seen is not None and seen != device.version:
        return _say(form, StepRefused(_("Somebody else was faster. Please look at it again.")))
    return _taken(form, getattr(devices, step), device, by=user, **facts)


def _taken(form, step, *args, **facts):
    try:
        step(*args, **facts)
    except StepRefused as refused:
        return _say(form, refused)
    return True


def _say(form, refused):
    form.add_error(None, refused.sentence)
    form.refused = True
    return False


def _status(form):
    return 409 if getattr(form, "refused", False) else 200
