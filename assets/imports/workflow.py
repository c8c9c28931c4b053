"""The steps of an import on pages: look at the table, then carry it out."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.imports.applying import Applier
from assets.imports.columns import DEVICES
from assets.imports.house import House
from assets.imports.lists import ListPlanner
from assets.imports.planning import CHANGED, FAILED, NEW, UNCHANGED, Planner
from assets.imports.rows import in_words
from assets.imports.sheet import Sheet
from assets.models import DeviceImport
from itsm.steps import StepRefused, require

State = DeviceImport.State
STUCK = timedelta(minutes=10)
KEPT = timedelta(days=30)
# So many names of a kind are enough to see what would happen.
SHOWN = 40


class Outcome:
    """How many rows came to what, why some failed, and what would be added besides."""

    def __init__(self):
        self.counts = Counter({NEW: 0, CHANGED: 0, UNCHANGED: 0, FAILED: 0})
        self.failed, self._added, self.remarks = [], {}, {}

    def add(self, plans):
        """Count these rows in."""
        for plan in plans:
            self.counts[plan.outcome] += 1
            for remark in plan.remarks:
                self.remarks.setdefault(remark, []).append(plan.number)
            if plan.outcome == FAILED:
                row = {"number": plan.number, "reason": plan.reason, "cells": plan.cells}
                self.failed.append(row)
            elif plan.device:
                self._note(plan)
            for thing in plan.things:
                self._planned(thing)

    def _note(self, plan):
        device, moved = plan.device, plan.move
        for thing in (device.school, device.category, *moved.values(), *plan.changes.values()):
            self._planned(thing)
        self._planned(device.location)

    def _planned(self, thing):
        kind = getattr(getattr(thing, "_meta", None), "model_name", "")
        if kind in ("school", "category", "location") and thing.pk is None:
            self._added[id(thing)] = thing
            if kind == "location":
                self._planned(thing.parent)

    def remarked(self):
        """What is taken otherwise than it is written, with the lines where that is so."""
        words = _("%(text)s (line %(lines)s)")
        return [
            words % {"text": text, "lines": in_words(lines)} for text, lines in self.remarks.items()
        ]

    def added(self, kind):
        """Names of the schools, categories or places that are not there yet."""
        return [str(t) for t in self._added.values() if t._meta.model_name == kind]


def look_at(sheet, *, by, answers=None) -> Outcome:
    """What this table would do, with these answers; nothing is written."""
    require(rules.can_import, by)
    outcome = Outcome()
    for plans in _planner(sheet, House(by, answers)).batches():
        outcome.add(plans)
    return outcome


def carry_out(sheet, *, by, answers=None) -> Outcome:
    """Make devices, rooms and schools of this table; what was taken once stays as it is."""
    require(rules.can_import, by)
    outcome, applier = Outcome(), Applier(by=by)
    for plans in _planner(sheet, House(by, answers)).batches():
        applier.apply(plans)
        outcome.add(plans)
    return outcome


@transaction.atomic
def bring(sheet, *, by, name) -> DeviceImport:
    """Somebody brought a table: it is looked at, and kept until decided."""
    require(rules.can_import, by)
    outcome = look_at(sheet, by=by)
    DeviceImport.objects.visible_to(by).filter(state=State.CHECKED).delete()
    return DeviceImport.objects.create(
        by=by, name=name, sheet=sheet.as_json(), summary=_summary(sheet, outcome),
        failed=outcome.failed,
    )  # fmt: skip


def confirm(brought, *, by):
    """Carry it out now; two clicks do it once, and a broken-off one may be taken up again."""
    require(rules.can_import, by)
    now = timezone.now()
    free = Q(state=State.CHECKED) | Q(state=State.RUNNING, started_at__lt=now - STUCK)
    mine = DeviceImport.objects.filter(free, pk=brought.pk)
    if not mine.update(state=State.RUNNING, started_at=now):
        raise StepRefused(_("This import is running or done already."))
    try:
        outcome = carry_out(Sheet.from_json(brought.sheet), by=by)
    except Exception:
        DeviceImport.objects.filter(pk=brought.pk).update(state=State.CHECKED)
        raise
    DeviceImport.objects.filter(pk=brought.pk).update(
        state=State.DONE, finished_at=timezone.now(), sheet={}, failed=outcome.failed,
        summary={**brought.summary, "counts": dict(outcome.counts)},
    )  # fmt: skip


def forget_old():
    """Tables nobody decided on within a day, and results after thirty."""
    now = timezone.now()
    undecided = Q(state=State.CHECKED, created_at__lt=now - timedelta(days=1))
    DeviceImport.objects.filter(undecided | Q(created_at__lt=now - KEPT)).delete()


def _planner(sheet, house):
    return (Planner if sheet.kind == DEVICES else ListPlanner)(sheet, house)


def _summary(sheet, outcome):
    return {
        "counts": dict(outcome.counts),
        "headings": list(sheet.headings.items()),
        "people": sheet.people[:SHOWN],
        "unused": [_counted(header, sheet.values) for header in sheet.unused[:SHOWN]],
        "remarks": [*sheet.remarks, *outcome.remarked()[:SHOWN]],
        "schools": outcome.added("school")[:SHOWN],
        "categories": outcome.added("category")[:SHOWN],
        "places": len(outcome.added("location")),
    }


def _counted(header, values):
    """A column nobody understood, and how many of its cells hold anything."""
    return f"{header} ({values[header]})" if values.get(header) else header
