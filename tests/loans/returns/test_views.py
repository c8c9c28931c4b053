"""The pages of a return: scanned, taken back, looked at, decided, owed, closed; and swaps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assets.models import Device, FaultTile
from loans import workflow
from loans.models import LoanPaper, OpenItem, PaperText, PreparationTask
from tests.conftest import make_device
from tests.loans.conftest import again, bring_back, make_case, make_loan
from tests.loans.handover.test_views import HTMX, page, text_of
from tests.loans.handover.test_workflow_preparing import picture
from tickets.models import Ticket

SIGNED = {"authority-name": "Lena", "authority-confirmed": "on", "school-name": "", "note": ""}


@pytest.fixture
def desk(lena, sign_in):
    return sign_in(lena)


@pytest.fixture
def back(lena, running):
    bring_back(running, lena)
    return again(running)


def test_a_case_comes_back_with_something_missing(desk, running, tom, other_case, lena, moor):
    make_loan(lena, moor, other_case, to="handed_over")
    foreign = desk.post(page(running, "scan_in"), {"code": "IT-K2-01"}, headers=HTMX)
    assert (foreign.status_code, "BBS am Moor" in text_of(foreign)) == (409, True)
    for code in ("IT-K1", "IT-K1-01", "IT-K1-02", "IT-K1-03"):
        assert desk.post(page(running, "scan_in"), {"code": code}).status_code == 303
    row = running.accessories.get()
    desk.post(page(running, "count_in"), {f"back_{row.pk}": 3, f"broken_{row.pk}": 1})
    assert "IT-K1-04" in text_of(desk.get(page(running, "sign_in")))
    due = {"person": tom.pk, "due_on": "2099-01-31"}
    assert (
        desk.post(page(running, "take_back"), {**SIGNED, **due, "due_on": "2001-01-01"}).status_code
        == 200
    )
    answer = desk.post(page(running, "take_back"), {**SIGNED, **due})
    assert answer["Location"] == page(running, "inspect")
    owed = OpenItem.objects.order_by("pk").values_list("kind", "person__username", "due_on__year")
    assert list(owed) == [("device", "tom", 2099), ("accessory", "tom", 2099)]
    assert "IT-K1-04" in text_of(desk.get("/loans/open/"))


def test_without_its_case_nothing_is_taken_back_and_what_was_typed_stays(desk, running):
    answer = desk.post(page(running, "take_back"), {**SIGNED, "note": "bis Freitag"})
    assert (answer.status_code, again(running).state) == (409, "handed_over")
    assert "bis Freitag" in text_of(answer)


def test_a_scan_in_is_undone_and_said_again(desk, running):
    first, second = (
        desk.post(page(running, "scan_in"), {"code": "IT-K1-01"}, headers=HTMX)
        for _time in range(2)
    )
    assert ['data-heard="ok"' in text_of(first), 'data-heard="again"' in text_of(second)] == [
        True,
        True,
    ]
    item = running.items.get(slot=1)
    assert desk.post(page(running, "undo_scan_in"), {"item": item.pk}).status_code == 303
    assert running.items.get(slot=1).is_out


def test_one_key_says_that_all_is_well_and_a_no_opens_a_ticket(desk, back):
    for _device in range(3):
        answer = desk.get(page(back, "inspect"))
        item = answer.context["item"]
        assert "autofocus" in text_of(answer)
        desk.post(page(back, "inspect"), {"item": item.pk, "fine": "yes", "key": f"k{item.pk}"})
    item = desk.get(page(back, "inspect")).context["item"]
    wrong = {"item": item.pk, "complete": "on", "key": "last", "cost": "189,00"}
    assert desk.post(page(back, "inspect"), wrong).status_code == 200
    told = {**wrong, "note": "Display gebrochen", "file": picture()}
    assert desk.post(page(back, "inspect"), told).status_code == 303
    item.refresh_from_db()
    assert (item.works, item.complete, item.photos.count()) == (False, True, 1)
    results = desk.get(page(back, "inspect"))
    assert f"/loans/{back.number}/decide/{item.damage.pk}/" in text_of(results)
    url = f"/loans/{back.number}/decide/{item.damage.pk}/"
    assert desk.post(url, {"decision": "school", "reason": ""}).status_code == 200
    answer = desk.post(url, {"decision": "school", "reason": "Sturz", "cost": "189,00"})
    letter = LoanPaper.objects.get(kind="decision")
    assert answer["Location"] == f"/loans/{back.number}/papers/{letter.pk}/"
    assert desk.post(url, {"decision": "waived", "reason": "doch nicht"}).status_code == 409
    assert desk.post(page(back, "close"), {}).status_code == 303
    assert again(back).state == "closed"


def test_before_and_after_are_shown_beside_each_other(desk, lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    item = loan.items.get(slot=1)
    url = f"/loans/{loan.number}/photos/handover/new/"
    desk.post(url, {"item": item.pk, "damage": "Kratzer", "file": picture(), "key": "a"})
    for one in loan.items.select_related("device"):
        workflow.scan_out(loan, by=lena, code=one.device.inventory_number)
    workflow.hand_over(loan, by=lena)
    bring_back(loan, lena)
    text = text_of(desk.get(page(loan, "inspect"), {"item": item.pk}))
    assert ("Kratzer" in text, text.count("<img ")) == (True, 1)


def test_a_school_that_drew_its_signature_is_asked_for_the_name(desk, running, lena):
    """Nobody of the school need be there; but whoever signed is kept, or the form says why not."""
    bring_all(lena, running)
    drawn = {"school-strokes": "[[[0.2, 0.3], [0.4, 0.5]]]"}
    answer = desk.post(page(running, "take_back"), {**SIGNED, **drawn})
    school = answer.context["form"].sides[0]
    assert (school.errors, school["strokes"].value()) == (
        {"name": ["Bitte den Namen dazu."]},
        drawn["school-strokes"],
    )
    assert again(running).state == "handed_over"
    desk.post(page(running, "take_back"), {**SIGNED, **drawn, "school-name": "Hanna"})
    kept = running.signatures.filter(act="return").order_by("side")
    assert list(kept.values_list("side", "name", "strokes")) == [
        ("authority", "Lena", []),
        ("school", "Hanna", [[[0.2, 0.3], [0.4, 0.5]]]),
    ]


def test_whoever_sees_to_missing_pencils_is_the_one_that_was_chosen(desk, running, lena, tom):
    """All devices are back, pencils are not: the person and the day asked for are kept."""
    bring_all(lena, running, back=2)
    day = timezone.localdate() + timedelta(days=3)
    chosen = {"person": tom.pk, "due_on": str(day)}
    desk.post(page(running, "take_back"), {**SIGNED, **chosen})
    owed = running.open_items.values_list("text", "person", "due_on")
    assert list(owed) == [("Stift: 2 fehlen", tom.pk, day)]


def test_counting_once_more_corrects_what_is_owed(running, lena):
    bring_all(lena, running, back=0)
    workflow.take_back(running, by=lena)
    row = running.accessories.get()

    def owed(back, broken=0):
        workflow.count_in(running, by=lena, accessory=row, back=back, broken=broken)
        return list(running.open_items.values_list("text", "result"))

    assert list(running.open_items.values_list("text", flat=True)) == ["Stift: 4 fehlen"]
    assert owed(3, 1) == [("Stift: 1 fehlt, 1 defekt", "")]
    assert owed(4) == [("Stift: 1 fehlt, 1 defekt", "Es ist zurückgekommen.")]
    assert owed(3) == [("Stift: 1 fehlt, 1 defekt", "Es ist zurückgekommen.")]


def test_pencils_found_to_be_missing_after_the_return_are_owed(running, lena):
    bring_all(lena, running)
    workflow.take_back(running, by=lena)
    workflow.count_in(running, by=lena, accessory=running.accessories.get(), back=1)
    assert list(running.open_items.values_list("text", "person")) == [("Stift: 3 fehlen", lena.pk)]


@pytest.mark.parametrize("wrong", ["works", "complete", "lendable"])
def test_every_single_no_opens_a_ticket_and_a_damage_to_decide(wrong, running, lena, deich):
    """Also of what works, and is only not complete; to repair goes what can't be lent again."""
    bring_back(running, lena)
    item = running.items.get(slot=1)
    answers = {"works": True, "complete": True, "lendable": True, wrong: False}
    workflow.inspect(running, by=lena, item=item, note="Stift fehlt", **answers)
    told = Ticket.objects.get()
    assert (told.school, set(told.devices.all())) == (deich, {running.case, item.device})
    assert (item.damage.ticket, item.damage.decision) == (told, "")
    assert [owed.text for owed in running.open_items.all()] == [
        "Bei der Rückgabe beschädigt: IT-K1-01"
    ]
    state = Device.objects.get(pk=item.device_id).state
    assert state == ("in_repair" if wrong == "lendable" else "in_storage")


