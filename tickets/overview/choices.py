"""What a list of tickets can be narrowed to: every kind of choice, read in one query."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models.functions import Coalesce

from assets.models import Category, FaultTile
from itsm.fields.models import Status
from itsm.fields.words import in_language
from itsm.people.models import Membership, School, User
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.query_cache import compiled
from tickets.overview.naming import PERSON, read, words

WORKING = (Role.SUPPORT, Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)


class Choice(NamedTuple):
    """One thing to choose, with what it belongs to (a tile's category; 0 for nothing)."""

    pk: int
    label: str
    under: int


def choices_for(user, full=True) -> dict[str, list[Choice]]:
    """Schools, categories, tiles, statuses and people by kind, as far as the person sees them;
    `posted` are the schools somebody is sent to. Not `full`: only the schools."""
    found = defaultdict(list)
    for of, pk, word, english, rank, under in _choices(user, full):
        found[of].append((rank, in_language(word.strip(), english), pk, under))
    return {of: [Choice(pk, w, u) for _r, w, pk, u in sorted(rows)] for of, rows in found.items()}


@compiled
def _choices(user, full):
    return read(*_schools(user), *(_more(user) if full else ()))


def _schools(user):
    yield words("school", School.objects.visible_to(user), "name")
    yield words("posted", School.objects.filter(postings__person=user), "name")


def _more(user):
    named = {"said": "label_de", "english": "label_en", "rank": "order"}
    yield words("category", Category.objects.filter(retired=False), **named)
    if reach_of(user).holds(*(set(Role.values) - {Role.TEACHER})):
        under = Coalesce("category", 0)
        yield words("tile", FaultTile.objects.filter(retired=False), **named, under=under)
        yield words("status", Status.objects.filter(kind="ticket", retired=False), **named)
        yield words("person", _people(user), PERSON, "username")


def _people(user):
    """Those into whose hands tickets of my schools can come."""
    reach = reach_of(user)
    near = reach.within(*(set(Role.values) - {Role.TEACHER}), field="school")
    held = Membership.objects.filter(role__in=WORKING, person__is_active=True)
    return User.objects.filter(
        pk__in=(held.filter(near) | held.filter(school=None)).values("person")
    )
