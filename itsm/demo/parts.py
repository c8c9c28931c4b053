"""The parts of the demo story: a module `demo` of each installed app that has something to tell.

Such a module has a function `tell(story)`, and may have

- `AMOUNTS`, of what there can be more or less of: options of `manage.py demo`;
- `finish(story)`, called once everything that was told has happened;
- `links()`, (path, what) of labels to scan.

What `tell` returns is there for the parts after it, as `story.made[app_label]`.
"""

from types import ModuleType
from typing import NamedTuple

from django.db.models import Model

from itsm.discovery import brought, modules_named


class Amount(NamedTuple):
    """How many of something the story has: usually, and at most; a house that has some already is
    not an empty one."""

    name: str
    usual: int
    most: int
    of: type[Model]
    help: str = ""


def parts() -> dict[str, ModuleType]:
    """The parts by app label, in the order of INSTALLED_APPS."""
    found = modules_named("demo")
    return {label: module for label, module in found.items() if hasattr(module, "tell")}


def amounts() -> list[Amount]:
    """Everything there can be more or less of."""
    return brought("demo", "AMOUNTS")
