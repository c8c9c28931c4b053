"""The year of lending, as year.py tells it, put on the agenda: each step on its day."""

from datetime import timedelta

from loans.demo.lives import BROKEN, Life
from loans.demo.year import CLASSES, YEAR
from loans.models import Loan

State = Loan.State
# So many days before the first one the school applied, and the case was promised.
APPLIED, MET, PROMISED, PREPARED = 40, 34, 30, 2
DECIDED = {State.WAITLISTED: "waitlist", State.WITHDRAWN: "withdraw", State.REFUSED: "refuse"}


def the_year(story, pool) -> dict[str, Life]:
    """Every loan of the story, by its key."""
    return {told[0]: _Telling(story, pool, *told[1:3]).tell(*told[3:]) for told in YEAR}


def lent(story, pool, school, case, first, last, state, purpose, **more) -> Life:
    """One more loan, from its first to its last day (counted from today)."""
    return _Telling(story, pool, school, case).tell(first, last, purpose, state, more)


class _Telling:
    """One loan as far as its state says. Clocks go up from step to step, for two days at a weekend
    are the same Friday."""

    def __init__(self, story, pool, school, case):
        self.story, self.pool = story, pool
        self.school = story.schools[school]
        self.case = None if case is None else pool.cases[case]
        self.classes = CLASSES[school % len(CLASSES)]
        self.head, self.lena = story.people.head_of(self.school), story.people["lender"]

    def tell(self, first, last, purpose, ends_as, more):
        self.more, self.before, self.after = more, -first, -last
        teacher = self.story.people.teachers_of(self.school)[0]
        wanted = {
            "school": self.school,
            "start": self._day(first),
            "end": self._day(last) + timedelta(days=1),
            "purpose": purpose,
            "classes": self.classes,
            "responsible": teacher.get_full_name(),
            "responsible_email": teacher.email,
            "case": self.case,
            "category": self.pool.cases[0].category,
        }
        self.life = Life(self.story, self.pool.store, self.lena.get_full_name(), **wanted)
        self._apply(ends_as)
        return self.life

    def _at(self, days, clock):
        return self.story.moments.ago(max(1, days), clock)

    def _day(self, days):
        """The weekday so many days from today."""
        moments = self.story.moments
        return moments.weekday(moments.today + timedelta(days=days))

    def _apply(self, ends_as):
        life, applied = self.life, self.more.get("applied", self.before + APPLIED)
        life.apply(self._at(applied, "13:10"), self.head)
        if ends_as == State.DRAFT:
            return
        life.take("submit", self._at(applied, "13:25"), self.head)
        step = DECIDED.get(ends_as)
        met = applied - 1 if step else min(applied, self.before + MET)
        who = {"head": self.head, "lender": self.lena}
        life.prove(self._at(met, "14:10"), **who, but=self.more.get("open", ()))
        if step:
            by = self.head if step == "withdraw" else self.lena
            said = {"reason": self.more["reason"]} if "reason" in self.more else {}
            life.take(step, self._at(applied - 2, "15:00"), by, **said)
        elif ends_as != State.SUBMITTED:
            self._promise(ends_as, min(applied, self.before + PROMISED))

    def _promise(self, ends_as, promised):
        life, lena = self.life, self.lena
        life.take("approve", self._at(promised, "15:00"), lena, case=self.case)
        if ends_as == State.APPROVED:
            return
        life.prepare(self._at(self.before + PREPARED, "7:40"), lena)
        if ends_as == State.PREPARED:
            return
        rooms = self.story.made["assets"].rooms[self.school.pk]
        life.hand_over(self._at(self.before, "8:30"), lena, rooms[min(1, len(rooms) - 1)])
        for name, details in self.more.get("then", {}).items():
            getattr(self, f"_{name}")(**details)
        if ends_as != State.HANDED_OVER:
            self._take_back(ends_as)

    def _fault(self, days, **fault):
        teacher = self.story.people.teachers_of(self.school)[0]
        self.life.report_fault(self._at(days, "9:20"), teacher, **fault)

    def _swap(self, days, **swap):
        self.life.swap(self._at(days, "11:30"), self.lena, **swap)

    def _longer(self, days, until, reason):
        end = self._day(until) + timedelta(days=1)
        self.life.take("extend", self._at(days, "9:40"), self.head, end=end, reason=reason)

    def _take_back(self, ends_as):
        life, lena, missing = self.life, self.lena, self.more.get("missing", ())
        due_on = next((self._day(days) for _name, _number, days in missing), None)
        lost = [(name, number) for name, number, _days in missing]
        life.take_back(self._at(self.after, "14:30"), lena, missing=lost, due_on=due_on)
        if ends_as == State.RETURNED:
            self._half_inspected(**self.more["inspected"])
            return
        if broke := self.more.get("broke"):
            self._broke(self.after - 1, **broke)
        life.close(self._at(self.after - 4, "16:20"), lena)
        if answers := self.more.get("evaluated"):
            life.take("evaluate", self._at(self.after - 6, "16:30"), self.head, **answers)

    def _half_inspected(self, days, slot, **found):
        at = self._at(days, "15:00")
        self.life.inspect(at, self.lena, range(1, slot))
        self.life.inspect(at + timedelta(minutes=10), self.lena, [slot], BROKEN, **found)

    def _broke(self, days, slot, decision, reason, solution, **found):
        """Broken on return, decided, repaired: all of it is over."""
        life, said = self.life, {"decision": decision, "reason": reason}
        life.inspect(self._at(days, "15:10"), self.lena, [slot], BROKEN, **found)
        life.decide(self._at(days - 1, "15:20"), self.lena, slot=slot, **said)
        tom = self.story.people["technician"]
        life.mend(self._at(days - 2, "15:25"), tom, slot=slot, solution=solution)
