"""A full year of lending: every state of a loan, told once; and as many more as wanted."""

from datetime import timedelta

from assets.devices.workflow.devices import device_words
from assets.models import Device
from itsm.demo.lending import ROWS, LoanLife, State
from itsm.demo.lives import Life
from itsm.demo.papers import add_plans, write_papers
from itsm.demo.year import CLASSES, PURPOSES, WISHES, YEAR
from itsm.fields.models import Status
from itsm.journal.record import record_many
from loans.models import Condition, Damage, Loan, LoanItem, OpenItem, PreparationTask, Stage

# So many days before the first one the school applied, and the case was promised.
APPLIED, MET, PROMISED, PREPARED = 40, 34, 30, 2
# A case of the larger story has so many past loans and, mostly, one that runs.
LOANS_A_CASE = 12
MOVED = ("state", "status", "lent_to", "location", "case", "slot", "name", "search", "version")


class SetUp:
    """What the authority defined for its loans."""

    def __init__(self):
        self.conditions = list(Condition.objects.filter(retired=False))
        self.stages = list(Stage.objects.filter(retired=False))
        self.tasks = list(PreparationTask.objects.filter(retired=False))
        rows = Status.objects.filter(kind="loan", is_default=True)
        self.statuses = {status.state: status for status in rows}


