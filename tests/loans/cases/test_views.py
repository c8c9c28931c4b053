"""The pages about cases: the list, one case, filling by scanning, taking out, counting."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.cases.slots import WORDS
from assets.models import AccessoryKind, Device
from loans import workflow
from tests.conftest import make_device, make_label
from tests.loans.conftest import make_case, make_loan

HTMX = {"HX-Request": "true"}


def words(answer):
    """What stands on a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def slots(answer):
    found = re.findall(r'<li class="slot[^>]*>(.*?)</li>', answer.content.decode(), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


@pytest.fixture
def spare(kinds):
    device = make_device("IT-T9", kinds.tablet, None, state="in_storage")
    make_label(device)
    return device


def test_a_case_shows_its_slots_in_words(sign_in, lena, case):
    Device.objects.filter(inventory_number="IT-K1-02").update(state="missing")
    answer = sign_in(lena).get(f"/cases/{case.pk}/")
    there, missing, empty = (str(WORDS[mark]) for mark in ("ok", "missing", "empty"))
    assert slots(answer) == [
        f"1 IT-K1-01 {there}",
        f"2 IT-K1-02 {missing}",
        f"3 IT-K1-03 {there}",
        f"4 IT-K1-04 {there}",
        f"5 {empty}",
    ]


def test_who_sees_which_case(request, sign_in, running, other_case):
    seen = {}
    for name in ("lena", "tom", "adam", "hanna", "vera", "anna", "otto"):
        client = sign_in(request.getfixturevalue(name))
        listed = client.get("/cases/").content.decode()
        seen[name] = (
            [number for number in ("IT-K1", "IT-K2") if f'num">{number}</td>' in listed],
            [client.get(f"/cases/{pk}/").status_code for pk in (running.case_id, other_case.pk)],
        )
    everything = (["IT-K1", "IT-K2"], [200, 200])
    ours = (["IT-K1"], [200, 404])
    assert seen == {
        **dict.fromkeys(("lena", "tom", "adam"), everything),
        **dict.fromkeys(("hanna", "vera", "anna"), ours),
        "otto": ([], [404, 404]),
    }


def test_a_teacher_sees_the_slots_and_the_loan_and_no_more(sign_in, anna, lena, running):
    Device.objects.filter(pk=running.case_id).update(apps="GeoGebra", mdm_group="K1-Gruppe")
    mine = words(sign_in(anna).get(f"/cases/{running.case_id}/"))
    assert ("IT-K1-01" in mine, "GeoGebra" in mine, "K1-Gruppe" in mine) == (True, False, False)
    theirs = words(sign_in(lena).get(f"/cases/{running.case_id}/"))
    assert ("GeoGebra" in theirs, "K1-Gruppe" in theirs) == (True, True)


def steps(answer):
    """Where the buttons beside the heading lead."""
    actions = answer.content.decode().partition('<div class="actions">')[2].partition("<main")[0]
    return re.findall(r'kern-btn--primary" href="([^"]+)"', actions.partition("</main>")[0])


@pytest.mark.parametrize(
    ("name", "state", "step"),
    [
        ("lena", "approved", "prepare"),
        ("lena", "prepared", "hand_over"),
        ("tom", "handed_over", "take_back"),
        ("lena", "returned", "inspect"),
        ("hanna", "handed_over", "name_room"),
        ("vera", "handed_over", "bookings"),
        ("anna", "handed_over", "bookings"),
        ("lena", "closed", None),
    ],
)
def test_a_case_offers_the_next_step_of_its_loan(
    request, sign_in, lena, deich, case, name, state, step
):
    loan = make_loan(lena, deich, case, to=state)
    found = steps(sign_in(request.getfixturevalue(name)).get(f"/cases/{case.pk}/"))
    assert found == ([f"/loans/{loan.number}/{step}/"] if step else [])


def test_a_case_without_slots_says_so_and_leads_to_where_they_are_said(sign_in, lena, kinds):
    case = make_device("IT-K9", kinds.case, None, state="in_storage")
    answer = sign_in(lena).get(f"/cases/{case.pk}/")
    assert ("0 / 0" in words(answer), slots(answer)) == (False, [])
    assert f'<a href="/cases/{case.pk}/edit/">' in answer.content.decode()


def test_the_case_is_scanned_first_then_device_after_device(sign_in, lena, case, spare):
    client = sign_in(lena)
    first = client.post("/cases/fill/", {"code": case.labels.get().url})
    assert (first.status_code, first["Location"]) == (302, f"/cases/{case.pk}/fill/")
    put = client.post(f"/cases/{case.pk}/fill/", {"code": spare.labels.get().code})
    assert (put.status_code, put["Location"]) == (302, f"/cases/{case.pk}/fill/?last={spare.pk}")
    assert Device.objects.get(pk=spare.pk).slot == 5
    page = client.get(put["Location"])
    assert f'name="undo" value="{spare.pk}"' in page.content.decode()
    client.post(f"/cases/{case.pk}/fill/", {"undo": spare.pk})
    assert Device.objects.get(pk=spare.pk).case is None


def test_another_cases_label_goes_on_with_that_case(sign_in, lena, case, other_case):
    answer = sign_in(lena).post(f"/cases/{case.pk}/fill/", {"code": "it-k2"})
    assert answer["Location"] == f"/cases/{other_case.pk}/fill/"


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [("", 200, ""), ("XYZ", 200, "XYZ"), ("IT-K2-01", 409, "IT-K2"), ("IT-K1-01", 409, "IT-K1")],
)
def test_what_does_not_go_in_is_said(sign_in, lena, case, other_case, code, status, reason):
    answer = sign_in(lena).post(f"/cases/{case.pk}/fill/", {"code": code})
    html = answer.content.decode()
    assert (answer.status_code, 'data-heard="bad"' in html) == (status, True)
    assert (reason in words(answer), f'id="code" name="code" value="{code}"' in html) == (
        True,
        True,
    )


