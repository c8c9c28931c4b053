"""What the installed apps bring to the house: modules of a fixed name, found as Django finds
`admin.py`. Nothing in the house has to name the app that brings them."""

from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def discovered(name: str) -> dict[str, ModuleType]:
    """The module or package of this name of each installed app that has one, by app label, in the
    order of INSTALLED_APPS. What is wrong inside such a module is raised, not passed over."""
    return {
        app.label: import_module(f"{app.name}.{name}")
        for app in apps.get_app_configs()
        if app.module and module_has_submodule(app.module, name)
    }
