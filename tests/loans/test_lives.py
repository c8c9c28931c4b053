"""Random lives of loans: whatever happens in whatever order, no case is at two schools, nothing
gets lost, and the journal knows of every step."""

import os
import random
from collections import Counter
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from assets.cases import workflow as filling
from assets.devices.workflow import devices
from assets.models import AccessoryKind, Category, Device
from itsm.journal.models import Event, Subject
from itsm.people.roles import Role
from itsm.workflow import StepRefused
from loans import workflow
from loans.models import Loan, LoanItem, OpenItem
from tests.conftest import make_device, make_person, make_school
from tests.loans.conftest import SIGNED, make_case

PENCILS = 3
WHICH = st.integers(0, 99)
STEPS = ["submit", "approve", "waitlist", "withdraw", "prepare", "take_back", "close"]
# Which lives are played: other ones every time, the same ones again with LIVES=<the number shown>.
SEED = int(os.environ.get("LIVES") or random.SystemRandom().randrange(10**6))
# What one whole life meets.
MET = {
    "loan.submitted",
    "loan.waitlisted",
    "loan.approved",
    "loan.prepared",
    "loan.handed_over",
    "loan.swapped",
    "loan.extended",
    "loan.taken_back",
    "loan.withdrawn",
}
UNDECIDED = ("submitted", "waitlisted")


def kinds_of_things():
    """What cases, tablets and pencils are."""
    named = {"label_en": "Tablet case", "is_case": True}
    return SimpleNamespace(
        case=Category.objects.create(label_de="Tablet-Koffer", **named),
        tablet=Category.objects.create(label_de="Tablet", label_en="Tablet"),
        pencil=AccessoryKind.objects.create(label_de="Stift", label_en="Pencil"),
    )


ALL_DONE = Counter()


