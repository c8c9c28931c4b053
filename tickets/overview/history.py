"""What happened to the same devices before: how often the same, and what helped."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from assets import rules as asset_rules
from itsm.fields.form_layout import FormLayout
from tickets.models import Ticket

AGAIN, AGAIN_WITHIN = 3, timedelta(days=90)
READ, SHOWN = 60, 3


def devices_of(ticket, user) -> list:
    """Its devices, each with `detailed` (more than teachers see), `now_in` (the room, where it was
    moved since), `times` (the same fault in 90 days, once it is three times), `over` (out of
    warranty) and `helped` (what did, before)."""
    devices = list(ticket.devices.all())
    for device in devices:
        device.detailed = asset_rules.can_see_details(user, device)
        device.now_in = _moved_to(ticket, device, user)
    hides_warranty = bool(devices) and FormLayout.of("device").hides("warranty_until")
    past = _past(ticket, user, [device for device in devices if device.detailed])
    for device in devices:
        mine = [other for other in past if other.about == device.pk]
        device.times = _times(ticket, mine)
        device.helped = [other for other in mine if other.solution][:SHOWN]
        if hides_warranty:
            device.warranty_until = None
        until = device.detailed and device.warranty_until
        device.over = bool(until) and until < timezone.localdate()
    return devices


def _moved_to(ticket, device, user):
    """The room in which it stands by now, if that is another and the person may know."""
    moved = device.location_id and device.location_id != ticket.location_id
    return device.location if moved and asset_rules.can_see(user, device) else None


def _past(ticket, user, devices):
    if not devices:
        return []
    about = Ticket.objects.visible_to(user).filter(devices__in=devices).exclude(pk=ticket.pk)
    about = about.annotate(about=F("devices")).select_related("last_handler")
    return list(about.order_by("-pk")[:READ])


def _times(ticket, past):
    """How often, this one included; 0 while it is not worth a word."""
    since = timezone.now() - AGAIN_WITHIN
    if ticket.tile_id is None or ticket.kind != Ticket.Kind.FAULT or ticket.ended:
        return 0
    same = [t for t in past if t.tile_id == ticket.tile_id and t.created_at >= since]
    same = [t for t in same if not t.ended]
    return len(same) + 1 if len(same) + 1 >= AGAIN else 0
