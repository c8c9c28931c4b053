"""Makers, models, funding sources."""

from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.models import DeviceModel, FundingSource, Manufacturer
from assets.settings_pages.forms import (
    FundingForm,
    ManufacturerForm,
    ModelFilter,
    ModelForm,
    WordFilter,
)
from itsm.search import plainly_matching
from itsm.settings_pages.pages import (
    Row,
    administrators,
    crumbs,
    form_page,
    list_page,
    page_of,
    wanted,
)
from itsm.settings_pages.workflow import save

MODELS = {
    "title": gettext_lazy("Models"),
    "columns": [
        gettext_lazy("Category"),
        gettext_lazy("Warranty in months"),
    ],
    "add": (reverse_lazy("settings:model_new"), gettext_lazy("Add a model")),
    "more": [(reverse_lazy("settings:manufacturers"), gettext_lazy("Manufacturers"))],
    "empty": (
        "package",
        gettext_lazy("No model here"),
        gettext_lazy("Add one, or change the search."),
    ),
}
MAKERS = {
    "title": gettext_lazy("Manufacturers"),
    "columns": [],
    "add": (reverse_lazy("settings:manufacturer_new"), gettext_lazy("Add a manufacturer")),
    "empty": (
        "building",
        gettext_lazy("No manufacturer here"),
        gettext_lazy("Add one, or change the search."),
    ),
}
FUNDING = {
    "title": gettext_lazy("Funding sources"),
    "columns": [
        gettext_lazy("Bound for years"),
    ],
    "add": (reverse_lazy("settings:funding_source_new"), gettext_lazy("Add a funding source")),
    "empty": (
        "chart",
        gettext_lazy("No funding source yet"),
        gettext_lazy("Add where the money came from."),
    ),
}


@administrators
def models(request):
    """All models."""
    form = ModelFilter(request.GET)
    page = page_of(request, _found(wanted(request, form)))
    rows = [_model_row(model) for model in page]
    return list_page(request, MODELS, page, rows, filters=form, crumbs=crumbs())


def _found(asked):
    found = DeviceModel.objects.select_related("manufacturer", "category")
    if asked.get("category"):
        found = found.filter(category=asked["category"])
    if words := asked.get("q"):
        found = found.filter(plainly_matching(words, ("manufacturer__name", "name", "number")))
    return found


def _model_row(model):
    return Row(
        url=reverse("settings:model", args=[model.pk]),
        title=str(model),
        sub=model.number,
        icon=model.category.icon,
        cells=[model.category, model.warranty_months or ""],
        tag=_("no longer used") if model.retired else "",
    )


@administrators
def model(request, pk=None):
    """A model, new or known."""
    here = get_object_or_404(DeviceModel, pk=pk) if pk else DeviceModel()
    form = ModelForm(request.POST or None, instance=here)
    title = _("Edit the model") if pk else _("Add a model")
    way, step = crumbs((_("Models"), reverse("settings:models"))), save
    return form_page(request, form, step, title=title, back="settings:models", crumbs=way)


@administrators
def manufacturers(request):
    """All makers."""
    form = WordFilter(request.GET)
    words = wanted(request, form).get("q", "")
    page = page_of(request, Manufacturer.objects.filter(name__icontains=words))
    rows = [Row(reverse("settings:manufacturer", args=[m.pk]), m.name) for m in page]
    way = crumbs((_("Models"), reverse("settings:models")))
    return list_page(request, MAKERS, page, rows, filters=form, crumbs=way)


@administrators
def manufacturer(request, pk=None):
    """A maker, new or known."""
    here = get_object_or_404(Manufacturer, pk=pk) if pk else Manufacturer()
    form = ManufacturerForm(request.POST or None, instance=here)
    title = _("Edit the manufacturer") if pk else _("Add a manufacturer")
    way, step = (
        crumbs((_("Manufacturers"), reverse("settings:manufacturers"))),
        save,
    )
    return form_page(request, form, step, title=title, back="settings:manufacturers", crumbs=way)


@administrators
def funding_sources(request):
    """Where money comes from."""
    page = page_of(request, FundingSource.objects.all())
    rows = [
        Row(reverse("settings:funding_source", args=[s.pk]), s.name, cells=[s.binding_years or ""])
        for s in page
    ]
    return list_page(request, FUNDING, page, rows, crumbs=crumbs())


@administrators
def funding_source(request, pk=None):
    """A funding source, new or known."""
    here = get_object_or_404(FundingSource, pk=pk) if pk else FundingSource()
    form = FundingForm(request.POST or None, instance=here)
    title = _("Edit the funding source") if pk else _("Add a funding source")
    way, step = (
        crumbs((_("Funding sources"), reverse("settings:funding"))),
        save,
    )
    return form_page(request, form, step, title=title, back="settings:funding", crumbs=way)
