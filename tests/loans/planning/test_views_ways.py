"""How one gets from page to page of lending, and from a broken tablet to its spare."""

import re

import pytest

from itsm.journal.models import Subject
from loans import workflow
from loans.models import Condition
from tests.loans.conftest import make_loan

pytestmark = pytest.mark.django_db
LISTS = [
    "/loans/",
    "/cases/",
    "/loans/catalogue/",
    "/loans/waiting/",
    "/loans/open/",
    "/loans/plan/",
    "/loans/figures/",
    "/loans/trainings/",
    "/loans/experiences/",
]


def tabs(answer):
    found = answer.content.decode().partition('<nav class="tabs"')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]+)"( aria-current="page")?', found)


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        ("lena", LISTS),
        ("adam", LISTS),
        ("tom", LISTS[:5] + LISTS[7:]),
        ("hanna", LISTS[:5] + LISTS[7:]),
        ("vera", LISTS[:5] + LISTS[7:]),
        ("anna", LISTS[:2] + LISTS[7:]),
    ],
)
def test_the_pages_of_lending_lead_to_each_other(request, name, leads, sign_in, running):
    client = sign_in(request.getfixturevalue(name))
    for url in leads:
        answer = client.get(url)
        assert answer.status_code == 200
        assert tabs(answer) == [
            (one, ' aria-current="page"' if one == url else "") for one in leads
        ]


def test_a_broken_tablet_is_marked_and_leads_to_the_swap(sign_in, lena, vera, running):
    item = running.items.get(slot=2)
    swap = f'href="/loans/{running.number}/swap/?item={item.pk}"'
    page = f"/loans/{running.number}/"
    assert swap not in sign_in(lena).get(page).content.decode()
    workflow.report_fault(running, by=vera, item=item, description="Display gesprungen")
    assert swap in sign_in(lena).get(page).content.decode()
    assert swap not in sign_in(vera).get(page).content.decode()


def test_the_diary_of_a_loan_tells_no_single_scan(sign_in, lena, running):
    html = sign_in(lena).get(f"/loans/{running.number}/").content.decode()
    told = html.partition('id="life"')[2].partition("</section>")[0]
    verbs = set(Subject.objects.about(running).values_list("verb", flat=True))
    assert "loan.scanned_out" in verbs
    assert ("IT-K1-02" in told, "IT-K1" in told) == (False, True)


@pytest.mark.parametrize(
    ("name", "broken", "others"),
    [
        ("lena", "swap", "report_fault"),
        ("tom", "swap", "report_fault"),
        ("vera", "report_fault", "report_fault"),
        ("anna", "report_fault", "report_fault"),
    ],
)
def test_a_slot_of_a_lent_case_leads_to_its_fault_or_its_spare(
    request, sign_in, running, vera, name, broken, others
):
    one, two = running.items.get(slot=1), running.items.get(slot=2)
    workflow.report_fault(running, by=vera, item=two, description="Display gesprungen")
    client = sign_in(request.getfixturevalue(name))
    html = client.get(f"/cases/{running.case_id}/").content.decode()
    page = f"/loans/{running.number}"
    for item, step in ((one, others), (two, broken)):
        way = f"{page}/{step}/?device={item.device_id}"
        assert f'href="{way}"' in html
        asked = client.get(way).content.decode()
        assert item.device.inventory_number in asked
    assert client.get(f"{page}/report_fault/?device=999999").status_code == 404


def test_what_is_told_already_is_marked_where_one_chooses(sign_in, vera, lena, running):
    item = running.items.get(slot=2)
    workflow.report_fault(running, by=vera, item=item, description="Display gesprungen")
    for name, step in ((vera, "report_fault"), (lena, "swap")):
        html = sign_in(name).get(f"/loans/{running.number}/{step}/").content.decode()
        assert re.findall(r'class="slot pick wait" href="\?item=(\d+)"', html) == [str(item.pk)]


def test_a_school_asks_for_more_time_and_the_authority_gives_it(sign_in, hanna, lena, running):
    page = f"/loans/{running.number}/extend/"
    heard = [
        re.search(r"<h1>(.*?)</h1>", sign_in(person).get(page).content.decode()).group(1)
        for person in (hanna, lena)
    ]
    assert heard == ["Verlängerung erbitten", "Verlängern"]


def test_conditions_met_one_after_the_other_are_one_line(sign_in, lena, deich, case):
    for word in ("WLAN", "Steckdosen", "Schulungsplan"):
        Condition.objects.create(label_de=word, label_en=word)
    loan = make_loan(lena, deich, case, to="submitted")
    for kept in loan.conditions.order_by("pk"):
        workflow.meet_condition(loan, by=lena, condition=kept)
    life = sign_in(lena).get(f"/loans/{loan.number}/").context["life"]
    met = [line.sentence for line in life if line.verb == "loan.condition_met"]
    assert met == ["Voraussetzung erfüllt: Schulungsplan, Steckdosen, WLAN"]
