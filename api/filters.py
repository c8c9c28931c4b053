"""The parameters of lists: named ones only, each with what it may hold and what it leaves."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

from api.scope import LARGEST, seen
from assets.models import Location

ID = {"type": "integer", "minimum": 1, "maximum": LARGEST}


class Filter(NamedTuple):
    """`narrow(rows, values, user)` leaves the rows asked for; `kind` or `words` describe it."""

    narrow: Any
    kind: Any = None
    words: tuple = ()
    told: str = ""

    def parameter(self, name):
        """How the schema speaks of it."""
        if self.words:
            return OpenApiParameter(
                name, OpenApiTypes.STR, many=True, enum=self.words, description=self.told
            )
        return OpenApiParameter(name, self.kind or OpenApiTypes.STR, description=self.told)


def by_id(column):
    """By the id of something; a foreign one finds nothing, like one that is not there."""

    def narrow(rows, values, user):
        return rows.filter(**{column: whole(column, values[-1])})

    return Filter(narrow, ID)


def by_choice(column, words):
    """By one or more words of an enum."""

    def narrow(rows, values, user):
        return rows.filter(**{f"{column}__in": among(column, values, words)})

    return Filter(narrow, words=tuple(sorted(words)))


def by_text(column):
    """By the whole of a text."""

    def narrow(rows, values, user):
        return rows.filter(**{column: values[-1]})

    return Filter(narrow)


def by_thing(name, model, about, told=""):
    """By something the person sees: `about(rows, thing)` leaves what has to do with it."""

    def narrow(rows, values, user):
        thing = seen(model, user).filter(pk=whole(name, values[-1])).first()
        return about(rows, thing) if thing else rows.none()

    return Filter(narrow, ID, told=told)


def by_place(about):
    """`?location=` means the place and all below it."""
    return by_thing("location", Location, about, "This place and all below it.")


def yes_or_no(column):
    """By a yes or a no."""

    def narrow(rows, values, user):
        return rows.filter(**{column: among(column, values[-1:], ("true", "false"))[0] == "true"})

    return Filter(narrow, OpenApiTypes.BOOL)


def below(place, prefix="") -> dict:
    """The lookup for everything at this place and below it."""
    return {
        f"{prefix}tree_id": place.tree_id,
        f"{prefix}lft__gte": place.lft,
        f"{prefix}rght__lte": place.rght,
    }


def whole(name, text) -> int:
    """An id from an address."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and 0 < int(text) <= LARGEST):
        raise ValidationError({name: [_("An id is a positive whole number.")]})
    return int(text)


def among(name, values, words):
    """These values, if all of them are words of the list."""
    if not set(values) <= set(words):
        raise ValidationError({name: [known(sorted(words))]})
    return values


def known(names):
    """The sentence that names what there is."""
    return _("Known here: %(names)s") % {"names": ", ".join(names)}
