"""Proofs that hold, a whole application at once, and the fair order among those who wait."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from assets.models import Category
from itsm.fields.models import CustomField
from itsm.files.uploads import Accepted
from itsm.outbox.models import OutboxMessage
from itsm.workflow import StepRefused
from loans import workflow
from loans.models import Condition, Loan, LoanCondition, Training
from loans.years import school_year
from tests.conftest import make_device
from tests.loans.conftest import again, make_case, make_loan, year


@pytest.fixture
def insured(db):
    """Insurance, valid until a day; the school says so itself."""
    return Condition.objects.create(
        label_de="Versichert", label_en="Insured", proof="date", checker="school"
    )


def proved(loan, by, **facts):
    """The loan's one condition is met with these facts."""
    workflow.meet_condition(loan, by=by, condition=loan.conditions.get(), **facts)
    return loan.conditions.get()


@pytest.mark.parametrize(("days", "met"), [(-1, False), (0, True), (1, True)])
def test_a_proof_that_ends_before_the_first_day_blocks_the_promise(
    days, met, hanna, lena, deich, case, insured
):
    start = timezone.localdate() + timedelta(days=30)
    loan = make_loan(hanna, deich, case, to="submitted", **year(start))
    assert proved(loan, hanna, valid_until=start + timedelta(days=days)).is_met == met
    if met:
        workflow.approve(loan, by=lena)
    else:
        with pytest.raises(StepRefused) as refused:
            workflow.approve(loan, by=lena)
        assert refused.value.sentence == "Noch offen: Versichert."
    assert again(loan).state == ("approved" if met else "submitted")


def test_a_loan_moved_behind_its_proof_needs_a_new_one(hanna, lena, deich, case, insured):
    start = timezone.localdate() + timedelta(days=30)
    loan = make_loan(hanna, deich, case, to="submitted", **year(start))
    proved(loan, hanna, valid_until=start)
    later = start + timedelta(days=1)
    workflow.amend(loan, by=hanna, start=later, end=later + timedelta(days=9))
    with pytest.raises(StepRefused, match="Noch offen: Versichert"):
        workflow.approve(again(loan), by=lena)


@pytest.mark.parametrize(("days", "promised"), [(-1, False), (0, True)])
def test_the_change_of_year_takes_the_proof_along_as_long_as_it_holds(
    days, promised, hanna, lena, deich, kinds, insured
):
    end = school_year(timezone.localdate())[1]
    case = make_case("IT-A", kinds, lena, tablets=0)
    make_case("IT-B", kinds, lena, tablets=0)
    loan = make_loan(hanna, deich, case, to="submitted", start=timezone.localdate(), end=end)
    until = end + timedelta(days=days)
    proved(loan, hanna, proof="Police 17", valid_until=until)
    Loan.objects.filter(pk=loan.pk).update(state="handed_over", handed_over_at=timezone.now())
    following = school_year(end)[1]
    ((_loan, _choice, sentence),) = workflow.change_of_year(
        [(again(loan), "swap")], by=lena, end=following, rehearse=False
    )
    new = Loan.objects.exclude(pk=loan.pk)
    if promised:
        assert (sentence, new.get().state) == ("", "approved")
        kept = new.get().conditions.get()
        assert (kept.proof, kept.valid_until) == ("Police 17", until)
    else:
        assert (sentence, new.count()) == ("Noch offen: Versichert.", 0)


def test_the_change_of_year_takes_the_paper_and_own_fields_along(hanna, lena, deich, kinds):
    Condition.objects.create(
        label_de="Plan", label_en="Plan", proof="file", checker=Condition.Checker.SCHOOL
    )
    CustomField.objects.create(owner_type="loan", key="rooms", kind="text", label_de="Räume")
    end = school_year(timezone.localdate())[1]
    case = make_case("IT-A", kinds, lena, tablets=0)
    make_case("IT-B", kinds, lena, tablets=0)
    facts = {"start": timezone.localdate(), "end": end, "custom": {"rooms": "R 204"}}
    loan = make_loan(hanna, deich, case, **facts)
    paper = Accepted("Plan.pdf", "pdf", ContentFile(b"%PDF der Plan"), False)
    workflow.meet_condition(loan, by=hanna, condition=loan.conditions.get(), accepted=paper)
    workflow.submit(loan, by=hanna)
    Loan.objects.filter(pk=loan.pk).update(state="handed_over", handed_over_at=timezone.now())
    workflow.change_of_year(
        [(again(loan), "swap")], by=lena, end=school_year(end)[1], rehearse=False
    )
    new = Loan.objects.exclude(pk=loan.pk).get()
    before, kept = loan.conditions.get(), new.conditions.get()
    with kept.file.open() as file:
        assert file.read() == b"%PDF der Plan"
    assert (kept.file_name, kept.file_kind) == ("Plan.pdf", "pdf")
    assert (kept.file.name != before.file.name, new.custom) == (True, {"rooms": "R 204"})


def test_a_proof_counts_for_all_cases_of_one_application_and_no_other(hanna, deich, case, insured):
    first = workflow.apply(
        by=hanna,
        school=deich,
        category=case.category,
        quantity=3,
        purpose="x",
        responsible="y",
        **year(),
    )
    other = make_loan(hanna, deich, case)
    proved(first, hanna, valid_until=timezone.localdate() + timedelta(days=900))
    met = LoanCondition.objects.filter(met_at__isnull=False).order_by("loan_id")
    assert [row.loan_id for row in met] == [one.pk for one in workflow.applied_together(first)]
    assert other.pk not in {row.loan_id for row in met}


