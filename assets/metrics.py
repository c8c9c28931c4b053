"""Figures of the inventory for monitoring, and whether the tree of places is in order."""

from django.db.models import Count

from assets.models import Device, Location
from itsm.web.figures import by_state


def collect():
    """Devices by state."""
    yield by_state("itsm_devices", "Devices by state", Device)


def tree() -> str:
    """Damaged where a tree has more than one root; `check_tree` looks closer."""
    roots = Location.objects.filter(parent=None).values("tree_id").annotate(n=Count("pk"))
    return "damaged" if roots.filter(n__gt=1).exists() else "ok"


CHECKS = {"tree": tree}
