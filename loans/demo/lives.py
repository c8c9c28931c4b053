"""One loan of the story: its steps are put on the agenda and taken through the workflow."""

from datetime import datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from assets.cases.workflow import spares_for
from assets.devices.workflow.devices import return_from_repair, store
from assets.models import FaultTile
from itsm.files.uploads import Accepted
from loans import workflow
from loans.demo.plans import plan
from loans.models import Condition, Loan, LoanSettings, PreparationTask, ReminderRule
from loans.reminders.holidays import next_school_day
from loans.reminders.workflow import remind_all
from tickets import automatic
from tickets import workflow as tickets
from tickets.models import TicketSettings

SOCKETS = "Raum 112, vier Doppelsteckdosen, abschließbarer Schrank."
VALID = timedelta(days=1095)
FINE = {"works": True, "complete": True, "lendable": True}
BROKEN = {"works": False, "complete": True, "lendable": False}


class Life:
    """A loan from its draft on. `wanted` is what the school applies for; `authority` signs for
    those who lend."""

    def __init__(self, story, store, authority, **wanted):
        self.agenda, self.store, self.authority = story.agenda, store, authority
        self.wanted, self.begins, self.number = wanted, None, None

    def apply(self, at, by):
        """Where its life begins."""
        self.begins = at
        self.agenda.at(at, self._apply, by)

    def take(self, step, at, by, **said):
        """A step of loans.workflow by its name."""
        self.agenda.at(at, self._take, step, by, said)

    def prove(self, at, *, head, lender, but=()):
        """All conditions are met, but these: the school says so, or the authority has checked."""
        self.agenda.at(at, self._prove, head, lender, but)

    def prepare(self, at, by):
        """Every task ticked, everything listed that will go out."""
        self.agenda.at(
            at, lambda: self._take("prepare", by, {"done": PreparationTask.objects.all()})
        )

    def hand_over(self, at, by, room):
        """Scanned one by one, signed, gone; reminders go out when their days have come."""
        self.agenda.at(at - timedelta(minutes=20), self._scan, "scan_out", by)
        self.take("hand_over", at, by, signatures=self._signatures(), location=room)
        self._reminded(at)

    def report_fault(self, at, by, *, slot, tile, text):
        """A fault on one slot, with its ticket."""
        self.agenda.at(at, self._report_fault, by, slot, tile, text)

    def swap(self, at, by, *, slot, note):
        """A spare takes the slot of what broke."""
        self.agenda.at(at, self._swap, by, slot, note)

    def take_back(self, at, by, missing=(), due_on=None):
        """Everything is back, but so many of the counted things: (name, how many)."""
        self.agenda.at(at - timedelta(minutes=30), self._scan, "scan_in", by, location=self.store)
        self.agenda.at(at - timedelta(minutes=5), self._count_in, by, dict(missing))
        self.take("take_back", at, by, signatures=self._signatures(), due_on=due_on)

    def inspect(self, at, by, slots, answers=FINE, **said):
        """These slots are looked at, all with the same answer."""
        self.agenda.at(at, self._inspect, by, slots, {**answers, **said})

    def close(self, at, by):
        """The others are fine, and it is free again."""
        self.agenda.at(at - timedelta(minutes=10), self._inspect_the_others, by)
        self.take("close", at, by)

    def decide(self, at, by, *, slot, **said):
        """Who pays for what broke."""
        self.agenda.at(at, lambda: workflow.decide(self._item(slot).damage, by=by, **said))

    def mend(self, at, by, *, slot, solution):
        """The ticket of the damage is taken and solved, the device comes back onto its shelf."""
        self.agenda.at(at, lambda: tickets.take_over(self._item(slot).damage.ticket, by=by))
        done = at + timedelta(minutes=50)
        self.agenda.at(done, self._mend, by, slot, solution)
        days = timedelta(days=TicketSettings.get().reopen_days + 1)
        self.agenda.at((done + days).replace(hour=6, minute=0), automatic.follow_up)

    def _loan(self):
        return Loan.objects.with_names().get(pk=self.number)

    def _item(self, slot):
        """What lies in this slot; of what was swapped, the spare."""
        items = self._loan().items.select_related("device__category", "device__case", "loan")
        return items.filter(slot=slot).order_by("pk").last()

    def _apply(self, by):
        self.number = workflow.apply(by=by, **self.wanted).pk

    def _take(self, step, by, said):
        getattr(workflow, step)(self._loan(), by=by, **said)

    def _prove(self, head, lender, but):
        loan = self._loan()
        for row in loan.conditions.select_related("condition"):
            asked = row.condition
            if asked.label_de not in but:
                by = head if asked.checker == Condition.Checker.SCHOOL else lender
                said = _proof(asked, loan)
                workflow.meet_condition(loan, by=by, condition=row, **said)

    def _scan(self, step, by, **said):
        loan = self._loan()
        # What lies in the case first, so that it goes back to where the case will stand.
        for item in loan.items.filter(scanned_in_at=None).select_related("device").order_by("slot"):
            getattr(workflow, step)(loan, by=by, code=item.device.inventory_number, **said)

    def _count_in(self, by, missing):
        loan = self._loan()
        for row in loan.accessories.select_related("kind"):
            back = row.out - missing.get(row.kind.label_de, 0)
            workflow.count_in(loan, by=by, accessory=row, back=back)

    def _report_fault(self, by, slot, tile, text):
        item = self._item(slot)
        tiles = FaultTile.objects.filter(category=item.device.category_id, label_de=tile)
        workflow.report_fault(self._loan(), by=by, item=item, tile=tiles.first(), description=text)

    def _swap(self, by, slot, note):
        item = self._item(slot)
        spare = spares_for(item.device).first()
        workflow.swap(self._loan(), by=by, item=item, spare=spare, note=note)

    def _inspect(self, by, slots, answers):
        for slot in slots:
            workflow.inspect(self._loan(), by=by, item=self._item(slot), **answers)

    def _inspect_the_others(self, by):
        loan = self._loan()
        still = loan.items.filter(inspected_at=None).exclude(device=loan.case_id)
        self._inspect(by, list(still.values_list("slot", flat=True)), FINE)

    def _mend(self, by, slot, solution):
        damage = self._item(slot).damage
        tickets.solve(damage.ticket, by=by, solution=solution)
        device = damage.item.device
        return_from_repair(device, by=by, note=solution)
        store(device, by=by)

    def _signatures(self):
        names = {"school": self.wanted["responsible"], "authority": self.authority}
        return [{"side": side, "name": name} for side, name in names.items()]

    def _reminded(self, handed_over):
        """On the mornings on which a rule's day has come, the clock looks after it."""
        agreed, last_day = LoanSettings.get(), self.wanted["end"] - timedelta(days=1)
        for days in ReminderRule.objects.filter(retired=False).values_list("days", flat=True):
            day = last_day + timedelta(days=days)
            if day >= handed_over.date():
                day = next_school_day(day, agreed.land) if agreed.rests else day
                self.agenda.at(timezone.make_aware(datetime.combine(day, time(6, 30))), remind_all)


def _proof(asked, loan):
    """What this condition wants to see."""
    if asked.proof == Condition.Proof.TEXT:
        return {"proof": SOCKETS}
    if asked.proof == Condition.Proof.DATE:
        return {"valid_until": loan.start + VALID}
    if asked.proof == Condition.Proof.FILE:
        name, content = f"{asked.label_de}.pdf", ContentFile(plan(asked.label_de, loan))
        return {"accepted": Accepted(name, "pdf", content, False)}
    return {}
