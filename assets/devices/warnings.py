"""What somebody should know before repairing a device once more."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assets.devices.facts import age_of
from assets.faults import happens_again


def warning_about(device, tickets, layout) -> dict | None:
    """ "Third fault “no picture” in 90 days. Warranty over (06/2026), 5 years old.", without what
    the house hides (`layout`: that of devices)."""
    tile, times = happens_again(tickets)
    if tile is None:
        return None
    words = {"which": ordinal(times), "fault": tile.label}
    known = [
        "" if layout.hides("warranty_until") else _warranty(device),
        "" if layout.hides("purchased_on") else _age(device),
    ]
    return {
        "head": _("%(which)s fault “%(fault)s” in 90 days.") % words,
        "text": " ".join(filter(None, known)),
        "replace": _replacing(device),
    }


def ordinal(times) -> str:
    """ "Third" … as long as it is a word, then a number."""
    words = {3: _("Third"), 4: _("Fourth"), 5: _("Fifth"), 6: _("Sixth")}
    return words.get(times) or _("%(number)sth") % {"number": times}


def _warranty(device):
    until = device.warranty_until
    if not until:
        return ""
    month = {"month": f"{until:%m/%Y}"}
    if until < timezone.localdate():
        return _("Warranty over (%(month)s).") % month
    return _("Still under warranty (until %(month)s).") % month


def _age(device):
    if years := age_of(device.purchased_on):
        return ngettext("%(years)s year old.", "%(years)s years old.", years) % {"years": years}
    return ""


def _replacing(device):
    words = {"device": device.pk, "title": _("Replace it: %(device)s") % {"device": device.title}}
    return f"{reverse('tickets:new')}?{urlencode(words)}"
