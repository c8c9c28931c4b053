"""What goes wrong with a kind of thing, and what is reported already: read by everybody who
scans a label, so each is one narrow look into the database."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assets.models import FaultTile
from itsm.fields.words import in_language
from itsm.query_cache import Blank, compiled
from tickets.models import Ticket

LOOKED_AT = 60  # rows that may tell of a fault


class Tile(NamedTuple):
    """One thing to tap on, with its hints (number and words)."""

    pk: int
    label: str
    icon: str
    hints: tuple[tuple[int, str], ...]
    question: str
    alarm: bool
    is_wish: bool


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
    for row in _tiles(bool(category), category=category and category.pk):
        pk, german, english, icon, asked, asked_english, alarm, is_wish, *hint = row
        words = (pk, in_language(german, english), icon)
        more = (in_language(asked, asked_english), bool(alarm), bool(is_wish))
        hints = tiles.setdefault(pk, (words, [], more))[1]
        if hint[0]:
            hints.append((hint[0], in_language(*hint[1:])))
    return tuple(Tile(*words, tuple(hints), *more) for words, hints, more in tiles.values())


@compiled
def _tiles(of_a_kind):
    kind = Blank("category") if of_a_kind else None
    tiles = FaultTile.objects.filter(category=kind, retired=False)
    return tiles.order_by("order", "pk", "hints__order").values_list(
        "pk",
        "label_de",
        "label_en",
        "icon",
        "question_de",
        "question_en",
        "alarm",
        "is_wish",
        "hints__pk",
        "hints__text_de",
        "hints__text_en",
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


class Grid(NamedTuple):
    """The tiles to tap on, and what unfolds above the button: hints, a question, "already
    reported"; both as HTML."""

    tiles: str
    tips: str


def drawn(tiles, known, form=None) -> Grid:
    """The tiles as HTML: the same for every thing of a kind with the same open faults (`known`:
    numbers of tiles), so it is drawn once; with what was sent, where a form is shown again."""
    if form is not None and form.is_bound:
        return _draw(tiles, known, form)
    return _drawn(tiles, known, get_language())


@lru_cache(maxsize=256)
def _drawn(tiles, known, _language):
    return _draw(tiles, known, None)


def _draw(tiles, known, form):
    chosen = form.chosen_tile() if form else None
    tips = [
        (place, tile, tile.pk in known, form and form.answer_field(tile))
        for place, tile in enumerate(tiles, start=1)
    ]
    shown = {"tiles": tiles, "tips": tips, "known": known, "chosen": chosen}
    names = ("tickets/reporting/_tiles.html", "tickets/reporting/_tips.html")
    return Grid(*(render_to_string(name, shown) for name in names))
