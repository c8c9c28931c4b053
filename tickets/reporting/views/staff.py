"""What somebody who repairs or lends sees behind a label: the thing, and what to do with it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assets.actions import offers_for
from assets.devices.facts import state_of
from itsm.fields.form_layout import FormLayout
from tickets.models import Ticket

SHOWN = 10


def page(request, spot):
    """The device (or room) with its open tickets and the steps at hand."""
    about = {"devices": spot.device} if spot.device else {"location": spot.room}
    tickets = Ticket.objects.visible_to(request.user).open().filter(**about)
    context = {
        "spot": spot,
        "device": spot.device,
        "thing_url": thing_url(spot),
        "facts": _facts(spot),
        "tickets": tickets.select_related("assignee", "status").order_by("-pk")[:SHOWN],
        "report_url": reverse("door", args=[spot.label.code]) + "?report=1",
        "offers": _offers(request.user, spot.device) if spot.device else [],
    }
    return render(request, "tickets/reporting/staff.html", context)


def thing_url(spot):
    """The page of the device, or of the room."""
    if spot.device:
        return reverse("devices:show", args=[spot.device.pk])
    return reverse("locations:show", args=[spot.room.pk])


def _facts(spot):
    """What it is and where, under the house's own names for it."""
    device, layout = spot.device, FormLayout.of("device")
    facts = [
        ("school", _("School"), spot.school),
        ("location", _("Room"), spot.place and spot.place.path),
    ]
    if device:
        facts += [
            ("inventory_number", _("Inventory number"), device.inventory_number),
            ("serial_number", _("Serial number"), device.serial_number),
            ("", _("State"), state_of(device)),
        ]
    known = [(layout.word(name, label), value) for name, label, value in facts]
    return [{"label": label, "value": value} for label, value in known if label]


def _offers(user, device):
    """All but the last goodbye, which nobody takes in passing."""
    return [
        {"offer": offer, "url": reverse("devices:step", args=[device.pk, offer.step])}
        for offer in offers_for(user, device)
        if offer.step != "retire"
    ]
