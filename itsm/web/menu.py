"""The main menu: what each role sees of it, with counts that open their list.

Its entries are brought by the installed apps: a list `ENTRIES` in a module `navigation`. A list
`TOOLS` there are the buttons at the top of every page.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise

from itsm.addresses import address
from itsm.discovery import brought
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import is_member
from itsm.query_cache import compiled
from itsm.web.counting import numbered

RANKED = [
    Role.ADMINISTRATOR,
    Role.TECHNICIAN,
    Role.LENDER,
    Role.SUPPORT,
    Role.HEAD,
    Role.TEACHER,
]


class Entry(NamedTuple):
    """What an app brings to the menu.

    `page` is the name of its address, `order` its place: what everybody needs stands below 100 to
    400, what few need from 500 on. `bottom` ones stand on the phone's bar, the others behind
    "More". Under the paths `also` it is lit, too. `waiting(user)` are the rows that wait for this
    person: their number stands beside the entry, and they are counted for all entries in one
    query, so the function asks the database nothing. `shown(user)` says who sees the entry.
    """

    page: str
    label: str | Promise
    icon: str
    order: int
    bottom: bool = True
    also: tuple[str, ...] = ()
    waiting: Callable | None = None
    shown: Callable = is_member

    @property
    def name(self) -> str:
        """What its number is called in the query that counts."""
        return self.page.replace(":", "_")


class Tool(NamedTuple):
    """What an app brings to the top of every page: what people begin with anywhere.

    One on the phone's bar (`bottom`) stands there in the middle, and at the top only where there is
    room. `shown(user)` says who has it.
    """

    page: str
    label: str
    icon: str
    order: int
    bottom: bool = False
    shown: Callable = is_member


class Button(NamedTuple):
    """A tool as it is shown to one person."""

    url: str
    label: str
    icon: str
    bottom: bool


class Item(NamedTuple):
    """An entry as it is shown to one person on one page."""

    url: str
    label: str
    icon: str
    count: int | None  # type: ignore[assignment]  # a tuple has a method of that name
    bottom: bool
    active: bool


def navigation(request):
    """Menu and tools for this person; no menu for people without a sign-in or a role."""
    user = getattr(request, "user", None)
    tools = tuple(_buttons(user))
    if user is None or not is_member(user):
        return {"nav": (), "tools": tools}
    school = not reach_of(user).holds(*(set(Role) - {Role.TEACHER, Role.HEAD}))
    density = "teacher" if school else "staff"
    items = tuple(_items(user, request.path))
    return {"nav": items, "tools": tools, "density": density, "me_role": _role_of(user)}


def entries() -> list[Entry]:
    """All there are, in the order of the menu."""
    return sorted(brought("navigation", "ENTRIES"), key=lambda entry: entry.order)


def waiting_rows() -> tuple:
    """(name, function) of the entries with a number beside them."""
    return tuple((entry.name, entry.waiting) for entry in entries() if entry.waiting)


def _items(user, path):
    waiting = _counted(user, timezone.localdate(), waiting_rows())[0]
    for entry in entries():
        if entry.shown(user):
            url, count = address(entry.page), waiting.get(entry.name) or None
            active = _is_here(path, url, entry.also)
            yield Item(url, str(entry.label), entry.icon, count, entry.bottom, active)


def _buttons(user):
    for tool in sorted(brought("navigation", "TOOLS"), key=lambda tool: tool.order):
        if tool.shown(user):
            yield Button(address(tool.page), str(tool.label), tool.icon, tool.bottom)


@compiled
def _counted(user, _today, waiting):
    """How much of each waits for this person, in one query."""
    return numbered(user, **{name: rows(user) for name, rows in waiting})


def _is_here(path, url, also):
    return path == url or (url != "/" and path.startswith((url, *also)))


def _role_of(user):
    """The line under the name: the role in which the person works most."""
    held = [role for role in RANKED if reach_of(user).holds(role)]
    return held[0].label if held else ""
