"""What administrators hide or want filled in counts on every door: each field, each door."""

import pytest
from rest_framework.test import APIClient

from itsm.fields.models import BuiltinField, CustomField
from tests.conftest import make_label
from tests.tickets.reporting.conftest import hidden, later, text_of
from tickets import workflow
from tickets.models import Report, Ticket
from tickets.reporting.views import report_page as pages

pytestmark = pytest.mark.django_db
NAMES = {"built-in": "description", "own": "cf_reach"}
WORDS = {"built-in": "Seit gestern", "own": "Raum 12, Durchwahl 3"}


@pytest.fixture
def api(anna):
    """anna, as another program."""
    client = APIClient()
    client.force_authenticate(anna)
    return lambda body: client.post("/api/v1/tickets/", body, format="json")


@pytest.fixture
def doors(deich, beamer, room204, label, no_picture, no_heating, phone, sign_in, anna):
    """Every page on which something is told: who opens it, and what is sent with it."""
    room_door = f"/q/{make_label(room204).code}"
    at_school = f"/report/?school={deich.pk}&room={room204.pk}"
    tile, general = {"tile": no_picture.pk}, {"tile": no_heating.pk}
    return {
        "device label": (phone, f"/q/{label.code}", tile),
        "room label": (phone, room_door, general),
        "thing on a room label": (phone, f"{room_door}?thing={beamer.pk}", tile),
        "unknown label": (phone, "/q/0000", {"school": deich.pk, "description": "kaputt"}),
        "website": (phone, f"{at_school}&kind=none", general),
        "website, a kind": (phone, f"{at_school}&kind={beamer.category_id}", tile),
        "signed in, label": (sign_in(anna), f"/q/{label.code}", tile),
        "signed in": (sign_in(anna), f"/tickets/new/?device={beamer.pk}", tile),
    }


DOORS = (
    "device label",
    "room label",
    "thing on a room label",
    "unknown label",
    "website",
    "website, a kind",
    "signed in, label",
    "signed in",
)


def tell(door, **fields):
    """Open this door, send it with these fields besides; the page, and the answer."""
    client, address, told = door
    page = client.get(address)
    with later(seconds=10):
        return text_of(page), client.post(address, {**hidden(page), **told, **fields})


def own_field(required):
    CustomField.objects.create(
        owner_type="ticket",
        key="reach",
        kind="text",
        label_de="Erreichbar unter",
        required=required,
    )


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("field", NAMES)
def test_what_must_be_filled_in_is_asked_and_kept(doors, door, field):
    if field == "own":
        own_field(required=True)
    else:
        BuiltinField.objects.create(form="ticket", name="description", required=True)
    name, words = NAMES[field], WORDS[field]

    page, empty = tell(doors[door], **{name: ""})
    _page, filled = tell(doors[door], **{name: words})

    asked = page.partition("<details")[0] if door != "signed in" else page
    assert (f'name="{name}"' in asked, empty.status_code, filled.status_code) == (True, 200, 303)
    ticket = Ticket.objects.get()
    kept = ticket.description if field == "built-in" else ticket.custom["reach"]
    assert kept == words


@pytest.mark.parametrize("door", DOORS)
def test_what_may_be_filled_in_costs_no_tap(doors, door):
    own_field(required=False)

    page, answer = tell(doors[door])

    assert ('name="cf_reach"' in page, answer.status_code) == (True, 303)


@pytest.mark.parametrize("door", DOORS)
def test_what_is_hidden_is_on_no_door_and_taken_on_none(doors, door):
    BuiltinField.objects.create(form="ticket", name="description", hidden=True)
    client, address, told = doors[door]
    if door == "unknown label":
        told = {**told, "photo": ""}

    page, answer = tell((client, address, told), description="Geheim")

    assert 'name="description"' not in page
    if door == "unknown label":
        assert (answer.status_code, Ticket.objects.count()) == (200, 0)
    else:
        assert (answer.status_code, Ticket.objects.get().description) == (303, "")


