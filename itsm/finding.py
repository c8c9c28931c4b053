"""What the search box finds, each kind only as far as the person sees it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assets.devices.titles import title_for
from assets.labels.codes import possible_codes
from assets.models import Device, Label, Location
from itsm.search import plainly_matching
from loans.badges import mark_of, title_of
from loans.models import Loan
from tickets.models import Ticket

SHOWN = 10
LONGEST_ID = 18


def exact_match(user, words) -> str:
    """The address of the one thing meant: a label's code, a ticket's or a device's number."""
    return (
        _label(words)
        or _ticket_number(user, words)
        or _device_number(user, words)
        or _loan_number(user, words)
    )


def find(user, words) -> list[dict]:
    """The first ten of each kind, with the way to all of them."""
    if not words:
        return []
    tickets = Ticket.objects.visible_to(user).found_for(user, words).order_by("-pk").with_names()
    devices = Device.objects.visible_to(user).found_for(user, words).with_names()
    named = plainly_matching(words, ("name", "path", "school__name"))
    places = Location.objects.visible_to(user).filter(named, closed=False)
    places = places.select_related("school").order_by("path_order")
    loans = Loan.objects.visible_to(user).found_for(user, words).order_by("-pk").with_names()
    groups = [
        (_("Tickets"), reverse("tickets:list") + "?state=all&q=", tickets, _ticket),
        (_("Devices"), reverse("devices:list") + "?q=", devices, _device_line(user)),
        (_("Loans"), reverse("loans:list") + "?state=all&q=", loans, _loan),
        (_("Places"), "", places, _place),
    ]
    found = [_group(*group) for group in groups]
    return [group for group in found if group["lines"]]


def _label(words):
    """Whoever holds a label may open its page; one that was never valid is a word like any other."""
    codes = possible_codes(words)
    known = set(Label.objects.valid().filter(code__in=codes).values_list("code", flat=True))
    code = next((code for code in codes if code in known), "")
    return reverse("door", args=[code]) if code else ""


def _ticket_number(user, words):
    number = words.removeprefix("#").strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID):
        return ""
    ticket = Ticket.objects.visible_to(user).filter(pk=int(number)).first()
    return reverse("tickets:show", args=[ticket.number]) if ticket else ""


def _loan_number(user, words):
    """Tickets and loans both have plain numbers: a ticket's is meant first."""
    number = words.removeprefix("#").strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID):
        return ""
    loan = Loan.objects.visible_to(user).filter(pk=int(number)).first()
    return reverse("loans:show", args=[loan.number]) if loan else ""


def _device_number(user, words):
    if not words:
        return ""
    device = Device.objects.visible_to(user).numbered(words).first()
    return reverse("devices:show", args=[device.pk]) if device else ""


def _group(label, url, rows, line):
    found = list(rows[: SHOWN + 1])
    lines = [line(row) for row in found[:SHOWN]]
    return {"label": label, "lines": lines, "more": url if len(found) > SHOWN else ""}


def _ticket(ticket):
    place = ticket.location.path if ticket.location else ""
    return {
        "url": reverse("tickets:show", args=[ticket.number]),
        "icon": "list",
        "number": ticket.number,
        "label": ticket.title,
        "detail": _joined(ticket.school, place),
        "ticket": ticket,
    }


def _loan(loan):
    return {
        "url": reverse("loans:show", args=[loan.number]),
        "icon": "briefcase",
        "number": loan.number,
        "label": title_of(loan),
        "detail": _joined(loan.school, loan.category.label),
        "mark": mark_of(loan),
    }


def _device_line(user):
    def line(device):
        title = title_for(user, device)
        place = device.location.path if device.location else ""
        return {
            "url": reverse("devices:show", args=[device.pk]),
            "icon": device.category.icon,
            "number": device.inventory_number,
            "label": title,
            "detail": _joined(device.school, place),
        }

    return line


def _place(place):
    return {
        "url": reverse("locations:show", args=[place.pk]),
        "icon": "map",
        "label": place.path or place.name,
        "detail": _joined(place.school),
    }


def _joined(*parts):
    return " · ".join(str(part) for part in parts if part)
