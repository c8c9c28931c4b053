"""Tickets as a table to take away, as administrators laid them out."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from itsm.fields.form_layout import FormLayout
from itsm.fields.forms import spoken


class Column(NamedTuple):
    """A built-in field ("" for what no form asks), its heading, and what stands below it."""

    name: str
    label: str
    value: Any


def columns_for(custom) -> list[Column]:
    """The columns the house does not hide, under its own words, and its own fields behind them."""
    layout = FormLayout.of("ticket")
    laid_out = [c._replace(label=layout.word(c.name, c.label)) for c in [*_about(), *_standing()]]
    return [column for column in laid_out if column.label] + [_own(field) for field in custom]


def row_of(ticket, columns) -> list:
    """One ticket, cell by cell."""
    return [column.value(ticket) for column in columns]


def _about():
    return [
        Column("", _("Number"), lambda t: t.number),
        Column("title", _("What is it about"), lambda t: t.title),
        Column("devices", _("Devices"), lambda t: ", ".join(map(_number, t.devices.all()))),
        Column("school", _("School"), lambda t: t.school or ""),
        Column("location", _("Room"), lambda t: t.location.path if t.location else ""),
    ]


def _standing():
    return [
        Column("", _("State"), lambda t: t.get_ended_display() or t.get_state_display()),
        Column("", _("Status"), lambda t: t.status or ""),
        Column("", _("Level"), lambda t: t.level),
        Column("", _("In work with"), lambda t: t.assignee or ""),
        Column("", _("Waiting for"), lambda t: t.get_waiting_for_display()),
        Column("", _("Waiting since"), lambda t: t.waiting_since),
        Column("", _("Last handled by"), lambda t: t.last_handler or ""),
        Column("", _("Last handled"), lambda t: t.last_handled_at),
        Column("", _("Reported"), lambda t: t.created_at),
        Column("", _("Solution"), lambda t: t.solution),
    ]


def _number(device):
    return device.inventory_number


def _own(field):
    def value(ticket):
        kept = ticket.custom.get(field.key)
        return "" if kept is None else spoken(field, kept)

    return Column("", field.label, value)
