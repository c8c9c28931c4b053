"""Devices through the API, each as far as the person may see it."""

from decimal import Decimal

import pytest

from api.serializers.devices import DETAILS, PRICES
from assets.models import Device, FundingSource
from itsm.fields.models import CustomField, Status
from tests.conftest import give_role, make_device, make_label
from tickets import workflow

URL = "/api/v1/devices/"
STEPS = [
    "move",
    "store",
    "put_in_service",
    "send_to_repair",
    "return_from_repair",
    "report_missing",
    "retire",
    "replace_label",
]


def test_a_technician_sees_all_of_it(api, tom, things, label):
    row = api(tom).get(f"{URL}{things.devices}/").json()
    whole = Device.objects.get()
    assert row == {
        "id": whole.pk,
        "inventory_number": "GAD-00417",
        "category": whole.category_id,
        "category_name": "Beamer",
        "model": whole.model_id,
        "model_name": "Epson EB-992F",
        "school": whole.school_id,
        "school_name": "Gymnasium am Deich",
        "location": whole.location_id,
        "location_name": "Haupthaus, 2. OG, Raum 204",
        "case": None,
        "slot": None,
        "capacity": None,
        "open_tickets": 1,
        "serial_number": "X4AB100417L",
        "name": "",
        "state": "in_service",
        "status": None,
        "status_name": None,
        "label_url": label.url,
        "lent_to": None,
        "apps": "",
        "mdm_group": "",
        "replacement_value": None,
        "purchased_on": None,
        "warranty_until": None,
        "notes": "Notiz Deich",
        "custom": {},
        "version": 1,
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "price": "1249.00",
        "supplier": "Nord",
        "order_number": "",
        "funding_source": None,
        "funding_source_name": None,
        "bound_until": None,
    }


def test_a_teacher_sees_what_it_is_where_it_is_and_whether_it_is_broken(api, anna, things):
    row = api(anna).get(f"{URL}{things.devices}/").json()
    hidden = [*DETAILS, *PRICES]
    assert {name: row[name] for name in hidden} == dict.fromkeys(hidden)
    assert (row["inventory_number"], row["model_name"]) == ("GAD-00417", "Epson EB-992F")
    assert (row["location_name"], row["open_tickets"]) == ("Haupthaus, 2. OG, Raum 204", 1)


def test_support_sees_no_prices_and_a_head_no_labels(api, vera, hanna, lena, things, label):
    seen = api(vera).get(f"{URL}{things.devices}/").json()
    assert {name: seen[name] for name in PRICES} == dict.fromkeys(PRICES)
    assert (seen["serial_number"], seen["label_url"]) == ("X4AB100417L", label.url)
    for person in (hanna, lena):
        seen = api(person).get(f"{URL}{things.devices}/").json()
        assert (seen["price"], seen["label_url"]) == ("1249.00", None)


def test_each_school_is_told_by_the_role_held_there(api, olga, deich, beamer, foreign_beamer):
    give_role(olga, "teacher", deich)
    serials = {r["id"]: r["serial_number"] for r in api(olga).get(URL).json()["results"]}
    assert serials == {beamer.pk: None, foreign_beamer.pk: "FREMD-1"}
    assert api(olga).get(f"{URL}?ordering=serial_number").status_code == 400


@pytest.mark.parametrize("word", ["serial_number", "state", "price", "warranty_until", "version"])
def test_nobody_sorts_by_what_he_may_not_see(api, anna, vera, hanna, things, word):
    answers = [api(p).get(f"{URL}?ordering={word}").status_code for p in (anna, vera, hanna)]
    priced, unknown = word == "price", word == "version"
    assert answers == [400, 400 if priced or unknown else 200, 400 if unknown else 200]


def test_a_teacher_finds_nothing_by_what_she_may_not_see(api, anna, vera, things):
    def count(person, query):
        return api(person).get(f"{URL}?{query}").json()["count"]

    hidden = ["search=X4AB100417L", "search=x4ab", "state=in_service"]
    assert [count(anna, query) for query in hidden] == [0, 0, 0]
    assert [count(vera, query) for query in hidden] == [1, 1, 1]
    assert count(anna, "search=GAD-00417") == count(anna, "search=epson raum") == 1


def test_custom_fields_are_filtered_by_but_not_by_teachers(api, anna, tom, things, beamers):
    CustomField.objects.create(
        owner_type="category", owner_id=beamers.pk, key="lamp", kind="number", label_de="Lampe"
    )
    Device.objects.update(custom={"lamp": 1200})
    queries = ["cf_lamp=1200", "cf_lamp=1201", f"cf_lamp=1200&category={beamers.pk}"]
    found = [api(tom).get(f"{URL}?{query}").json()["count"] for query in queries]
    assert found == [1, 0, 1]
    assert api(anna).get(f"{URL}?cf_lamp=1200").json()["count"] == 0
    assert api(tom).get(f"{URL}?cf_lumen=1").status_code == 400


