"""Figures for /metrics and words for /readyz, brought by the installed apps.

A module `metrics` may have `collect()`, which yields figures as a collector of prometheus_client
does, and `CHECKS`: functions by name that answer with "ok" or with the word for what is wrong.
"""

from django.db.models import Count
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily

from itsm.discovery import modules_named


def by_state(name, text, model) -> GaugeMetricFamily:
    """How many rows of this model are in each state."""
    family = GaugeMetricFamily(name, text, labels=["state"])
    counted = model.objects.order_by().values_list("state").annotate(n=Count("pk"))
    for state, number in counted:
        family.add_metric([state], number)
    return family


def figures() -> CollectorRegistry:
    """All there are."""
    registry = CollectorRegistry()
    for module in modules_named("metrics").values():
        if hasattr(module, "collect"):
            registry.register(module)
    return registry


def checks() -> dict:
    """The functions that say whether something is well, by name."""
    modules = modules_named("metrics").values()
    found = [getattr(module, "CHECKS", {}) for module in modules]
    return {name: check for some in found for name, check in some.items()}
