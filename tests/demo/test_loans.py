"""The year of lending: every state, true to the rules that hold for real loans."""

import hashlib
from collections import Counter
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.formats import date_format

from assets.models import Device
from itsm import demo
from itsm.demo.moments import Moments
from itsm.journal.models import Event, Subject
from itsm.journal.wording import WORDING
from itsm.outbox.models import OutboxMessage
from loans.demo.year import PURPOSES
from loans.models import (
    Booking,
    Damage,
    Experience,
    Loan,
    LoanCondition,
    LoanItem,
    LoanPaper,
    OpenItem,
    Training,
)
from loans.steps import loan_words
from tests.demo import kept
from tests.loans.papers.test_papers import text_in

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
TODAY = MORNING.date()
STATES = {
    "draft": 2,
    "submitted": 2,
    "waitlisted": 2,
    "approved": 2,
    "prepared": 1,
    "handed_over": 4,
    "returned": 1,
    "closed": 7,
    "refused": 1,
    "withdrawn": 1,
}


def must_hold():
    """What holds for every loan, told or real."""
    planned = Loan.objects.filter(
        case__isnull=False, state__in=[*Loan.PLANNED, "returned", "closed"]
    )
    for case in Device.objects.cases().filter(school=None):
        spans = list(planned.filter(case=case).order_by("start").values_list("start", "end"))
        assert all(one[1] <= following[0] for one, following in pairwise(spans))
    out = LoanItem.objects.filter(is_out=True)
    assert not out.exclude(device__state="lent", device__lent_to=F("loan__school")).exists()
    assert out.count() == Device.objects.filter(state="lent").count()
    inside = Device.objects.filter(case__isnull=False)
    assert not inside.exclude(Q(location=F("case__location")) | Q(case__location=None)).exists()
    assert not inside.filter(slot__gt=F("case__capacity")).exists()
    assert set(Event.objects.values_list("verb", flat=True)) <= set(WORDING)


@pytest.fixture
def story(db):
    kept.load(now=MORNING)


def test_there_is_a_loan_in_every_state(story):
    counted = Loan.objects.order_by().values_list("state").annotate(Count("pk"))
    assert dict(counted) == STATES
    must_hold()


def test_every_screen_has_something_to_show(story):
    assert Loan.objects.overdue(TODAY).count() == 1
    waiting = Loan.objects.waiting().values_list("school__short_name", flat=True)
    assert list(waiting) == ["BBN", "SAM"]
    assert Loan.objects.filter(wanted_end__isnull=False).count() == 1
    damage = Damage.objects.get(decision="")
    assert (damage.decision, damage.cost, damage.ticket.state) == ("", 219, "new")
    owed = OpenItem.objects.filter(done_at=None).values_list("kind", "person__username")
    assert sorted(owed) == [("accessory", "lender"), ("damage", "lender")]
    assert Booking.objects.count() == 5
    assert (Training.objects.count(), Experience.objects.count()) == (2, 3)
    asked = Loan.objects.filter(state="submitted").order_by("pk")
    met = [[one.is_met for one in loan.conditions.all()] for loan in asked]
    assert [all(one) for one in met] == [True, False]


def test_a_half_inspected_return_has_some_still_to_look_at(story):
    loan = Loan.objects.get(state="returned")
    tablets = loan.items.exclude(device=loan.case)
    looked = tablets.exclude(inspected_at=None).count()
    assert 0 < looked < tablets.count()


def test_a_swap_put_a_spare_into_the_slot(story):
    new = LoanItem.objects.get(replaces__isnull=False)
    assert (new.device.case, new.device.slot) == (new.loan.case, new.slot)
    old = new.replaces.device
    assert (old.case, old.state, old.lent_to) == (None, "in_repair", None)


def test_rows_are_as_the_workflow_leaves_them(story):
    now = Moments(MORNING).now
    for loan in Loan.objects.with_names():
        assert loan.search == loan_words(loan)
        assert loan.status.state == loan.state
        assert (loan.batch, loan.updated_at <= now) == (loan.pk, True)
        first = Subject.objects.about(loan).last()
        assert (first.verb, first.at) == ("loan.drafted", loan.created_at)
        times = [
            loan.created_at,
            loan.submitted_at,
            loan.handed_over_at,
            loan.returned_at,
            loan.closed_at,
        ]
        told = [at for at in times if at]
        assert told == sorted(told)