@pytest.mark.parametrize("step", STEPS)
def test_only_staff_take_steps(api, anna, hanna, vera, things, step):
    people = [anna, hanna] if step == "replace_label" else [anna, hanna, vera]
    before = Device.objects.values().get()
    for person in people:
        for body in ({}, {"note": "x"}, {"state": "retired"}):
            answer = api(person).post(f"{URL}{things.devices}/{step}/", body, format="json")
            assert answer.status_code == 403
    assert Device.objects.values().get() == before


def test_only_staff_register_and_correct(api, anna, hanna, vera, lena, things, beamers):
    for person in (anna, hanna, vera, lena):
        body = {"category": beamers.pk, "school": things.schools}
        assert api(person).post(URL, body, format="json").status_code == 403
        answer = api(person).patch(f"{URL}{things.devices}/", {"name": "x"}, format="json")
        assert answer.status_code == 403
    assert list(Device.objects.values_list("name", flat=True)) == [""]


def test_a_life_in_steps(api, tom, things, room204, haupthaus):
    def take(step, **body):
        answer = api(tom).post(f"{URL}{things.devices}/{step}/", body, format="json")
        assert answer.status_code == 200, answer.content
        return answer.json()

    assert take("store", note="Ferien")["state"] == "in_storage"
    assert take("put_in_service")["state"] == "in_service"
    assert take("send_to_repair", company="Nord", reference="R-1")["state"] == "in_repair"
    assert take("return_from_repair", cost="89.90")["state"] == "in_service"
    assert take("move", location=haupthaus.pk)["location_name"] == "Haupthaus"
    assert take("report_missing")["state"] == "missing"
    old = take("put_in_service")["label_url"]
    new = take("replace_label")["label_url"]
    assert old != new != take("retire")["label_url"] is None
    lines = api(tom).get(f"/api/v1/events/?device={things.devices}").json()["results"]
    assert [line["verb"] for line in lines][:9] == [
        "device.retired",
        "label.replaced",
        "device.put_in_service",
        "device.reported_missing",
        "device.moved",
        "device.returned_from_repair",
        "device.sent_to_repair",
        "device.put_in_service",
        "device.stored",
    ]
    assert api(tom).post(f"{URL}{things.devices}/store/").status_code == 409


def test_a_label_from_the_roll_replaces_the_old_one(api, tom, things):
    blank = api(tom).post("/api/v1/labels/", {"blank": 1}, format="json").json()["labels"][0]
    path = f"{URL}{things.devices}/replace_label/"
    assert api(tom).post(path, {"label": "0000000000000000"}, format="json").status_code == 400
    assert api(tom).post(path, {"label": things.label.code}, format="json").status_code == 409
    answer = api(tom).post(path, {"label": blank["url"].lower()}, format="json")
    assert answer.json()["label_url"] == blank["url"]


def test_corrections_name_the_version_they_were_made_on(api, tom, things):
    path, client = f"{URL}{things.devices}/", api(tom)
    read = client.get(path)
    assert read["ETag"] == '"1"'
    named = client.patch(path, {"name": "Alter Beamer"}, format="json", HTTP_IF_MATCH='"1"')
    assert (named.json()["name"], named.json()["version"], named["ETag"]) == (
        "Alter Beamer",
        2,
        '"2"',
    )
    late = [
        client.patch(path, {"name": "Zu spät"}, format="json", HTTP_IF_MATCH='W/"1"'),
        client.patch(path, {"name": "Zu spät", "version": 1}, format="json"),
    ]
    assert [answer.status_code for answer in late] == [409, 409]
    odd = client.patch(path, {"name": "x"}, format="json", HTTP_IF_MATCH='"abc"')
    assert odd.status_code == 400
    assert client.patch(path, {"name": "Beamer"}, format="json").json()["version"] == 3


def test_all_that_is_written_can_be_corrected(api, tom, things, beamers, epson):
    paid_by = FundingSource.objects.create(name="DigitalPakt")
    word = Status.objects.create(kind="device", state="in_service", label_de="geliehen")
    body = {
        "serial_number": "NEU-1",
        "name": "Beamer vorn",
        "model": epson.pk,
        "price": "999.50",
        "purchased_on": "2026-01-31",
        "supplier": "Süd",
        "order_number": "B-7",
        "notes": "neu",
        "warranty_until": "2029-01-31",
        "funding_source": paid_by.pk,
        "bound_until": "2031-01-31",
        "inventory_number": "GAD-1",
        "status": word.pk,
        "category": beamers.pk,
    }
    row = api(tom).patch(f"{URL}{things.devices}/", body, format="json").json()
    assert {name: row[name] for name in body} == body
    assert Device.objects.get().price == Decimal("999.50")


def test_a_status_of_another_state_is_no_status(api, tom, things):
    stored = Status.objects.create(kind="device", state="in_storage", label_de="Keller")
    told = Status.objects.create(kind="ticket", state="new", label_de="neu")
    path = f"{URL}{things.devices}/"
    answers = [api(tom).patch(path, {"status": s.pk}, format="json") for s in (stored, told)]
    assert [answer.status_code for answer in answers] == [409, 400]


