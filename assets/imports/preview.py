"""What a table would do, as the page shows it: new devices, and of others each cell, old and new."""

from assets.devices.workflow.devices import place_of, spoken
from assets.imports.answers import ASKED, LEFT_OUT, NEW, key_for
from assets.imports.columns import LABELS
from assets.imports.places import key_of
from assets.models import Device, Location

State = Device.State


def shown_new(plan) -> dict:
    """A device that would come onto the books."""
    device = plan.device
    return {
        "number": plan.number,
        "inventory_number": device.inventory_number,
        "serial_number": device.serial_number,
        "title": device.title,
        "place": place_of(device),
    }


def shown_change(plan, was) -> dict:
    """What would change of a device: [column, old, new] for each cell."""
    device = plan.device
    cells = [[n, spoken(getattr(was, n)), spoken(value)] for n, value in plan.changes.items()]
    if plan.move:
        place = ", ".join(
            str(part)
            for part in (plan.move["school"], plan.move["location"] and plan.move["location"].path)
            if part
        )
        cells.append(["place", place_of(was), place])
    if plan.state:
        cells.append(["state", was.get_state_display(), str(State(plan.state).label)])
    return {
        "number": plan.number,
        "device": device.pk,
        "inventory_number": was.inventory_number,
        "title": was.title,
        "cells": cells,
    }


def named_cells(row) -> list[tuple]:
    """The cells of a row that was kept, with the names of their columns."""
    return [(LABELS.get(name, name), old, new) for name, old, new in row["cells"]]


class NewThings:
    """The names in a table that are not known yet, in the order they are asked about."""

    def __init__(self, house):
        self.house, self._things, self._rows = house, {}, {}

    def add(self, plan):
        """What this row speaks of that is not there yet."""
        for thing in {id(t): t for t in _things_of(plan)}.values():
            if _is_asked_about(thing):
                self._things.setdefault(id(thing), thing)
                self._rows[id(thing)] = self._rows.get(id(thing), 0) + 1

    def all(self) -> list[dict]:
        """Each with what it may have been meant to be."""
        return sorted(
            (self._shown(thing, rows=self._rows[key]) for key, thing in self._things.items()),
            key=lambda one: ASKED.index(one["kind"]),
        )

    def _shown(self, thing, rows):
        kind = thing._meta.model_name
        named = thing.path if kind == "location" else str(thing)
        where = str(thing.school or "") if kind == "location" else ""
        return {
            "key": answer_key(thing),
            "kind": kind,
            "name": named,
            "where": where,
            "rows": rows,
            "alike": [[str(one.pk), _called(one)] for one in self.house.alike(thing)],
        }


def answer_key(thing) -> str:
    """How the answer about a new thing is kept."""
    if thing._meta.model_name == "location":
        return key_of(thing)
    return key_for(thing._meta.model_name, str(thing))


def answer_choices(new) -> list[tuple[str, str]]:
    """What may be answered about a new name, without the words: ids, then "new", then "leave"."""
    return [*(pk for pk, _name in new["alike"]), NEW, LEFT_OUT]


def _things_of(plan):
    device = plan.device
    things = [*plan.things, *plan.move.values(), *plan.changes.values()]
    if device and device.pk is None:
        things += [device.school, device.category, device.location, device.model]
    for thing in things:
        yield thing
        if kind_of(thing) == "devicemodel":
            yield from (thing.manufacturer, thing.category)
        while kind_of(thing) == "location" and (thing := thing.parent):
            yield thing


def kind_of(thing) -> str:
    """What sort of thing this is; empty for a plain value."""
    return getattr(getattr(thing, "_meta", None), "model_name", "")


def _is_asked_about(thing):
    if kind_of(thing) not in ASKED or thing.pk is not None:
        return False
    # A school that is new gets a site of its own name: that is asked once.
    own_site = kind_of(thing) == "location" and thing.kind == Location.Kind.SITE and thing.school
    return not own_site


def _called(thing):
    return thing.path if kind_of(thing) == "location" else str(thing)
