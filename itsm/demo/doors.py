"""What `make run` and the command say at the end: who can sign in, and what to scan."""

from typing import NamedTuple

from django.conf import settings

from assets.models import Label
from itsm.demo.names import SIGN_IN
from itsm.demo.things import PROJECTOR


class Links(NamedTuple):
    """Sign-in names, and addresses of three labels; nothing where the story is not loaded."""

    names: list[str]
    urls: list[str]


def hello():
    """The lines to print; nothing about passwords where the story is not loaded."""
    found = label_links()
    if not found:
        return []
    return [
        f"Sign in as {', '.join(SIGN_IN)} (password: demo)",
        "Scan a label:",
        *(f"  {settings.PUBLIC_URL}{path}   {what}" for path, what in found),
    ]


def links():
    """Who can sign in and what to scan, for programs."""
    found = label_links()
    return Links(list(SIGN_IN) if found else [], [settings.PUBLIC_URL + path for path, _w in found])


def label_links():
    """(path, what) of three labels: the projector, its room, and a case that is lent."""
    labels = Label.objects.valid().select_related(
        "device__category", "device__lent_to", "location", "school"
    )
    projector = labels.filter(device__inventory_number=PROJECTOR).first()
    if projector is None:
        return []
    room = labels.filter(location=projector.device.location_id).first()
    lent = labels.filter(device__state="lent", device__category__is_case=True)
    case = lent.order_by("device__inventory_number").first()
    return [(f"/q/{one.code}", _what(one)) for one in (projector, room, case) if one]


def _what(label):
    thing = label.device.category if label.device else label.location
    return f"{thing}, {label.school or label.device.lent_to}"
