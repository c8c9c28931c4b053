"""A case with four tablets and pencils, lent to the Gymnasium, as every test here may ask for."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from assets.cases import workflow as filling
from assets.models import AccessoryKind, Category
from loans import workflow
from loans.models import Condition, Loan, Stage
from tests.conftest import make_device, make_label

SIGNED = [
    {"side": "school", "name": "Hanna", "strokes": [[[0.1, 0.5], [0.9, 0.4]]]},
    {"side": "authority", "name": "Lena"},
]


@pytest.fixture
def kinds(db):
    """The category of cases, that of tablets, and pencils."""
    return SimpleNamespace(
        case=Category.objects.create(
            label_de="Tablet-Koffer", label_en="Tablet case", icon="briefcase", is_case=True
        ),
        tablet=Category.objects.create(label_de="Tablet", label_en="Tablet", icon="tablet"),
        pencil=AccessoryKind.objects.create(label_de="Stift", label_en="Pencil"),
    )


def make_case(number, kinds, by, tablets=4, pencils=4):
    """A case of the authority with labelled tablets in its slots; it has `labels` by slot."""
    case = make_device(number, kinds.case, None, capacity=tablets + 1, state="in_storage")
    make_label(case)
    for n in range(1, tablets + 1):
        device = make_device(
            f"{number}-{n:02d}",
            kinds.tablet,
            None,
            state="in_storage",
            serial_number=f"SN-{number}-{n:02d}",
        )
        make_label(device)
        filling.fill(case, by=by, device=device)
    filling.count(case, by=by, kind=kinds.pencil, expected=pencils, present=pencils)
    return case


@pytest.fixture
def case(kinds, lena):
    return make_case("IT-K1", kinds, lena)


@pytest.fixture
def other_case(kinds, lena):
    return make_case("IT-K2", kinds, lena)


@pytest.fixture
def condition(db):
    """The one condition there is: Wi-Fi, which the authority checks."""
    return Condition.objects.create(label_de="WLAN", label_en="Wi-Fi")


@pytest.fixture
def stages(db):
    """First the head, then the loan manager."""
    return [
        Stage.objects.create(label_de="Schulleitung", role="head", order=0),
        Stage.objects.create(label_de="Ausleihe", role="lender", order=1),
    ]


def year(start=None):
    """A school year from today (or this day) on."""
    start = start or timezone.localdate()
    return {"start": start, "end": start + timedelta(days=365)}


def make_loan(by, school, case, to="draft", **more):
    """A loan of this case, taken as far as wanted by people who may."""
    facts = {"purpose": "Mathe", "responsible": "Frau Petersen", **year(), **more}
    loan = workflow.apply(by=by, school=school, case=case, **facts)
    steps = {
        "draft": [],
        "submitted": [workflow.submit],
        "approved": [workflow.submit, workflow.approve],
        "prepared": [workflow.submit, workflow.approve, prepare],
    }
    for step in steps.get(to, steps["prepared"]):
        step(loan, by=by)
    if to in ("handed_over", "returned", "closed"):
        hand_over(loan, by)
    if to in ("returned", "closed"):
        bring_back(loan, by)
    if to == "closed":
        look_at_all(loan, by)
        workflow.close(loan, by=by)
    return loan


def prepare(loan, by):
    """Everything on the list is done."""
    workflow.prepare(loan, by=by, done=workflow.open_tasks(loan))


def hand_over(loan, by):
    """Every device scanned, signed by both."""
    for item in loan.items.select_related("device"):
        workflow.scan_out(loan, by=by, code=item.device.inventory_number)
    workflow.hand_over(loan, by=by, signatures=SIGNED)


def bring_back(loan, by):
    """Everything scanned in and counted."""
    for item in loan.items.filter(is_out=True).select_related("device"):
        workflow.scan_in(loan, by=by, code=item.device.inventory_number)
    for row in loan.accessories.all():
        workflow.count_in(loan, by=by, accessory=row, back=row.out)
    workflow.take_back(loan, by=by)


def look_at_all(loan, by):
    """Nothing is broken."""
    for item in loan.items.all():
        workflow.inspect(loan, by=by, item=item, works=True, complete=True, lendable=True)


@pytest.fixture
def loan(lena, deich, case):
    """Applied for by the loan manager for the Gymnasium; nobody has decided."""
    return make_loan(lena, deich, case, to="submitted")


@pytest.fixture
def running(lena, deich, case):
    """At the Gymnasium since today."""
    return make_loan(lena, deich, case, to="handed_over")


def again(loan) -> Loan:
    """The loan as the database knows it now."""
    return Loan.objects.get(pk=loan.pk)


AUGUST = date(2027, 8, 1)
