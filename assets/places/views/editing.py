"""What administrators do with the tree of places."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assets import rules
from assets.pages import asked, place_or_404
from assets.places.crumbs import crumbs_of
from assets.places.forms.places import EditPlaceForm, MovePlaceForm, PlaceForm
from assets.places.workflow import places
from itsm.guards.once import only_once
from itsm.workflow import StepRefused, require


def new(request):
    """New places below one, or a new site; several at once, one name a line."""
    require(rules.can_edit_places, request.user)
    above = asked(request, "parent")
    parent = place_or_404(request, above) if above else None
    initial = {"school": parent.school_id if parent else asked(request, "school")}
    form = PlaceForm(request.POST or None, user=request.user, parent=parent, initial=initial)
    if request.method == "POST" and form.is_valid() and (count := _added(request, form, parent)):
        done = ngettext("%(count)s place added.", "%(count)s places added.", count)
        messages.success(request, done % {"count": count})
        return _back_to(parent)
    return _page(request, form, parent, _("Add places") if parent else _("New site"))


def edit(request, pk):
    """Rename a place, give it to another school, close it."""
    require(rules.can_edit_places, request.user)
    place = place_or_404(request, pk)
    form = EditPlaceForm(request.POST or None, user=request.user, place=place)
    if _taken(request, form, places.edit_place, place):
        return _back_to(place)
    return _page(request, form, place, _("Edit"))


def move(request, pk):
    """Hang a place, with all that is in it, somewhere else in the tree."""
    require(rules.can_edit_places, request.user)
    place = place_or_404(request, pk)
    form = MovePlaceForm(request.POST or None, user=request.user, place=place)
    if _taken(request, form, places.move_place, place):
        return _back_to(place)
    return _page(request, form, place, _("Move"))


def remove(request, pk):
    """Take away an empty place nothing ever happened in."""
    require(rules.can_edit_places, request.user)
    place = place_or_404(request, pk)
    if request.method == "POST":
        above = place.parent
        places.remove_place(place, by=request.user)
        messages.success(request, _("Removed."))
        return _back_to(above)
    return render(
        request,
        "assets/places/_place_remove.html" if request.htmx else "assets/places/place_remove.html",
        {"place": place},
    )


def _page(request, form, place, title):
    crumbs = crumbs_of(place, request.user) if place else []
    context = {"form": form, "place": place, "title": title, "crumbs": crumbs}
    refused = getattr(form, "refused", False)
    return render(request, "assets/places/place_form.html", context, status=409 if refused else 200)


def _back_to(place):
    return redirect("locations:show", place.pk) if place else redirect("locations:tree")


def _added(request, form, parent):
    """How many places there are more; sent twice, they are made once."""
    data = form.cleaned_data
    facts = {name: data[name] for name in ("names", "kind", "school")}
    try:
        return only_once(request, lambda: _add(request.user, parent, facts))
    except StepRefused as refused:
        return _say(form, refused)


def _add(user, parent, facts):
    made = places.add_places(by=user, parent=parent, **facts)
    return len(made)


def _taken(request, form, step, place):
    """Posted, valid, and done."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        step(place, by=request.user, **form.cleaned_data)
    except StepRefused as refused:
        return _say(form, refused)
    messages.success(request, _("Saved."))
    return True


def _say(form, refused):
    form.add_error(None, refused.sentence)
    form.refused = True
    return False
