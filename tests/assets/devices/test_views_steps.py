"""Steps on a device from its pages: what is typed is kept, foreign ids change nothing."""

import re

import pytest

from assets.models import Device
from itsm.journal.models import Event, Subject
from itsm.people.roles import Role
from tests.conftest import give_role, make_device, make_place

STEPS = [
    "move",
    "store",
    "put_in_service",
    "send_to_repair",
    "return_from_repair",
    "report_missing",
    "retire",
]


def state(device):
    device.refresh_from_db()
    return device.state


def errors_of(response):
    form = response.context["form"]
    return {name: list(errors) for name, errors in form.errors.items()}


def edited(device, **changes):
    form = {
        "version": device.version,
        "inventory_number": device.inventory_number,
        "category": device.category_id,
        "model": device.model_id or "",
        "serial_number": device.serial_number,
    }
    return form | changes


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("store", "in_service", "in_storage"),
        ("put_in_service", "in_storage", "in_service"),
        ("send_to_repair", "in_service", "in_repair"),
        ("return_from_repair", "in_repair", "in_service"),
        ("report_missing", "in_service", "missing"),
        ("retire", "in_service", "retired"),
    ],
)
def test_a_step_is_taken_from_its_page(step, before, after, sign_in, tom, beamer):
    Device.objects.update(state=before)
    client, url = sign_in(tom), f"/devices/{beamer.pk}/{step}/"
    assert client.get(url).status_code == 200
    assert state(beamer) == before
    response = client.post(url, {"note": "so"})
    assert response.headers["Location"] == f"/devices/{beamer.pk}/"
    assert state(beamer) == after
    [line] = Subject.objects.about(beamer)
    assert line.event.details == {"note": "so"}


def test_a_step_comes_into_the_dialog_as_a_piece_of_the_page(sign_in, tom, beamer):
    page = sign_in(tom).get(f"/devices/{beamer.pk}/retire/", headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    assert f'action="/devices/{beamer.pk}/retire/"' in page.content.decode()


def test_what_is_impossible_now_is_said_beside_what_was_typed(sign_in, tom, beamer):
    Device.objects.update(state="retired")
    response = sign_in(tom).post(f"/devices/{beamer.pk}/store/", {"note": "ins Regal"})
    assert response.status_code == 409
    assert "ins Regal" in response.content.decode()
    assert state(beamer) == "retired"


def test_costs_are_written_with_a_comma(sign_in, tom, beamer):
    Device.objects.update(state="in_repair")
    sign_in(tom).post(f"/devices/{beamer.pk}/return_from_repair/", {"cost": "189,00"})
    [line] = Subject.objects.about(beamer)
    assert line.event.details == {"cost": "189.00"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("anna", 403),
        ("vera", 403),
        ("hanna", 403),
        ("lena", 403),
        ("otto", 404),
        ("olga", 404),
        ("nora", 404),
        ("ida", 404),
    ],
)
def test_everybody_else_is_kept_out_and_changes_nothing(
    name, status, step, request, sign_in, beamer, room12
):
    client = sign_in(request.getfixturevalue(name))
    url = f"/devices/{beamer.pk}/{step}/"
    assert client.get(url).status_code == status
    assert client.post(url, {"location": room12.pk, "note": "x"}).status_code == status
    assert client.post(f"/devices/{beamer.pk}/edit/", edited(beamer)).status_code == status
    beamer.refresh_from_db()
    assert (beamer.state, beamer.version, Event.objects.count()) == ("in_service", 1, 0)


def test_unknown_steps_are_not_there(sign_in, tom, beamer):
    for step in ("lend", "give_back", "register", "edit_place", "__class__"):
        assert sign_in(tom).post(f"/devices/{beamer.pk}/{step}/").status_code == 404


def test_a_move_offers_the_rooms_of_the_school_and_goes_there(
    sign_in, tom, beamer, deich, haupthaus, room204
):
    cellar = make_place("Keller", "room", haupthaus, deich)
    client, url = sign_in(tom), f"/devices/{beamer.pk}/move/"
    form = client.get(url).context["form"]
    assert (form["school"].value(), form["location"].value()) == (str(deich.pk), room204.pk)
    client.post(url, {"school": deich.pk, "location": cellar.pk})
    beamer.refresh_from_db()
    assert beamer.location == cellar


