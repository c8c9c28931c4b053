"""Schools and the tree of places."""

import pytest

from assets.models import Location
from tests.conftest import make_place

URL = "/api/v1/locations/"


def test_a_school_as_everybody_there_sees_it(api, anna, deich):
    row = api(anna).get(f"/api/v1/schools/{deich.pk}/").json()
    assert row == {
        "id": deich.pk,
        "school": deich.pk,
        "name": "Gymnasium am Deich",
        "short_name": "GAD",
        "kind": "Gymnasium",
        "street": "",
        "postcode": "",
        "place": "",
        "phone": "",
        "email": "",
        "contact": "",
        "iserv_domain": "",
        "closed_on": None,
    }


def test_places_come_in_the_order_of_the_tree(api, anna, vera, room204, deich, things):
    rows = api(vera).get(URL).json()["results"]
    assert [(row["name"], row["kind"], row["path"]) for row in rows] == [
        ("Gymnasium am Deich", "site", "Gymnasium am Deich"),
        ("Haupthaus", "building", "Haupthaus"),
        ("2. OG", "floor", "Haupthaus, 2. OG"),
        ("Raum 204", "room", "Haupthaus, 2. OG, Raum 204"),
    ]
    assert [row["parent"] for row in rows] == [None, *(row["id"] for row in rows[:3])]
    assert rows[3]["label_url"] == things.room_label.url
    assert api(anna).get(f"{URL}{room204.pk}/").json()["label_url"] is None


def test_what_stands_above_at_another_school_is_told_by_name_only(api, olga, haupthaus, moor):
    shared = make_place("Anbau", "floor", haupthaus, moor)
    rows = api(olga).get(URL).json()["results"]
    assert [(row["name"], row["path"], row["parent"]) for row in rows] == [
        ("Anbau", "Haupthaus, Anbau", None)
    ]
    assert api(olga).get(f"{URL}?parent={haupthaus.pk}").json()["count"] == 1
    assert api(olga).get(f"{URL}?location={shared.pk}").json()["count"] == 1
    assert api(olga).get(f"{URL}?location={haupthaus.pk}").json()["count"] == 0


def test_location_means_it_and_all_below(api, tom, haupthaus, room204, room12):
    rows = api(tom).get(f"{URL}?location={haupthaus.pk}&kind=room").json()["results"]
    assert [row["id"] for row in rows] == [room204.pk]


def test_administrators_change_the_tree(api, adam, haupthaus, room204, deich):
    client = api(adam)
    body = {"name": "Raum 9", "kind": "room", "parent": haupthaus.pk, "school": deich.pk}
    made = client.post(URL, body, format="json")
    assert (made.status_code, made.json()["path"]) == (201, "Haupthaus, Raum 9")
    path = f"{URL}{made.json()['id']}/"
    changed = client.patch(path, {"name": "Raum 10", "closed": True}, format="json").json()
    assert (changed["name"], changed["closed"], changed["school"]) == ("Raum 10", True, deich.pk)
    moved = client.post(f"{path}move/", {"parent": room204.parent_id}, format="json").json()
    assert moved["path"] == "Haupthaus, 2. OG, Raum 10"
    gone = client.delete(path)
    assert (gone.status_code, gone.content, client.get(path).status_code) == (204, b"", 404)


@pytest.mark.parametrize("body", [{}, {"name": "Raum 9", "kind": "room"}, {"name": "x"}])
def test_nobody_else_does(api, anna, vera, hanna, tom, lena, things, body):
    before = list(Location.objects.values())
    for person in (anna, vera, hanna, tom, lena):
        path = f"{URL}{things.locations}/"
        answers = [
            api(person).post(URL, body, format="json"),
            api(person).patch(path, body, format="json"),
            api(person).post(f"{path}move/", body, format="json"),
            api(person).delete(path),
        ]
        assert [answer.status_code for answer in answers] == [403] * 4
    assert list(Location.objects.values()) == before


def test_what_cannot_be_is_refused_with_a_sentence(api, adam, things, haupthaus):
    client, path = api(adam), f"{URL}{things.locations}/"
    assert client.delete(path).status_code == 409
    assert client.post(f"{path}move/", {"parent": things.locations}).status_code == 409
    twin = {"name": "Haupthaus", "kind": "building", "parent": haupthaus.parent_id}
    assert client.post(URL, twin, format="json").status_code == 409
    assert client.post(URL, {"name": "x", "kind": "room"}, format="json").status_code == 409
    wrong = client.patch(path, {"parent": haupthaus.pk}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["parent"])


def test_where_a_device_stands_and_whose_it_is(api, adam, anna, things, foreign_beamer):
    mine, foreign = f"?device={things.devices}", f"?device={foreign_beamer.pk}"
    expected = {
        "schools": things.schools,
        "locations": things.locations,
        "categories": things.device.category_id,
        "models": things.device.model_id,
    }
    for kind, pk in expected.items():
        path = f"/api/v1/{kind}/"
        assert [row["id"] for row in api(anna).get(path + mine).json()["results"]] == [pk]
        assert api(anna).get(path + foreign).json()["count"] == 0
    at_home = api(adam).get(f"/api/v1/schools/?location={things.locations}").json()
    assert [row["id"] for row in at_home["results"]] == [things.schools]
