"""The start page: what needs whom today, by role.

Which page a person gets is decided here, by the roles. What stands on it is brought by the
installed apps, in modules `dashboard`, each of which may have

- `parts(day, counts)`: the `Part`s it shows on this page;
- `counted(day)`: rows by name whose numbers the parts need. They are counted for all apps in one
  query, so the function asks the database nothing; `parts` gets the numbers as `counts`;
- `HINTS`: what else may wait for those who work with tickets;
- `FIRST_STEPS`: what an administrator sets up in a new house.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from itsm.discovery import brought, modules_named
from itsm.people.models import Authority
from itsm.people.reach import Reach, reach_of
from itsm.people.roles import Role
from itsm.web.counting import numbers

WORKING = (Role.SUPPORT, Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)


class Page(StrEnum):
    """The start pages there are: of those who solve, of a school's people, of loan managers."""

    WORK = "work"
    SCHOOL = "school"
    LENDING = "lending"


TEMPLATES = {
    Page.WORK: "home/work.html",
    Page.SCHOOL: "home/day.html",
    Page.LENDING: "home/day.html",
}


@dataclass
class Day:
    """Whose start page it is, which one, and what was asked for in its address (`scope`)."""

    user: Any
    reach: Reach
    page: Page
    scope: str = ""
    # What is still to be set up, where the house is new and the person its administrator.
    first_steps: list = field(default_factory=list)


class Part(NamedTuple):
    """A piece of the page: its template, what is shown in it, and where it stands: in the region
    "actions", "above", "content" or "aside", among the others there by `order`."""

    template: str
    shown: dict
    region: str = "content"
    order: int = 100


class Hint(NamedTuple):
    """Something else that may wait, told with its number and the way there.

    `waiting(user)` are the rows, which are counted in one query with all others, or a number that
    is known already, or None where it is not for this person. `words` say it for one and for many;
    `page` is the name of the address, `query` what stands behind it.
    """

    name: str
    order: int
    words: Any
    page: str
    waiting: Callable
    query: str = ""


class FirstStep(NamedTuple):
    """What is to be set up in a new house; done once there are `enough` of `rows()`."""

    name: str
    order: int
    label: str | Promise
    page: str
    rows: Callable
    enough: int = 1


def for_administrators(waiting):
    """What a hint waits for, told to those who look after the whole house and to nobody else."""

    def asked(user):
        return waiting() if reach_of(user).holds_everywhere(Role.ADMINISTRATOR) else None

    return asked


def start_page(user, scope) -> tuple[str, dict]:
    """The template of the page of the role in which the person works most, and what it shows."""
    reach = reach_of(user)
    page = page_of(reach)
    if page is None:
        return "home/nobody.html", {"authority": Authority.get()}
    day = Day(user, reach, page, scope)
    hints, steps = _hints_for(day), _first_steps_for(day)
    counts = _counted(day, hints, steps)
    day.first_steps = _told_steps(steps, counts)
    shown = {
        "page": page,
        "hints": _told_hints(hints, counts),
        "first_steps": day.first_steps,
        "parts": _by_region(day, counts),
    }
    return TEMPLATES[page], shown


def page_of(reach) -> Page | None:
    """Loan managers who do nothing else have a page of their own; None without any role."""
    if reach.holds(Role.LENDER) and not reach.holds(*(set(WORKING) - {Role.LENDER})):
        return Page.LENDING
    if reach.holds(*WORKING):
        return Page.WORK
    return Page.SCHOOL if reach.holds(Role.TEACHER, Role.HEAD) else None


def _hints_for(day):
    """The hints for this person, each with what waits."""
    if day.page != Page.WORK:
        return []
    hints = sorted(brought("dashboard", "HINTS"), key=lambda hint: hint.order)
    asked = [(hint, hint.waiting(day.user)) for hint in hints]
    return [(hint, waiting) for hint, waiting in asked if waiting is not None]


def _first_steps_for(day):
    if not (day.page == Page.WORK and day.reach.holds_everywhere(Role.ADMINISTRATOR)):
        return []
    return sorted(brought("dashboard", "FIRST_STEPS"), key=lambda step: step.order)


def _counted(day, hints, steps) -> dict[tuple, int]:
    """All numbers the page needs, in one query; none where it needs none."""
    rows: dict[tuple, Any] = {("hint", hint.name): waiting for hint, waiting in hints}
    rows |= {("step", step.name): step.rows() for step in steps}
    for label, module in modules_named("dashboard").items():
        wanted = module.counted(day) if hasattr(module, "counted") else {}
        rows |= {("part", label, name): some for name, some in wanted.items()}
    known = {key: some for key, some in rows.items() if not isinstance(some, QuerySet)}
    asked = [key for key in rows if key not in known]
    counted = numbers(day.user, **{f"n{i}": rows[key] for i, key in enumerate(asked)})
    return known | {key: counted[f"n{i}"] for i, key in enumerate(asked)}


def _told_hints(hints, counts):
    told = [(hint, counts["hint", hint.name]) for hint, _waiting in hints]
    return [
        {"number": n, "label": hint.words % n, "url": reverse(hint.page) + hint.query}
        for hint, n in told
        if n
    ]


def _told_steps(steps, counts):
    """What to set up, in this order; nothing once all of it is there."""
    done = [counts["step", step.name] >= step.enough for step in steps]
    if all(done):
        return []
    told = zip(steps, done, strict=True)
    return [{"label": s.label, "url": reverse(s.page), "done": is_done} for s, is_done in told]


def _by_region(day, counts):
    """The parts of all apps, each region in its order."""
    parts = []
    for label, module in modules_named("dashboard").items():
        if hasattr(module, "parts"):
            own = {key[-1]: n for key, n in counts.items() if key[:-1] == ("part", label)}
            parts += module.parts(day, own)
    regions = {region: [] for region in ("actions", "above", "content", "aside")}
    for part in sorted(parts, key=lambda part: part.order):
        regions[part.region].append(part)
    return regions