def test_hidden_devices_are_offered_on_no_door(doors, phone, beamer, deich, room204):
    BuiltinField.objects.create(form="ticket", name="devices", hidden=True)

    pages = [text_of(phone.get(doors["room label"][1]))]
    pages += [text_of(phone.get(f"/report/?school={deich.pk}&room={room204.pk}"))]

    assert [f"thing={beamer.pk}" in page for page in pages] == [False, False]


def test_a_hidden_room_is_asked_on_no_door(phone, deich, room204):
    BuiltinField.objects.create(form="ticket", name="location", hidden=True)

    pages = [text_of(phone.get(f"/report/?school={deich.pk}")), text_of(phone.get("/q/0000"))]
    pages += [text_of(phone.get(f"/report/?school={deich.pk}&kind=none"))]

    assert ['name="room"' in page for page in pages] == [False, False, False]


def test_a_room_that_must_be_named_is(phone, deich, no_heating):
    BuiltinField.objects.create(form="ticket", name="location", required=True)
    door = (phone, f"/report/?school={deich.pk}&room=&kind=none", {"tile": no_heating.pk})

    _page, empty = tell(door)
    _page, filled = tell(door, room="Aula")

    assert (empty.status_code, filled.status_code, Ticket.objects.count()) == (200, 303, 1)


def test_programs_are_asked_and_refused_the_same(api, beamer, no_picture):
    own_field(required=True)
    BuiltinField.objects.create(form="ticket", name="description", hidden=True)
    BuiltinField.objects.create(form="ticket", name="devices", hidden=True)
    body = {"tile": no_picture.pk, "custom": {"reach": "12"}}

    refused = [
        api({"tile": no_picture.pk}),
        api({**body, "description": "Geheim"}),
        api({**body, "devices": [beamer.pk]}),
    ]

    assert [sorted(a.json()["errors"]) for a in refused] == [
        ["custom"],
        ["description"],
        ["devices"],
    ]
    assert (api(body).status_code, Ticket.objects.get().custom) == (201, {"reach": "12"})


def test_own_fields_of_a_held_report_become_the_ticket_s(phone, door, vera):
    own_field(required=False)
    tell((phone, door, {"website": "x", "description": "kaputt"}), cf_reach="12")

    ticket = workflow.accept(Report.objects.get(), by=vera)

    assert ticket.custom == {"reach": "12"}


def test_own_fields_of_who_joins_stay_as_words(phone, door, mine, no_picture):
    own_field(required=False)

    tell((phone, door, {"tile": no_picture.pk}), cf_reach="12")

    assert Report.objects.get(joined=True).text == "Erreichbar unter: 12"


def test_a_field_hidden_by_another_process_is_gone_from_the_very_next_page(phone, door):
    folded = text_of(phone.get(door)).partition("<details")[2]
    assert ('name="photo"' in folded, 'name="name"' in folded) == (True, True)
    BuiltinField.objects.create(form="ticket", name="description", hidden=True)
    assert 'name="description"' not in text_of(phone.get(door))
    BuiltinField.objects.all().delete()
    assert 'name="description"' in text_of(phone.get(door))


def test_what_is_drawn_once_is_what_this_form_asks(monkeypatch, phone, door):
    """The form was made a moment before an administrator added a field: what is kept for later
    pages is drawn from that form, not from how the house is a moment later."""
    real = pages.render_to_string

    def a_moment_later(*asked):
        own_field(required=False)
        return real(*asked)

    monkeypatch.setattr(pages, "_DRAWN", {})
    monkeypatch.setattr(pages, "render_to_string", a_moment_later)
    assert "cf_reach" not in text_of(phone.get(door))
    monkeypatch.undo()
    CustomField.objects.all().delete()
    assert "cf_reach" not in text_of(phone.get(door))
