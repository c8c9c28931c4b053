"""What a plan says is done, through the steps everybody else takes; a refused row is told why."""

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from assets.devices.workflow.devices import (
    EDITABLE,
    edit,
    move,
    put_in_service,
    report_missing,
    retire,
    send_to_repair,
    store,
)
from assets.imports.new_schools import add_school, add_to_catalogue
from assets.imports.planning import CHANGED, NEW
from assets.imports.registering import register_many
from assets.models import Device
from assets.places.workflow.places import add_place
from itsm.workflow import NotAllowed, StepRefused

State = Device.State
STEPS = {
    State.IN_SERVICE: put_in_service,
    State.IN_STORAGE: store,
    State.IN_REPAIR: send_to_repair,
    State.MISSING: report_missing,
    State.RETIRED: retire,
}


class Applier:
    """Carries out plans in batches, each in a transaction of its own."""

    def __init__(self, *, by):
        self.by = by
        # What was done to each thing, in order (`undoing` reads it).
        self.done = []

    @transaction.atomic
    def apply(self, plans):
        """Do what these plans say; those that are refused carry the reason afterwards."""
        for plan in plans:
            if plan.outcome in (NEW, CHANGED):
                self._attempt(plan, self._fill_in)
        new = [plan for plan in plans if plan.outcome == NEW and plan.device]
        # Numbers that are given first: one that is drawn must not take them away.
        self._register([plan for plan in new if plan.device.inventory_number])
        self._register([plan for plan in new if not plan.device.inventory_number])
        self.done += [["new", plan.device.pk] for plan in new if plan.outcome == NEW]
        for plan in plans:
            if plan.outcome == CHANGED:
                self._attempt(plan, transaction.atomic(self._change))

    def _register(self, plans):
        try:
            register_many([plan.device for plan in plans], by=self.by)
        except (StepRefused, NotAllowed, DataError):
            for plan in plans:
                plan.device.pk = None
                self._attempt(plan, self._register_one)

    def _register_one(self, plan):
        register_many([plan.device], by=self.by)

    def _attempt(self, plan, act):
        try:
            act(plan)
        except StepRefused as refused:
            plan.fail(refused.sentence)
        except NotAllowed as refused:
            plan.fail(refused)
        except (DataError, IntegrityError):
            plan.fail(_("The database could not take this row."))

    def _fill_in(self, plan):
        """Everything the row speaks of is there; it stays even if the row is refused later."""
        for thing in plan.things:
            self.real(thing)
        for changes in (plan.move, plan.changes):
            changes.update({name: self.real(value) for name, value in changes.items()})
        if plan.outcome == NEW and plan.device:
            for name in ("category", "model", "school", "location", "funding_source"):
                setattr(plan.device, name, self.real(getattr(plan.device, name)))

    def _change(self, plan):
        before = as_it_was(plan.device, plan.changes)
        self._steps(plan)
        self.done.append(["changed", plan.device.pk, plan.device.version, before])

    def _steps(self, plan):
        if plan.move:
            move(plan.device, by=self.by, **plan.move)
        if plan.state:
            STEPS[plan.state](plan.device, by=self.by)
        if plan.changes:
            edit(plan.device, by=self.by, **plan.changes)

    def real(self, thing):
        """The thing itself; one that is only planned comes into being now, with all it needs."""
        kind = getattr(getattr(thing, "_meta", None), "model_name", "")
        if not kind or thing.pk is not None:
            return thing
        if kind == "location":
            return self._place(thing)
        if kind == "school":
            add_school(thing, by=self.by)
            self.done.append(["school", thing.pk])
            return thing
        if kind == "devicemodel":
            thing.category, thing.manufacturer = map(
                self.real, (thing.category, thing.manufacturer)
            )
        add_to_catalogue(thing, by=self.by)
        self.done.append([kind, thing.pk])
        return thing

    def _place(self, planned):
        planned.parent, planned.school = map(self.real, (planned.parent, planned.school))
        made = add_place(
            by=self.by,
            name=planned.name,
            kind=planned.kind,
            parent=planned.parent,
            school=planned.school,
        )
        planned.pk, planned.path = made.pk, made.path
        self.done.append(["location", made.pk])
        return planned


def as_it_was(device, changes) -> dict:
    """The values a row is about to change, as they can be kept and written back."""
    names = {*changes, "warranty_until", "bound_until"} & set(EDITABLE)
    kept = {name: _plain(getattr(device, name)) for name in sorted(names)}
    where = {"location": device.location_id, "school": device.school_id, "state": device.state}
    return {"values": kept, **where}


def _plain(value):
    if hasattr(value, "pk"):
        return value.pk
    return value if value is None or isinstance(value, (int, dict)) else str(value)