def bring_all(by, loan, back=4):
    """Every device is scanned in, and so many pencils counted."""
    for item in loan.items.select_related("device"):
        workflow.scan_in(loan, by=by, code=item.device.inventory_number)
    workflow.count_in(loan, by=by, accessory=loan.accessories.get(), back=back)


def test_what_is_owed_gets_a_result(desk, back, lena, sign_in, vera, otto):
    owed = OpenItem.objects.create(
        loan=back,
        kind="other",
        text="Ein Kabel",
        person=lena,
        due_on="2099-01-31",
        created_at=back.created_at,
    )
    url = f"/loans/open/{owed.pk}/"
    assert desk.post(url, {"result": ""}).status_code == 200
    assert desk.post(url, {"result": "gefunden"}).status_code == 303
    assert OpenItem.objects.get(pk=owed.pk).result == "gefunden"
    assert desk.post(url, {"result": "nochmal"}).status_code == 409
    assert [sign_in(person).get(url).status_code for person in (vera, otto)] == [403, 404]


def test_a_spare_takes_the_slot_and_the_annex_opens(desk, running, kinds):
    assert "IT-K1-03" in text_of(desk.get(page(running, "swap")))
    item, spare = (
        running.items.get(slot=3),
        make_device("IT-S1", kinds.tablet, None, state="in_storage"),
    )
    assert "IT-S1" in text_of(desk.get(page(running, "swap"), {"item": item.pk}))
    answer = desk.post(page(running, "swap"), {"item": item.pk, "spare": spare.pk, "note": "Akku"})
    annex = LoanPaper.objects.get(kind="annex")
    assert answer["Location"] == f"/loans/{running.number}/papers/{annex.pk}/"
    other = desk.post(page(running, "swap"), {"item": item.pk, "spare": running.case.pk})
    assert other.status_code == 200


