"""A case that becomes free is offered to whoever waits longest; nothing is promised by itself."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from assets.models import Device
from itsm.journal.models import Subject
from itsm.outbox.models import OutboxMessage
from itsm.workflow import StepRefused
from loans import workflow
from loans.models import Loan
from tests.loans.conftest import again, bring_back, make_case, make_loan, year

OVER = timedelta(days=365)


@pytest.fixture
def queue(lena, deich, moor, case):
    """The Gymnasium has the only case; the BBS waits for it, then the Gymnasium once more."""
    has = make_loan(lena, deich, case, to="approved")
    waits = [
        make_loan(lena, school, None, to="submitted", category=case.category)
        for school in (moor, deich)
    ]
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
        lena,
        moor,
        None,
        to="submitted",
        category=case.category,
        **year(today + timedelta(days=400)),
    )
    for loan in (waits, later):
        workflow.waitlist(loan, by=lena)
    assert list(workflow.possible()) == []
    bring_back(again(late), lena)
    assert (list(workflow.possible()), told()) == ([waits, later], MOOR + MOOR)


@pytest.fixture
def shelf(lena, deich, moor, kinds):
    """Five cases: never lent; back long ago; back lately; due before next year; overdue."""
    today = timezone.localdate()
    cases = {name: make_case(f"IT-{name}", kinds, lena, tablets=0) for name in "FBCDA"}
    for name, days in {"B": 200, "C": 20}.items():
        back = make_loan(
            lena,
            deich,
            cases[name],
            to="closed",
            start=today - timedelta(days=300),
            end=today - timedelta(days=days),
        )
        Loan.objects.filter(pk=back.pk).update(returned_at=timezone.now() - timedelta(days=days))
    for name, school, end in (("D", moor, 30), ("A", deich, 0)):
        make_loan(
            lena,
            school,
            cases[name],
            to="handed_over",
            start=today - timedelta(days=90),
            end=today + timedelta(days=end),
        )
    return SimpleNamespace(**cases)


def named(cases):
    return [case.inventory_number for case in cases]


def test_what_lies_in_the_store_goes_first_and_what_is_overdue_last(lena, kinds, shelf):
    """Never lent has been idle longest; A is overdue and last, though its number is the first."""
    today = timezone.localdate()
    now = workflow.free_cases(kinds.case, today, today + timedelta(days=20))
    later = workflow.free_cases(kinds.case, today + OVER, today + OVER + timedelta(days=9))
    assert (named(now), named(later)) == (
        ["IT-F", "IT-B", "IT-C"],
        ["IT-F", "IT-B", "IT-C", "IT-D", "IT-A"],
    )
    assert [case.late for case in later] == [False] * 4 + [True]


def test_no_overdue_case_is_promised_unless_somebody_names_it(lena, deich, moor, kinds, shelf):
    """Five wishes for next year: four get what comes in time, the fifth has to be decided by name."""
    next_year = year(timezone.localdate() + OVER)
    wishes = [
        make_loan(lena, moor, None, to="submitted", category=kinds.case, **next_year)
        for _n in range(5)
    ]
    for loan in wishes[:4]:
        workflow.approve(loan, by=lena)
    assert named(again(loan).case for loan in wishes[:4]) == ["IT-F", "IT-B", "IT-C", "IT-D"]
    with pytest.raises(StepRefused) as refused:
        workflow.approve(wishes[4], by=lena)
    assert refused.value.sentence == (
        "Nur überfällige Koffer sind noch übrig, die an einer Schule sind: IT-A. "
        "Bitte wählen Sie einen davon ausdrücklich aus."
    )
    workflow.approve(again(wishes[4]), by=lena, case=shelf.A)
    assert again(wishes[4]).case == shelf.A
    today = make_loan(lena, moor, None, to="submitted", category=kinds.case)
    with pytest.raises(StepRefused, match="Gymnasium am Deich hat diesen Koffer noch"):
        workflow.approve(today, by=lena, case=shelf.A)


def test_an_overdue_case_is_no_reason_to_leave_who_waits_without(lena, deich, moor, kinds, shelf):
    """Who waits could only get the overdue one: so the running loan is not made longer."""
    for case in (shelf.F, shelf.B, shelf.C):
        Device.objects.filter(pk=case.pk).update(state="missing")
    running = Loan.objects.get(case=shelf.D, state="handed_over")
    waits = make_loan(
        lena,
        deich,
        None,
        to="submitted",
        category=kinds.case,
        start=running.end,
        end=running.end + OVER,
    )
    workflow.waitlist(waits, by=lena)
    with pytest.raises(StepRefused, match="Gymnasium am Deich wartet darauf"):
        workflow.extend(running, by=lena, end=running.end + timedelta(days=7))


def test_whoever_promises_reads_which_case_is_overdue(sign_in, lena, hanna, moor, kinds, shelf):
    next_year = year(timezone.localdate() + OVER)
    loan = make_loan(lena, moor, None, to="submitted", category=kinds.case, **next_year)
    client = sign_in(lena)
    field = client.get(f"/loans/{loan.number}/approve/").context["form"]["case"]
    day = date_format(timezone.localdate() + timedelta(days=29), "SHORT_DATE_FORMAT")
    assert [str(label) for _value, label in field.field.choices] == [
        "der am längsten ungenutzte",
        "IT-F",
        "IT-B",
        "IT-C",
        f"IT-D · bei BAM bis {day}",
        "IT-A · überfällig, noch bei GAD",
    ]
    assert field.help_text == "5 sind in diesen Tagen frei, 1 davon ist überfällig."
    workflow.waitlist(loan, by=lena)
    html = client.get("/loans/waiting/").content.decode()
    assert ("5 frei" in html, "1 davon überfällig" in html) == (True, True)
    years = client.get("/loans/catalogue/").context["kinds"][0].years
    assert [(one.free, one.late) for one in years] == [(3, 0), (5, 1)]
    wanted = sign_in(hanna).get("/loans/new/").context["form"]["wanted"].field.choices
    assert [str(label) for _value, label in wanted[1][1]][1:] == [
        "IT-A · überfällig",
        "IT-B",
        "IT-C",
        "IT-D",
        "IT-F",
    ]


def test_all_at_once_says_the_same_as_one_by_one(lena, queue, other_case):
    """`possible` asks for all what `free_cases` asks for one."""
    Device.objects.filter(pk=other_case.pk).update(state="missing")
    for state in ("missing", "in_storage", "retired"):
        Device.objects.filter(pk=other_case.pk).update(state=state)
        waits = Loan.objects.waiting()
        one_by_one = [
            loan
            for loan in waits
            if workflow.free_cases(loan.category, loan.start, loan.end).filter(late=False)
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
    with django_assert_max_num_queries(13):
        turn = client.get(f"/loans/{first.number}/").context["turn"]
    assert (
        turn
        == "Ein Koffer ist frei, und diese Schule ist die nächste. Die Verleihstelle entscheidet."
    )
    facts = {fact["url"]: fact["number"] for fact in client.get("/loans/").context["facts"]}
    assert facts["/loans/?need=free"] == 2
    mine = sign_in(otto).get("/loans/waiting/").context["rows"]
    assert [(row.pk, row.free, row.is_next) for row in mine] == [(first.pk, None, False)]
