"""What there is to borrow, as schools see it."""

from django.shortcuts import get_object_or_404, render

from itsm.files.downloads import send_file
from itsm.workflow import require
from loans import rules
from loans.applications.catalogue import kinds_on_offer
from loans.models import CataloguePhoto


def index(request):
    """Every kind of case with what is in it, its photos, and how many are free."""
    require(rules.can_see_catalogue, request.user)
    kinds = kinds_on_offer()
    context = {"kinds": kinds, "can_apply": rules.can_apply_somewhere(request.user)}
    return render(request, "loans/applications/catalogue.html", context)


def photo(request, pk):
    """A photo of a kind of case, for whoever may look into the catalogue."""
    require(rules.can_see_catalogue, request.user)
    kept = get_object_or_404(CataloguePhoto, pk=pk)
    return send_file(kept.file, name=kept.name, kind=kept.kind, inline_picture=True)