def test_a_teacher_tells_of_a_fault_on_a_slot(sign_in, anna, running, kinds):
    tile = FaultTile.objects.create(category=kinds.tablet, label_de="Display kaputt")
    browser, item = sign_in(anna), running.items.get(slot=2)
    assert "IT-K1-02" in text_of(browser.get(page(running, "report_fault")))
    shown = text_of(browser.get(page(running, "report_fault"), {"item": item.pk}))
    assert "Display kaputt" in shown
    assert browser.post(page(running, "report_fault"), {"item": item.pk}).status_code == 200
    assert (
        browser.post(page(running, "report_fault"), {"item": item.pk, "tile": tile.pk}).status_code
        == 303
    )
    ticket = Ticket.objects.get()
    numbers = {device.inventory_number for device in ticket.devices.all()}
    assert (numbers, ticket.school) == ({"IT-K1-02", "IT-K1"}, running.school)


def test_a_changed_paper_is_not_handed_out(desk, running):
    paper = LoanPaper.objects.get(loan=running)
    url = f"/loans/{running.number}/papers/{paper.pk}/"
    answer = desk.get(url + "pdf/")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    with open(paper.file.path, "ab") as file:
        file.write(b"anders")
    assert desk.get(url + "pdf/").status_code == 409
    assert f"{url}pdf/" not in text_of(desk.get(url))


