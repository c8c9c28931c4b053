"""What a school authority starts with, so that the first label works on the first day."""

from django.db import transaction

from assets.models import Category, FaultTile, FundingSource, Hint, NumberScheme
from assets.starting_words import CATEGORIES, DEVICE_STATUSES, FUNDING, GENERAL, SCHOOL_KINDS
from itsm.fields.models import Status
from itsm.people.models import Authority, SchoolKind


@transaction.atomic
def load_starting_set() -> dict[str, int]:
    """Fill whatever is still empty, change nothing that is there; says what was made."""
    Authority.objects.get_or_create(pk=1)
    NumberScheme.objects.get_or_create(pk=1)
    return {
        "school kinds": _fill(SchoolKind, [SchoolKind(name=name) for name in SCHOOL_KINDS]),
        "categories": _categories(),
        "tiles for rooms": _general_tiles(),
        "funding sources": _fill(
            FundingSource,
            [FundingSource(name=name, binding_years=years) for name, years in FUNDING],
        ),
        "device statuses": load_statuses(Status.Kind.DEVICE, DEVICE_STATUSES),
    }


def load_statuses(kind, rows) -> int:
    """The words below each state, if there is none yet; the first of a state is its usual one."""
    if Status.objects.filter(kind=kind).exists():
        return 0
    seen, statuses = set(), []
    for order, (state, german, english, tone) in enumerate(rows):
        statuses.append(
            Status(
                kind=kind,
                state=state,
                label_de=german,
                label_en=english,
                tone=tone,
                order=order,
                is_default=state not in seen,
            )
        )
        seen.add(state)
    return len(Status.objects.bulk_create(statuses))


def _fill(model, rows) -> int:
    return 0 if model.objects.exists() else len(model.objects.bulk_create(rows))


def _categories() -> int:
    if Category.objects.exists():
        return 0
    for order, kind in enumerate(CATEGORIES):
        category = Category.objects.create(
            label_de=kind.de, label_en=kind.en, icon=kind.icon, is_case=kind.is_case, order=order
        )
        _tiles(category, kind.tiles)
    return len(CATEGORIES)


def _general_tiles() -> int:
    if FaultTile.objects.filter(category=None).exists():
        return 0
    _tiles(None, GENERAL)
    return len(GENERAL)


def _tiles(category, tiles):
    for order, words in enumerate(tiles):
        tile = FaultTile.objects.create(
            category=category,
            label_de=words.de,
            label_en=words.en,
            icon=words.icon,
            alarm=words.alarm,
            is_wish=words.is_wish,
            private=words.private,
            question_de=words.question[0],
            question_en=words.question[1],
            order=order,
        )
        Hint.objects.bulk_create(
            [
                Hint(tile=tile, text_de=german, text_en=english, order=place)
                for place, (german, english) in enumerate(words.hints)
            ]
        )
