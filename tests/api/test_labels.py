"""Labels through the API, for those who handle them."""

from assets.models import Label
from tests.conftest import make_device, make_label

URL = "/api/v1/labels/"


def codes(answer):
    return [row["code"] for row in answer.json()["labels"]]


def test_they_are_for_those_who_handle_them(api, anna, hanna, lena, vera, nora, tom, things):
    people = (anna, hanna, lena, nora, vera, tom)
    assert [api(p).get(URL).json()["count"] for p in people] == [0, 0, 0, 0, 2, 2]
    statuses = [api(p).get(f"{URL}{things.labels}/").status_code for p in people]
    assert statuses == [404, 404, 404, 404, 200, 200]


def test_a_label_as_it_goes_out(api, vera, things):
    row = api(vera).get(f"{URL}{things.labels.lower()}/").json()
    assert row == {
        "id": things.label.pk,
        "code": things.labels,
        "state": "valid",
        "url": things.label.url,
        "device": things.devices,
        "location": None,
        "school": things.schools,
        "created_at": row["created_at"],
        "bound_at": None,
        "printed_at": None,
        "revoked_at": None,
    }


def test_made_where_there_is_none_in_the_order_asked_for(api, tom, things, beamers):
    new = make_device("GAD-2", beamers, things.school)
    body = {"devices": [new.pk, things.devices], "locations": [things.locations]}
    answer = api(tom).post(URL, body, format="json")
    rows = answer.json()["labels"]
    assert answer.status_code == 201
    assert [(row["device"], row["location"]) for row in rows] == [
        (new.pk, None),
        (things.devices, None),
        (None, things.locations),
    ]
    assert codes(answer)[1:] == [things.labels, things.room_label.code]
    assert codes(api(tom).post(URL, body, format="json")) == codes(answer)


def test_one_thing_is_asked_for_at_a_time(api, tom, things):
    for body in ({}, {"devices": []}, {"blank": 1, "devices": [things.devices]}, {"blank": 501}):
        assert api(tom).post(URL, body, format="json").status_code == 400
    assert Label.objects.count() == 2


def test_who_handles_none_makes_none(api, anna, hanna, vera, things):
    for person in (anna, hanna):
        for body in ({}, {"devices": [things.devices]}, {"blank": 1}):
            assert api(person).post(URL, body, format="json").status_code == 403
    assert api(vera).post(URL, {"blank": 1}, format="json").status_code == 403
    assert Label.objects.count() == 2


def test_a_blank_one_is_bound_once_by_whoever_has_it_in_hand(api, tom, vera, anna, things, beamers):
    blank = codes(api(tom).post(URL, {"blank": 2}, format="json"))
    new = make_device("GAD-2", beamers, things.school)
    path = f"{URL}{blank[0]}/bind/"
    assert api(vera).get(URL).json()["count"] == 2
    assert api(anna).post(path, {"device": new.pk}, format="json").status_code == 404
    assert api(vera).post(path, {}, format="json").status_code == 400
    both = {"device": new.pk, "location": things.locations}
    assert api(vera).post(path, both, format="json").status_code == 400
    row = api(vera).post(path, {"device": new.pk}, format="json").json()
    assert (row["device"], row["state"], row["school"]) == (new.pk, "valid", things.schools)
    assert api(vera).post(path, {"device": new.pk}, format="json").status_code == 409
    again = f"{URL}{blank[1]}/bind/"
    assert api(vera).post(again, {"device": new.pk}, format="json").status_code == 409


def test_a_blank_one_is_not_bound_to_foreign_things(api, tom, olga, things):
    blank = codes(api(tom).post(URL, {"blank": 1}, format="json"))[0]
    answer = api(olga).post(f"{URL}{blank}/bind/", {"device": things.devices}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["device"])
    assert Label.objects.get(code=blank).device is None


def test_a_lost_one_is_revoked(api, vera, things):
    path = f"{URL}{things.labels}/revoke/"
    assert api(vera).post(path).json()["state"] == "revoked"
    assert api(vera).post(path).status_code == 409
    assert api(vera).get(f"/api/v1/devices/{things.devices}/").json()["label_url"] is None


def test_filters(api, tom, things, haupthaus, beamers, moor):
    api(tom).post(URL, {"blank": 1}, format="json")
    make_label(make_device("BAM-7", beamers, moor))
    counts = {
        query: api(tom).get(f"{URL}?{query}").json()["count"]
        for query in (
            f"device={things.devices}",
            f"location={haupthaus.pk}",
            f"school={things.schools}",
            "state=blank",
            "state=valid",
            "state=revoked",
            "state=blank&state=valid",
            f"search={things.labels}",
            "search=gad-00417",
        )
    }
    assert list(counts.values()) == [1, 2, 2, 1, 3, 0, 4, 1, 1]


def test_found_by_id_too_but_a_blank_one_only_by_its_code(api, tom, vera, olga, things):
    blank = api(tom).post(URL, {"blank": 1}, format="json").json()["labels"][0]
    known = f"{URL}{things.label.pk}/"
    assert api(vera).get(known).json()["code"] == things.labels
    assert api(olga).get(known).status_code == 404
    by_id, by_code = f"{URL}{blank['id']}/", f"{URL}{blank['code']}/"
    assert [api(vera).get(path).status_code for path in (by_id, by_code)] == [404, 200]
    assert api(tom).get(by_id).json()["code"] == blank["code"]


def test_a_room_gets_a_new_one_and_the_old_code_stops(api, vera, things):
    path = f"/api/v1/locations/{things.locations}/"
    before = api(vera).get(path).json()["label_url"]
    after = api(vera).post(f"{path}replace_label/").json()["label_url"]
    assert before == things.room_label.url != after == api(vera).get(path).json()["label_url"]
    rows = api(vera).get(f"{URL}?location={things.locations}&ordering=id").json()["results"]
    of_room = [(row["url"], row["state"]) for row in rows if row["location"]]
    assert of_room == [(before, "revoked"), (after, "valid")]