def test_a_scan_answers_with_sentence_and_slots_alone(sign_in, lena, case, spare):
    client, url = sign_in(lena), f"/cases/{case.pk}/fill/"
    put = client.post(url, {"code": "it-t9", "slot": 5}, headers=HTMX)
    html = put.content.decode()
    assert ("<html" in html, 'data-heard="ok"' in html, 'hx-swap-oob="true"' in html) == (
        False,
        True,
        True,
    )
    assert (len(slots(put)), slots(put)[4].startswith("5 IT-T9")) == (5, True)
    undone = client.post(url, {"undo": spare.pk}, headers=HTMX)
    assert ('data-heard="undone"' in undone.content.decode(), slots(undone)[4]) == (
        True,
        f"5 {WORDS['empty']}",
    )
    again = client.post(url, {"code": "IT-K1-01"}, headers=HTMX)
    assert (again.status_code, slots(again)) == (409, [])


def test_scanning_another_case_leads_on_to_it(sign_in, lena, case, other_case):
    client = sign_in(lena)
    for url in ("/cases/fill/", f"/cases/{case.pk}/fill/"):
        answer = client.post(url, {"code": other_case.labels.get().url}, headers=HTMX)
        assert f'data-go="/cases/{other_case.pk}/fill/"' in answer.content.decode()


def test_taking_out_says_why(sign_in, lena, case):
    out = Device.objects.get(inventory_number="IT-K1-03")
    client = sign_in(lena)
    assert 'value="3" selected' in client.get(f"/cases/{case.pk}/take_out/?slot=3").content.decode()
    answer = client.post(f"/cases/{case.pk}/take_out/", {"slot": 3, "note": "Akku"})
    assert answer.status_code == 302
    out.refresh_from_db()
    assert (out.case, out.slot) == (None, None)
    assert "Akku" in words(client.get(f"/cases/{case.pk}/"))


