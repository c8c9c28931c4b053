"""Every order of lending, with rows that were made the other way round: no order by luck."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assets.models import AccessoryKind, Category
from itsm.fields.models import CustomField
from itsm.fields.values import index_values
from itsm.people.roles import Role
from loans import workflow
from loans.applications.catalogue import kinds_to_choose
from loans.handover.forms.signing import those_who_lend
from loans.handover.scanning import going_out
from loans.models import (
    Booking,
    Condition,
    Evaluation,
    Experience,
    Loan,
    LoanAccessory,
    LoanCondition,
    LoanPaper,
    OpenItem,
    PreparationTask,
    Reminder,
    ReminderRule,
    Seat,
    Stage,
    Training,
)
from loans.overview.worklist import first_for
from loans.planning.figures import Figures
from tests.conftest import make_device, make_person
from tests.loans.conftest import make_case, make_loan, year

TODAY = timezone.localdate


@pytest.fixture
def mixed(lena, deich, moor, kinds):
    """Four loans whose numbers, schools, days, states and handlers go different ways."""
    first = TODAY()
    told = [
        # school, start, end, state, last handled
        (moor, 30, 90, "approved", 1),
        (deich, 10, 200, "submitted", 4),
        (moor, 50, 60, "prepared", 3),
        (deich, 20, 70, "handed_over", None),
    ]
    loans = []
    for n, (school, start, end, state, handled) in enumerate(told):
        case = make_case(f"IT-O{9 - n}", kinds, lena, tablets=0)
        loan = make_loan(lena, school, case, **year(first + timedelta(days=400 * n)))
        Loan.objects.filter(pk=loan.pk).update(
            start=first + timedelta(days=start),
            end=first + timedelta(days=end),
            state=state,
            last_handled_at=handled and timezone.now() - timedelta(days=handled),
        )
        loans.append(loan.pk)
    return loans


ORDERS = {
    # By the places of `mixed`, 0 to 3; what is equal goes by the newest number.
    "number": [0, 1, 2, 3],
    "-number": [3, 2, 1, 0],
    "school": [2, 0, 3, 1],
    "-school": [3, 1, 2, 0],
    "start": [1, 3, 0, 2],
    "-start": [2, 0, 3, 1],
    "end": [2, 3, 0, 1],
    "-end": [1, 0, 3, 2],
    "state": [0, 3, 2, 1],
    "-state": [1, 2, 3, 0],
    # Nobody handled the last one: it is last both ways.
    "last": [1, 2, 0, 3],
    "-last": [0, 2, 1, 3],
    "nonsense": [3, 2, 1, 0],
    "": [3, 2, 1, 0],
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_list_in_every_order(name, sign_in, lena, mixed):
    page = sign_in(lena).get("/loans/", {"ordering": name}).context["page"]
    assert [loan.pk for loan in page] == [mixed[n] for n in ORDERS[name]]


def test_teachers_read_what_ends_first(sign_in, anna, lena, deich, kinds):
    loans = []
    for n, days in enumerate((20, 5, 9)):
        case = make_case(f"IT-T{n}", kinds, lena, tablets=0)
        end = TODAY() + timedelta(days=days)
        loans.append(make_loan(lena, deich, case, to="handed_over", start=TODAY(), end=end))
    page = sign_in(anna).get("/loans/").context["page"]
    assert list(page) == [loans[1], loans[2], loans[0]]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ["b", "a", "c"]),
        ("number", [10, 9, 100]),
        ("date", ["2027-01-02", "2026-12-31", "2027-01-03"]),
    ],
)
def test_by_an_own_field_empty_ones_last_both_ways(kind, values, sign_in, lena, mixed):
    CustomField.objects.create(
        owner_type="loan",
        key="eigen",
        kind=kind,
        label_de="Eigen",
        label_en="Own",
        in_list=True,
        sortable=True,
    )
    for pk, value in zip(mixed, values, strict=False):
        loan = Loan.objects.get(pk=pk)
        loan.custom = {"eigen": value}
        loan.save()
        index_values("loan", 0, loan)
    client = sign_in(lena)
    found = {
        way: [loan.pk for loan in client.get("/loans/", {"ordering": way}).context["page"]]
        for way in ("cf_eigen", "-cf_eigen")
    }
    assert found == {
        "cf_eigen": [mixed[n] for n in (1, 0, 2, 3)],
        "-cf_eigen": [mixed[n] for n in (2, 0, 1, 3)],
    }


def test_what_needs_me_overdue_first_then_what_has_waited_longest(lena, deich, mixed):
    Loan.objects.filter(pk=mixed[3]).update(
        start=TODAY() - timedelta(days=9), end=TODAY(), last_handled_at=timezone.now()
    )
    Loan.objects.filter(pk=mixed[0]).update(end=TODAY() + timedelta(days=90), start=TODAY())
    assert [loan.pk for loan in first_for(lena)] == [mixed[n] for n in (3, 1, 0)]


def test_what_goes_out_the_case_first_then_by_slot(lena, deich, kinds):
    case = make_case("IT-S", kinds, lena, tablets=3)
    loan = make_loan(lena, deich, case, to="prepared")
    for slot, device in zip((3, 1, 2), case.contents.order_by("pk"), strict=True):
        loan.items.filter(device=device).update(slot=slot + 10)
    assert [item.slot for item in loan.items.all()] == [None, 11, 12, 13]
    slots = [line.item.slot for line in going_out(loan).lines if line.item.slot]
    assert slots == [11, 12, 13]


def test_rows_of_a_loan_by_the_order_the_authority_gave_them(lena, deich, kinds):
    loan = make_loan(lena, deich, make_case("IT-S", kinds, lena, tablets=0))
    for order, word in ((3, "c"), (1, "a"), (2, "b")):
        condition = Condition.objects.create(label_de=word, label_en=word, order=order)
        LoanCondition.objects.create(loan=loan, condition=condition)
        stage = Stage.objects.create(label_de=word, label_en=word, order=order, role="head")
        loan.approvals.create(stage=stage, by=lena, at=timezone.now())
        task = PreparationTask.objects.create(label_de=word, label_en=word, order=order)
        loan.ticks.create(task=task, by=lena, at=timezone.now())
        kind = AccessoryKind.objects.create(label_de=word, label_en=word, order=order)
        LoanAccessory.objects.create(loan=loan, kind=kind)
        OpenItem.objects.create(
            loan=loan,
            kind="other",
            text=word,
            person=lena,
            created_at=timezone.now(),
            due_on=TODAY() + timedelta(days=order),
        )
    told = {
        "conditions": [str(one) for one in loan.conditions.all()],
        "asked": [str(one) for one in Condition.objects.all()],
        "stages": [str(one) for one in Stage.objects.all()],
        "open stages": [
            str(one) for one in Stage.objects.open_for(make_loan(lena, deich, loan.case))
        ],
        "approvals": [str(one.stage) for one in loan.approvals.all()],
        "tasks": [str(one) for one in PreparationTask.objects.all()],
        "ticks": [str(one.task) for one in loan.ticks.all()],
        "accessories": [str(one.kind) for one in loan.accessories.all()],
        "owed": [str(one) for one in OpenItem.objects.all()],
    }
    assert told == {key: ["a", "b", "c"] for key in told}


def test_what_is_owed_by_its_day_on_the_page_too(sign_in, lena, deich, case):
    loan = make_loan(lena, deich, case, to="returned")
    for days in (9, 1, 5):
        OpenItem.objects.create(
            loan=loan,
            kind="other",
            text=f"in {days}",
            person=lena,
            created_at=timezone.now(),
            due_on=TODAY() + timedelta(days=days),
        )
    page = sign_in(lena).get("/loans/open/").context["page"]
    assert [owed.text for owed in page] == ["in 1", "in 5", "in 9"]


def test_papers_and_experiences_the_newest_first(sign_in, lena, deich, running):
    kept = [
        LoanPaper.objects.create(
            loan=running,
            kind="contract",
            title=f"{n}",
            size=1,
            sha256="x",
            file="x",
            created_at=timezone.now() - timedelta(days=n),
        )
        for n in (1, 9, 5)
    ]
    assert list(running.papers.all())[:3] == kept[::-1]
    for days in (5, 1, 9):
        Experience.objects.create(
            school=deich,
            title=f"vor {days}",
            worked="x",
            by=lena,
            created_at=timezone.now() - timedelta(days=days),
        )
    page = sign_in(lena).get("/loans/experiences/").context["page"]
    assert [one.title for one in page] == ["vor 1", "vor 5", "vor 9"]


def test_lessons_trainings_seats_and_reminders_by_time_and_name(
    sign_in, lena, deich, moor, running
):
    for day, first in ((2, 1), (1, 5), (1, 2)):
        Booking.objects.create(
            loan=running,
            day=TODAY() + timedelta(days=day),
            first=first,
            last=first,
            by=lena,
            created_at=timezone.now(),
        )
    booked = [((one.day - TODAY()).days, one.first) for one in running.bookings.all()]
    assert booked == [(1, 2), (1, 5), (2, 1)]
    trainings = {}
    for days in (5, -5, 2, -2):
        begins = timezone.now() + timedelta(days=days)
        trainings[days] = Training.objects.create(
            title=f"{days}", starts_at=begins, ends_at=begins + timedelta(hours=1), seats=9
        )
    client = sign_in(lena)
    comes, over = (
        [one.title for one in client.get(f"/loans/trainings/{query}").context["page"]]
        for query in ("", "?over=1")
    )
    assert (comes, over) == (["2", "5"], ["-2", "-5"])
    row = {"training": trainings[5], "by": lena, "created_at": timezone.now()}
    for school, name in ((deich, "b"), (moor, "z"), (deich, "a")):
        Seat.objects.create(school=school, name=name, **row)
    assert [str(seat) for seat in trainings[5].taken.all()] == ["z", "a", "b"]
    for days in (7, -60, 0):
        ReminderRule.objects.create(days=days, to="head", subject="x", text="y")
    assert [rule.days for rule in ReminderRule.objects.all()] == [-60, 0, 7]
    for rule in ReminderRule.objects.all():
        Reminder.objects.create(loan=running, rule=rule, end=TODAY(), sent_at=timezone.now())
    assert [one.rule.days for one in running.reminders.all()] == [7, 0, -60]


def test_the_latest_training_is_the_one_that_counts(lena, hanna, deich, case):
    condition = Condition.objects.create(label_de="Schulung", label_en="T", proof="training")
    for days in (5, 9, 2):
        begins = timezone.now() + timedelta(days=days)
        training = Training.objects.create(
            title=f"in {days}",
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            seats=9,
            condition=condition,
        )
        seat = workflow.sign_up(training, by=hanna, school=deich, name="Frau Petersen")
        workflow.note_attendance(training, by=lena, attended={seat.pk})
    assert make_loan(lena, deich, case).conditions.get().proof == "in 9"


def test_plan_year_catalogue_and_figures(sign_in, lena, deich, moor, kinds, monkeypatch):
    """Kinds as the authority orders them, cases by number, loans by their end and school."""
    Category.objects.filter(pk=kinds.case.pk).update(order=2)
    early = Category.objects.create(label_de="Z", label_en="Z", is_case=True, order=1)
    cases = {n: make_case(f"IT-P{n}", kinds, lena, tablets=0) for n in (3, 1, 2)}
    cases[9] = make_device("IT-P9", early, None, capacity=1, state="in_storage")
    ends = {3: (deich, 30), 1: (deich, 10), 2: (moor, 30)}
    loans = {
        n: make_loan(
            lena,
            school,
            cases[n],
            to="handed_over",
            start=TODAY() - timedelta(days=3),
            end=TODAY() + timedelta(days=days),
        )
        for n, (school, days) in ends.items()
    }
    client = sign_in(lena)
    lines = client.get("/loans/plan/").context["lines"]
    assert [line.case.inventory_number for line in lines] == ["IT-P9", "IT-P1", "IT-P2", "IT-P3"]
    rows = client.get("/loans/year/").context["rows"]
    assert [row["loan"] for row in rows] == [loans[1], loans[2], loans[3]]
    chosen = [[case.inventory_number for case in kind.cases] for kind in kinds_to_choose().values()]
    assert chosen == [["IT-P9"], ["IT-P1", "IT-P2", "IT-P3"]]
    for n in (2, 3, 1):
        Evaluation.objects.create(
            loan=loans[n], by=lena, at=timezone.now(), often="daily", would_buy="yes"
        )
    figures = Figures(TODAY() - timedelta(days=9), TODAY() + timedelta(days=9))
    assert [row["case"].inventory_number for row in figures.cases()] == [
        "IT-P1",
        "IT-P2",
        "IT-P3",
        "IT-P9",
    ]
    assert [row["school"] for row in figures.schools()] == [moor, deich]
    assert [one.loan for one in figures.told()] == [loans[2], loans[1], loans[3]]


def test_colleagues_who_lend_by_name(lena, tom, adam):
    people = [
        make_person(name, Role.LENDER, first_name=first, last_name=last)
        for name, first, last in (
            ("p1", "Zoe", "Ahrens"),
            ("p2", "Ina", "Ahrens"),
            ("p3", "A", "Z"),
        )
    ]
    for person in (lena, tom, adam):
        type(person).objects.filter(pk=person.pk).update(last_name="M", first_name=person.username)
    assert [one.username for one in those_who_lend()] == ["p2", "p1", "adam", "lena", "tom", "p3"]
    assert people[0] in those_who_lend()


def test_the_cost_of_damage_counts_at_the_case_and_the_school(lena, deich, moor, kinds):
    """A case that came back early was lent until then, and wishes that were not met are counted."""
    begins = TODAY() - timedelta(days=100)
    case, other = (make_case(f"IT-F{n}", kinds, lena, tablets=1) for n in (1, 2))
    loan = make_loan(
        lena, deich, case, to="returned", start=begins, end=TODAY() + timedelta(days=50)
    )
    workflow.inspect(
        loan,
        by=lena,
        item=loan.items.get(slot=1),
        works=True,
        complete=False,
        lendable=True,
        note="Stift fehlt",
        cost=Decimal("12.50"),
    )
    Loan.objects.filter(pk=loan.pk).update(returned_at=timezone.now() - timedelta(days=60))
    for state in ("waitlisted", "refused"):
        wish = make_loan(
            lena,
            moor,
            other,
            to="submitted",
            start=TODAY() - timedelta(days=1),
            end=TODAY() + timedelta(days=9),
        )
        Loan.objects.filter(pk=wish.pk).update(state=state)
    figures = Figures(TODAY() - timedelta(days=150), TODAY() + timedelta(days=200))
    cases = {row["case"].inventory_number: row for row in figures.cases()}
    told = [
        (row["lent"], row["idle"], row["schools"], row["damages"], row["cost"])
        for row in (cases["IT-F1"], cases["IT-F2"])
    ]
    assert told == [(40, 110, 1, 1, Decimal("12.50")), (0, 150, 0, 0, Decimal(0))]
    schools = [
        (str(row["school"]), row["loans"], row["days"], row["unmet"], row["damages"], row["cost"])
        for row in figures.schools()
    ]
    assert schools == [
        ("BBS am Moor", 0, 0, 2, 0, Decimal(0)),
        ("Gymnasium am Deich", 1, 40, 0, 1, Decimal("12.50")),
    ]
