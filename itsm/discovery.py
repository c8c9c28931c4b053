"""What the installed apps bring to the house: modules with fixed names, found by being there.

The house shows what it finds, as Django's admin shows what it finds in `admin.py`; it names no
trade. Which module is read where: docs/architecture.md, "How to add a trade".
"""

from functools import lru_cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def modules_named(name: str) -> dict[str, ModuleType]:
    """The modules (or packages) of this name by app label, in the order of INSTALLED_APPS."""
    return _found(name, tuple(apps.get_app_configs()))


def brought(name: str, what: str) -> list:
    """All that stands in the lists `what` of the modules of this name, in the same order; a
    module without such a list brings none."""
    modules = modules_named(name).values()
    return [thing for module in modules for thing in getattr(module, what, ())]


@lru_cache(maxsize=200)
def _found(name, configs):
    """Looked for once; anew where other apps are installed, as in tests."""
    return {
        app.label: import_module(f"{app.name}.{name}")
        for app in configs
        if module_has_submodule(app.module, name)
    }
