"""The catalogue's text and photos, for loan managers."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assets.models import Category
from itsm.settings_pages.pages import Row, do, form_page, list_page, page_of
from itsm.settings_pages.workflow import save
from loans.models import CatalogueEntry, CataloguePhoto
from loans.settings_pages import workflow
from loans.settings_pages.forms import EntryForm
from loans.settings_pages.views.lists import lenders, way


@lenders
def entries(request):
    """Every kind of case, and what schools read about it."""
    page = page_of(request, Category.objects.filter(is_case=True))
    texts = {entry.category_id: entry.text for entry in CatalogueEntry.objects.all()}
    empty = ("briefcase", _("No kind of case yet"), _("Administrators add them."))
    words = {"title": _("Catalogue"), "columns": [], "empty": empty}
    rows = [_row(kind, texts.get(kind.pk, "")) for kind in page]
    return list_page(request, words, page, rows, crumbs=way())


def _row(kind, text):
    url = reverse("lending:entry", args=[kind.pk])
    return Row(url=url, title=kind.label, icon=kind.icon, sub=text)


@lenders
def entry(request, pk):
    """Text and photos of one kind of case."""
    kind = get_object_or_404(Category, pk=pk, is_case=True)
    here = CatalogueEntry.objects.filter(category=kind).first() or CatalogueEntry(category=kind)
    form = EntryForm(request.POST or None, request.FILES or None, instance=here)
    crumbs = way((_("Catalogue"), reverse("lending:entries")))
    photos = CataloguePhoto.objects.filter(category=kind)
    return form_page(
        request,
        form,
        _save,
        title=kind.label,
        back="lending:entries",
        crumbs=crumbs,
        photos=photos,
        template="loans/settings/entry.html",
    )


def _save(entry, *, by, pictures, **values):
    kept = save(entry, by=by, **values)
    workflow.add_catalogue_photos(entry.category, by=by, pictures=pictures)
    return kept


@require_POST
@lenders
def remove_photo(request, pk):
    """A photo goes out of the catalogue."""
    photo = get_object_or_404(CataloguePhoto, pk=pk)
    back = reverse("lending:entry", args=[photo.category_id])
    return do(request, workflow.remove_catalogue_photo, photo, back)