class Lending:
    """All loans of the story, and the tickets that came of them."""

    def __init__(self, pool, ground, moments, random):
        self.pool, self.ground, self.moments, self.random = pool, ground, moments, random
        self.set_up, self.lives, self.tickets, self.by_key = SetUp(), [], [], {}
        self.lena = ground.people["lender"]

    def tell(self, more=0):
        """The year of the story, then the many; their rows are written, their lines are not."""
        for told in YEAR:
            self._one(*told)
        for number in range(more):
            self._one_of_many(number, more)
        self._write()

    def finish(self):
        """What names a ticket, once tickets have their numbers: damages and all lines."""
        Damage.objects.bulk_create([r for one in self.lives for r in one.rows[Damage]])
        owed = [row for one in self.lives for row in one.rows[OpenItem]]
        # What was found after the return does not stand in its protocol.
        OpenItem.objects.bulk_create([row for row in owed if row.kind != "damage"])
        self._put_on_paper("annex", "return")
        OpenItem.objects.bulk_create([row for row in owed if row.kind == "damage"])
        self._put_on_paper("decision")
        lines = [line for one in self.lives for line in one.journal()]
        record_many(sorted(lines, key=lambda line: line[5]))

    def _put_on_paper(self, *kinds):
        """Papers are for the loans of the story: of the many there are only rows."""
        for life in self.by_key.values():
            write_papers(life, *kinds)

    def day(self, days):
        """The weekday so many days from today."""
        return self.moments.weekday(self.moments.today + timedelta(days=days))

    def _one(self, key, school_number, case_number, first, last, purpose, ends_as, more):
        school = self.ground.schools[school_number]
        case = None if case_number is None else self.pool.cases[case_number]
        words = {"purpose": purpose, "classes": CLASSES[school_number]}
        life = self._life(school, case, first, last, **words)
        self.by_key[key] = life
        self._until(life, ends_as, first, last, more)
        add_plans(life)

    def _life(self, school, case, first, last, **words):
        start, end = self.day(first), self.day(last) + timedelta(days=1)
        teacher = self.ground.people.teachers_of(school)[0]
        words |= {"responsible": teacher.get_full_name(), "responsible_email": teacher.email}
        life = LoanLife(self.set_up, self.pool, school, case, start, end, **words)
        self.lives.append(life)
        return life

    def _until(self, life, ends_as, first, last, more=None):
        """Lead a loan as far as its state says, each step on its day."""
        more, before = more or {}, -first
        at = lambda days, clock: self.moments.ago(max(1, days), clock)  # noqa: E731  said often
        applied = more.get("applied", before + APPLIED)
        head = self.ground.people.at_school[life.loan.school_id, "head"][0]
        life.drafted(at(applied, "13:10"), head)
        if ends_as == State.DRAFT:
            return
        life.submitted(at(applied, "13:25"), head)
        life.met(at(min(applied, before + MET), "14:10"), self.lena, more.get("open", ()))
        if ends_as in (State.WAITLISTED, State.WITHDRAWN, State.REFUSED):
            reason = {"reason": more["reason"]} if "reason" in more else {}
            life.ended(ends_as, at(applied - 2, "10:40"), self.lena, **reason)
        elif ends_as != State.SUBMITTED:
            self._promised(life, ends_as, at, (before, -last, applied), more)

    def _promised(self, life, ends_as, at, days, more):
        before, after, applied = days
        life.approved(at(min(applied, before + PROMISED), "15:00"), self.lena)
        if ends_as == State.APPROVED:
            return
        life.prepared(at(before + PREPARED, "11:20"), self.lena)
        if ends_as == State.PREPARED:
            return
        rooms = self.ground.rooms[life.loan.school_id]
        life.handed_over(at(before, "8:30"), self.lena, rooms[min(1, len(rooms) - 1)])
        for name, details in more.get("then", {}).items():
            getattr(self, f"_{name}")(life, **details)
        if ends_as == State.HANDED_OVER:
            return
        life.taken_back(at(after, "14:30"), self.lena, self._missing(more))
        if ends_as == State.RETURNED:
            self._half_inspected(life, **more["inspected"])
            return
        if broke := more.get("broke"):
            self._broke(life, after - 1, **broke)
        life.closed(at(after - 4, "12:00"), self.lena)
        head = self.ground.people.at_school[life.loan.school_id, "head"][0]
        if answers := more.get("evaluated"):
            life.evaluated(at(after - 6, "12:30"), head, **answers)

    def _missing(self, more):
        return [(name, n, self.day(days)) for name, n, days in more.get("missing", ())]

    def _fault(self, life, days, slot, tile, text):
        item = self._item(life, slot)
        told = self._ticket(life, item, days, tile, text)
        life.fault(self.moments.ago(days, "9:20"), told.ticket.opened_by, item, told)

    def _swap(self, life, days, slot, note):
        at = self.moments.ago(days, "11:30")
        life.swapped(at, self.lena, self._item(life, slot), self.pool.spares[0], note)

    def _longer(self, life, days, until, reason):
        head = self.ground.people.at_school[life.loan.school_id, "head"][0]
        end = self.day(until) + timedelta(days=1)
        life.wants_longer(self.moments.ago(days, "9:40"), head, end, reason)

    def _half_inspected(self, life, days, slot, tile, note, cost, until):
        at = self.moments.ago(days, "10:10")
        for fine in range(1, slot):
            life.looked_at(at, self.lena, self._item(life, fine))
        self._found_broken(life, days, slot, tile, note, cost, self.day(until))

    def _found_broken(self, life, days, slot, tile, note, cost, until):
        item = self._item(life, slot)
        told = self._ticket(life, item, days, tile, note, self.lena)
        told.ticket.title = f"Beschädigt bei Rückgabe: {item.device.inventory_number}"
        life.damaged(self.moments.ago(days, "10:10"), self.lena, item, told, note, cost, until)
        return item, told

    def _broke(self, life, days, decision, reason, solution, **found):
        """Broken on return, decided, repaired: all of it is over."""
        item, told = self._found_broken(life, days, until=self.day(14 - days), **found)
        tom, ago = self.ground.people["technician"], self.moments.ago
        life.decided(ago(days - 1, "9:30"), self.lena, decision, reason)
        told.taken_over(ago(days - 1, "11:00"), tom)
        told.solved(ago(days - 2, "13:00"), tom, solution=solution)
        life.repaired(ago(days - 2, "13:10"), tom, item)
        told.closed_by_itself(ago(days - 10, "6:00"))

    def _ticket(self, life, item, days, words, text, by=None):
        tiles = self.ground.tiles[item.device.category_id]
        tile = next((tile for tile in tiles if tile.label_de == words), tiles[0])
        told = Life(tile, life.loan.school, [item.device], None, self.ground.statuses)
        by = by or self.ground.people.teachers_of(life.loan.school)[0]
        told.reported(self.moments.ago(days, "9:15"), by, channel="portal", text=text)
        self.tickets.append(told)
        return told

    @staticmethod
    def _item(life, slot):
        return next(item for item in life.rows[LoanItem] if item.slot == slot)

    def _one_of_many(self, number, wanted):
        """One case after the other, each from its oldest loan on: none touches the next."""
        place, told = divmod(number, LOANS_A_CASE)
        turn = min(LOANS_A_CASE, wanted - place * LOANS_A_CASE) - 1 - told
        case = self.pool.cases[len(self.pool.cases) - 1 - place]
        school = self.ground.schools[(place + turn) % len(self.ground.schools)]
        first = -70 * (turn + 1) - place % 20
        runs = turn == 0 and place % 3 > 0
        words = {"purpose": self.random.choice(PURPOSES), "classes": self.random.choice(CLASSES)}
        last = 40 + place % 60 if runs else first + self.random.randint(30, 60)
        life = self._life(school, case, first, last, **words)
        answers = {
            "often": self.random.choice(("daily", "weekly", "monthly")),
            "would_buy": self.random.choice(("yes", "maybe")),
            "wish": self.random.choice(WISHES),
        }
        state = State.HANDED_OVER if runs else State.CLOSED
        self._until(life, state, first, last, {"evaluated": answers})

    def _write(self):
        self.lives.sort(key=lambda life: life.loan.created_at)
        Loan.objects.bulk_create([life.loan for life in self.lives], batch_size=500)
        words = [life.words() for life in self.lives]
        Loan.objects.bulk_update(words, ["batch", "search"], batch_size=500)
        for model in ROWS:
            rows = [row for life in self.lives for row in life.rows[model]]
            model.objects.bulk_create(rows, batch_size=500)
        # Before anything is swapped: a contract names what went out.
        self._put_on_paper("contract")
        LoanItem.objects.bulk_create([new for life in self.lives for new in life.swapped_in])
        moved = {pk: device for life in self.lives for pk, device in life.moved.items()}
        for device in moved.values():
            device.search = device_words(device)
        # Who left a slot goes first: there is only one device in each.
        for rows in (
            [d for d in moved.values() if not d.case_id],
            [d for d in moved.values() if d.case_id],
        ):
            Device.objects.bulk_update(rows, MOVED, batch_size=300)
