"""What a paper is about, as plain facts: of a real loan, or an example for the preview."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from itsm.people.models import Authority
from loans.models import PaperKind, Signature


@dataclass
class Facts:
    """Everything that is printed: words for the placeholders, tables as rows, signatures."""

    words: dict
    devices: list = field(default_factory=list)
    accessories: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    damages: list = field(default_factory=list)
    open_items: list = field(default_factory=list)
    signatures: list = field(default_factory=list)


def facts_of(loan, kind, item=None, damage=None) -> Facts:
    """The facts of this loan that this kind of paper tells."""
    items = list(loan.items.select_related("device__model__manufacturer", "device__category"))
    going = [one for one in items if one.came_at or not one.left_out]
    rows = list(loan.accessories.select_related("kind"))
    facts = Facts(words=words_of(loan) | _whole(going, rows, loan))
    if kind == PaperKind.CONTRACT:
        _contract(facts, items, going, rows)
        facts.signatures = list(loan.signatures.filter(act=Signature.Act.HANDOVER))
    elif kind == PaperKind.RETURN:
        _return(facts, loan, going, rows)
        facts.signatures = list(loan.signatures.filter(act=Signature.Act.RETURN))
    elif kind == PaperKind.ANNEX:
        facts.words |= _swapped(item)
    elif kind == PaperKind.DECISION:
        facts.words |= _decided(damage)
    return facts


def words_of(loan, house=None) -> dict:
    """The words every text about this loan may be filled in with."""
    house, case = house or Authority.get(), loan.case
    return {
        "authority": house.owner or house.name,
        "school": loan.school.name,
        "case": f"{case.title} ({case.inventory_number})" if case else "",
        "number": str(loan.number),
        "from": date_format(loan.start),
        "until": date_format(loan.last_day),
        "purpose": loan.purpose,
        "responsible": loan.responsible,
        "deputy": loan.deputy or "–",
        "room": loan.location.path if loan.location_id else "–",
        "today": date_format(timezone.localdate()),
    }


def _whole(going, rows, loan):
    contents = [one for one in going if one.device_id != loan.case_id]
    return {"devices": str(len(contents)), "value": euros(_total(going, rows))}


def euros(amount) -> str:
    """An amount as contracts write it: 1.249,00 €."""
    return f"{number_format(amount, 2, use_l10n=True, force_grouping=True)} €"


def _total(going, rows) -> Decimal:
    """What everything together would cost new, as far as it is known."""
    devices = sum((one.device.value or Decimal(0) for one in going), Decimal(0))
    return devices + sum(((row.kind.value or Decimal(0)) * row.out for row in rows), Decimal(0))


def _contract(facts, items, going, rows):
    facts.devices = [[*_device(one), _value(one.device.value)] for one in going]
    facts.accessories = [
        [row.kind.label_de, str(row.out), _value(row.kind.value)] for row in rows if row.out
    ]
    facts.left_out = [[one.device.inventory_number, one.left_out] for one in items if one.left_out]
    facts.damages = [
        [one.device.inventory_number, one.known_damage] for one in going if one.known_damage
    ]


def _return(facts, loan, going, rows):
    swapped = set(loan.items.exclude(replaces=None).values_list("replaces", flat=True))
    facts.devices = [[*_device(one), _standing(one, swapped)] for one in going]
    facts.accessories = [
        [
            row.kind.label_de,
            str(row.out),
            "–" if row.back is None else str(row.back),
            str(row.broken),
        ]
        for row in rows
    ]
    owed = loan.open_items.filter(done_at=None).select_related("person")
    facts.open_items = [
        [one.text, one.person.get_full_name() or one.person.username, date_format(one.due_on)]
        for one in owed
    ]
    facts.words["missing"] = str(sum(one.is_out for one in going))


def _device(one):
    device = one.device
    kind = str(device.model) if device.model_id else device.category.label_de
    slot = str(one.slot) if one.slot else _("Case")
    return [slot, kind, device.serial_number, device.inventory_number]


def _value(amount):
    return "" if amount is None else euros(amount)


def _standing(one, swapped):
    if one.is_out:
        return _("missing")
    when = date_format(timezone.localtime(one.scanned_in_at), "j.n.Y") if one.scanned_in_at else ""
    return (_("swapped %(day)s") if one.pk in swapped else _("back %(day)s")) % {"day": when}


def _swapped(item):
    return {
        "slot": str(item.slot),
        "old": _numbers(item.replaces.device),
        "new": _numbers(item.device),
    }


def _numbers(device):
    if not device.serial_number:
        return device.inventory_number
    words = {"number": device.inventory_number, "serial": device.serial_number}
    return _("%(number)s, serial number %(serial)s") % words


def _decided(damage):
    item = damage.item
    return {
        "device": _numbers(item.device),
        "ticket": str(damage.ticket_id or "–"),
        "damage": item.note or "–",
        "cost": _value(damage.cost) or "–",
        "decision": damage.get_decision_display(),
        "reason": damage.reason or "–",
    }
