"""Steps on what is said about devices: fault tiles with their hints, inventory numbers."""

from django.db import transaction
from django.utils.translation import gettext as _

from assets.models import Hint
from itsm.people.rules import can_change_settings
from itsm.settings_pages.workflow.keeping import keep_the_one, tell, write
from itsm.workflow import StepRefused, require


@transaction.atomic
def save_tile(tile, *, by, hints, **values):
    """A fault tile with its hints: up to three pairs (German, English); empty ones go."""
    require(can_change_settings, by)
    new, changes = tile.pk is None, write(tile, values)
    before = _told(tile)
    for place, (german, english) in enumerate(hints[:3]):
        _keep_hint(tile, place, german, english)
    if before != (after := _told(tile)):
        changes["hints"] = [before, after]
    if new or changes:
        tell(by, tile, "tile", changes)
    return tile


def _keep_hint(tile, place, german, english):
    here = Hint.objects.filter(tile=tile, order=place)
    if not german:
        here.delete()
    elif not here.update(text_de=german, text_en=english):
        Hint.objects.create(tile=tile, order=place, text_de=german, text_en=english)


def _told(tile):
    pairs = Hint.objects.filter(tile=tile).values_list("text_de", "text_en")
    return "; ".join(" | ".join(filter(None, pair)) for pair in pairs)


@transaction.atomic
def save_number_scheme(scheme, *, by, **values):
    """How inventory numbers are made from now on; those given out stay."""
    require(can_change_settings, by)
    if "{number}" not in values["pattern"]:
        raise StepRefused(_("The running number is missing: {number}."))
    return keep_the_one(scheme, values, by=by, what="numbers")
