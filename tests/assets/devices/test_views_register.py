"""A device comes onto the books through its form, once, and only where one works."""

import pytest

from assets.models import Category, Device
from itsm.fields.models import CustomField
from itsm.journal.models import Event
from tests.assets.devices.test_views_steps import errors_of
from tests.conftest import make_device


@pytest.fixture
def hours(beamers):
    return CustomField.objects.create(
        owner_type="category",
        owner_id=beamers.pk,
        key="hours",
        kind="number",
        label_de="Lampenstunden",
        required=True,
    )


def new_device(category, school, **facts):
    return {"category": category.pk, "school": school.pk, "key": "k1", **facts}


def test_first_the_kind_then_a_form_that_fits_it(sign_in, tom, beamers, laptops, hours, room204):
    client = sign_in(tom)
    assert client.get("/devices/new/").context["categories"] == [beamers, laptops]
    form = client.get(f"/devices/new/?category={beamers.pk}").context["form"]
    assert "cf_hours" in form.fields
    form = client.get(f"/devices/new/?category={laptops.pk}&location={room204.pk}").context["form"]
    assert "cf_hours" not in form.fields
    assert (form.initial["location"], form.initial["school"]) == (room204, room204.school_id)


def test_a_device_comes_onto_the_books(sign_in, tom, beamers, epson, deich, room204, hours):
    facts = {
        "location": room204.pk,
        "model": epson.pk,
        "serial_number": "A1",
        "price": "1.249,50",
        "purchased_on": "2026-05-04",
        "cf_hours": "12,5",
        "name": "",
        "notes": "neu",
    }
    response = sign_in(tom).post("/devices/new/", new_device(beamers, deich, **facts))
    device = Device.objects.get()
    assert response.headers["Location"] == f"/devices/{device.pk}/"
    assert (
        device.inventory_number,
        device.school,
        device.location,
        str(device.price),
        device.custom,
        device.state,
    ) == ("GAD-00001", deich, room204, "1249.50", {"hours": 12.5}, "in_service")
    assert [e.verb for e in Event.objects.all()] == ["device.registered"]


def test_the_same_form_sent_twice_makes_one_device(sign_in, tom, beamers, laptops, deich):
    client, facts = sign_in(tom), new_device(laptops, deich, name="Eins")
    first, again = (client.post("/devices/new/", facts) for _n in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    other = client.post("/devices/new/", {**facts, "name": "Zwei"})
    assert other.headers["Location"] != first.headers["Location"]
    assert list(Device.objects.order_by("pk").values_list("name", flat=True)) == ["Eins", "Zwei"]


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(sign_in, tom, beamers, deich, hours):
    make_device("GAD-1", beamers, deich)
    facts = new_device(beamers, deich, price="viel", notes="wichtig", inventory_number="GAD-1")
    response = sign_in(tom).post("/devices/new/", facts)
    assert sorted(errors_of(response)) == ["cf_hours", "price"]
    assert "wichtig" in response.content.decode()
    facts |= {"price": "", "cf_hours": "1"}
    response = sign_in(tom).post("/devices/new/", facts)
    assert response.status_code == 409
    assert "GAD-1" in errors_of(response)["__all__"][0]
    assert "wichtig" in response.content.decode()
    assert Device.objects.count() == 1


@pytest.mark.parametrize("case", ["foreign room", "foreign school", "no room", "no school"])
def test_foreign_ids_are_refused_and_nothing_is_written(
    case, sign_in, nora, laptops, moor, deich, room204, room12
):
    facts = new_device(laptops, moor, location=room12.pk)
    wrong = {
        "foreign room": {"location": room204.pk},
        "foreign school": {"school": deich.pk},
        "no room": {"location": "abc"},
        "no school": {"school": "authority"},
    }
    response = sign_in(nora).post("/devices/new/", {**facts, **wrong[case]})
    assert list(errors_of(response)) == ["school" if "school" in case else "location"]
    assert Device.objects.count() == 0
    sign_in(nora).post("/devices/new/", facts)
    assert Device.objects.get().location == room12


def test_a_room_of_the_other_school_is_refused_by_the_step(sign_in, tom, laptops, deich, room12):
    response = sign_in(tom).post("/devices/new/", new_device(laptops, deich, location=room12.pk))
    assert response.status_code == 409
    assert Device.objects.count() == 0


def test_schools_and_rooms_on_offer_are_the_own_ones(
    sign_in, nora, tom, laptops, moor, room12, room204
):
    form = sign_in(nora).get(f"/devices/new/?category={laptops.pk}").context["form"]
    assert form.fields["school"].widget.choices[1:] == [(str(moor.pk), "BBS am Moor")]
    assert form.initial["school"] == str(moor.pk)
    offered = [rooms for _building, rooms in form.fields["location"].widget.choices[1:]]
    assert [pk for rooms in offered for pk, _name in rooms] == [
        room12.get_root().pk,
        room12.parent_id,
        room12.pk,
    ]
    foreign = sign_in(nora).get(f"/devices/new/?category={laptops.pk}&location={room204.pk}")
    assert foreign.context["form"].initial["location"] is None


@pytest.mark.parametrize("name", ["anna", "vera", "hanna", "otto", "olga", "ida"])
def test_only_staff_register(name, request, sign_in, laptops, deich):
    client = sign_in(request.getfixturevalue(name))
    assert client.get("/devices/new/").status_code == 403
    assert client.post("/devices/new/", new_device(laptops, deich)).status_code == 403
    assert Device.objects.count() == 0


def test_loan_managers_register_cases_for_the_authority(sign_in, lena, laptops, deich):
    case = Category.objects.create(label_de="Tablet-Koffer", is_case=True)
    client = sign_in(lena)
    assert client.get("/devices/new/").context["categories"] == [case]
    body = {"category": case.pk, "school": "authority", "key": "k"}
    assert client.post("/devices/new/", body).status_code == 200
    answer = client.post("/devices/new/", body | {"capacity": 16})
    device = Device.objects.get()
    assert (device.category, device.school, device.capacity) == (case, None, 16)
    assert answer["Location"] == f"/cases/{device.pk}/"
