"""What is written about a device, as far as the reader may see it and the house uses it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assets import rules
from assets.devices.terms import months_of, term_of
from assets.models import Device
from itsm.fields.forms import filled_in
from itsm.fields.models import TAGS
from itsm.web.templatetags.web import euro, when


class Mark(NamedTuple):
    """A state as a page shows it; calm: nothing anybody has to look at."""

    label: str
    kind: str
    icon: str
    calm: bool


# The mark's kind and symbol by state.
MARKS = {
    "in_service": ("done", "check"),
    "in_storage": ("", "storage"),
    "in_repair": ("wait", "repair"),
    "lent": ("mine", "briefcase"),
    "missing": ("late", "alert"),
    "retired": ("", "trash"),
}


def facts_of(device, user, layout, custom) -> list[dict]:
    """Label and value under the house's own names, the empty and the hidden ones left out;
    `layout` and `custom` as `page_words` reads them."""
    facts = []
    if rules.can_see_details(user, device):
        facts += _details(device)
    if rules.can_see_prices(user, device):
        facts += _prices(device)
    if not facts:
        return _plain(device, layout)
    known = {name: (layout.word(name, label), value) for name, label, value in facts}
    shown = [_fact(*known[name]) for name in layout.in_order(known) if all(known[name])]
    return shown + filled_in(custom, device.custom)


def _plain(device, layout):
    """What teachers see; kind, model and inventory number stand in the heading."""
    facts = [
        _fact(layout.word("location", _("Room")), device.location.path if device.location else ""),
        _fact(layout.word("school", _("School")), str(device.school or "")),
    ]
    return [fact for fact in facts if fact["label"] and fact["value"]]


def _fact(label, value, url=""):
    return {"label": label, "value": value, "url": url}


def label_fact(device) -> dict:
    """Is there a label on it? One tap prints it."""
    if device.printed_at:
        words = _("printed %(day)s") % {"day": when(device.printed_at)}
    else:
        words = _("not printed yet") if device.has_label else _("none yet: print one")
    return _fact(_("Label"), words, f"{reverse('labels:print')}?items={device.pk}")


def _details(device):
    model = str(device.model) if device.model and device.name else ""
    return [
        ("serial_number", _("Serial number"), device.serial_number),
        ("model", _("Model"), model),
        ("status", _("State"), state_of(device)),
        ("purchased_on", _("Purchased on"), _with_age(device.purchased_on)),
        (
            "warranty_until",
            _("Warranty until"),
            _counted(device, "warranty_until", _ending(device.warranty_until)),
        ),
        ("notes", _("Notes"), device.notes),
    ]


def _prices(device):
    return [
        ("price", _("Price"), euro(device.price)),
        ("supplier", _("Supplier"), device.supplier),
        ("order_number", _("Order number"), device.order_number),
        ("funding_source", _("Funding source"), str(device.funding_source or "")),
        ("bound_until", _("Bound until"), _counted(device, "bound_until", day(device.bound_until))),
    ]


def state_of(device) -> str:
    """The authority's own word for its state, else ours."""
    return device.status.label if device.status else device.get_state_display()


def mark_of(device) -> Mark:
    """Its state as a mark, in the authority's own word and colour; calm where all is well."""
    kind, icon = MARKS[device.state]
    kind = TAGS[device.status.tone] if device.status else kind
    calm = device.state == Device.State.IN_SERVICE and kind in ("", "done")
    return Mark(state_of(device), kind, icon, calm)


def day(value) -> str:
    """A day as it is written here."""
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def _ending(until):
    if until and until < timezone.localdate():
        return _("%(day)s, over") % {"day": day(until)}
    return day(until)


def _counted(device, name, words):
    """The end as it is written, and from what it is counted where nobody gave another day."""
    months = months_of(device, name)
    if (
        not months
        or getattr(device, name) is None
        or getattr(device, name) != term_of(device, name)
    ):
        return words
    years, rest = divmod(months, 12)
    length = ngettext("%(number)s month", "%(number)s months", months) % {"number": months}
    if not rest:
        length = ngettext("%(number)s year", "%(number)s years", years) % {"number": years}
    return _("%(day)s (%(length)s from the purchase)") % {"day": words, "length": length}


def _with_age(bought):
    years = age_of(bought)
    if not years:
        return day(bought)
    age = ngettext("%(years)s year ago", "%(years)s years ago", years) % {"years": years}
    return f"{day(bought)}, {age}"


def age_of(bought) -> int:
    """Whole years since it was bought."""
    if not bought:
        return 0
    today = timezone.localdate()
    return today.year - bought.year - ((today.month, today.day) < (bought.month, bought.day))
