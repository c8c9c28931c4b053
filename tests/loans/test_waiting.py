"""A case that becomes free is offered to whoever waits longest; nothing is promised by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assets.models import Device
from itsm.journal.models import Subject
from itsm.outbox.models import OutboxMessage
from loans import workflow
from loans.models import Loan
from tests.loans.conftest import again, bring_back, make_loan, year

OVER = timedelta(days=365)


@pytest.fixture
def queue(lena, deich, moor, case):
    """The Gymnasium has the only case; the BBS waits for it, then the Gymnasium once more."""
    has = make_loan(lena, deich, case, to="approved")
    waits = [make_loan(lena, school, None, to="submitted", category=case.category)
             for school in (moor, deich)]  # fmt: skip
    for loan in waits:
        workflow.waitlist(loan, by=lena)
    OutboxMessage.objects.all().delete()
    return [has, *waits]


def told():
    """Who was written to, that a case is free for whom."""
    mails = [row.payload for row in OutboxMessage.objects.order_by("pk")]
    return [(m["to"], m["subject"]) for m in mails if "Koffer ist frei" in m["subject"]]


MOOR = [("lena@example.org", "Ein Koffer ist frei: BBS am Moor ist die nächste Schule")]
DEICH = [("lena@example.org", "Ein Koffer ist frei: Gymnasium am Deich ist die nächste Schule")]


def test_a_withdrawn_loan_frees_its_case_for_the_first_who_waits(lena, hanna, queue):
    has, first, second = queue
    assert (list(workflow.possible()), workflow.next_in_line()) == ([], [])
    workflow.withdraw(has, by=hanna)
    assert (list(workflow.possible()), workflow.next_in_line()) == ([first, second], [first])
    assert told() == MOOR
    assert [again(loan).state for loan in queue] == ["withdrawn", "waitlisted", "waitlisted"]
    assert next(s.verb for s in Subject.objects.about(first)) == "loan.now_possible"
    workflow.refuse(first, by=lena, reason="Die Schule hat schon einen.")
    assert told() == MOOR + DEICH


def test_what_comes_back_early_or_late_is_offered_once(lena, queue):
    has, first, _second = queue
    Loan.objects.filter(pk=has.pk).update(state="handed_over", handed_over_at=timezone.now())
    case = has.case
    item = has.items.create(device=case, is_out=True, came_at=timezone.now())
    Device.objects.filter(pk=case.pk).update(state="lent", lent_to=has.school)
    has = again(has)
    workflow.scan_in(has, by=lena, code=case.inventory_number)
    assert told() == []
    workflow.take_back(has, by=lena)
    workflow.close(has, by=lena)
    assert (told(), workflow.next_in_line(), item.pk is not None) == (MOOR, [first], True)


def test_a_loan_that_is_shortened_frees_the_days_after(lena, moor, queue):
    has, first, _second = queue
    later = {"start": has.start + timedelta(days=30), "end": has.end}
    workflow.amend(first, by=lena, **later)
    workflow.replan(has, by=lena, case=has.case, start=has.start, end=later["start"])
    assert told() == MOOR
    workflow.replan(has, by=lena, case=has.case, start=has.start, end=has.start + OVER)
    assert (told(), list(workflow.possible())) == (MOOR, [])


def test_what_is_overdue_is_free_for_nobody_today(lena, deich, moor, case):
    today = timezone.localdate()
    late = make_loan(
        lena, deich, case, to="handed_over", start=today - timedelta(days=9), end=today
    )
    waits = make_loan(lena, moor, None, to="submitted", category=case.category)
    later = make_loan(
        lena, moor, None, to="submitted", category=case.category,
        **year(today + timedelta(days=400)),
    )  # fmt: skip
    for loan in (waits, later):
        workflow.waitlist(loan, by=lena)
    assert list(workflow.possible()) == [later]
    bring_back(again(late), lena)
    assert (list(workflow.possible()), told()) == ([waits, later], MOOR)


def test_all_at_once_says_the_same_as_one_by_one(lena, queue, other_case):
    """`possible` asks for all what `free_cases` asks for one."""
    Device.objects.filter(pk=other_case.pk).update(state="missing")
    for state in ("missing", "in_storage", "retired"):
        Device.objects.filter(pk=other_case.pk).update(state=state)
        waits = Loan.objects.waiting()
        one_by_one = [
            loan for loan in waits if workflow.free_cases(loan.category, loan.start, loan.end)
        ]
        assert list(workflow.possible()) == one_by_one, state


def test_the_loan_manager_sees_who_is_next(
    sign_in, lena, hanna, otto, queue, django_assert_max_num_queries
):
    has, first, second = queue
    workflow.withdraw(has, by=hanna)
    client = sign_in(lena)
    rows = client.get("/loans/waiting/").context["rows"]
    assert [(row.pk, row.is_next) for row in rows] == [(first.pk, True), (second.pk, False)]
    with django_assert_max_num_queries(12):
        turn = client.get(f"/loans/{first.number}/").context["turn"]
    assert (
        turn == "Ein Koffer ist frei, und diese Schule ist die nächste. Die Ausleihe entscheidet."
    )
    facts = {fact["url"]: fact["number"] for fact in client.get("/loans/").context["facts"]}
    assert facts["/loans/?need=free"] == 2
    mine = sign_in(otto).get("/loans/waiting/").context["rows"]
    assert [(row.pk, row.free, row.is_next) for row in mine] == [(first.pk, None, False)]