@pytest.mark.parametrize(
    ("name", "status"),
    [("vera", 200), ("hanna", 200), ("tom", 200), ("anna", 404), ("otto", 404), ("nora", 404)],
)
def test_who_reads_the_contract(request, name, status, running, sign_in):
    url = f"/loans/{running.number}/papers/{LoanPaper.objects.get(loan=running).pk}/"
    browser = sign_in(request.getfixturevalue(name))
    assert [browser.get(url).status_code, browser.get(url + "pdf/").status_code] == [status] * 2


def test_a_loan_manager_writes_the_words_of_a_paper(desk, sign_in, tom):
    url, words = (
        "/loans/settings/papers/contract/",
        {"title": "Vertrag {school}", "body": "§ 1 Neu"},
    )
    assert "{school}" in text_of(desk.get(url))
    answer = desk.post(url, {**words, "body": "{schule}"})
    assert (answer.status_code, "{schule}" in text_of(answer), PaperText.objects.count()) == (
        200,
        True,
        0,
    )
    shown = desk.post(url, {**words, "preview": "yes"})
    assert (shown["Content-Type"], PaperText.objects.count()) == ("application/pdf", 0)
    assert desk.post(url, words).status_code == 303
    assert PaperText.objects.get().title == "Vertrag {school}"
    assert desk.get("/loans/settings/papers/certificate/").status_code == 404
    assert sign_in(tom).get(url).status_code == 403


def test_a_loan_manager_writes_the_list(desk):
    new = {"label_de": "geladen", "order": 1}
    assert desk.post("/loans/settings/preparation/new/", new).status_code == 303
    task = PreparationTask.objects.get()
    changed = {"label_de": "geladen, 80 %", "order": 1, "retired": "on"}
    assert desk.post(f"/loans/settings/preparation/{task.pk}/", changed).status_code == 303
    assert PreparationTask.objects.get().retired
    assert "geladen, 80 %" in text_of(desk.get("/loans/settings/preparation/"))


@pytest.mark.parametrize("step", ["take_back", "sign_in", "inspect"])
def test_thirty_tablets_cost_as_many_questions_as_one(desk, lena, deich, kinds, step):
    asked = []
    for number, tablets in (("IT-KA", 1), ("IT-KB", 30)):
        loan = make_loan(lena, deich, make_case(number, kinds, lena, tablets), to="handed_over")
        if step == "inspect":
            bring_back(loan, lena)
        desk.get(page(loan, step))
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(page(loan, step))
        asked.append(len(queries))
        assert len(answer.content) < 60_000
    assert asked[0] == asked[1] <= 12


def test_a_technician_of_this_school_alone_takes_a_spare_of_the_authority(
    sign_in, nora, lena, moor, case, kinds
):
    loan = make_loan(lena, moor, case, to="handed_over")
    spare = make_device("IT-S1", kinds.tablet, None, state="in_storage")
    shelf = make_device("IT-S2", kinds.case, None, state="in_storage")
    item = loan.items.get(slot=3)
    desk = sign_in(nora)
    assert desk.get(f"/devices/{shelf.pk}/").status_code == 404
    assert "IT-S1" in text_of(desk.get(page(loan, "swap"), {"item": item.pk}))
    answer = desk.post(page(loan, "swap"), {"item": item.pk, "spare": spare.pk})
    assert answer.status_code == 303
    seen = [desk.get(f"/devices/{d.pk}/").status_code for d in (spare, item.device)]
    assert (seen, Device.objects.get(pk=item.device_id).state) == ([200, 404], "in_repair")
    assert Device.objects.get(pk=spare.pk).slot == 3
