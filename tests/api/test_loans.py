"""Loans through the API: the same doors as the pages, from application to the next school."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.serializers.loans import PLAIN, LoanRow
from api.views.loans import Loans
from assets.models import Device
from itsm.outbox.models import OutboxMessage
from loans.models import Loan
from tests.conftest import make_device, make_label
from tests.loans.conftest import SIGNED, make_loan
from tickets.models import Ticket

URL = "/api/v1/loans/"


def said(**more):
    start = timezone.localdate()
    span = {"start": start.isoformat(), "end": (start + timedelta(days=365)).isoformat()}
    return {**span, "purpose": "Mathe mit GeoGebra", "responsible": "Frau Petersen", **more}


def verbs(row):
    return [line["verb"] for line in row["events"] if "scanned" not in line["verb"]]


def test_a_whole_life_by_requests_alone(
    api, take, hanna, lena, deich, case, condition, stages, room204
):
    body = said(school=deich.pk, category=case.category_id, classes="7a")
    told = api(hanna).post(URL, body, format="json")
    row = told.json()
    assert (told.status_code, list(row)) == (201, LoanRow.Meta.fields)
    assert (row["state"], row["case"], row["school"]) == ("draft", None, deich.pk)
    number = row["number"]
    assert take(hanna, number, "submit")["state"] == "submitted"
    assert take(lena, number, "approve") == 409
    met = take(lena, number, "meet_condition", condition=row["conditions"][0]["id"], proof="Ja")
    assert [(c["name"], c["met"], c["proof"]) for c in met["conditions"]] == [("WLAN", True, "Ja")]
    promised = take(lena, number, "approve", note="gern")
    assert (promised["state"], promised["case"]) == ("approved", case.pk)
    assert take(lena, number, "prepare")["state"] == "prepared"
    for device in case.contents.all():
        assert isinstance(take(lena, number, "scan_out", code=device.labels.get().url), dict)
    out = take(lena, number, "hand_over", signatures=SIGNED, location=room204.pk)
    assert (out["state"], out["overdue"], out["location"]) == ("handed_over", False, room204.pk)
    assert [paper["kind"] for paper in out["papers"]] == ["contract"]
    for device in case.contents.all():
        take(lena, number, "scan_in", code=device.inventory_number)
    pencils = out["accessories"][0]
    take(lena, number, "count_in", kind=pencils["kind"], back=pencils["out"])
    assert take(lena, number, "take_back")["state"] == "returned"
    for device in case.contents.all():
        take(lena, number, "inspect", device=device.pk, works=True, complete=True, lendable=True)
    done = take(lena, number, "close")
    assert (done["state"], done["open_items"]) == ("closed", [])
    assert [v for v in verbs(done) if v != "loan.inspected"] == [
        "loan.closed",
        "loan.paper_made",
        "loan.taken_back",
        "loan.paper_made",
        "loan.handed_over",
        "loan.prepared",
        "loan.approved",
        "loan.agreed",
        "loan.condition_met",
        "loan.agreed",
        "loan.submitted",
        "loan.drafted",
    ]


def test_several_of_a_kind_are_several_loans_of_one_application(api, hanna, deich, case):
    body = said(school=deich.pk, category=case.category_id, quantity=3)
    batch = api(hanna).post(URL, body, format="json").json()["batch"]
    rows = api(hanna).get(f"{URL}?batch={batch}").json()
    assert (rows["count"], {row["batch"] for row in rows["results"]}) == (3, {batch})


def test_the_school_is_ones_own_where_none_is_named(api, hanna, lena, deich, case):
    row = api(hanna).post(URL, said(case=case.pk), format="json").json()
    assert (row["school"], row["case"], row["category"]) == (deich.pk, case.pk, case.category_id)
    answer = api(lena).post(URL, said(case=case.pk), format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["school"])


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"start": None}, "start"),
        ({"end": "gestern"}, "end"),
        ({"end": "1999-01-01"}, "end"),
        ({"purpose": " "}, "purpose"),
        ({"responsible": ""}, "responsible"),
        ({"category": 999_999}, "category"),
        ({"case": 999_999}, "case"),
        ({"quantity": 0}, "quantity"),
        ({"state": "approved"}, "state"),
        ({"responsible_email": "x"}, "responsible_email"),
    ],
)
def test_what_is_not_right_is_said_by_name(api, lena, deich, case, body, wrong):
    answer = api(lena).post(URL, said(school=deich.pk) | {"case": case.pk} | body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])
    assert not Loan.objects.exists()


def test_days_end_after_they_begin_also_when_one_of_them_changes(api, lena, deich, case):
    loan = make_loan(lena, deich, case)
    body = {"end": loan.start.isoformat()}
    answer = api(lena).patch(f"{URL}{loan.pk}/", body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["end"])


def test_an_application_changes_until_it_is_decided_then_only_its_words(
    api, hanna, lena, deich, case, other_case
):
    loan = make_loan(lena, deich, case, to="submitted")
    path, end = f"{URL}{loan.pk}/", (loan.end + timedelta(days=7)).isoformat()
    row = api(hanna).patch(path, {"end": end, "case": other_case.pk}, format="json").json()
    assert (row["end"], row["case"]) == (end, other_case.pk)
    api(lena).post(f"{path}approve/")
    later = {"end": (loan.end + timedelta(days=14)).isoformat()}
    assert api(hanna).patch(path, later, format="json").status_code == 409
    assert api(hanna).patch(path, {"deputy": "Herr Janssen"}, format="json").json()["deputy"]


def test_a_teacher_sees_case_contact_and_day_and_null_for_the_rest(api, anna, running):
    row = api(anna).get(f"{URL}{running.pk}/").json()
    assert {name for name, value in row.items() if value is not None} == PLAIN
    assert (row["case"], row["responsible"], row["end"]) == (
        running.case_id,
        "Frau Petersen",
        running.end.isoformat(),
    )
    assert api(anna).get(f"{URL}?search=Mathe").json()["count"] == 0
    assert api(anna).get(f"{URL}?search=IT-K1").json()["count"] == 1
    assert api(anna).get(f"{URL}?ordering=created_at").status_code == 400


def test_an_overdue_loan_is_found(api, lena, deich, moor, case, other_case):
    today = timezone.localdate()
    late = make_loan(lena, deich, case, "handed_over", start=today - timedelta(9), end=today)
    fine = make_loan(lena, moor, other_case, "handed_over")
    found = {
        word: [row["number"] for row in api(lena).get(f"{URL}?overdue={word}").json()["results"]]
        for word in ("true", "false")
    }
    assert found == {"true": [late.pk], "false": [fine.pk]}
    assert api(lena).get(f"{URL}{late.pk}/").json()["overdue"] is True


def test_filters(api, lena, deich, moor, running, other_case, room204, take):
    make_loan(lena, moor, other_case)
    take(lena, running.pk, "name_room", location=room204.pk)
    inside = running.case.contents.first()
    mine = [
        f"school={deich.pk}",
        "state=handed_over",
        f"case={running.case_id}",
        f"device={running.case_id}",
        f"device={inside.pk}",
        f"location={room204.parent_id}",
        "search=deich",
        f"batch={running.pk}",
    ]
    found = [[r["number"] for r in api(lena).get(f"{URL}?{q}").json()["results"]] for q in mine]
    assert found == [[running.pk]] * len(mine)
    both = [f"category={running.category_id}", "state=draft&state=handed_over", "ordering=-end"]
    assert [api(lena).get(f"{URL}?{query}").json()["count"] for query in both] == [2] * 3


def test_a_condition_is_meant_without_its_name_while_only_one_is_open(
    api, take, hanna, lena, deich, case, condition
):
    loan = make_loan(hanna, deich, case, to="submitted")
    given = take(hanna, loan.pk, "meet_condition", proof="2. OG")
    assert [(c["met"], c["given_at"] is None) for c in given["conditions"]] == [(False, False)]
    row = given["conditions"][0]["id"]
    assert take(lena, loan.pk, "meet_condition")["conditions"][0]["met"] is True
    assert take(lena, loan.pk, "meet_condition") == 400
    again = take(lena, loan.pk, "reopen_condition", condition=row, note="nur im Flur")
    assert again["conditions"][0]["met"] is False


def test_a_wrong_device_is_refused_with_the_reason(api, lena, deich, case, other_case):
    loan = make_loan(lena, deich, case, to="prepared")
    code = other_case.contents.first().labels.get().code
    answer = api(lena).post(f"{URL}{loan.pk}/scan_out/", {"code": code}, format="json")
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert "IT-K2" in answer.json()["detail"]


def test_what_stays_here_is_named_and_scans_are_taken_back(take, lena, deich, case):
    loan = make_loan(lena, deich, case, to="prepared")
    for slot in (1, 2, 3):
        take(lena, loan.pk, "scan_out", code=f"IT-K1-0{slot}")
    take(lena, loan.pk, "undo_scan_out", slot=3)
    assert take(lena, loan.pk, "hand_over") == 409
    for slot in (3, 4):
        take(lena, loan.pk, "leave_out", slot=slot, reason="Display")
    row = take(lena, loan.pk, "hand_over")
    assert [(i["slot"], i["is_out"]) for i in row["items"]] == [
        (None, True),
        (1, True),
        (2, True),
        (3, False),
        (4, False),
    ]


def test_a_spare_a_fault_and_an_extension_while_it_runs(take, hanna, lena, running, kinds, deich):
    make_label(make_device("IT-S1", kinds.tablet, None, state="in_storage"))
    told = take(hanna, running.pk, "report_fault", slot=2, description="Riss")
    ticket = Ticket.objects.get()
    assert ticket.devices.filter(inventory_number="IT-K1-02").exists()
    assert told["events"][0]["details"]["ticket"] == ticket.number
    row = take(lena, running.pk, "swap", slot=2, spare_code="it-s1", note="Display")
    assert [i["inventory_number"] for i in row["items"] if i["slot"] == 2] == ["IT-K1-02", "IT-S1"]
    later = (running.end + timedelta(days=30)).isoformat()
    asked = take(hanna, running.pk, "extend", end=later, reason="Projekt")
    assert (asked["end"], asked["wanted_end"]) == (running.end.isoformat(), later)
    assert take(lena, running.pk, "extend", end=later)["end"] == later


def test_an_overdue_case_is_asked_for_by_hand(take, lena, hanna, running):
    assert take(lena, running.pk, "remind") == 409
    today = timezone.localdate()
    days = {"start": today - timedelta(days=9), "end": today - timedelta(days=2)}
    Loan.objects.filter(pk=running.pk).update(**days)
    OutboxMessage.objects.all().delete()
    assert take(hanna, running.pk, "remind") == 403
    take(lena, running.pk, "remind", note="Bitte bis Freitag.")
    [mail] = OutboxMessage.objects.all()
    assert (mail.payload["to"], "Bitte bis Freitag." in mail.payload["text"]) == (
        "hanna@example.org",
        True,
    )


def test_damage_and_what_is_missing_are_settled(take, lena, running):
    for slot in (1, 2, 3):
        take(lena, running.pk, "scan_in", code=f"IT-K1-0{slot}")
    back = take(lena, running.pk, "take_back")
    assert [(o["kind"], o["done_at"]) for o in back["open_items"]] == [
        ("device", None),
        ("accessory", None),
    ]
    broken = take(lena, running.pk, "inspect", slot=1, works=False, lendable=False, cost="189.00")
    damage = next(i["damage"] for i in broken["items"] if i["slot"] == 1)
    assert (damage["cost"], damage["decision"]) == ("189.00", "")
    assert take(lena, running.pk, "decide", slot=2, decision="school") == 400
    take(lena, running.pk, "decide", slot=1, decision="school", reason="Sturz")
    assert take(lena, running.pk, "decide", slot=1, decision="waived") == 409
    for slot in (2, 3):
        take(lena, running.pk, "inspect", slot=slot)
    assert take(lena, running.pk, "close") == 409
    for owed in back["open_items"]:
        take(lena, running.pk, "resolve", open_item=owed["id"], result="verloren")
    assert take(lena, running.pk, "close")["state"] == "closed"
    assert Device.objects.get(inventory_number="IT-K1-04").state == "missing"


HEADS = {"submit", "withdraw", "meet_condition", "extend", "name_room", "report_fault"}


def steps():
    return sorted(one.__name__ for one in Loans.get_extra_actions())


def test_the_steps_of_the_issue_are_all_there():
    named = """submit meet_condition approve refuse withdraw prepare scan_out hand_over extend
        scan_in take_back inspect close"""
    assert set(named.split()) <= set(steps())


@pytest.mark.parametrize("step", steps())
def test_foreign_is_404_and_seen_but_not_allowed_403(api, otto, ida, vera, hanna, running, step):
    path = f"{URL}{running.pk}/{step}/"
    statuses = [api(who).post(path, {}, format="json").status_code for who in (otto, ida, vera)]
    assert statuses == [404, 404, 403 if step != "report_fault" else 400]
    assert (api(hanna).post(path, {}, format="json").status_code == 403) == (step not in HEADS)
    assert Loan.objects.get().state == "handed_over"


def test_a_number_that_nobody_sees_tells_nothing_of_foreign_cases(api, otto, moor, running):
    """A case at another school cannot be named in an application, nor found."""
    body = said(school=moor.pk, case=running.case_id)
    answer = api(otto).post(URL, body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["case"])
    for query in (f"case={running.case_id}", f"device={running.case_id}", "search=IT-K1"):
        assert api(otto).get(f"{URL}?{query}").json()["count"] == 0
