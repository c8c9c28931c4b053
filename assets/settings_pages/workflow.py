"""Steps on what is said about devices: fault tiles with their hints, inventory numbers."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assets.models import FaultTile, Hint, NumberScheme
from itsm.people.models import User
from itsm.people.rules import can_change_settings
from itsm.settings_pages.workflow.keeping import keep_the_one, tell, write
from itsm.workflow import StepRefused, require


@transaction.atomic
def save_tile(
    tile: FaultTile, *, by: User, hints: Sequence[tuple[str, str]], **values: object
) -> FaultTile:
    """A fault tile with its hints: up to three pairs (German, English); empty ones go.

    `values`: by field name of the tile. Returns it as it is kept. Refused where its category has a
    tile that is called the same.
    """
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


def _keep_hint(tile: FaultTile, place: int, german: str, english: str) -> None:
    here = Hint.objects.filter(tile=tile, order=place)
    if not german:
        here.delete()
    elif not here.update(text_de=german, text_en=english):
        Hint.objects.create(tile=tile, order=place, text_de=german, text_en=english)


def _told(tile: FaultTile) -> str:
    pairs = Hint.objects.filter(tile=tile).values_list("text_de", "text_en")
    return "; ".join(" | ".join(filter(None, pair)) for pair in pairs)


@transaction.atomic
def save_number_scheme(scheme: NumberScheme, *, by: User, **values: Any) -> NumberScheme:
    """How inventory numbers are made from now on; those given out stay.

    `values`: by field name, `pattern` among them. Returns the row as it is kept. Refused where the
    pattern lacks {number}.
    """
    require(can_change_settings, by)
    if "{number}" not in values["pattern"]:
        raise StepRefused(_("The running number is missing: {number}."))
    return keep_the_one(scheme, values, by=by, what="numbers")