@pytest.fixture
def three(hanna, lena, deich, moor, kinds):
    """Three cases of one application; two cases there are; the BBS has applied for one, too."""
    cases = [make_case(f"IT-{n}", kinds, lena, tablets=0) for n in "AB"]
    first = workflow.apply(
        by=hanna,
        school=deich,
        category=kinds.case,
        quantity=3,
        purpose="Mathe",
        responsible="Frau Petersen",
        **year(),
    )
    workflow.submit_all(first, by=hanna)
    other = make_loan(lena, moor, None, to="submitted", category=kinds.case)
    OutboxMessage.objects.all().delete()
    return SimpleNamespace(first=first, cases=cases, other=other)


def states(loan):
    return [one.state for one in workflow.applied_together(loan)]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("wait", ["approved", "waitlisted", "waitlisted"]),
        ("refuse", ["approved", "refused", "refused"]),
        ("leave", ["approved", "submitted", "submitted"]),
    ],
)
def test_one_is_promised_and_the_rest_waits_is_refused_or_left(rest, expected, three, lena, hanna):
    workflow.decide_together(
        three.first, by=lena, number=1, rest=rest, reason="Es gibt nur wenige."
    )
    assert states(three.first) == expected
    assert again(three.other).state == "submitted"
    refused = [one.reason for one in workflow.applied_together(three.first).filter(state="refused")]
    assert refused == (["Es gibt nur wenige."] * 2 if rest == "refuse" else [])
    mails = [row.payload for row in OutboxMessage.objects.all()]
    assert [mail["to"] for mail in mails] == [hanna.email]
    assert ("Es gibt nur wenige." in mails[0]["text"]) == (rest == "refuse")


def test_those_that_are_ticked_are_promised(three, lena):
    workflow.decide_together(three.first, by=lena, number=2, cases=[three.cases[1]], rest="wait")
    loans = workflow.applied_together(three.first)
    told = [(one.state, one.case and one.case.inventory_number) for one in loans]
    assert told == [("approved", "IT-B"), ("approved", "IT-A"), ("waitlisted", None)]


def test_the_whole_application_is_amended_as_far_as_it_is_not_decided(three, lena, hanna):
    """Words and days change for all that wait; what is promised keeps its days, the BBS its own."""
    *waiting, promised = workflow.applied_together(three.first)
    workflow.approve(promised, by=lena, case=three.cases[0])
    end = three.first.end - timedelta(days=30)
    workflow.amend_all(again(three.first), by=hanna, purpose="Physik", end=end)
    told = [(one.purpose, one.end) for one in map(again, [*waiting, promised, three.other])]
    before = three.first.end
    assert told == [("Physik", end), ("Physik", end), ("Mathe", before), ("Mathe", before)]


def test_who_submitted_first_is_first_whoever_began_to_write_first(
    sign_in, lena, deich, moor, case
):
    wrote_first = make_loan(lena, deich, None, category=case.category)
    submitted_first = make_loan(lena, moor, None, category=case.category)
    for days, loan in ((2, submitted_first), (1, wrote_first)):
        workflow.submit(loan, by=lena)
        moment = timezone.now() - timedelta(days=days)
        Loan.objects.filter(pk=loan.pk).update(submitted_at=moment)
    for loan in (wrote_first, submitted_first):
        workflow.waitlist(loan, by=lena)
    fair = [submitted_first, wrote_first]
    assert list(Loan.objects.waiting()) == fair
    assert workflow.next_in_line() == [submitted_first]
    assert [workflow.standing(loan) for loan in fair] == [(1, True), (2, False)]
    rows = sign_in(lena).get("/loans/waiting/").context["rows"]
    assert [(row.pk, row.place, row.of) for row in rows] == [
        (submitted_first.pk, 1, 2),
        (wrote_first.pk, 2, 2),
    ]


def test_every_kind_has_a_queue_of_its_own(lena, deich, moor, case):
    """Whoever waits for a laptop case is first there, though two wait for tablets before."""
    laptops = Category.objects.create(label_de="Laptop-Koffer", label_en="Laptops", is_case=True)
    make_device("IT-L", laptops, None, capacity=2, state="in_storage")
    loans = [
        make_loan(lena, school, None, to="submitted", category=kind)
        for school, kind in ((deich, case.category), (moor, case.category), (moor, laptops))
    ]
    for loan in loans:
        workflow.waitlist(loan, by=lena)
    assert [workflow.standing(loan)[0] for loan in loans] == [1, 2, 1]
    assert workflow.next_in_line() == [loans[0], loans[2]]


def test_a_training_meets_its_own_condition_and_no_other(lena, hanna, deich, case):
    pedagogy, network = (
        Condition.objects.create(label_de=word, label_en=word, proof="training")
        for word in ("Pädagogik", "Netz")
    )
    loan = make_loan(hanna, deich, case, to="submitted")
    begins = timezone.now() + timedelta(days=1)
    for condition in (pedagogy, None):
        training = workflow.save_training(
            Training(),
            by=lena,
            title="T",
            starts_at=begins,
            seats=1,
            ends_at=begins + timedelta(hours=1),
            condition=condition,
        )
        seat = workflow.sign_up(training, by=hanna, school=deich, name="Frau Petersen")
        workflow.note_attendance(training, by=lena, attended={seat.pk})
    met = {one.condition: one.met_at is not None for one in loan.conditions.all()}
    assert met == {pedagogy: True, network: False}
