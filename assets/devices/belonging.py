"""Where a device belongs besides its room: in a slot of a case, and to a loan."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assets.devices.facts import day
from assets.models import Device


def belonging(device, user) -> list[dict]:
    """ "Slot 7 in IT-K1", what a case holds, and the loan with which it is at a school."""
    facts = [_slot(device, user), _case(device), _loan(device, user)]
    return [fact for fact in facts if fact]


def _slot(device, user):
    if device.case_id is None:
        return None
    case = Device.objects.visible_to(user).filter(pk=device.case_id).first()
    if case is None:
        return None
    words = {"slot": device.slot, "case": case.inventory_number}
    said = _("Slot %(slot)s in %(case)s") % words
    return {"label": _("Belongs in"), "value": said, "url": _page(case)}


def _case(device):
    if not device.category.is_case:
        return None
    return {"label": _("Case"), "value": _("Slots, accessories, loans"), "url": _page(device)}


def _page(case):
    return reverse("cases:show", args=[case.pk])


def _loan(device, user):
    """Loans live two floors above; they are reached through the device's own relation."""
    if device.lent_to_id is None:
        return None
    loans = Device._meta.get_field("loans").related_model.objects.visible_to(user)
    running = loans.filter(items__device=device, items__is_out=True).select_related("school")
    loan = running.first()
    if loan is None:
        return {"label": _("Lent to"), "value": device.lent_to, "url": ""}
    words = {"school": loan.school, "day": day(loan.last_day)}
    said = _("%(school)s, until %(day)s") % words
    return {"label": _("Lent to"), "value": said, "url": reverse("loans:show", args=[loan.pk])}
