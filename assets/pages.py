"""What all pages of the inventory share."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from assets.models import Device, Label, Location
from assets.places.crumbs import ABOVE, UP
from itsm.query_cache import Blank, compiled

LONGEST_ID = 18
# The place itself whole, of its school and of what is above as much as a page says.
PLACE = (
    *(field.attname for field in Location._meta.concrete_fields),
    "school__name",
    "school__short_name",
    *(f"{up}{column}" for up in UP[1:] for column in ("name", "school", "parent")),
)


def device_or_404(request, pk) -> Device:
    """The device if this person sees it; otherwise it is as if there were none."""
    seen = Device.objects.visible_to(request.user).with_names()
    return get_object_or_404(seen.select_related(f"location__{ABOVE}"), pk=pk)


def place_or_404(request, pk) -> Location:
    """The place if this person sees it; otherwise it is as if there were none."""
    found = _places(request.user, pk=pk)
    if not found:
        raise Http404
    return found[0]


@compiled
def _places(user):
    label = Label.objects.valid().filter(location=OuterRef("pk"))
    seen = Location.objects.visible_to(user).select_related("school", ABOVE).only(*PLACE)
    return seen.annotate(has_label=Exists(label)).filter(pk=Blank("pk"))


def asked(request, name) -> int | None:
    """An id from the form or the address; None where there is none, 404 where it is nonsense."""
    word = request.POST.get(name) or request.GET.get(name) or ""
    if not word:
        return None
    if not (word.isascii() and word.isdecimal() and len(word) <= LONGEST_ID):
        raise Http404
    return int(word)
