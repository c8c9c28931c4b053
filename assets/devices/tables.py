"""Devices as a table to take away: the columns a person sees, cell by cell."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from assets import rules
from assets.models.devices import DETAIL_ROLES, PRICE_ROLES
from itsm.fields.forms import spoken
from itsm.fields.models import CustomField
from itsm.people.reach import reach_of


class Column(NamedTuple):
    """A built-in field, its heading, what stands below it, and who may read that of a device
    (None: everybody)."""

    name: str
    label: str
    value: Any
    rule: Any = None


def columns_for(user, form) -> list[Column]:
    """The columns of which this person sees anything at all, as administrators laid them out."""
    reach = reach_of(user)
    columns = _plain()
    if reach.holds(*DETAIL_ROLES):
        columns += [c._replace(rule=rules.can_see_details) for c in _details()]
    if reach.holds(*PRICE_ROLES):
        columns += [c._replace(rule=rules.can_see_prices) for c in _prices()]
    own = _own_of(form) if reach.holds(*DETAIL_ROLES) else []
    laid_out = [c._replace(label=form.layout.word(c.name, c.label)) for c in columns]
    return [column for column in laid_out if column.label] + own


def row_of(device, columns, user) -> list:
    """One device; cells the person may not read are empty."""
    # Asked once a rule, not once a cell.
    may = {rule: rule(user, device) for rule in {c.rule for c in columns} if rule}
    return [c.value(device) if may.get(c.rule, True) else "" for c in columns]


def _plain():
    return [
        Column("inventory_number", _("Inventory number"), lambda d: d.inventory_number),
        Column("category", _("Category"), lambda d: d.category.label),
        Column(
            "manufacturer",
            _("Manufacturer"),
            lambda d: str(d.model.manufacturer or "") if d.model else "",
        ),
        Column("model", _("Model"), lambda d: d.model.name if d.model else ""),
        Column("school", _("School"), lambda d: str(d.school or "")),
        Column("location", _("Room"), lambda d: d.location.path if d.location else ""),
    ]


def _details():
    return [
        Column("state", _("State"), lambda d: d.get_state_display()),
        Column("status", _("Status"), lambda d: str(d.status or "")),
        Column("serial_number", _("Serial number"), lambda d: d.serial_number),
        Column("name", _("Description"), lambda d: d.name),
        Column("purchased_on", _("Purchased on"), lambda d: d.purchased_on),
        Column("warranty_until", _("Warranty until"), lambda d: d.warranty_until),
        Column("notes", _("Notes"), lambda d: d.notes),
    ]


def _prices():
    return [
        Column("price", _("Price"), lambda d: d.price),
        Column("supplier", _("Supplier"), lambda d: d.supplier),
        Column("order_number", _("Order number"), lambda d: d.order_number),
        Column("funding_source", _("Funding source"), lambda d: str(d.funding_source or "")),
        Column("bound_until", _("Bound until"), lambda d: d.bound_until),
    ]


def _own_of(form) -> list[Column]:
    """The custom fields: of the category asked for, else of all, one column for each name."""
    fields = form.custom_fields or CustomField.objects.filter(
        owner_type=CustomField.Owner.CATEGORY, retired=False
    )
    named = defaultdict(dict)
    for field in fields:
        named[field.key, field.label][field.owner_id] = field
    return [_own(label, fields) for (_key, label), fields in named.items()]


def _own(label, fields):
    """One column; each category has a field of its own below the same heading."""

    def value(device):
        field = fields.get(device.category_id)
        kept = field and device.custom.get(field.key)
        if kept is None or field.kind in ("number", "date"):
            return kept
        return spoken(field, kept)

    return Column("", label, value, rules.can_see_details)
