"""Categories with their fault tiles and hints."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assets.models import Category, FaultTile
from assets.settings_pages import workflow
from assets.settings_pages.forms import CategoryForm, TileForm
from itsm.settings_pages.pages import Row, administrators, crumbs, do, form_page, list_page, page_of
from itsm.settings_pages.workflow import move, save

CATEGORIES = {
    "title": gettext_lazy("Categories"),
    "columns": [gettext_lazy("Fault tiles")],
    "add": (reverse_lazy("settings:category_new"), gettext_lazy("Add a category")),
    "more": [(reverse_lazy("settings:general_tiles"), gettext_lazy("Fault tiles for rooms"))],
    "empty": (
        "device",
        gettext_lazy("No category yet"),
        gettext_lazy("Add the first kind of device."),
    ),
}
TILES = {
    "columns": [gettext_lazy("Hints"), gettext_lazy("Helped"), gettext_lazy("Who hears of it")],
    "empty": (
        "alert",
        gettext_lazy("No fault tile yet"),
        gettext_lazy("Add what goes wrong most often."),
    ),
}


@administrators
def categories(request):
    """All categories in their order."""
    tiles = Count("tiles", filter=Q(tiles__retired=False))
    counted = Category.objects.annotate(tiles_here=tiles)
    page = page_of(request, counted.order_by("order", "label_de"))
    return list_page(request, CATEGORIES, page, [_row(c) for c in page], crumbs=crumbs())


def _row(category):
    return Row(
        url=reverse("settings:tiles", args=[category.pk]),
        title=category.label,
        sub=category.label_en if category.label != category.label_en else category.label_de,
        icon=category.icon,
        cells=[category.tiles_here],
        tag=_("no longer used") if category.retired else "",
        move_url=reverse("settings:category_move", args=[category.pk]),
    )


@administrators
def category(request, pk=None):
    """A category, new or known."""
    here = get_object_or_404(Category, pk=pk) if pk else Category()
    form = CategoryForm(request.POST or None, instance=here)
    title = _("Edit the category") if pk else _("Add a category")
    back = _tiles_of(here) if pk else reverse("settings:categories")
    way = crumbs((_("Categories"), reverse("settings:categories")))
    return form_page(request, form, save, title=title, back=back, crumbs=way)


@administrators
def tiles(request, pk=None):
    """What usually goes wrong with things of a category; without one, in any room."""
    here = get_object_or_404(Category, pk=pk) if pk else None
    page = page_of(request, FaultTile.objects.filter(category=here).prefetch_related("hints"))
    words = {
        **TILES,
        "title": _("Fault tiles: %(category)s") % {"category": here or _("any room")},
        "add": (_tile_new(here), _("Add a fault tile")),
        "more": _around(here),
    }
    way = crumbs((_("Categories"), reverse("settings:categories")))
    return list_page(request, words, page, [_tile_row(tile) for tile in page], crumbs=way)


def _tile_new(category):
    args = [category.pk] if category else []
    return reverse("settings:tile_new" if category else "settings:general_tile_new", args=args)


def _around(category):
    if not category:
        return []
    return [
        (reverse("settings:category", args=[category.pk]), _("Edit the category")),
        (reverse("settings:fields_of", args=["category", category.pk]), _("Fields")),
    ]


def _tile_row(tile):
    hints = list(tile.hints.all())
    return Row(
        url=reverse("settings:tile", args=[tile.pk]),
        title=tile.label,
        sub=_("a wish, not a fault") if tile.is_wish else "",
        icon=tile.icon,
        cells=[len(hints), sum(h.helped for h in hints), tile.get_alarm_display()],
        tag=_("no longer used") if tile.retired else "",
        move_url=reverse("settings:tile_move", args=[tile.pk]),
    )


@administrators
def tile(request, pk):
    """One fault tile with its hints."""
    return _tile_page(request, get_object_or_404(FaultTile, pk=pk), _("Edit the fault tile"))


@administrators
def new_tile(request, category=None):
    """One more fault tile."""
    here = get_object_or_404(Category, pk=category) if category else None
    last = FaultTile.objects.filter(category=here).count()
    return _tile_page(request, FaultTile(category=here, order=last), _("Add a fault tile"))


def _tile_page(request, tile, title):
    back = _tiles_of(tile.category)
    form = TileForm(request.POST or None, instance=tile)
    name = _("Fault tiles: %(category)s") % {"category": tile.category or _("any room")}
    way = crumbs((_("Categories"), reverse("settings:categories")), (name, back))
    return form_page(request, form, workflow.save_tile, title=title, back=back, crumbs=way)


def _tiles_of(category):
    if category is None:
        return reverse("settings:general_tiles")
    return reverse("settings:tiles", args=[category.pk])


@require_POST
@administrators
def move_category(request, pk):
    """A category up or down."""
    here = get_object_or_404(Category, pk=pk)
    up = request.POST.get("way") == "up"
    return do(request, move, here, "settings:categories", up=up)


@require_POST
@administrators
def move_tile(request, pk):
    """A fault tile up or down."""
    here = get_object_or_404(FaultTile, pk=pk)
    up = request.POST.get("way") == "up"
    return do(request, move, here, _tiles_of(here.category), up=up)
