"""What a person said about a table: whose list it is, and which of its names are really new."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from assets.imports.values import RowFailed
from itsm.same import name_key

# Whose list it is, besides a school's: the authority's own.
AUTHORITY = "authority"
# What may be answered about a new name, besides the id of what is meant by it.
NEW, LEFT_OUT = "new", "leave"
# What is asked about one by one, in this order.
ASKED = ("school", "category", "manufacturer", "location")
ALIKE = 0.75
DIGITS = re.compile(r"\d+")


@dataclass
class Answers:
    """`list_of` is a school's id, AUTHORITY, or empty where the table itself names the schools;
    `names` says for each new name (by `key_for`) what it is. Where everything has to be confirmed
    (`strict`), a row with a name nobody answered for is refused."""

    list_of: str = ""
    names: dict = field(default_factory=dict)
    strict: bool = False

    def settle(self, key, name, known):
        """The thing that is meant by this name, out of those known (by id); None if it is new.

        RowFailed where somebody left it out, or nobody confirmed it.
        """
        answer = self.names.get(key, "" if self.strict else NEW)
        if answer == NEW:
            return None
        if answer == LEFT_OUT:
            raise RowFailed(_("“%(name)s” is not known here and was left out.") % {"name": name})
        if answer and (meant := known.get(int(answer))):
            return meant
        raise RowFailed(_("“%(name)s” is new here and nobody confirmed it.") % {"name": name})


def key_for(kind, name, within="") -> str:
    """How an answer about a name is kept."""
    return ":".join(filter(None, [kind, name_key(within), name_key(name)]))


def alike(name, things) -> list:
    """Up to three of these (name, thing) pairs that the name may be a slip of the pen for.

    "Raum 204" is none for "Raum 205": numbers are what they are.
    """
    key = name_key(name)
    scored = {}
    for other, thing in things:
        score = _alike(key, name_key(other))
        if score >= ALIKE and score > scored.get(id(thing), (0, None))[0]:
            scored[id(thing)] = score, thing
    best = sorted(scored.values(), key=lambda pair: -pair[0])
    return [thing for _score, thing in best[:3]]


def _alike(one, other):
    if DIGITS.findall(one) != DIGITS.findall(other):
        return 0
    words = set(one.split()), set(other.split())
    if words[0] and words[1] and (words[0] <= words[1] or words[1] <= words[0]):
        return 0.9
    return SequenceMatcher(None, one, other).ratio()
