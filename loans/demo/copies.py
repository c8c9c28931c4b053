"""Many loans: copies of a played one that is over, and of one that runs; each of another case, at
another school, at another time, with all its rows and lines. Of copies there are no papers."""

from datetime import timedelta

from assets.models import Device
from itsm.demo.copying import Shift, lines_of, read
from itsm.demo.numbers import KeptFree
from itsm.journal.models import Subject
from itsm.journal.record import record_many
from loans.demo.telling import lent
from loans.demo.year import CLASSES, GOOD, PURPOSES
from loans.models import (
    Approval,
    Evaluation,
    Loan,
    LoanAccessory,
    LoanCondition,
    LoanItem,
    PreparationTick,
    Reminder,
    Signature,
)
from loans.steps import loan_words

State = Loan.State
# A case of the larger story has so many loans, one every ten weeks; the last of most cases runs.
LOANS_A_CASE = 12
WEEKS, LASTS = 10, 45
BELONGING = (
    LoanCondition,
    Approval,
    PreparationTick,
    LoanItem,
    LoanAccessory,
    Signature,
    Evaluation,
    Reminder,
)
UNCOPIED = {"loan.paper_made"}
# Details that hold the inventory number of a device.
CALLED = {"device", "case", "old", "new"}


class Copies:
    """So many loans, of which the first that is over and the first that runs are played."""

    def __init__(self, story, pool, told, count):
        self.story, self.pool, self.originals, self.plan = story, pool, {}, []
        begin = [life.begins for life in told.values()]
        for number in range(count):
            case, school, first, state = self._planned(number, count)
            if state not in self.originals:
                life = self._play(case, school, first, state)
                self.originals[state] = life, first
                begin.append(life.begins)
            else:
                life, as_first = self.originals[state]
                later = timedelta(days=first - as_first)
                self.plan.append((life.begins + later, state, later, case, school))
        self.plan.sort(key=lambda planned: planned[0])
        self.kept_free = KeptFree(story, Loan, [planned[0] for planned in self.plan], begin)

    def write(self):
        """All copies, when their originals have happened."""
        originals = {state: _Original(life) for state, (life, _first) in self.originals.items()}
        copies = [
            _Copy(originals[state], number, later, self.story, self.pool, case, school)
            for number, (_at, state, later, case, school) in zip(
                self.kept_free.numbers, self.plan, strict=True
            )
        ]
        Loan.objects.bulk_create([one.loan for one in copies], batch_size=500)
        for model in BELONGING:
            rows = [row for one in copies for row in one.rows[model]]
            model.objects.bulk_create(rows, batch_size=500)
        for one in copies:
            one.lend()
        record_many([line for one in copies for line in one.lines()])

    def _planned(self, number, count):
        """One case after the other, each from its oldest loan on: none touches the next."""
        place, told = divmod(number, LOANS_A_CASE)
        turn = min(LOANS_A_CASE, count - place * LOANS_A_CASE) - 1 - told
        state = State.HANDED_OVER if turn == 0 and place % 3 else State.CLOSED
        first = -7 * (WEEKS * (turn + 1) + place % 3)
        school = (place + turn) % len(self.story.schools)
        return len(self.pool.cases) - 1 - place, school, first, state

    def _play(self, case, school, first, state):
        last = 2 * LASTS if state == State.HANDED_OVER else first + LASTS
        words = {"purpose": PURPOSES[0], "evaluated": GOOD}
        return lent(self.story, self.pool, school, case, first, last, state, **words)


class _Original:
    """A played loan with all that belongs to it, read once."""

    def __init__(self, life):
        self.loan = read(Loan.objects.with_names().filter(pk=life.number))[0]
        self.rows = {
            model: read(model.objects.filter(loan=self.loan).order_by("pk")) for model in BELONGING
        }
        self.devices = [row.device for row in self.rows[LoanItem]]
        about = Subject.objects.filter(
            kind="device", object_id__in=[device.pk for device in self.devices]
        )
        mine = Subject.objects.filter(kind="loan", object_id=self.loan.pk)
        told = lines_of(mine | about.filter(event__details__loan=self.loan.pk))
        self.lines = [(line, things) for line, things in told if line.verb not in UNCOPIED]


class _Copy:
    """Another loan that went the same way."""

    def __init__(self, original, number, later, story, pool, case, school):
        self.original, self.usual = original, pool.usual
        case, school, random = pool.cases[case], story.schools[school], story.random
        teacher = story.people.teachers_of(school)[0]
        old_head = story.people.head_of(original.loan.school)
        self.shift = Shift(later, {old_head.pk: story.people.head_of(school)})
        rooms = story.made["assets"].rooms[school.pk]
        facts = {"school": school, "case": case, "batch": number}
        if original.loan.location:
            facts["location"] = rooms[min(1, len(rooms) - 1)]
        words = {"purpose": random.choice(PURPOSES), "classes": random.choice(CLASSES)}
        words |= {"responsible": teacher.get_full_name(), "responsible_email": teacher.email}
        self.loan = self.shift.anew(original.loan, pk=number, **facts, **words)
        self.loan.search = loan_words(self.loan)
        self.devices = self._others(pool.inside[case.pk])
        self.rows = {model: list(self._rows(model)) for model in BELONGING}

    def lend(self):
        """What runs is at the school."""
        if self.loan.state == State.HANDED_OVER:
            Device.objects.filter(pk__in=[device.pk for device in self.devices.values()]).update(
                state=Device.State.LENT,
                status=self.usual.get(Device.State.LENT),
                lent_to=self.loan.school,
                location=self.loan.location,
            )

    def lines(self):
        """What record_many takes."""
        things = {("device", pk): device for pk, device in self.devices.items()}
        things["loan", self.original.loan.pk] = self.loan
        numbers = {
            old.inventory_number: self.devices[old.pk].inventory_number
            for old in self.original.devices
        }
        own = {"number": self.loan.pk, "loan": self.loan.pk, "borrower": self.loan.school.name}
        for line, about in self.original.lines:
            details = line.details | {name: own[name] for name in own.keys() & line.details.keys()}
            for name in CALLED & details.keys():
                details[name] = numbers.get(details[name], details[name])
            yield self.shift.line(line, [things[one] for one in about], self.loan.school, details)

    def _others(self, inside):
        """The devices of this case by the ids of the original's, slot by slot."""
        by_slot = {device.slot: device for device in inside}
        return {
            row.device_id: by_slot[row.slot] if row.slot else self.loan.case
            for row in self.original.rows[LoanItem]
        }

    def _rows(self, model):
        for row in self.original.rows[model]:
            new = self.shift.anew(row, loan=self.loan)
            if model is LoanItem:
                new.device = self.devices[row.device_id]
            if model is LoanCondition:
                new.file, new.file_name, new.file_kind = "", "", ""
            if model is Signature and row.name == self.original.loan.responsible:
                new.name = self.loan.responsible
            if model is Reminder:
                new.end = self.loan.end
            yield new