class Lives(RuleBasedStateMachine):
    """Two schools, two cases with two tablets each, three spares, and a loan manager."""

    def __init__(self):
        super().__init__()
        self.taken_back = transaction.atomic()
        self.taken_back.__enter__()
        self.lena = make_person("lena", Role.LENDER)
        self.adam = make_person("adam", Role.ADMINISTRATOR)
        self.schools = [make_school("Gymnasium am Deich", "GAD"), make_school("BBS am Moor", "BAM")]
        self.kinds = kinds_of_things()
        self.cases = [
            make_case(f"IT-K{n}", self.kinds, self.lena, tablets=2, pencils=PENCILS) for n in (1, 2)
        ]
        for n in (1, 2, 3):
            make_device(f"IT-S{n}", self.kinds.tablet, None, state="in_storage")
        self.devices = Device.objects.count()
        self.done = Counter()

    def teardown(self):
        ALL_DONE.update(self.done)
        transaction.set_rollback(True)
        self.taken_back.__exit__(None, None, None)

    # How things are chosen and steps are taken.

    def loan(self, which, *states):
        """One of the loans, in one of these states if any is named; as the database knows it."""
        found = Loan.objects.order_by("pk")
        found = list(found.filter(state__in=states) if states else found)
        return found[which % len(found)] if found else None

    def take(self, verb, act, *things, **said):
        """Take a step: it is refused, or the journal has one more line about it."""
        try:
            with transaction.atomic():
                result = act(*things, **said)
        except StepRefused:
            return None
        if verb:
            self.done[verb] += 1
        return result or True

    # What may happen.

    @initialize(which=WHICH)
    def somebody_applies_for_today(self, which):
        self.somebody_applies(which=which, any_case=False, begins=0, lasts=1)

    @rule(which=WHICH, any_case=st.booleans(), begins=st.integers(0, 3), lasts=st.integers(1, 3))
    def somebody_applies(self, which, any_case, begins, lasts):
        start = timezone.localdate() + timedelta(days=100 * begins)
        wanted = {"category": self.kinds.case} if any_case else {"case": self.cases[which // 2 % 2]}
        new = self.take(
            "loan.drafted",
            workflow.apply,
            by=self.lena,
            school=self.schools[which % 2],
            start=start,
            end=start + timedelta(days=100 * lasts),
            purpose="x",
            responsible="x",
            **wanted,
        )
        self.take("loan.submitted", workflow.submit, new, by=self.lena)

    @rule(which=WHICH)
    def it_goes_onto_the_waiting_list(self, which):
        if loan := self.loan(which, "submitted"):
            self.take("loan.waitlisted", workflow.waitlist, loan, by=self.lena)

    @rule(which=WHICH)
    def it_is_refused(self, which):
        if loan := self.loan(which, *UNDECIDED):
            self.take("loan.refused", workflow.refuse, loan, by=self.lena, reason="x")

    @rule(which=WHICH, to=st.sampled_from(["prepared", "handed_over", "closed"]))
    def it_goes_well_for_a_while(self, which, to):
        """On towards the end, so that long lives are not rare."""
        if not (loan := self.loan(which, *UNDECIDED, "approved")):
            return
        self.it_is_approved_at(loan)
        self.take("loan.prepared", workflow.prepare, loan, by=self.lena)
        if to != "prepared":
            self.hand_over(Loan.objects.get(pk=loan.pk), leaves=False)
        loan.refresh_from_db()
        if to == "closed" and loan.state == "handed_over":
            for item in loan.items.filter(is_out=True).select_related("device"):
                code = item.device.inventory_number
                self.take("loan.scanned_in", workflow.scan_in, loan, by=self.lena, code=code)
            self.take("loan.taken_back", workflow.take_back, loan, by=self.lena)

    def it_is_approved_at(self, loan):
        """Promised, where it is not yet."""
        if loan.state in UNDECIDED:
            self.take("loan.approved", workflow.approve, loan, by=self.lena)

    @rule(which=WHICH)
    def it_is_approved(self, which):
        if loan := self.loan(which, *UNDECIDED):
            self.take("loan.approved", workflow.approve, loan, by=self.lena)

    @rule(which=WHICH)
    def it_is_prepared(self, which):
        if loan := self.loan(which, "approved"):
            self.take("loan.prepared", workflow.prepare, loan, by=self.lena)

    @rule(which=WHICH, leaves=st.booleans())
    def it_is_scanned_and_handed_over(self, which, leaves):
        if loan := self.loan(which, "prepared"):
            self.hand_over(loan, leaves)

    def hand_over(self, loan, leaves):
        """Every device scanned, or the first one left out with a word."""
        for item in loan.items.filter(scanned_out_at=None).select_related("device"):
            code = item.device.inventory_number
            self.take("loan.scanned_out", workflow.scan_out, loan, by=self.lena, code=code)
        left = loan.items.filter(slot=1).first()
        if leaves and left:
            self.take(
                "loan.left_out", workflow.leave_out, loan, by=self.lena, item=left, reason="x"
            )
        self.take("loan.handed_over", workflow.hand_over, loan, by=self.lena, signatures=SIGNED)

    @rule(which=WHICH)
    def one_scan_is_undone(self, which):
        if (loan := self.loan(which, "prepared")) and (item := loan.items.first()):
            was = item.scanned_out_at is not None or bool(item.left_out)
            verb = "loan.scan_undone" if was else ""
            self.take(verb, workflow.undo_scan_out, loan, by=self.lena, item=item)

    @rule(which=WHICH, spare=st.integers(1, 3))
    def a_spare_takes_a_slot(self, which, spare):
        loan = self.loan(which, "handed_over")
        item = loan and loan.items.filter(slot=1 + which % 2, is_out=True).first()
        if item:
            new = Device.objects.get(inventory_number=f"IT-S{spare}")
            self.take("loan.swapped", workflow.swap, loan, by=self.lena, item=item, spare=new)

    @rule(which=WHICH, how_many=st.integers(1, 4))
    def some_of_it_comes_back(self, which, how_many):
        if not (loan := self.loan(which, "handed_over", "returned")):
            return
        for item in loan.items.filter(is_out=True).select_related("device")[:how_many]:
            code = item.device.inventory_number
            self.take("loan.scanned_in", workflow.scan_in, loan, by=self.lena, code=code)

    @rule(which=WHICH, back=st.integers(0, PENCILS), broken=st.integers(0, 1))
    def pencils_are_counted(self, which, back, broken):
        loan = self.loan(which, "handed_over", "returned")
        row = loan and loan.accessories.first()
        if row and back <= row.out:
            self.take(
                "", workflow.count_in, loan, by=self.lena, accessory=row, back=back, broken=broken
            )

    @rule(which=WHICH)
    def it_is_taken_back(self, which):
        if loan := self.loan(which, "handed_over"):
            self.take("loan.taken_back", workflow.take_back, loan, by=self.lena)

    @rule(which=WHICH, fine=st.booleans())
    def it_is_inspected(self, which, fine):
        if not (loan := self.loan(which, "returned")):
            return
        for item in loan.items.filter(scanned_in_at__isnull=False, inspected_at=None):
            self.take(
                "loan.inspected",
                workflow.inspect,
                loan,
                by=self.lena,
                item=item,
                works=fine,
                complete=True,
                lendable=fine,
            )

    @rule(which=WHICH)
    def what_is_missing_is_given_up(self, which):
        owed = list(OpenItem.objects.filter(done_at=None).order_by("pk"))
        if owed:
            one = owed[which % len(owed)]
            self.take("loan.resolved", workflow.resolve, one, by=self.lena, result="x")

    @rule(which=WHICH)
    def it_is_closed(self, which):
        if loan := self.loan(which, "returned"):
            self.take("loan.closed", workflow.close, loan, by=self.lena)

    @rule(which=WHICH)
    def it_is_withdrawn(self, which):
        if loan := self.loan(which, "draft", "submitted", "approved"):
            self.take("loan.withdrawn", workflow.withdraw, loan, by=self.lena)

    @rule(which=WHICH, days=st.integers(-5, 150))
    def it_is_extended(self, which, days):
        if loan := self.loan(which, *Loan.PLANNED) or self.loan(which):
            end = loan.end + timedelta(days=days)
            self.take("loan.extended", workflow.extend, loan, by=self.lena, end=end)

    @rule(which=WHICH, step=st.sampled_from(STEPS))
    def somebody_tries_the_wrong_step(self, which, step):
        loan = self.loan(which)
        if loan is None:
            return
        verbs = {
            "submit": "submitted",
            "approve": "approved",
            "waitlist": "waitlisted",
            "withdraw": "withdrawn",
            "prepare": "prepared",
            "take_back": "taken_back",
            "close": "closed",
        }
        self.take(f"loan.{verbs[step]}", getattr(workflow, step), loan, by=self.lena)

    @rule(which=WHICH)
    def a_device_is_retired(self, which):
        tablets = list(Device.objects.filter(category=self.kinds.tablet).order_by("pk"))
        device = tablets[which % len(tablets)]
        self.take("device.retired", devices.retire, device, by=self.adam)

    @rule(which=WHICH)
    def an_empty_slot_is_filled(self, which):
        case = Device.objects.get(pk=self.cases[which % 2].pk)
        spares = list(Device.objects.filter(category=self.kinds.tablet, case=None).order_by("pk"))
        if spares:
            device = spares[which % len(spares)]
            self.take("case.filled", filling.fill, case, by=self.lena, device=device)

    @rule(which=WHICH)
    def a_slot_is_emptied(self, which):
        inside = list(Device.objects.exclude(case=None).order_by("pk"))
        if inside:
            device = inside[which % len(inside)]
            self.take("case.emptied", filling.take_out, device, by=self.lena)

    # What is true at every moment.

    @invariant()
    def no_two_schools_have_a_case_on_the_same_day(self):
        planned = list(Loan.objects.planned())
        assert not [
            (one, two)
            for one in planned
            for two in planned
            if one.pk < two.pk
            and one.case_id == two.case_id
            and one.start < two.end
            and two.start < one.end
        ]

    @invariant()
    def every_device_is_in_exactly_one_place(self):
        out = Counter(LoanItem.objects.filter(is_out=True).values_list("device", "loan__school"))
        lent = Device.objects.exclude(lent_to=None).values_list("pk", "lent_to")
        assert out == Counter(lent)
        assert not Device.objects.filter(state="lent", lent_to=None).exists()
        assert Device.objects.count() == self.devices

    @invariant()
    def what_is_in_a_case_is_where_the_case_is(self):
        for device in Device.objects.exclude(case=None).select_related("case"):
            assert device.state != "retired"
            if device.lent_to_id == device.case.lent_to_id and device.state != "missing":
                assert device.location_id == device.case.location_id

    @invariant()
    def pencils_out_are_pencils_back_and_pencils_missing(self):
        for case in self.cases:
            closed = Loan.objects.filter(case=case, state="closed")
            missing = sum(row.missing for loan in closed for row in loan.accessories.all())
            assert case.accessories.get().present + missing == PENCILS

    @invariant()
    def every_step_stands_in_the_journal(self):
        verbs = [verb for verb in self.done if verb.startswith("loan.")]
        told = Counter(Event.objects.filter(verb__in=verbs).values_list("verb", flat=True))
        assert told == {verb: self.done[verb] for verb in verbs}
        about = Subject.objects.filter(kind="loan", verb__in=verbs).values("event").distinct()
        assert about.count() == sum(told.values())


def live(examples, steps):
    quietly = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    print(f"These lives again: LIVES={SEED}")
    ALL_DONE.clear()
    run_state_machine_as_test(
        seed(SEED)(Lives),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=quietly,
        ),
    )


def test_one_whole_life(db):
    """Each step once, in a life that goes well, so that what random lives may do is known to go."""
    life = Lives()
    life.somebody_applies(which=0, any_case=False, begins=0, lasts=1)
    for step in (
        life.it_goes_onto_the_waiting_list,
        life.it_is_approved,
        life.it_is_prepared,
        partial(life.it_is_scanned_and_handed_over, leaves=False),
        partial(life.a_spare_takes_a_slot, spare=1),
        partial(life.it_is_extended, days=10),
        partial(life.some_of_it_comes_back, how_many=4),
        life.it_is_taken_back,
    ):
        step(which=0)
        life.every_step_stands_in_the_journal()
        life.every_device_is_in_exactly_one_place()
    life.somebody_applies(which=2, any_case=True, begins=3, lasts=1)
    life.it_is_withdrawn(which=0)
    assert set(life.done) >= MET
    life.teardown()


def test_random_lives(db):
    live(examples=12, steps=30)


@pytest.mark.prove
def test_many_long_random_lives(db):
    live(examples=60, steps=60)
