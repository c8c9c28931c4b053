"""What goes wrong with a kind of thing, and what is reported already: read by everybody who
scans a label, so each is one narrow look into the database."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assets.models import FaultTile
from itsm.compiled import Blank, compiled
from itsm.fields.words import in_language
from tickets.models import Ticket

LOOKED_AT = 60  # rows that may tell of a fault


class Tile(NamedTuple):
    """One thing to tap on, with its hints (number and words)."""

    pk: int
    label: str
    icon: str
    hints: tuple[tuple[int, str], ...]


class Fault(NamedTuple):
    """A fault reported already: the ticket to join, and what of it may be shown."""

    pk: int
    words: str
    created_at: datetime
    # The tile that joins it; None where it was told in words, or stands for a device in the room.
    tile: int | None


def tiles_of(category) -> tuple[Tile, ...]:
    """What usually goes wrong with this kind of thing; for None what may go wrong in any room."""
    tiles = {}
    for pk, german, english, icon, hint, hint_german, hint_english in _tiles(
        bool(category), category=category and category.pk
    ):
        hints = tiles.setdefault(pk, (in_language(german, english), icon, []))[2]
        if hint:
            hints.append((hint, in_language(hint_german, hint_english)))
    return tuple(Tile(pk, *words, tuple(hints)) for pk, (*words, hints) in tiles.items())


@compiled
def _tiles(of_a_kind):
    kind = Blank("category") if of_a_kind else None
    tiles = FaultTile.objects.filter(category=kind, retired=False)
    return tiles.order_by("order", "pk", "hints__order").values_list(
        "pk", "label_de", "label_en", "icon", "hints__pk", "hints__text_de", "hints__text_en"
    )


def faults_of(school, thing, *, in_a_room) -> list[Fault]:
    """Each different open fault of this school's device or room once, newest first: the ticket
    that told of it first. In a room the kind of thing stands before it. Nobody learns of others'
    wishes, accounts, and matters of security."""
    rows = _faults(bool(school), in_a_room, school=school and school.pk, thing=thing.pk)
    told = {}
    for pk, at, tile, german, english, *kinds in rows:
        words = in_language(german, english) if german else _("something else")
        told.setdefault(pk, (at, tile, words, []))[3].extend(_named(kinds))
    first = {}
    for pk, (at, tile, words, kinds) in told.items():
        words = ", ".join([*kinds, words])
        first.setdefault(words, Fault(pk, words, at, None if kinds else tile))
    return list(first.values())[::-1]


@compiled
def _faults(at_a_school, in_a_room):
    about = {"location" if in_a_room else "devices": Blank("thing")}
    kind = ("devices__category__label_de", "devices__category__label_en") if in_a_room else ()
    tickets = Ticket.objects.filter(school=Blank("school") if at_a_school else None, **about)
    rows = (
        tickets.open()
        .shared()
        .order_by("pk")
        .values_list("pk", "created_at", "tile", "tile__label_de", "tile__label_en", *kind)
    )
    return rows[:LOOKED_AT]


def _named(kinds):
    return [in_language(*kinds)] if kinds and kinds[0] else []


def drawn(tiles, chosen):
    """The tiles as HTML: the same for every thing of a kind, so it is drawn once."""
    return _drawn(tiles, chosen, get_language())


@lru_cache(maxsize=256)
def _drawn(tiles, chosen, _language):
    return render_to_string("portal/_tiles.html", {"tiles": tiles, "chosen": chosen})
