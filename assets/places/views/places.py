"""The tree of places, and one place with what is in it."""

from django.db.models import Value
from django.shortcuts import render

from assets import rules
from assets.devices.views.list import shown, words_of
from assets.faults import is_faulty, ticket_model, told_briefly
from assets.models import Device
from assets.models.devices import DETAIL_ROLES
from assets.models.places import SOME_PLACE
from assets.pages import asked, place_or_404
from assets.places.counts import count_at
from assets.places.crumbs import crumbs_of
from assets.places.forms.place_field import narrowed, places_for
from assets.places.location_tree import branch_of, tree_for
from assets.timeline import diary
from itsm.fields.form_layout import FormLayout
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.query_cache import Blank, compiled

SHOWN, FEW = 25, 8
# What a row says of a device.
READ = (
    "inventory_number",
    "name",
    "state",
    "school",
    "lent_to",
    "location__path",
    "model__name",
    "model__manufacturer__name",
    "category__label_de",
    "category__label_en",
    "category__icon",
    "status__label_de",
    "status__label_en",
    "status__tone",
)
JOINED = ("category", "model__manufacturer", "location", "status")


def tree(request):
    """The places of my schools, each with what is at it and below."""
    roots = tree_for(request.user)
    count_at([branch.place for branch in _all(roots)], request.user)
    context = {"branches": roots, "may_edit": rules.can_edit_places(request.user)}
    context["may_register"] = rules.can_register_somewhere(request.user)
    return render(request, "assets/places/tree.html", context)


def below(request, pk):
    """One place of the tree opened, or closed again: a piece of the page for htmx."""
    place = place_or_404(request, pk)
    branch = branch_of(place, request.user)
    if request.GET.get("closed"):
        branch.children, branch.is_open = [], False
    count_at([inner.place for inner in _all([branch])], request.user, root=place)
    return render(request, "assets/places/_branch.html", {"branch": branch})


def show(request, pk):
    """One place: what is in it, here or in everything below, and what happened in a room."""
    place = place_or_404(request, pk)
    branch = branch_of(place, request.user)
    count_at([place, *(inner.place for inner in _all(branch.children))], request.user, root=place)
    context = {
        "place": place,
        "branch": branch,
        **_contents(place, request, SHOWN if place.is_leaf_node() else FEW),
        **_around(place, request.user),
        **(_life(place, request) if not branch.children else {}),
    }
    part = request.htmx and request.htmx.target == "life"
    return render(request, "assets/_diary.html" if part else "assets/places/place.html", context)


def life(request, pk):
    """What happened at a place, page by page."""
    place = place_or_404(request, pk)
    life = {"title": str(place), "back": "locations:show", **_life(place, request)}
    context = {"thing": place, **life}
    return render(
        request,
        "assets/devices/_life.html" if request.htmx else "assets/devices/life.html",
        context,
    )


def rooms(request):
    """The rooms on offer for a school, narrowed down by words: options of a select, for htmx."""
    words = request.GET.get("words", "").strip()[:80]
    named = asked(request, "school") if request.GET.get("school", "").isdecimal() else None
    school = School.objects.visible_to(request.user).filter(pk=named).first()
    now, was = request.GET.get("location", ""), request.GET.get("was")
    choices, chosen = narrowed(places_for(request.user, school, words), words, now, was)
    return render(request, "assets/places/_rooms.html", {"choices": choices, "chosen": chosen})


def _all(branches):
    """Every place shown, from the top down."""
    for branch in branches:
        yield branch
        yield from _all(branch.children)


def _contents(place, request, most):
    """What stands here and is open here: only here, or in everything below too."""
    only_here = request.GET.get("only_here") == "1"
    here = {"pk": place.pk} if only_here else SOME_PLACE.of(place)
    devices = _named(request.user, _first(request.user, only_here, most, **here))
    return {
        "only_here": only_here,
        "words": words_of(FormLayout.of("device")),
        "rows": [shown(device, request.user, place=place) for device in devices],
        "tickets": _tickets(request.user, only_here, **here),
        "tickets_counted": place.tickets_here if only_here else place.tickets_below,
    }


@compiled
def _first(user, only_here, most):
    devices = Device.objects.visible_to(user).current()
    here = devices.filter(location=Blank("pk")) if only_here else devices.inside(SOME_PLACE)
    return here.values_list("pk", flat=True)[:most]


def _named(user, pks):
    """The few found, with all a row says of them: asked together, the database would join
    everything before it takes the first ten."""
    return _devices(user, len(pks), **{f"pk{n}": pk for n, pk in enumerate(pks)}) if pks else []


@compiled
def _devices(user, number):
    few = Device.objects.filter(pk__in=[Blank(f"pk{n}") for n in range(number)])
    return few.select_related(*JOINED).only(*READ).annotate(faulty=is_faulty(user))


@compiled
def _tickets(user, only_here):
    tickets = ticket_model().objects.visible_to(user).open()
    here = tickets.filter(location=Blank("pk")) if only_here else tickets.at(SOME_PLACE)
    return told_briefly(here).annotate(seen=Value(True))[:FEW]


def _around(place, user):
    return {
        "crumbs": crumbs_of(place, user),
        "may_edit": rules.can_edit_places(user),
        "may_label": rules.can_label(user, place),
        "may_register": rules.can_register(user, place.school_id) and not place.closed,
    }


def _life(place, request):
    """Its lines, but for teachers, who see of devices only that they are broken."""
    detailed = reach_of(request.user).covers(place.school_id, *DETAIL_ROLES)
    return diary(place, request, prices=False, chips=False) if detailed else {}
