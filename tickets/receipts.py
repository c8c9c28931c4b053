"""The receipt of a report: 128 bits made from its id, so that nothing secret is stored."""

import hmac
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assets.labels.codes import ALPHABET
from tickets.models import Report

KEPT = timedelta(days=30)


def receipt_of(report) -> str:
    """The private word on the reporter's status link; the same report gives the same one."""
    return f"{report.pk}-{_seal(report.pk)}"


def receipt_url(report) -> str:
    """The whole status link, for mails."""
    return settings.PUBLIC_URL + reverse("receipt", args=[receipt_of(report)])


def report_by_receipt(receipt):
    """The report this receipt belongs to; None for a wrong one, or 30 days after closing."""
    number, _dash, seal = receipt.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    if not hmac.compare_digest(_seal(int(number)).encode(), seal.upper().encode()):
        return None
    alive = Q(ticket=None) | Q(ticket__closed_at=None)
    alive |= Q(ticket__closed_at__gt=timezone.now() - KEPT)
    reports = Report.objects.select_related("ticket__school", "ticket__location", "label", "tile")
    return reports.filter(alive, pk=int(number)).first()


def _seal(number: int) -> str:
    mac = hmac.digest(settings.SECRET_KEY.encode(), b"receipt:%d" % number, sha256)
    bits = int.from_bytes(mac[:16], "big")
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(125, -1, -5))
