"""What was entered twice before the program could tell: shown, so that it can be mended."""

from django.core.cache import cache
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.models import (
    AccessoryKind,
    Category,
    Device,
    DeviceModel,
    FundingSource,
    Location,
    Manufacturer,
)
from itsm.people.models import School, SchoolKind
from itsm.same import doubles_of, marked, models_with_doubles
from itsm.settings_pages.pages import administrators, crumbs

# What is looked through: its heading, and the page on which one of them is mended.
KINDS = [
    (School, gettext_lazy("Schools"), "settings:school"),
    (Location, gettext_lazy("Places"), "locations:show"),
    (Device, gettext_lazy("Devices"), "devices:show"),
    (Category, gettext_lazy("Categories"), "settings:category"),
    (Manufacturer, gettext_lazy("Manufacturers"), "settings:manufacturer"),
    (DeviceModel, gettext_lazy("Models"), "settings:model"),
    (FundingSource, gettext_lazy("Funding sources"), "settings:funding_source"),
    (AccessoryKind, gettext_lazy("Accessories"), "lending:accessory"),
    (SchoolKind, gettext_lazy("Kinds of schools"), ""),
]
MODELS = [model for model, _title, _url in KINDS]


# A count reads all devices, so an administrator's first page remembers it for a while.
COUNTED, COUNTED_FOR = "doubles", 600


def number_of_doubles() -> int:
    """How many rows are the same as another one; counted anew whenever the page is opened."""
    return cache.get_or_set(COUNTED, _count, COUNTED_FOR) or 0


def _count():
    return sum(marked(model).count() for model in models_with_doubles(MODELS))


@administrators
def doubles(request):
    """Rows that are the same but for capitals, blanks or unseen signs, with the way to each."""
    cache.delete(COUNTED)
    there = models_with_doubles(MODELS)
    kinds = [
        {"title": title, "groups": [_group(rows, url) for rows in doubles_of(model)]}
        for model, title, url in KINDS
        if model in there
    ]
    found = [kind for kind in kinds if kind["groups"]]
    context = {"title": _("Entered twice"), "kinds": found, "crumbs": crumbs()}
    return render(request, "assets/settings/doubles.html", context)


def _group(rows, url):
    return [
        {
            "label": _called(row),
            "url": reverse(url, args=[row.pk]) if url else reverse("settings:school_kinds"),
        }
        for row in rows
    ]


def _called(row):
    if isinstance(row, Device):
        numbers = ", ".join(filter(None, [row.inventory_number, row.serial_number]))
        return f"{numbers} · {row.title}"
    if isinstance(row, Location):
        return f"{row.path} · {row.school}" if row.school else row.path
    return str(row)
