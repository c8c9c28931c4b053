"""The life of one loan as rows, told with the verbs and details of loans.workflow."""

from datetime import timedelta

from itsm.journal.models import Visibility
from loans.models import (
    Approval,
    Damage,
    Evaluation,
    Loan,
    LoanAccessory,
    LoanCondition,
    LoanItem,
    OpenItem,
    PreparationTick,
    Signature,
)
from loans.steps import loan_words

State = Loan.State
ROWS = (
    LoanCondition,
    Approval,
    PreparationTick,
    LoanItem,
    LoanAccessory,
    Signature,
    Evaluation,
)
PROOFS = {
    "text": "Raum 112, vier Doppelsteckdosen, abschließbarer Schrank.",
    "file": "Schulungsplan liegt der Ausleihe vor.",
}


class LoanLife:
    """A loan with all that belongs to it; each step leaves what the workflow leaves."""

    def __init__(self, set_up, pool, school, case, start, end, **words):
        self.set_up, self.pool, self.case = set_up, pool, case
        self.rows = {model: [] for model in (*ROWS, Damage, OpenItem)}
        self.told, self.moved, self.swapped_in = [], {}, []
        # What is to be written as PDF: kind, when, by whom, about what.
        self.papers = []
        self.loan = Loan(
            school=school, category=pool.cases[0].category, case=case, start=start, end=end, **words
        )

    def drafted(self, at, by):
        """Where its life begins: with everything still to be met."""
        self.loan.opened_by, self.loan.created_at = by, at
        self._go(State.DRAFT, at, by)
        self.rows[LoanCondition] = [
            LoanCondition(loan=self.loan, condition=one) for one in self.set_up.conditions
        ]
        self._line(at, by, "loan.drafted")

    def submitted(self, at, by):
        """Handed in; who hands in as head of school has agreed."""
        self._go(State.SUBMITTED, at, by, submitted_at=at)
        self._line(at, by, "loan.submitted")
        self._agreed(at, by, "head")

    def met(self, at, by, but=()):
        """All conditions are met, but these."""
        for row in self.rows[LoanCondition]:
            asked = row.condition
            if asked.label_de in but:
                continue
            row.given_at, row.met_at, row.met_by = at, at, by
            row.proof = PROOFS.get(asked.proof, "")
            if asked.proof == "date":
                row.valid_until = self.loan.start + timedelta(days=1095)
            self._line(at, by, "loan.condition_met", condition=asked.label_de)
        self._touch(at, by)

    def approved(self, at, by):
        """The last stage agreed: this case is promised."""
        self._agreed(at, by, "lender")
        self.loan.case = self.case
        self._go(State.APPROVED, at, by)
        self._line(at, by, "loan.approved", case=self.case.inventory_number)

    def ended(self, state, at, by, **fields):
        """On the waiting list, refused or withdrawn."""
        self._go(state, at, by, **fields)
        self._line(at, by, f"loan.{state}", reason=fields.get("reason"))

    def prepared(self, at, by):
        """Every task ticked, everything listed that will go out."""
        loan = self.loan
        self.rows[PreparationTick] = [
            PreparationTick(loan=loan, task=task, by=by, at=at) for task in self.set_up.tasks
        ]
        inside = self.pool.inside[self.case.pk]
        self.rows[LoanItem] = [
            LoanItem(loan=loan, device=device, slot=device.slot) for device in (self.case, *inside)
        ]
        self.rows[LoanAccessory] = [
            LoanAccessory(loan=loan, kind=row.kind, out=row.present)
            for row in self.pool.accessories[self.case.pk]
        ]
        self._go(State.PREPARED, at, by)
        self._line(at, by, "loan.prepared")

    def handed_over(self, at, by, room=None):
        """Scanned, signed, gone: every device is at the school."""
        self.loan.location = room
        for item in self.rows[LoanItem]:
            item.scanned_out_at = item.came_at = at
            self._lent(item, at, by)
        self._signed(at, "handover")
        self._go(State.HANDED_OVER, at, by, handed_over_at=at)
        self._line(at, by, "loan.handed_over", devices=len(self.rows[LoanItem]) - 1)
        self.papers.append(("contract", at, by, {}))

    def wants_longer(self, at, by, end, reason):
        """The school asked; nobody has answered."""
        self.loan.wanted_end, self.loan.wanted_reason = end, reason
        self._touch(at, by)
        until = str(end - timedelta(days=1))
        self._line(at, by, "loan.extension_asked", until=until, reason=reason)

    def fault(self, at, by, item, life):
        """A fault on one slot, with its ticket."""
        self._line(
            at, by, "loan.fault_reported", item.device, life.ticket, slot=item.slot, ticket=life
        )

    def swapped(self, at, by, item, spare, note):
        """A spare took the slot of what broke."""
        old, inside = item.device, self.pool.inside[self.case.pk]
        item.is_out, item.scanned_in_at = False, at
        self._back(item, at, by)
        self._to_repair(old, at, by, note)
        spare.case, spare.slot, old.case, old.slot = old.case, old.slot, None, None
        spare.name, old.name = old.name, ""
        inside[inside.index(old)] = spare
        self.pool.spares.remove(spare)
        self.pool.spares.append(old)
        new = LoanItem(
            loan=self.loan,
            device=spare,
            slot=item.slot,
            scanned_out_at=at,
            came_at=at,
            replaces=item,
        )
        self.swapped_in.append(new)
        self.papers.append(("annex", at, by, {"item": new}))
        self._lent(new, at, by)
        self._touch(at, by)
        self._line(
            at,
            by,
            "loan.swapped",
            old,
            spare,
            slot=item.slot,
            note=note,
            old=old.inventory_number,
            new=spare.inventory_number,
        )

    def taken_back(self, at, by, missing=()):
        """Everything is back; of the counted things so many are not: (name, how many, until)."""
        for item in (*self.rows[LoanItem], *self.swapped_in):
            if item.is_out:
                item.is_out, item.scanned_in_at = False, at
                self._back(item, at, by)
        lost = {name: (number, until) for name, number, until in missing}
        for row in self.rows[LoanAccessory]:
            number, until = lost.get(row.kind.label_de, (0, None))
            row.back = row.out - number
            if number:
                text = f"{row.kind.label_de}: {number} {'fehlt' if number == 1 else 'fehlen'}"
                self._owe("accessory", text, by, until, at, accessory=row)
        self._signed(at, "return")
        self._go(State.RETURNED, at, by, returned_at=at)
        self._line(at, by, "loan.taken_back", missing=0)
        self.papers.append(("return", at, by, {}))

    def looked_at(self, at, by, item):
        """All three answers are yes."""
        item.works = item.complete = item.lendable = True
        item.inspected_at, item.inspected_by = at, by
        self._line(
            at,
            by,
            "loan.inspected",
            item.device,
            device=item.device.inventory_number,
            works=True,
            complete=True,
            lendable=True,
        )

    def damaged(self, at, by, item, life, note, cost, until):
        """It does not work any more: a ticket, a proposal, and a decision to come."""
        item.works, item.complete, item.lendable, item.note = False, True, False, note
        item.inspected_at, item.inspected_by = at, by
        device = item.device
        self.rows[Damage].append(Damage(item=item, ticket=life.ticket, cost=cost, created_at=at))
        self._owe("damage", life.ticket.title, by, until, at, item=item)
        number = device.inventory_number
        self._to_repair(device, at, by, note)
        self._line(at, by, "loan.damage_found", device, life.ticket, device=number, ticket=life)
        self._line(
            at,
            by,
            "loan.inspected",
            device,
            device=number,
            works=False,
            complete=True,
            lendable=False,
            note=note,
        )

    def decided(self, at, by, decision, reason):
        """Who pays for what broke; the school gets a letter."""
        damage = self.rows[Damage][-1]
        damage.decision, damage.reason = decision, reason
        damage.decided_at, damage.decided_by = at, by
        owed, device = self.rows[OpenItem][-1], damage.item.device
        owed.done_at, owed.result = at, str(damage.get_decision_display())
        self._line(
            at,
            by,
            "loan.damage_decided",
            device,
            decision=decision,
            reason=reason,
            device=device.inventory_number,
        )
        self.papers.append(("decision", at, by, {"damage": damage}))

    def repaired(self, at, by, item):
        """The workshop has done its work."""
        self._moves(item.device, "in_storage", None)
        self.told.append((at, by, "device.returned_from_repair", [item.device], {}))

    def paper_made(self, at, by, paper):
        """Written and archived."""
        self._line(at, by, "loan.paper_made", title=paper.title, sha256=paper.sha256)

    def closed(self, at, by):
        """Looked at, counted, free again."""
        for item in self.rows[LoanItem]:
            if not item.is_case and item.inspected_at is None:
                item.works = item.complete = item.lendable = True
                item.inspected_at, item.inspected_by = at, by
        self._go(State.CLOSED, at, by, closed_at=at)
        self._line(at, by, "loan.closed")

    def evaluated(self, at, by, **answers):
        """The school told how it was."""
        self.rows[Evaluation].append(Evaluation(loan=self.loan, by=by, at=at, **answers))
        self._line(at, by, "loan.evaluated")

    def words(self):
        """What it is found by, once it has its number."""
        self.loan.batch, self.loan.search = self.loan.pk, loan_words(self.loan)
        return self.loan

    def journal(self):
        """The lines of its life, once loans and tickets have their numbers."""
        for at, by, verb, things, details in self.told:
            spoken = {k: v.ticket.pk if k == "ticket" else v for k, v in details.items()}
            spoken |= {"number": self.loan.pk, "borrower": self.loan.school.name}
            if verb.startswith("device."):
                spoken = {"loan": self.loan.pk}
            yield (by, verb, things, Visibility.SCHOOL, self.loan.school, at, spoken)

    def _agreed(self, at, by, role):
        for stage in self.set_up.stages:
            if stage.role == role:
                self.rows[Approval].append(Approval(loan=self.loan, stage=stage, by=by, at=at))
                self._line(at, by, "loan.agreed", stage=stage.label_de)

    def _lent(self, item, at, by):
        item.is_out = True
        self._moves(item.device, "lent", self.loan.school)
        self.told.append((at, by, "device.lent", [item.device], {}))

    def _back(self, item, at, by):
        self._moves(item.device, "in_storage", None)
        self.told.append((at, by, "device.given_back", [item.device], {}))

    def _to_repair(self, device, at, by, note):
        self.moved[device.pk] = device
        device.state, device.status = "in_repair", self.pool.usual.get("in_repair")
        device.version += 1
        self.told.append((at, by, "device.sent_to_repair", [device], {"note": note}))

    def _moves(self, device, state, school):
        self.moved[device.pk] = device
        device.state, device.status = state, self.pool.usual.get(state)
        device.lent_to = school
        device.location = self.pool.store if school is None else self.loan.location
        device.version += 1

    def _signed(self, at, act):
        names = {"school": self.loan.responsible, "authority": "Lena Kuhn"}
        self.rows[Signature] += [
            Signature(loan=self.loan, act=act, side=side, name=name, signed_at=at)
            for side, name in names.items()
        ]

    def _owe(self, kind, text, person, until, at, **thing):
        self.rows[OpenItem].append(
            OpenItem(
                loan=self.loan,
                kind=kind,
                text=text,
                person=person,
                due_on=until,
                created_at=at,
                **thing,
            )
        )

    def _go(self, state, at, by, **fields):
        self.loan.state, self.loan.status = state, self.set_up.statuses.get(state)
        self._touch(at, by, **fields)

    def _touch(self, at, by, **fields):
        fields |= {"last_handler": by, "last_handled_at": at, "updated_at": at}
        for name, value in fields.items():
            setattr(self.loan, name, value)

    def _line(self, at, by, verb, *more, **details):
        things = [self.loan, *([self.loan.case] if self.loan.case else []), *more]
        kept = {name: value for name, value in details.items() if value not in (None, "", [])}
        self.told.append((at, by, verb, things, kept))
