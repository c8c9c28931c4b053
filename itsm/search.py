"""Finding by words: one normalised column a row, with a trigram index on PostgreSQL."""

import re
import unicodedata

from django.db.models import Q

from itsm.same import HYPHENS, visible

MOST_WORDS = 8
FOLD = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
    | {chr(code): hyphen for code, hyphen in HYPHENS.items()}
)
# What people put between the signs of a number, or leave out.
SEPARATORS = re.compile(r"[^\w]|_")


def normalise(text: str) -> str:
    """Lower case, umlauts spelled out, accents off: "Größe" and "GROESSE" become the same."""
    folded = visible(text).lower().translate(FOLD)
    plain = unicodedata.normalize("NFKD", folded)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def search_column(*parts) -> str:
    """What a row is found by: all its words in one normalised text (at most 2,000 characters)."""
    return normalise(" ".join(str(p) for p in parts if p))[:2000]


def squeezed(number: str) -> str:
    """A number as it is found by whoever types it in one piece: "5CG-1234-ABC" is 5cg1234abc.

    Empty where that is no other word than the number itself.
    """
    plain = normalise(number)
    one = SEPARATORS.sub("", plain)
    return one if one != plain and any(map(str.isdigit, one)) else ""


def matching(query: str, field: str = "search") -> Q:
    """Rows whose column holds every word of the query, in any order."""
    return Q(*[_holds(word, field) for word in words_of(query)])


def _holds(word, field):
    """The word, or the number it is without its hyphens."""
    held, one = Q(**{f"{field}__contains": word}), squeezed(word)
    return held | Q(**{f"{field}__contains": one}) if len(one) > 3 else held


def words_of(query: str) -> list[str]:
    """The words of a query, normalised as the column they are looked for in."""
    return normalise(query or "").split()[:MOST_WORDS]


def plainly_matching(query: str, fields) -> Q:
    """Rows in which each word of the query stands in one of these columns, as it was typed."""
    found = Q()
    for word in (query or "").split()[:MOST_WORDS]:
        found &= Q(*[Q(**{f"{field}__icontains": word}) for field in fields], _connector=Q.OR)
    return found