def test_a_move_to_another_school(sign_in, tom, beamer, moor, room12):
    url = f"/devices/{beamer.pk}/move/"
    sign_in(tom).post(url, {"school": moor.pk, "location": room12.pk})
    beamer.refresh_from_db()
    assert (beamer.school, beamer.location) == (moor, room12)


def test_without_a_script_the_other_schools_rooms_come_with_the_answer(
    sign_in, tom, beamer, room204, moor, room12
):
    url = f"/devices/{beamer.pk}/move/"
    response = sign_in(tom).post(url, {"school": moor.pk, "location": room204.pk})
    assert response.status_code == 409
    shown = response.content.decode()
    assert f'<option value="{room12.pk}">' in shown
    assert f'<option value="{room204.pk}" selected>' in shown


@pytest.mark.parametrize("where", ["room", "school"])
def test_nobody_moves_a_device_out_of_reach(
    where, sign_in, nora, moor, deich, room204, room12, beamers
):
    device = make_device("BAM-7", beamers, moor, room12)
    facts = {
        "room": {"school": moor.pk, "location": room204.pk},
        "school": {"school": deich.pk, "location": ""},
    }
    response = sign_in(nora).post(f"/devices/{device.pk}/move/", facts[where])
    assert list(errors_of(response)) == ["location" if where == "room" else "school"]
    device.refresh_from_db()
    assert (device.school, device.location) == (moor, room12)


def test_support_there_does_not_make_staff_here(sign_in, nora, beamer, deich):
    give_role(nora, Role.SUPPORT, deich)
    assert sign_in(nora).post(f"/devices/{beamer.pk}/store/").status_code == 403
    assert state(beamer) == "in_service"


@pytest.fixture
def room205(room204, deich):
    return make_place("Raum 205", "room", room204.parent, deich)


def moved(client, device, place, **more):
    data = {"school": device.school_id, "location": place.pk, **more}
    return client.post(f"/devices/{device.pk}/move/", data, follow=True).content.decode()


def test_the_answer_names_the_new_place_and_the_way_back(sign_in, tom, beamer, room204, room205):
    """Without a script: the way back is a form in the message."""
    client = sign_in(tom)
    shown = moved(client, beamer, room205)
    assert "Nach Haupthaus, 2. OG, Raum 205 verlegt." in shown
    form = shown[shown.index('<form class="kern-alert') :]
    form = form[: form.index("</form>")]
    assert "Rückgängig" in form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    back = client.post(re.search(r'action="([^"]+)"', form)[1], fields, follow=True)
    assert "Nach Haupthaus, 2. OG, Raum 204 verlegt." in back.content.decode()
    beamer.refresh_from_db()
    verbs = [line.verb for line in Subject.objects.about(beamer)[:2]]
    assert (beamer.location, verbs) == (room204, ["device.moved", "device.moved"])


def test_the_way_back_is_closed_once_somebody_else_moved_it(sign_in, tom, beamer, room204, room205):
    client, before = sign_in(tom), beamer.version
    shown = moved(client, beamer, room205, version=before)
    assert "Nach Haupthaus, 2. OG, Raum 205 verlegt." in shown
    shown = moved(client, beamer, room204, version=before)
    beamer.refresh_from_db()
    assert ("Jemand war schneller" in shown, beamer.location) == (True, room205)


@pytest.mark.parametrize("nothing", ["?", "x", "٣"])
def test_where_nothing_is_chosen_the_form_asks(nothing, sign_in, tom, beamer, room204):
    data = {"school": beamer.school_id, "location": nothing}
    answer = sign_in(tom).post(f"/devices/{beamer.pk}/move/", data)
    beamer.refresh_from_db()
    assert (answer.status_code, beamer.location) == (200, room204)
    shown = re.findall(r'<option value="([^"]*)" selected>', answer.content.decode())
    assert ("?" in shown, "" in shown) == (True, False)


def test_a_new_device_keeps_the_room_while_something_else_is_asked_for(
    sign_in, tom, beamer, room205, deich
):
    data = {"school": deich.pk, "location": room205.pk, "purchased_on": "gestern"}
    url = f"/devices/new/?category={beamer.category_id}"
    shown = sign_in(tom).post(url, data).content.decode()
    assert f'<option value="{room205.pk}" selected>' in shown
