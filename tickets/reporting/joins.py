"""What a person only joined: the thing, the fault and how it stands, never what others said."""

from django.db.models import Prefetch, Q
from django.utils import timezone

from assets.models import Device
from tickets.models import Report
from tickets.receipts import KEPT, receipt_of

SHOWN = 12


def joined_by(user, layout) -> list[Report]:
    """The person's joined reports whose receipt is still good, newest first, each with its
    `receipt`, and the `layout` of tickets."""
    open_or_fresh = Q(ticket__closed_at=None) | Q(ticket__closed_at__gt=timezone.now() - KEPT)
    devices = Device.objects.select_related("model__manufacturer", "category")
    found = Report.objects.joins_of(user).filter(open_or_fresh).order_by("-pk")
    found = found.select_related("tile", "ticket__status", "ticket__location")
    joined = list(found.prefetch_related(Prefetch("ticket__devices", devices))[:SHOWN])
    for report in joined:
        report.receipt, report.layout = receipt_of(report), layout
    return joined
