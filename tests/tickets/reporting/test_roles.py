"""Room labels, and what people with a role see behind a label."""

import re

import pytest
from django.test import Client

from assets.devices.workflow.devices import retire
from assets.labels.codes import new_code
from assets.models import Category, Label
from tests.conftest import make_device, make_label
from tests.tickets.reporting.conftest import masked, send
from tickets import workflow
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db


def test_room_labels_offer_what_stands_there(
    phone, room_door, beamer, beamers, deich, room204, no_heating, adam
):
    computers = Category.objects.create(label_de="Computer", icon="desktop", order=5)
    first = make_device("GAD-1", computers, deich, room204)
    make_device("GAD-2", computers, deich, room204)
    retire(make_device("GAD-3", computers, deich, room204), by=adam)

    page = phone.get(room_door).content.decode()
    spans = re.findall(r"<span>([^<]+)</span>", page.partition('<ul class="things">')[2])
    words = [" ".join(span.split()) for span in spans]

    assert words[:4] == ["Beamer", "Computer 1", "Computer 2", "WLAN geht nicht"]
    assert "GAD-" not in page
    send(phone, f"{room_door}?thing={first.pk}", description="piept")
    assert list(Ticket.objects.get().devices.all()) == [first]


def test_something_else_in_the_room(phone, room_door, room204, deich, no_heating):
    send(phone, room_door, tile=no_heating.pk)

    ticket = Ticket.objects.get()
    assert (ticket.location, ticket.tile, ticket.school, ticket.devices.count()) == (
        room204,
        no_heating,
        deich,
        0,
    )


def test_things_of_other_rooms_are_not_reached_through_this_one(
    phone, room_door, room204, foreign_beamer
):
    address = f"{room_door}?thing={foreign_beamer.pk}"

    assert masked(phone.get(address)) != ""
    send(phone, address, description="fremd")

    ticket = Ticket.objects.get()
    assert (ticket.location, ticket.devices.count()) == (room204, 0)


def test_support_reports_in_the_own_name_and_sees_the_open_tickets(sign_in, vera, door, ticket):
    client = sign_in(vera)

    page = client.get(door).content.decode()
    send(client, door, description="Lüfter laut")

    assert f'href="/tickets/{ticket.number}/"' in page
    assert 'name="email"' not in page
    assert (Report.objects.last().by, Report.objects.last().name) == (vera, "")


def test_what_is_open_about_the_very_thing_comes_first(sign_in, vera, door, ticket, deich, beamer):
    for number in range(6):
        workflow.report(school=deich, description=f"anderswo {number}")

    page = sign_in(vera).get(door).content.decode()

    listed = re.findall(r'href="/tickets/(\d+)/"', page)
    assert (len(listed), listed[0]) == (5, str(ticket.number))
    assert f'href="/devices/{beamer.pk}/"' in page


def test_teachers_see_their_own_open_tickets_only(sign_in, bert, door, ticket):
    page = sign_in(bert).get(door).content.decode()

    assert ('class="note told"' in page, "/tickets/" in page) == (True, False)


def test_technicians_see_the_device_and_what_to_do(sign_in, tom, door, beamer, ticket):
    client = sign_in(tom)

    page = client.get(door).content.decode()
    form = client.get(f"{door}?report=1").content.decode()
    send(client, f"{door}?report=1", description="Lampe durch")

    told = [
        "Epson EB-992F",
        "GAD-00417",
        "X4AB100417L",
        f"/tickets/{ticket.number}/",
        f'href="/devices/{beamer.pk}/"',
        f'href="/devices/{beamer.pk}/send_to_repair/"',
    ]
    assert [word for word in told if word not in page] == []
    assert 'name="tile"' in form
    assert Report.objects.last().by == tom


def test_lenders_see_cases_as_staff_and_the_rest_like_everybody(
    sign_in, lena, door, beamers, deich, room204
):
    case = Category.objects.create(label_de="Tablet-Koffer", is_case=True)
    label = make_label(make_device("GAD-K1", case, deich, room204))
    client = sign_in(lena)

    assert "GAD-K1" in client.get(f"/q/{label.code}", follow=True).content.decode()
    assert "GAD-00417" not in client.get(door).content.decode()


def test_only_staff_still_see_what_is_no_longer_in_use(sign_in, tom, anna, door, beamer):
    type(beamer).objects.update(state="retired")

    assert "GAD-00417" in sign_in(tom).get(door).content.decode()
    assert 'name="school"' in sign_in(anna).get(door).content.decode()


@pytest.mark.parametrize("role", ["tom", "vera", "lena", "adam"])
def test_blank_labels_can_be_bound_by_staff(request, client, role):
    blank = Label.objects.create(code=new_code())
    client.force_login(request.getfixturevalue(role))

    page = client.get(f"/q/{blank.code}").content.decode()

    assert (f'href="/labels/{blank.code}/bind/"' in page, 'name="school"' in page) == (True, False)


def test_a_thing_the_authority_owns_is_reported_for_the_school_it_stands_in(
    phone, anna, beamers, room204, deich
):
    case = make_device("SIT-1", beamers, None, room204)
    label = make_label(case)
    client = Client()
    client.force_login(anna)

    send(phone, f"/q/{label.code}")
    send(client, f"/q/{label.code}")

    assert [(t.school, t.opened_by) for t in Ticket.objects.order_by("pk")] == [
        (deich, None),
        (deich, anna),
    ]
