"""Administrators change the tree on pages: many rooms at once, and nobody else at all."""

import pytest

from assets.models import Location
from assets.places.forms.places import spread
from assets.places.workflow.tree import wrong_places
from itsm.journal.models import Event


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def rooms_in(place):
    return list(Location.objects.filter(parent=place).order_by("pk").values_list("name", flat=True))


def test_a_site_is_added(sign_in, adam, deich):
    facts = {"kind": "site", "names": "Campus", "school": deich.pk, "key": "k"}
    response = sign_in(adam).post("/locations/new/", facts)
    assert response.headers["Location"] == "/locations/"
    site = Location.objects.get()
    assert (site.name, site.kind, site.school, site.path) == ("Campus", "site", deich, "Campus")


def test_rooms_are_added_by_the_dozen_and_only_once(sign_in, adam, deich, haupthaus):
    client, floor = sign_in(adam), haupthaus
    facts = {
        "kind": "room",
        "school": deich.pk,
        "key": "k",
        "parent": floor.pk,
        "names": "Raum 108–110\n\n Sekretariat \r\nRaum 108",
    }
    for _twice in range(2):
        response = client.post("/locations/new/", facts)
        assert response.headers["Location"] == f"/locations/{floor.pk}/"
    assert rooms_in(floor) == ["Raum 108", "Raum 109", "Raum 110", "Sekretariat"]
    assert wrong_places() == {}


def test_one_that_exists_refuses_all_and_keeps_what_was_typed(sign_in, adam, deich, haupthaus):
    facts = {"kind": "room", "school": deich.pk, "parent": haupthaus.parent_id}
    response = sign_in(adam).post(
        "/locations/new/", {**facts, "kind": "building", "names": "Neubau\nHaupthaus"}
    )
    assert response.status_code == 409
    assert "Haupthaus" in errors_of(response)["__all__"][0]
    assert "Neubau\r\nHaupthaus" in response.content.decode().replace("\n", "\r\n").replace(
        "\r\r\n", "\r\n"
    )
    assert Location.objects.count() == 2


@pytest.mark.parametrize(
    ("names", "field"),
    [("", "names"), ("Raum 1–500", "names"), ("x" * 90, "names")],
)
def test_odd_lists_of_names_are_refused(names, field, sign_in, adam, haupthaus):
    facts = {"kind": "room", "parent": haupthaus.pk, "names": names}
    response = sign_in(adam).post("/locations/new/", facts)
    if names.startswith("Raum"):
        # Too many to be meant: taken as one name.
        assert rooms_in(haupthaus) == ["Raum 1–500"]
        return
    assert list(errors_of(response)) == [field]
    assert rooms_in(haupthaus) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Raum 101-103", ["Raum 101", "Raum 102", "Raum 103"]),
        ("R08 – 10", ["R08", "R09", "R10"]),
        ("1–2", ["1", "2"]),
        ("Haus 2", ["Haus 2"]),
        ("Raum 5-3", ["Raum 5-3"]),
        ("A-B", ["A-B"]),
        ("Raum 1.12", ["Raum 1.12"]),
    ],
)
def test_what_a_line_stands_for(line, names):
    assert spread(line) == names


def test_only_what_fits_there_is_offered(sign_in, adam, haupthaus, room204):
    form = sign_in(adam).get(f"/locations/new/?parent={haupthaus.pk}").context["form"]
    assert [kind for kind, _label in form.fields["kind"].choices] == ["floor", "room"]
    assert form.initial["school"] == haupthaus.school_id
    form = sign_in(adam).get(f"/locations/{room204.pk}/move/").context["form"]
    assert {str(p) for p in form.fields["parent"].queryset} == {
        "Gymnasium am Deich",
        "Haupthaus",
        "2. OG",
    }
    form = sign_in(adam).get(f"/locations/{haupthaus.pk}/move/").context["form"]
    assert [str(p) for p in form.fields["parent"].queryset] == ["Gymnasium am Deich"]


def test_a_place_is_renamed_closed_and_moved(sign_in, adam, room204, haupthaus, deich):
    client, url = sign_in(adam), f"/locations/{room204.pk}"
    client.post(f"{url}/edit/", {"name": "Raum 2.04", "school": deich.pk, "closed": "on"})
    client.post(f"{url}/move/", {"parent": haupthaus.pk})
    room204.refresh_from_db()
    assert (room204.path, room204.closed, room204.parent) == (
        "Haupthaus, Raum 2.04",
        True,
        haupthaus,
    )
    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["location.edited", "location.moved"]


def test_refusals_are_said_in_the_form(sign_in, adam, room204, room12, moor):
    room12.parent = room204.parent
    response = sign_in(adam).post(f"/locations/{room204.pk}/edit/", {"name": "", "school": 99999})
    assert sorted(errors_of(response)) == ["name", "school"]
    response = sign_in(adam).post(f"/locations/{room204.pk}/move/", {"parent": room12.pk})
    assert list(errors_of(response)) == ["parent"]


def test_an_empty_place_is_removed_after_a_question(sign_in, adam, room204):
    client, url = sign_in(adam), f"/locations/{room204.pk}/remove/"
    assert client.get(url).status_code == 200
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    above = room204.parent_id
    assert client.post(url).headers["Location"] == f"/locations/{above}/"
    assert not Location.objects.filter(pk=room204.pk).exists()


def test_a_place_with_something_in_it_stays(sign_in, adam, beamer, room204):
    response = sign_in(adam).post(f"/locations/{room204.pk}/remove/")
    assert response.status_code == 409
    assert Location.objects.filter(pk=room204.pk).exists()


@pytest.mark.parametrize("name", ["anna", "vera", "hanna", "tom", "lena", "otto", "nora", "ida"])
def test_nobody_else_changes_the_tree(name, request, sign_in, room204, haupthaus):
    client = sign_in(request.getfixturevalue(name))
    before = list(Location.objects.order_by("pk").values())
    facts = {"name": "X", "names": "X", "kind": "room", "parent": haupthaus.pk}
    for address in ("new/", f"{room204.pk}/edit/", f"{room204.pk}/move/", f"{room204.pk}/remove/"):
        assert client.get(f"/locations/{address}").status_code == 403
        assert client.post(f"/locations/{address}", facts).status_code == 403
    assert list(Location.objects.order_by("pk").values()) == before
