"""Run as a process of its own on one of the two databases: says, as JSON, what to ask for.

A session of a technician, the addresses of the pages, and labels to report at.
"""

import json

import django

django.setup()

from importlib import import_module  # noqa: E402

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db.models import Count  # noqa: E402

from assets.models import Device, Label, Location  # noqa: E402
from itsm.guards.models import Bucket  # noqa: E402
from itsm.journal.models import Subject  # noqa: E402
from itsm.journal.record import record_many  # noqa: E402
from itsm.people.models import User  # noqa: E402
from tickets.models import Ticket  # noqa: E402

LIFE, LABELS = 200, 200


def signed_in(username):
    """A session cookie of this person."""
    person = User.objects.get(username=username)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def storied_device():
    """GAD-00417, whose life has at least 200 lines (what is missing is added once)."""
    device = Device.objects.filter(inventory_number="GAD-00417").first() or Device.objects.first()
    missing = LIFE - Subject.objects.about(device).count()
    line = (None, "device.stored", [device], "school", None, None, {"note": "Lager"})
    record_many([line] * max(missing, 0))
    return device


def codes():
    """Codes of devices of many schools, so that no bucket runs empty."""
    alive = Label.objects.filter(revoked_at=None, device__isnull=False)
    return list(alive.order_by("code").values_list("code", flat=True)[:LABELS])


def main():
    Bucket.objects.all().delete()
    device = storied_device()
    busiest = Location.objects.filter(parent=None).annotate(n=Count("devices")).first()
    school = Ticket.objects.order_by("pk").first().school_id
    label = Label.objects.filter(device=device, revoked_at=None).first()
    found = codes()
    pages = {
        "scan page": f"/q/{label.code if label else found[0]}",
        "device page, 200 lines": f"/devices/{device.pk}/",
        "tickets, first page": "/tickets/",
        "tickets, filtered": f"/tickets/?state=closed&school={school}",
        "tickets, searched": "/tickets/?q=beamer+bild",
        "tree node with counts": f"/locations/{busiest.pk}/",
    }
    print(json.dumps({"pages": pages, "cookie": signed_in("technician"), "codes": found}))


main()
