"""A case goes out and comes back, and goes to the next school: nothing gets lost on the way."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from assets.cases import workflow as filling
from assets.models import Device
from itsm.journal.models import Subject
from itsm.outbox.models import OutboxMessage
from itsm.workflow import NotAllowed, StepRefused
from loans import workflow
from loans.handover.workflow import handover
from loans.models import Loan, LoanPaper, OpenItem, Stage
from tests.conftest import make_device
from tests.loans.conftest import SIGNED, again, bring_back, hand_over, look_at_all, make_loan, year


def state_of(*devices):
    return list(
        Device.objects.filter(pk__in=[d.pk for d in devices])
        .order_by("inventory_number")
        .values_list("state", "lent_to__short_name")
    )


def test_a_whole_life_from_application_to_the_next_school(lena, hanna, deich, moor, case, stages):
    loan = workflow.apply(
        by=hanna,
        school=deich,
        category=case.category,
        purpose="Mathe",
        responsible="Frau Petersen",
        **year(),
    )
    workflow.submit(loan, by=hanna)
    workflow.approve(loan, by=lena)
    assert (again(loan).state, again(loan).case) == ("approved", case)
    workflow.prepare(loan, by=lena)
    hand_over(loan, lena)
    assert state_of(case, *case.contents.all()) == [("lent", "GAD")] * 5
    bring_back(loan, lena)
    look_at_all(loan, lena)
    workflow.close(loan, by=lena)
    assert state_of(case, *case.contents.all()) == [("in_storage", None)] * 5
    make_loan(lena, moor, case, to="handed_over")
    assert state_of(case) == [("lent", "BAM")]
    verbs = [s.verb for s in Subject.objects.about(loan)]
    assert [v for v in verbs if "scanned" not in v and "inspected" not in v] == [
        "loan.closed",
        "loan.paper_made",
        "loan.taken_back",
        "loan.paper_made",
        "loan.handed_over",
        "loan.prepared",
        "loan.approved",
        "loan.agreed",
        "loan.agreed",
        "loan.submitted",
        "loan.drafted",
    ]


def test_nothing_is_promised_while_a_condition_is_open(lena, hanna, deich, case, condition):
    loan = make_loan(hanna, deich, case, to="submitted")
    with pytest.raises(StepRefused, match="WLAN"):
        workflow.approve(loan, by=lena)
    workflow.meet_condition(loan, by=hanna, condition=loan.conditions.get())
    with pytest.raises(StepRefused, match="WLAN"):
        workflow.approve(loan, by=lena)
    workflow.meet_condition(loan, by=lena, condition=loan.conditions.get())
    workflow.approve(loan, by=lena)
    assert again(loan).state == "approved"


def test_the_head_agrees_first_then_the_loan_manager(lena, hanna, deich, case, stages):
    loan = make_loan(lena, deich, case, to="submitted")
    workflow.approve(loan, by=hanna)
    assert (again(loan).state, [str(s) for s in Stage.objects.open_for(loan)]) == (
        "submitted",
        ["Ausleihe"],
    )
    with pytest.raises(NotAllowed):
        workflow.approve(loan, by=hanna)
    workflow.approve(loan, by=lena)
    assert again(loan).state == "approved"


@pytest.mark.parametrize("left", ["no stage at all", "agreed to every stage that is left"])
def test_no_school_promises_a_case_to_itself(left, lena, hanna, deich, case, request):
    """The head of school has said her part, or is not asked: a loan manager promises."""
    if left != "no stage at all":
        _head, lender = request.getfixturevalue("stages")
    loan = make_loan(lena, deich, case, to="submitted")
    if left != "no stage at all":
        workflow.approve(loan, by=hanna)
        Stage.objects.filter(pk=lender.pk).update(retired=True)
    with pytest.raises(NotAllowed):
        workflow.approve(again(loan), by=hanna)
    assert again(loan).state == "submitted"
    workflow.approve(again(loan), by=lena)
    assert again(loan).state == "approved"


def test_two_schools_never_have_a_case_promised_on_the_same_day(lena, deich, moor, case):
    first, second = (
        make_loan(lena, deich, case, to="submitted"),
        make_loan(lena, moor, case, to="submitted"),
    )
    workflow.approve(first, by=lena)
    with pytest.raises(StepRefused, match="Gymnasium am Deich"):
        workflow.approve(second, by=lena)
    workflow.waitlist(second, by=lena)
    workflow.withdraw(first, by=lena)
    workflow.approve(second, by=lena)
    assert (again(first).state, again(second).state) == ("withdrawn", "approved")


def test_one_loan_may_begin_on_the_day_the_other_ends(lena, deich, moor, case):
    first = make_loan(lena, deich, case, to="approved")
    second = make_loan(lena, moor, case, to="approved", **year(first.end))
    assert again(second).state == "approved"


def test_any_case_of_the_kind_is_found_or_none_is_free(lena, deich, moor, case, other_case):
    kind = {"category": case.category}
    loans = [
        make_loan(lena, school, None, to="submitted", **kind) for school in (deich, moor, deich)
    ]
    workflow.approve(loans[0], by=lena)
    workflow.approve(loans[1], by=lena)
    assert [again(loan).case for loan in loans] == [case, other_case, None]
    with pytest.raises(StepRefused, match=r"waiting list|Warteliste"):
        workflow.approve(loans[2], by=lena)


def test_a_wrong_an_unknown_and_a_retired_device_are_refused_with_the_reason(
    lena, deich, case, other_case
):
    loan = make_loan(lena, deich, case, to="prepared")
    foreign = other_case.contents.first()
    for code, reason in ((foreign.inventory_number, "IT-K2"), ("XYZ", "XYZ")):
        with pytest.raises(StepRefused, match=reason):
            workflow.scan_out(loan, by=lena, code=code)
    Device.objects.filter(inventory_number="IT-K1-01").update(state="in_repair")
    with pytest.raises(StepRefused, match="IT-K1-01"):
        workflow.scan_out(loan, by=lena, code="IT-K1-01")
    label = case.contents.get(slot=2).labels.get()
    assert workflow.scan_out(loan, by=lena, code=label.url).slot == 2
    assert workflow.scan_out(loan, by=lena, code="sn-it-k1-02").slot == 2


def test_a_handover_is_complete_or_names_every_difference(lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    workflow.scan_out(loan, by=lena, code="IT-K1")
    for slot in (1, 2, 3):
        workflow.scan_out(loan, by=lena, code=f"IT-K1-0{slot}")
    with pytest.raises(StepRefused, match="IT-K1-04"):
        workflow.hand_over(loan, by=lena, signatures=SIGNED)
    item = loan.items.get(slot=4)
    workflow.leave_out(loan, by=lena, item=item, reason="Display gebrochen")
    workflow.hand_over(loan, by=lena, signatures=SIGNED)
    listed = loan.items.order_by("device__inventory_number").values_list("slot", "is_out")
    assert list(listed) == [(None, True), (1, True), (2, True), (3, True), (4, False)]


def test_the_contract_is_kept_with_its_hash_and_mailed(lena, running):
    paper = LoanPaper.objects.get(loan=running)
    with paper.file.open() as kept:
        content = kept.read()
    assert (paper.sha256, content[:5]) == (hashlib.sha256(content).hexdigest(), b"%PDF-")
    mails = [m.payload for m in OutboxMessage.objects.all() if paper.sha256 in m.payload["text"]]
    assert [mail["to"] for mail in mails] == ["lena@example.org"]


def test_what_does_not_come_back_stays_lent_and_has_a_person_and_a_date(lena, tom, running, case):
    for slot in (1, 2, 3):
        workflow.scan_in(running, by=lena, code=f"IT-K1-0{slot}")
    with pytest.raises(StepRefused):
        workflow.take_back(running, by=lena)
    workflow.scan_in(running, by=lena, code="IT-K1")
    pencils = running.accessories.get()
    workflow.count_in(running, by=lena, accessory=pencils, back=3, broken=1)
    workflow.take_back(running, by=lena, person=tom)
    open_items = OpenItem.objects.filter(loan=running, done_at=None)
    assert [(o.kind, o.person, o.due_on is None) for o in open_items] == [
        ("device", tom, False),
        ("accessory", tom, False),
    ]
    assert [o.text for o in open_items] == ["IT-K1-04 fehlt", "Stift: 1 fehlt, 1 defekt"]
    assert state_of(case.contents.get(slot=4)) == [("lent", "GAD")]
    with pytest.raises(StepRefused):
        workflow.close(running, by=lena)
    workflow.scan_in(running, by=lena, code="IT-K1-04")
    look_at_all(running, lena)
    workflow.close(running, by=lena)
    kept = case.accessories.get()
    assert (kept.expected, kept.present, kept.broken, kept.missing) == (4, 3, 1, 1)
    assert list(open_items.values_list("kind", flat=True)) == ["accessory"]


def test_damage_opens_a_ticket_and_wants_a_decision(lena, running, case):
    bring_back(running, lena)
    item = running.items.get(slot=2)
    workflow.inspect(
        running,
        by=lena,
        item=item,
        works=False,
        complete=True,
        lendable=False,
        note="Display gebrochen",
        cost=189,
    )
    item.refresh_from_db()
    assert {d.inventory_number for d in item.damage.ticket.devices.all()} == {"IT-K1-02", "IT-K1"}
    workflow.decide(item.damage, by=lena, decision="school", reason="Sturz")
    with pytest.raises(StepRefused):
        workflow.decide(item.damage, by=lena, decision="waived")
    assert OpenItem.objects.get(item=item).done_at is not None
    assert Device.objects.get(inventory_number="IT-K1-02").state == "in_repair"


def test_what_left_its_case_meanwhile_can_still_be_found_broken(lena, running, case):
    bring_back(running, lena)
    item = running.items.get(slot=2)
    filling.take_out(item.device, by=lena)
    item.device.refresh_from_db()
    workflow.inspect(
        running, by=lena, item=item, works=False, complete=True, lendable=False, note="Riss"
    )
    assert state_of(item.device) == [("in_repair", None)]
    assert OpenItem.objects.get(item=item).text == "Bei der Rückgabe beschädigt: IT-K1-02"


def test_a_spare_takes_the_slot_in_one_step(lena, running, kinds, case):
    spare = make_device("IT-S1", kinds.tablet, None, state="in_storage")
    old = running.items.get(slot=3)
    workflow.swap(running, by=lena, item=old, spare=spare, note="Akku")
    assert [(d.inventory_number, d.slot) for d in case.contents.order_by("slot")] == [
        ("IT-K1-01", 1),
        ("IT-K1-02", 2),
        ("IT-S1", 3),
        ("IT-K1-04", 4),
    ]
    assert state_of(spare, old.device) == [("in_repair", None), ("lent", "GAD")]
    assert [p.kind for p in LoanPaper.objects.filter(loan=running)] == ["annex", "contract"]
    bring_back(running, lena)
    look_at_all(running, lena)
    workflow.close(running, by=lena)


def test_an_extension_is_asked_for_and_given_where_nobody_waits(
    lena, hanna, deich, moor, case, kinds
):
    loan = make_loan(lena, deich, case, to="handed_over")
    later = year(loan.end)["end"]
    workflow.extend(loan, by=hanna, end=later, reason="Projekt")
    assert (again(loan).end, again(loan).wanted_end) == (loan.end, later)
    waits = make_loan(lena, moor, None, to="submitted", category=kinds.case, **year(loan.end))
    workflow.waitlist(waits, by=lena)
    with pytest.raises(StepRefused, match="BBS am Moor"):
        workflow.extend(again(loan), by=lena, end=later)
    workflow.withdraw(waits, by=lena)
    workflow.extend(again(loan), by=lena, end=later)
    assert (again(loan).end, again(loan).wanted_end) == (later, None)


def test_an_overdue_case_goes_to_nobody_else(lena, deich, moor, case):
    today = timezone.localdate()
    late = make_loan(
        lena, deich, case, to="handed_over", start=today - timedelta(days=9), end=today
    )
    assert again(late).overdue
    with pytest.raises(StepRefused, match="Gymnasium am Deich hat diesen Koffer noch"):
        make_loan(lena, moor, case, to="approved")
    following = make_loan(lena, moor, case, to="approved", **year(today + timedelta(days=1)))
    with pytest.raises(StepRefused, match="Gymnasium am Deich"):
        workflow.prepare(following, by=lena)
    Loan.objects.filter(pk=following.pk).update(state="prepared")
    handover.list_items(again(following))
    for item in following.items.all():
        with pytest.raises(StepRefused):
            workflow.scan_out(following, by=lena, code=item.device.inventory_number)


@pytest.mark.parametrize("name", ["anna", "vera", "otto", "ida"])
def test_nobody_else_takes_steps(request, name, loan):
    person = request.getfixturevalue(name)
    for step in ("submit", "approve", "prepare"):
        with pytest.raises(NotAllowed):
            getattr(workflow, step)(loan, by=person)
