"""Which steps a device's page offers, the likeliest first."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from assets import rules
from assets.devices.workflow.devices import in_the_way
from assets.models import Device

State = Device.State
HERE = {State.IN_SERVICE, State.IN_STORAGE, State.IN_REPAIR, State.MISSING}


class Offer(NamedTuple):
    """One step on offer: its verb in the address, its words, its icon, the states it fits."""

    step: str
    label: str
    icon: str
    states: set
    done: str
    intro: str = ""


OFFERS = [
    Offer(
        "return_from_repair",
        _("Back from repair"),
        "return",
        {State.IN_REPAIR},
        _("It is back and in service."),
    ),
    Offer(
        "put_in_service",
        _("Put in service"),
        "check",
        {State.IN_STORAGE, State.MISSING},
        _("It is in service."),
    ),
    Offer("move", _("Move it"), "move", HERE, _("It has moved.")),
    Offer(
        "send_to_repair",
        _("To repair"),
        "repair",
        {State.IN_SERVICE, State.IN_STORAGE},
        _("It is in repair now."),
    ),
    Offer("store", _("Into storage"), "storage", HERE - {State.IN_STORAGE}, _("It is stored.")),
    Offer(
        "report_missing",
        _("Report missing"),
        "alert",
        (HERE | {State.LENT}) - {State.MISSING},
        _("It is missing now."),
    ),
    Offer(
        "retire",
        _("Retire"),
        "trash",
        HERE,
        _("It is retired."),
        _("For good: it leaves the lists and its label stops working. Its life stays."),
    ),
]


def offers_for(user, device):
    """The steps this person may take on this device now: what would be refused is not offered."""
    if not rules.can_step(user, device):
        return []
    fitting = [offer for offer in OFFERS if device.state in offer.states]
    return [offer for offer in fitting if not in_the_way(offer.step, device)]