def test_custom_values_are_merged_and_emptied_by_null(api, tom, things, beamers):
    for key in ("lamp", "mount"):
        CustomField.objects.create(
            owner_type="category", owner_id=beamers.pk, key=key, kind="text", label_de=key
        )
    Device.objects.update(custom={"lamp": "a", "mount": "b", "retired_long_ago": "c"})
    path = f"{URL}{things.devices}/"
    row = api(tom).patch(path, {"custom": {"lamp": "z", "mount": None}}, format="json").json()
    assert row["custom"] == {"lamp": "z", "retired_long_ago": "c"}
    wrong = api(tom).patch(path, {"custom": {"lamp": 7, "other": "x"}}, format="json")
    assert sorted(wrong.json()["errors"]["custom"]) == ["lamp", "other"]


def test_a_new_device_gets_the_next_number_and_its_rooms_school(api, tom, beamers, room204):
    body = {"category": beamers.pk, "location": room204.pk, "serial_number": "S-1"}
    answer = api(tom).post(URL, body, format="json")
    row = answer.json()
    assert (answer.status_code, row["inventory_number"]) == (201, "GAD-00001")
    assert (row["school"], row["state"], row["version"]) == (room204.school_id, "in_service", 1)
    taken = {**body, "inventory_number": "GAD-00001"}
    assert api(tom).post(URL, taken, format="json").status_code == 409


def test_the_authority_has_devices_of_its_own(api, tom, nora, vera, beamers):
    row = api(tom).post(URL, {"category": beamers.pk, "school": None}, format="json").json()
    assert (row["school"], row["location"], row["state"]) == (None, None, "in_storage")
    answer = api(nora).post(URL, {"category": beamers.pk, "school": None}, format="json")
    assert answer.status_code == 403
    assert [api(p).get(f"{URL}{row['id']}/").status_code for p in (nora, vera)] == [404, 404]


def test_location_means_it_and_all_below(api, tom, beamer, haupthaus, foreign_beamer):
    rows = api(tom).get(f"{URL}?location={haupthaus.pk}").json()["results"]
    assert [row["id"] for row in rows] == [beamer.pk]


def test_states_may_be_several(api, tom, beamer, foreign_beamer, beamers, deich):
    make_label(make_device("GAD-2", beamers, deich, state="retired"))
    Device.objects.filter(pk=foreign_beamer.pk).update(state="missing")
    asked = [f"{URL}?state=missing&state=retired", f"{URL}?state=in_service", f"{URL}?state=gone"]
    counts = [api(tom).get(url).json().get("count") for url in asked]
    assert counts == [2, 1, None]


def test_edit_is_the_same_as_patch(api, tom, vera, things):
    path = f"{URL}{things.devices}/edit/"
    assert api(vera).post(path, {"name": "x"}, format="json").status_code == 403
    row = api(tom).post(path, {"name": "Aulabeamer"}, format="json").json()
    assert (row["name"], row["version"]) == ("Aulabeamer", 2)
    late = api(tom).post(path, {"name": "x"}, format="json", headers={"If-Match": '"1"'})
    assert (late.status_code, Device.objects.get().name) == (409, "Aulabeamer")


def test_a_device_without_a_model_names_none(api, tom, beamers, deich):
    device = make_device("GAD-9", beamers, deich)
    Device.objects.filter(pk=device.pk).update(model=None)
    row = api(tom).get(f"{URL}{device.pk}/").json()
    assert (row["model"], row["model_name"]) == (None, None)


@pytest.mark.parametrize(
    "field",
    [
        "id",
        "school",
        "location",
        "state",
        "case",
        "slot",
        "lent_to",
        "label_url",
        "open_tickets",
        "created_at",
        "updated_at",
        "search",
        "status_name",
        "custom_values",
    ],
)
def test_what_steps_alone_may_change_is_refused_by_name(api, tom, things, moor, field):
    before = Device.objects.values().get(pk=things.devices)
    answer = api(tom).patch(f"{URL}{things.devices}/", {"notes": "neu", field: moor.pk})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert Device.objects.values().get(pk=things.devices) == before


def test_open_tickets_are_counted_as_far_as_somebody_may_know_of_them(
    api, tom, vera, anna, olga, deich, beamer, beamers, no_picture
):
    """A fault of the thing, a forgotten password, and a wish; anna told of the wish herself."""
    password = beamers.tiles.create(label_de="Passwort", label_en="Password", private=True)
    wish = beamers.tiles.create(label_de="Wunsch", label_en="Wish", is_wish=True)
    for by, tile in ((vera, no_picture), (vera, password), (anna, wish)):
        workflow.report(by=by, school=deich, devices=[beamer], tile=tile, title=tile.label_de)
    give_role(olga, "teacher", deich)
    counted = {
        p.username: api(p).get(f"{URL}{beamer.pk}/").json()["open_tickets"]
        for p in (tom, vera, anna, olga)
    }
    assert counted == {"tom": 3, "vera": 3, "anna": 2, "olga": 1}
