"""What was entered twice before the program could tell: shown, so that it can be mended."""

from django.core.cache import cache
from django.shortcuts import render
from django.utils.translation import gettext as _

from itsm.same import doubles_of, marked, models_with_doubles
from itsm.settings_pages.pages import administrators, crumbs
from itsm.settings_pages.parts import doubled

# A count reads all devices, so an administrator's first page remembers it for a while.
COUNTED, COUNTED_FOR = "doubles", 600


def number_of_doubles() -> int:
    """How many rows are the same as another one; counted anew whenever the page is opened."""
    return cache.get_or_set(COUNTED, _count, COUNTED_FOR) or 0


def _count():
    models = [kind.model for kind in doubled()]
    return sum(marked(model).count() for model in models_with_doubles(models))


@administrators
def doubles(request):
    """Rows that are the same but for capitals, blanks or unseen signs, with the way to each."""
    cache.delete(COUNTED)
    kinds = doubled()
    there = models_with_doubles([kind.model for kind in kinds])
    told = [
        {"title": kind.title, "groups": [_group(rows, kind) for rows in doubles_of(kind.model)]}
        for kind in kinds
        if kind.model in there
    ]
    found = [one for one in told if one["groups"]]
    context = {"title": _("Entered twice"), "kinds": found, "crumbs": crumbs()}
    return render(request, "settings/doubles.html", context)


def _group(rows, kind):
    return [{"label": kind.name(row), "url": kind.way(row)} for row in rows]
