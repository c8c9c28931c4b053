"""The steps of an import on pages: look at the table, then carry it out."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import rules
from assets.imports.answers import Answers
from assets.imports.applying import Applier
from assets.imports.columns import DEVICES
from assets.imports.existing_records import House
from assets.imports.lists import ListPlanner
from assets.imports.planning import CHANGED, FAILED, NEW, UNCHANGED, Planner, RowPlan
from assets.imports.preview import NewThings, shown_change, shown_new
from assets.imports.rows import in_words
from assets.imports.sheet import Sheet
from assets.models import DeviceImport
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.models import User
from itsm.workflow import StepRefused, require

State = DeviceImport.State
STUCK = timedelta(minutes=10)
KEPT = timedelta(days=30)
# So many names of a kind are enough to see what would happen.
SHOWN = 40


class Outcome:
    """How many rows came to what, why some failed, and what would be added besides."""

    def __init__(self, house: House) -> None:
        self.house, self.things = house, NewThings(house)
        self.new: list[dict] = []
        self.changed: list[dict] = []
        self.done: list[list] = []
        self.counts = Counter({NEW: 0, CHANGED: 0, UNCHANGED: 0, FAILED: 0})
        self.failed: list[dict] = []
        self.remarks: dict[str, list[int]] = {}

    def add(self, plans: Iterable, shown: dict | None = None) -> None:
        """Count these rows in; of those changed already, `shown` is what they were before."""
        for plan in plans:
            self.counts[plan.outcome] += 1
            for remark in plan.remarks:
                self.remarks.setdefault(remark, []).append(plan.number)
            if plan.outcome == FAILED:
                row = {"number": plan.number, "reason": plan.reason, "cells": plan.cells}
                self.failed.append(row | {"rest": plan.rest})
            else:
                self._show(plan, shown or {})

    def _show(self, plan: RowPlan, shown: dict) -> None:
        self.things.add(plan)
        if plan.outcome == NEW and plan.device:
            self.new.append(shown_new(plan))
        elif plan.outcome == CHANGED:
            self.changed.append(shown.get(plan.number) or shown_change(plan, plan.device))

    def remarked(self) -> list[str]:
        """What is taken otherwise than it is written, with the lines where that is so."""
        words = _("%(text)s (line %(lines)s)")
        return [
            words % {"text": text, "lines": in_words(lines)} for text, lines in self.remarks.items()
        ]

    def rows(self) -> dict[str, list]:
        """What the page shows: new devices, changed cells, and the names that are asked about."""
        return {"new": self.new, "changed": self.changed, "asked": self.things.all()}


def look_at(sheet: Sheet, *, by: User, answers: Answers | None = None) -> Outcome:
    """What this table would do, with these answers; nothing is written.

    `answers`: what a person said about its new names; without them all are taken as new.
    """
    require(rules.can_import, by)
    house = House(by, answers)
    outcome = Outcome(house)
    for plans in _planner(sheet, house).batches():
        outcome.add(plans)
    return outcome


def carry_out(sheet: Sheet, *, by: User, answers: Answers | None = None) -> Outcome:
    """Make devices, rooms and schools of this table; what was taken once stays as it is.

    A row that is refused stops no other: the outcome says why. `answers` as in `look_at`.
    """
    require(rules.can_import, by)
    house = House(by, answers)
    outcome, applier = Outcome(house), Applier(by=by)
    for plans in _planner(sheet, house).batches():
        # What a row changes is shown as it was before.
        shown = {
            plan.number: shown_change(plan, plan.device)
            for plan in plans
            if plan.outcome == CHANGED
        }
        applier.apply(plans)
        outcome.add(plans, shown)
    outcome.done = applier.done
    return outcome


@transaction.atomic
def bring(sheet: Sheet, *, by: User, name: str, list_of: str = "") -> DeviceImport:
    """Somebody brought a table: it is looked at, and kept until decided.

    `list_of` says whose list it is where no column names the schools (`Answers`).

    Returns the import with what it would do; an undecided one of this person goes.
    """
    require(rules.can_import, by)
    answers = Answers(list_of=list_of)
    outcome = look_at(sheet, by=by, answers=answers)
    DeviceImport.objects.visible_to(by).filter(state=State.CHECKED).delete()
    return DeviceImport.objects.create(
        by=by,
        name=name,
        sheet=sheet.as_json(),
        summary=_summary(sheet, outcome),
        failed=outcome.failed,
        rows=outcome.rows(),
        answers={"list_of": list_of, "names": {}},
    )


def confirm(brought: DeviceImport, *, by: User, names: dict[str, str] | None = None) -> bool:
    """Carry it out now; two clicks do it once, and a broken-off one may be taken up again.

    `names` says what each name is that was not known. Nothing is written, and False comes back,
    as long as there is a new name nobody answered for.

    Returns whether it was carried out. Refused where it is running or done already.
    """
    require(rules.can_import, by)
    answers = brought.answers.get("names", {}) | (names or {})
    answers = Answers(brought.answers.get("list_of", ""), answers, strict=True)
    if not _all_answered(brought, answers, by):
        return False
    now = timezone.now()
    free = Q(state=State.CHECKED) | Q(state=State.RUNNING, started_at__lt=now - STUCK)
    mine = DeviceImport.objects.filter(free, pk=brought.pk)
    said = {"list_of": answers.list_of, "names": answers.names}
    if not mine.update(state=State.RUNNING, started_at=now, answers=said):
        raise StepRefused(_("This import is running or done already."))
    try:
        outcome = carry_out(Sheet.from_json(brought.sheet), by=by, answers=answers)
    except Exception:
        DeviceImport.objects.filter(pk=brought.pk).update(state=State.CHECKED)
        raise
    DeviceImport.objects.filter(pk=brought.pk).update(
        state=State.DONE,
        finished_at=timezone.now(),
        sheet={},
        failed=outcome.failed,
        summary={**brought.summary, "counts": dict(outcome.counts)},
        rows={"new": outcome.new, "changed": outcome.changed, "asked": []},
        done=outcome.done,
    )
    _tell(by, brought, outcome)
    return True


def _all_answered(brought: DeviceImport, answers: Answers, by: User) -> bool:
    """Is every new name answered for? Those that are not are asked about on the page."""
    if brought.state != State.CHECKED:
        return True
    sheet = Sheet.from_json(brought.sheet)
    lenient = Answers(answers.list_of, answers.names)
    outcome = look_at(sheet, by=by, answers=lenient)
    if all(new["key"] in answers.names for new in outcome.things.all()):
        return True
    brought.answers = {"list_of": answers.list_of, "names": answers.names}
    brought.rows, brought.failed = outcome.rows(), outcome.failed
    brought.summary = _summary(sheet, outcome)
    brought.save(update_fields=["answers", "rows", "failed", "summary"])
    return False


def _tell(by: User, brought: DeviceImport, outcome: Outcome) -> None:
    counts = {name: outcome.counts[name] for name in (NEW, CHANGED, FAILED)}
    record(
        by, "import.taken_in", brought, visibility=Visibility.AUTHORITY, name=brought.name, **counts
    )


def forget_old() -> None:
    """Tables nobody decided on within a day, and results after thirty."""
    now = timezone.now()
    undecided = Q(state=State.CHECKED, created_at__lt=now - timedelta(days=1))
    DeviceImport.objects.filter(undecided | Q(created_at__lt=now - KEPT)).delete()


def _planner(sheet: Sheet, house: House) -> Planner | ListPlanner:
    return (Planner if sheet.kind == DEVICES else ListPlanner)(sheet, house)


def _summary(sheet: Sheet, outcome: Outcome) -> dict:
    return {
        "counts": dict(outcome.counts),
        "headings": list(sheet.headings.items()),
        "people": sheet.people[:SHOWN],
        "unused": [_counted(header, sheet.values) for header in sheet.unused[:SHOWN]],
        "remarks": [*sheet.remarks, *outcome.remarked()[:SHOWN]],
    }


def _counted(header: str, values: dict[str, int]) -> str:
    """A column nobody understood, and how many of its cells hold anything."""
    return f"{header} ({values[header]})" if values.get(header) else header