def test_counting_accessories(sign_in, lena, case, kinds):
    other = AccessoryKind.objects.create(label_de="Adapter", label_en="Adapter")
    one, two = kinds.pencil.pk, other.pk
    typed = {
        f"{one}-expected": 4,
        f"{one}-present": 3,
        f"{one}-broken": 1,
        f"{two}-expected": 0,
        f"{two}-present": 0,
        f"{two}-broken": 0,
    }
    answer = sign_in(lena).post(f"/cases/{case.pk}/count/", typed)
    assert answer.status_code == 302
    rows = case.accessories.values_list("kind", "expected", "present", "broken")
    assert list(rows) == [(one, 4, 3, 1)]
    wrong = sign_in(lena).post(f"/cases/{case.pk}/count/", typed | {f"{one}-broken": 9})
    assert (wrong.status_code, "error-summary" in wrong.content.decode()) == (200, True)


def test_slots_apps_mdm_and_value_are_edited_and_refused_where_devices_lie(sign_in, lena, case):
    typed = {
        "version": case.version,
        "name": "Koffer 1",
        "capacity": 8,
        "apps": "GeoGebra",
        "mdm_group": "K1",
        "replacement_value": "9.500,00",
    }
    client = sign_in(lena)
    assert client.post(f"/cases/{case.pk}/edit/", typed).status_code == 302
    case.refresh_from_db()
    assert (case.capacity, case.apps, case.mdm_group, str(case.replacement_value)) == (
        8,
        "GeoGebra",
        "K1",
        "9500.00",
    )
    small = client.post(f"/cases/{case.pk}/edit/", typed | {"version": case.version, "capacity": 2})
    assert small.status_code == 409


def test_the_spare_pool_is_what_lies_in_no_case(sign_in, lena, case, spare):
    listed = words(sign_in(lena).get("/cases/spares/"))
    assert ("IT-T9" in listed, "IT-K1-01" in listed) == (True, False)


def test_one_case_or_many_ask_the_database_alike(sign_in, lena, deich, running, kinds):
    client = sign_in(lena)

    def asked(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    few = asked("/cases/"), asked(f"/cases/{running.case_id}/")
    for number in range(3, 8):
        make_loan(lena, deich, make_case(f"IT-K{number}", kinds, lena, tablets=1), to="approved")
    assert (asked("/cases/"), asked(f"/cases/{running.case_id}/")) == few
    assert max(few) <= 12


def test_a_case_s_label_opens_what_the_role_does_most(request, sign_in, client, running):
    door, page = f"/q/{running.case.labels.get().code}", f"/cases/{running.case_id}/"
    for name in ("lena", "tom", "adam", "hanna", "vera"):
        answer = sign_in(request.getfixturevalue(name)).get(door)
        assert (answer.status_code, answer["Location"]) == (302, page)
    for name in ("anna", "otto", "ida"):
        answer = sign_in(request.getfixturevalue(name)).get(door)
        assert (answer.status_code, 'name="description"' in answer.content.decode()) == (200, True)
    client.logout()
    assert client.get(door).status_code == 200


def test_at_the_school_each_slot_leads_to_a_report(sign_in, hanna, running):
    device = running.case.contents.get(slot=2)
    page = sign_in(hanna).get(f"/cases/{running.case_id}/").content.decode()
    assert f"/loans/{running.number}/report_fault/?device={device.pk}" in page


def test_a_devices_page_says_its_slot_and_its_loan(sign_in, anna, lena, running):
    device = running.case.contents.get(slot=2)
    for person in (anna, lena):
        page = sign_in(person).get(f"/devices/{device.pk}/").content.decode()
        links = [f"/cases/{running.case_id}/", f"/loans/{running.pk}/"]
        assert [link in page for link in links] == [True, True]
    assert "IT-K1" in words(sign_in(anna).get(f"/devices/{device.pk}/"))


def test_a_place_counts_what_is_in_the_cases_standing_there(sign_in, lena, running, room204):
    workflow.name_room(running, by=lena, location=room204)
    listed = sign_in(lena).get(f"/devices/?location={room204.pk}&state=all")
    assert listed.context["page"].paginator.count == 5
