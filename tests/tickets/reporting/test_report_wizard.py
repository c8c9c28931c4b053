"""Reporting without a label: school, room, kind of thing; strangers learn names of rooms only."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Category, FaultTile
from tests.conftest import give_role, make_device, make_place
from tests.tickets.reporting.conftest import hidden, send
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db


def shown(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_school_to_ticket(phone, deich, moor, room204, beamers, beamer, no_picture):
    schools = shown(phone, "/report/")
    rooms = shown(phone, f"/report/?school={deich.pk}")
    kinds = shown(phone, f"/report/?school={deich.pk}&room={room204.pk}")
    address = f"/report/?school={deich.pk}&room={room204.pk}&kind={beamers.pk}"
    answer = send(phone, address, tile=no_picture.pk)

    assert ["BBS am Moor" in schools, "Raum 204" in rooms, "Beamer" in kinds] == [True] * 3
    ticket, report = Ticket.objects.get(), Report.objects.get()
    assert (answer.status_code, ticket.school, ticket.location, ticket.tile) == (
        303,
        deich,
        room204,
        no_picture,
    )
    # The only projector in the room: then it is this one.
    assert list(ticket.devices.all()) == [beamer]
    assert (report.channel, report.label, report.by) == ("portal", None, None)


def test_of_several_of_a_kind_none_is_guessed(phone, deich, room204, beamers, beamer):
    make_device("GAD-2", beamers, deich, room204)

    send(phone, f"/report/?school={deich.pk}&room={room204.pk}&kind={beamers.pk}")

    ticket = Ticket.objects.get()
    assert (ticket.devices.count(), ticket.location) == (0, room204)


def test_without_a_room_it_is_told_in_words(phone, deich, beamers, no_heating):
    address = f"/report/?school={deich.pk}&room=&kind=none"

    assert 'name="room"' in shown(phone, address)
    send(phone, address, room="Aula", tile=no_heating.pk)

    ticket = Ticket.objects.get()
    assert (ticket.location, ticket.tile, ticket.description.endswith("Aula")) == (
        None,
        no_heating,
        True,
    )


def test_strangers_learn_of_devices_what_the_room_s_label_tells(
    phone, deich, room204, beamer, ticket, door, room_door
):
    """The kind, and no number; and from afar not that it is broken."""
    thing = f'thing={beamer.pk}"'
    assert [
        thing in shown(phone, a)
        for a in (room_door, f"/report/?school={deich.pk}&room={room204.pk}")
    ] == [True, True]
    pages = [
        shown(phone, f"/report/?school={deich.pk}&room={room204.pk}{tail}")
        for tail in ("", f"&thing={beamer.pk}", f"&kind={beamer.category_id}", "&kind=none")
    ]

    assert [p for p in pages if "GAD-" in p or 'name="ticket"' in p or "schon gemeldet" in p] == []
    join = f"/report/join/?school={deich.pk}&room={room204.pk}&kind=none"
    answer = phone.post(join, {**hidden(phone.get(door)), "ticket": ticket.pk})
    assert (answer.status_code, Report.objects.filter(joined=True).count()) == (409, 0)


def test_rooms_are_those_of_the_school_and_the_shared_ones(phone, deich, haupthaus, room12):
    site = haupthaus.parent
    make_place("Aula", "room", site)
    closed = make_place("Keller", "room", site, deich)
    closed.closed = True
    closed.save()

    rooms = shown(phone, f"/report/?school={deich.pk}")

    assert ["Aula" in rooms, "Keller" in rooms, "Raum 12" in rooms] == [True, False, False]


def test_a_room_of_another_school_is_no_room(phone, deich, room12, no_heating):
    send(phone, f"/report/?school={deich.pk}&room={room12.pk}&kind=none", tile=no_heating.pk)

    ticket = Ticket.objects.get()
    assert (ticket.school, ticket.location) == (deich, None)


def test_people_with_one_school_begin_with_their_rooms(sign_in, anna, moor, room204):
    client = sign_in(anna)

    assert "Raum 204" in shown(client, "/report/")
    assert "BBS am Moor" in shown(client, "/report/?school=all")


def test_own_schools_come_first(sign_in, anna, deich, moor):
    give_role(anna, "teacher", moor)
    page = shown(sign_in(anna), "/report/")

    assert 0 < page.index("BBS am Moor") < page.index("Gymnasium am Deich")


def test_people_of_the_school_choose_the_very_device_and_join(
    sign_in, bert, deich, room204, beamer, ticket
):
    client = sign_in(bert)
    address = f"?school={deich.pk}&room={room204.pk}"

    things = shown(client, f"/report/{address}")
    page = shown(client, f"/report/{address}&thing={beamer.pk}")
    known = hidden(client.get(f"/report/{address}&thing={beamer.pk}"))
    client.post(f"/report/join/{address}&thing={beamer.pk}", {**known, "ticket": ticket.pk})

    assert ("GAD-00417" in things, 'name="ticket"' in page) == (True, True)
    assert [(r.by, r.joined) for r in Report.objects.filter(by=bert)] == [(bert, True)]


def test_a_hint_that_helped(phone, deich, room204, beamers, no_picture):
    address = f"?school={deich.pk}&room={room204.pk}&kind={beamers.pk}"
    hint = no_picture.hints.first()

    answer = phone.post(
        f"/report/helped/{address}", {**hidden(phone.get(f"/report/{address}")), "hint": hint.pk}
    )

    hint.refresh_from_db()
    assert (answer["Location"], hint.helped) == ("/report/thanks/", 1)
    assert phone.get("/report/thanks/").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "school=x",
        "school=999",
        "school=%00",
        "school=1&room=%00&kind=%00&thing=x",
        "kind=1&room=2",
    ],
)
def test_nonsense_begins_again(phone, deich, query):
    assert phone.get(f"/report/?{query}").status_code == 200


def test_an_empty_list_of_schools_says_so(phone, db):
    assert 'class="note calm"' in shown(phone, "/report/")


def test_few_queries_however_many_rooms_and_things(sign_in, anna, deich, room204, beamers):
    client = sign_in(anna)
    address = f"/report/?school={deich.pk}&room={room204.pk}"

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    make_device("GAD-0", beamers, deich, room204)
    before = count()
    for number in range(30):
        kind = Category.objects.create(label_de=f"Art {number}")
        FaultTile.objects.create(category=kind, label_de="kaputt")
        make_device(f"GAD-1{number}", kind, deich, room204)

    assert (count(), before <= 12) == (before, True)


def test_the_very_device_is_told_of_by_strangers_too(phone, deich, room204, beamer, no_picture):
    address = f"/report/?school={deich.pk}&room={room204.pk}&thing={beamer.pk}"

    send(phone, address, tile=no_picture.pk)

    assert list(Ticket.objects.get().devices.all()) == [beamer]


def test_one_walks_through_the_house_from_below(phone, deich, haupthaus):
    for floor in ("2. OG", "DG", "EG", "10. OG", "KG"):
        below = make_place(floor, "floor", haupthaus, deich)
        for room in ("Raum 10", "Raum 9"):
            make_place(room, "room", below, deich)

    page = shown(phone, f"/report/?school={deich.pk}")

    rooms = re.findall(r">Haupthaus, ([^<]+)</option>", page)
    floors = ("KG", "EG", "2. OG", "10. OG", "DG")
    assert rooms == [f"{floor}, Raum {number}" for floor in floors for number in (9, 10)]


def test_there_is_a_way_back_from_every_page(phone, deich, room204, beamer, room_door):
    school, room = f"/report/?school={deich.pk}", f"&amp;room={room204.pk}"
    backs = {
        f"{school}&room={room204.pk}": school,
        f"{school}&room={room204.pk}&kind=none": f"{school}{room}",
        f"{school}&room={room204.pk}&thing={beamer.pk}": f"{school}{room}",
        f"{room_door}?thing={beamer.pk}": room_door,
    }
    assert [f'href="{back}"' in shown(phone, page) for page, back in backs.items()] == [True] * 4