def test_every_loan_that_went_out_has_its_papers(story):
    """Contract, annex, protocol, letter, each as it was on its day and unchanged since."""
    papers = {}
    for paper in LoanPaper.objects.order_by("created_at", "pk"):
        with paper.file.open() as kept:
            content = kept.read()
        assert (content[:5], hashlib.sha256(content).hexdigest()) == (b"%PDF-", paper.sha256)
        papers.setdefault(paper.loan_id, []).append(paper.kind)
    out = Loan.objects.filter(handed_over_at__isnull=False).order_by("pk")
    expected = {loan.pk: ["contract", *_later(loan)] for loan in out}
    assert papers == expected
    counted = Counter(kind for kinds in papers.values() for kind in kinds)
    assert counted == {"contract": 12, "annex": 1, "return": 8, "decision": 1}


def _later(loan):
    """What was written after the contract."""
    swapped = loan.items.filter(replaces__isnull=False).exists()
    decided = Damage.objects.filter(item__loan=loan).exclude(decision="").exists()
    return [*["annex"] * swapped, *["return"] * bool(loan.returned_at), *["decision"] * decided]


def test_a_contract_names_what_went_out_on_its_day(story):
    swapped = LoanItem.objects.get(replaces__isnull=False)
    papers = {paper.kind: text_in(paper) for paper in swapped.loan.papers.all()}
    old, new = swapped.replaces.device.inventory_number, swapped.device.inventory_number
    assert [(old in papers[kind], new in papers[kind]) for kind in ("contract", "annex")] == [
        (True, False),
        (True, True),
    ]
    returned = Loan.objects.get(state="returned").papers.get(kind="return")
    assert ("2 fehlen" in text_in(returned), "Beschädigt" in text_in(returned)) == (True, False)
    letter = LoanPaper.objects.get(kind="decision")
    day = date_format(timezone.localdate(letter.created_at), "j. F Y")
    assert (day in text_in(letter), "ohne Hülle" in text_in(letter)) == (True, True)


def test_a_condition_that_wants_a_file_has_one(story):
    wanted = LoanCondition.objects.filter(condition__proof="file")
    for row in wanted.exclude(met_at=None):
        with row.file.open() as kept:
            assert (kept.read(5), row.file_name) == (b"%PDF-", "Schulungsplan.pdf")
    assert {row.loan.state for row in wanted.filter(met_at=None)} == {"draft", "submitted"}


def test_no_school_has_two_cases_of_the_same_name(db):
    demo.load(now=MORNING, schools=4, devices=200, loans=60)
    cases = Device.objects.cases().exclude(name="")
    names = [(case.lent_to_id or case.school_id, case.name) for case in cases]
    assert len(names) == len(set(names))


def test_nothing_is_sent(story):
    assert OutboxMessage.objects.count() == 0


def test_as_many_more_as_wanted(db):
    demo.load(now=MORNING, loans=30)
    many = Loan.objects.filter(purpose__in=PURPOSES)
    assert Loan.objects.count() == 30 + sum(STATES.values())
    assert Counter(many.values_list("state", flat=True)) == {"closed": 28, "handed_over": 2}
    must_hold()
    # All of them are told alike, each with its own number, case and devices.
    told = Counter(map(_told, many))
    assert len(told) <= 3
    for loan in many:
        about = Subject.objects.about(loan)
        assert set(about.values_list("event__details__number", flat=True)) == {loan.pk}
        mine = {item.device.inventory_number for item in loan.items.select_related("device")}
        named = set(about.values_list("event__details__device", flat=True)) - {None}
        assert named == mine
        others = Subject.objects.filter(kind="device", event__in=about.order_by().values("event"))
        assert set(others.values_list("object_id", flat=True)) == {
            item.device_id for item in loan.items.all()
        }


def _told(loan):
    """What was done with a loan, in order; of copies there are no papers, and who gets reminded
    depends on the holidays."""
    verbs = Subject.objects.about(loan).order_by("at", "event_id").values_list("verb", flat=True)
    return tuple(verb for verb in verbs if verb not in ("loan.paper_made", "loan.reminded"))
