"""Cases through the API: the same ids as devices, with slots and what lies in them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.serializers.cases import CaseRow
from assets.models import Device
from tests.conftest import make_device, make_label
from tests.loans.conftest import make_case, make_loan
from tickets import workflow as tickets

URL = "/api/v1/cases/"


def slots(row):
    return [(slot["number"], slot["device"], slot["state"]) for slot in row["slots"]]


@pytest.fixture
def send(api):
    """`send(lena, case, "fill", device=7)`: the row afterwards; the status where it is refused."""

    def _send(person, case, step, **body):
        answer = api(person).post(f"{URL}{case.pk}/{step}/", body, format="json")
        return answer.json() if answer.status_code == 200 else answer.status_code

    return _send


def test_a_case_says_what_belongs_in_it(api, lena, case, kinds):
    row = api(lena).get(f"{URL}{case.pk}/").json()
    inside = list(case.contents.order_by("slot"))
    assert list(row) == CaseRow.Meta.fields
    assert (row["id"], row["inventory_number"], row["capacity"], row["state"]) == (
        case.pk,
        "IT-K1",
        5,
        "in_storage",
    )
    assert row["label_url"] == case.labels.get().url
    assert slots(row) == [(d.slot, d.pk, "ok") for d in inside] + [(5, None, "empty")]
    assert row["accessories"] == [
        {
            "kind": kinds.pencil.pk,
            "name": kinds.pencil.label,
            "expected": 4,
            "present": 4,
            "broken": 0,
            "missing": 0,
        },
    ]
    alike = api(lena).get(f"/api/v1/devices/{case.pk}/").json()
    assert {name: row[name] for name in alike} == alike
    one = api(lena).get(f"/api/v1/devices/{inside[0].pk}/").json()
    assert (one["case"], one["slot"], one["label_url"]) == (
        case.pk,
        1,
        inside[0].labels.get().url,
    )


def test_a_lent_case_is_the_authoritys_and_its_borrowers_and_nobody_elses(
    api, lena, tom, adam, hanna, vera, anna, otto, olga, nora, ida, running, other_case
):
    def seen(person):
        return [row["id"] for row in api(person).get(URL).json()["results"]]

    both = [running.case_id, other_case.pk]
    assert [seen(person) for person in (lena, tom, adam)] == [both] * 3
    assert [seen(person) for person in (hanna, vera, anna)] == [[running.case_id]] * 3
    assert [seen(person) for person in (otto, olga, nora, ida)] == [[]] * 4
    row = api(anna).get(f"{URL}{running.case_id}/").json()
    assert (row["accessories"], row["state"], row["apps"], len(row["slots"])) == (
        None,
        None,
        None,
        5,
    )
    row = api(hanna).get(f"{URL}{running.case_id}/").json()
    assert (row["loan"], row["lent_to"], row["school"]) == (running.pk, running.school_id, None)


def test_slots_tell_what_is_faulty_and_what_is_missing(api, lena, deich, running):
    first, second, third, _fourth = running.case.contents.order_by("slot")
    tickets.report(by=lena, school=deich, devices=[first], title="Riss")
    Device.objects.filter(pk=second.pk).update(state="missing")
    Device.objects.filter(pk=third.pk).update(lent_to=None, state="in_storage")
    row = api(lena).get(f"{URL}{running.case_id}/").json()
    states = [slot["state"] for slot in row["slots"]]
    assert states == ["faulty", "missing", "missing", "ok", "empty"]


def test_filling_by_id_and_by_scan_and_taking_out(send, lena, case, kinds):
    one = make_device("IT-T1", kinds.tablet, None, state="in_storage")
    label = make_label(one)
    assert slots(send(lena, case, "fill", code=label.url))[4] == (5, one.pk, "ok")
    assert send(lena, case, "fill", device=one.pk) == 409
    assert slots(send(lena, case, "take_out", device=one.pk))[4] == (5, None, "empty")
    assert slots(send(lena, case, "take_out", slot=1, note="Akku"))[0] == (1, None, "empty")
    assert slots(send(lena, case, "fill", device=one.pk, slot=1))[0] == (1, one.pk, "ok")
    assert send(lena, case, "take_out", slot=5) == 400
    assert send(lena, case, "fill") == 400
    assert send(lena, case, "fill", device=one.pk, slot=9) == 409


def test_a_lent_case_is_not_filled(send, lena, running, kinds):
    spare = make_device("IT-S1", kinds.tablet, None, state="in_storage")
    assert send(lena, running.case, "fill", device=spare.pk) == 409
    assert send(lena, running.case, "take_out", slot=1) == 409


def test_counting(send, lena, case, kinds):
    row = send(lena, case, "count", kind=kinds.pencil.pk, expected=4, present=3, broken=1)
    assert [(a["present"], a["broken"], a["missing"]) for a in row["accessories"]] == [(3, 1, 1)]
    assert send(lena, case, "count", kind=kinds.pencil.pk, expected=4, present=1, broken=2) == 409


def test_loan_managers_register_cases_and_nothing_else(api, lena, kinds, case):
    body = {
        "capacity": 16,
        "name": "Koffer 9",
        "apps": "GeoGebra",
        "mdm_group": "K9",
        "replacement_value": "9500.00",
    }
    answer = api(lena).post(URL, body, format="json")
    row = answer.json()
    assert (answer.status_code, row["category"], len(row["slots"])) == (201, kinds.case.pk, 16)
    assert {name: row[name] for name in body} == body
    assert api(lena).post(URL, {"name": "x"}, format="json").status_code == 400
    other = api(lena).post("/api/v1/devices/", {"category": kinds.tablet.pk}, format="json")
    assert other.status_code == 403
    changed = api(lena).patch(f"{URL}{row['id']}/", {"capacity": 20}, format="json").json()
    assert (changed["capacity"], len(changed["slots"])) == (20, 20)
    assert api(lena).patch(f"{URL}{case.pk}/", {"capacity": 3}, format="json").status_code == 409


def test_found_and_filtered_like_devices(api, lena, case, other_case, kinds, running, deich):
    inside = other_case.contents.first()
    found = {
        query: [row["id"] for row in api(lena).get(f"{URL}?{query}").json()["results"]]
        for query in (
            "search=it-k2",
            "state=lent",
            f"device={inside.pk}",
            f"category={kinds.tablet.pk}",
            "ordering=-inventory_number",
        )
    }
    assert list(found.values()) == [
        [other_case.pk],
        [case.pk],
        [other_case.pk],
        [],
        [other_case.pk, case.pk],
    ]


def test_what_is_no_case_is_not_here(api, lena, case):
    inside = case.contents.first()
    assert api(lena).get(f"{URL}{inside.pk}/").status_code == 404


def test_the_schools_people_take_no_steps_on_it(send, hanna, vera, anna, otto, running):
    bodies = {"fill": {"slot": 5}, "take_out": {"slot": 1}, "count": {}}
    for step, body in bodies.items():
        answers = [send(who, running.case, step, **body) for who in (hanna, vera, anna, otto)]
        assert answers == [403, 403, 403, 404]


def test_what_stands_in_a_room_includes_what_is_in_its_cases(api, lena, adam, running, room204):
    path = f"/api/v1/loans/{running.pk}/name_room/"
    api(lena).post(path, {"location": room204.pk}, format="json")
    rows = api(adam).get(f"/api/v1/devices/?location={room204.pk}").json()
    assert rows["count"] == 5


@pytest.mark.parametrize("kind", ["cases", "loans"])
def test_one_row_or_many_ask_the_database_alike(api, lena, deich, running, kind, other_case, kinds):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            api(lena).get(f"/api/v1/{kind}/")
        return len(queries)

    asked()
    few = asked()
    for number in range(3, 6):
        make_loan(lena, deich, make_case(f"IT-K{number}", kinds, lena), to="handed_over")
    assert asked() == few
