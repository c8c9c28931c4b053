"""What the search box finds, each kind of thing only as far as the person sees it.

The kinds are brought by the installed apps: a list `KINDS` in a module `search`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from itsm.discovery import brought

SHOWN = 10
LONGEST_ID = 18


class Line(NamedTuple):
    """One thing that was found, as the page shows it."""

    url: str
    icon: str
    label: str
    detail: str
    number: Any = ""
    mark: Any = ""


class Kind(NamedTuple):
    """What an app lets the search box find.

    `order` is the place of its group on the page, and in which turn it is asked for the one thing
    meant. `exact(user, words)` answers with the address of that thing or nothing, for kinds that
    have numbers or codes. `rows(user, words)` are all this person may find, and `line(user)` a
    function that makes a `Line` of a row; with `all_url` the words lead to the whole list.
    """

    order: int
    exact: Callable | None = None
    label: str = ""
    rows: Callable | None = None
    line: Callable | None = None
    all_url: Callable | None = None


def exact_match(user, words) -> str:
    """The address of the one thing meant: a label's code, a ticket's or a device's number."""
    asked = (kind.exact(user, words) for kind in kinds() if kind.exact)
    return next(filter(None, asked), "")


def find(user, words) -> list[dict]:
    """The first ten of each kind, with the way to all of them."""
    if not words:
        return []
    found = [_group(kind, user, words) for kind in kinds() if kind.rows]
    return [group for group in found if group["lines"]]


def kinds() -> list[Kind]:
    """All there are, in the order in which they are asked and shown."""
    return sorted(brought("search", "KINDS"), key=lambda kind: kind.order)


def plain_number(words) -> int | None:
    """The number meant by "4711" or "#4711", where it is one a row can have."""
    number = words.removeprefix("#").strip()
    plain = number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID
    return int(number) if plain else None


def joined(*parts) -> str:
    """The words of a line's detail that there are."""
    return " · ".join(str(part) for part in parts if part)


def _group(kind, user, words):
    found = list(kind.rows(user, words)[: SHOWN + 1])
    line = kind.line(user)
    more = kind.all_url() if kind.all_url and len(found) > SHOWN else ""
    return {"label": kind.label, "lines": [line(row) for row in found[:SHOWN]], "more": more}
