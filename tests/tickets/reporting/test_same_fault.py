"""The same fault of the same thing is one ticket, with a receipt for everybody who tells of it."""

import threading

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from assets.models import FaultTile
from tests.conftest import make_device, make_person
from tests.tickets.reporting.conftest import hidden, receipt_page, send, text_of
from tickets import workflow
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db
at_once = pytest.mark.django_db(transaction=True, available_apps=list(settings.INSTALLED_APPS))


def test_the_tile_says_so_and_the_button_follows(phone, door, mine, no_picture):
    page = text_of(phone.get(door))

    tile = page.partition(f'name="tile" value="{no_picture.pk}"')
    assert "known" in tile[0].rpartition("<label")[2]
    assert "schon gemeldet" in tile[2].partition("</label>")[0]
    assert f'name="anew" value="{no_picture.pk}"' in page
    assert "Betrifft mich auch" in page.partition('class="send"')[2]


def test_a_second_phone_joins(phone, other_phone, door, mine, no_picture):
    answer = send(
        other_phone, door, tile=no_picture.pk, description="Auch bei mir", email="b@example.org"
    )

    joined = Report.objects.exclude(pk=mine.pk).get()
    assert (answer.status_code, answer["Location"]) == (303, receipt_page(joined))
    assert (joined.ticket, joined.joined, joined.text, joined.email) == (
        mine.ticket,
        True,
        "Auch bei mir",
        "b@example.org",
    )
    assert Ticket.objects.count() == 1
    receipt = text_of(other_phone.get(answer["Location"]))
    assert ("Mein Text" in receipt, str(mine.ticket.number) in receipt) == (False, True)


@pytest.mark.parametrize("anew", [True, False])
def test_unless_it_is_something_else(phone, other_phone, door, mine, no_picture, anew):
    said = no_picture.pk if anew else 999_999

    send(other_phone, door, tile=no_picture.pk, anew=said)

    assert Ticket.objects.count() == (2 if anew else 1)


def test_another_thing_another_tile_another_state_is_another_ticket(
    phone, door, room_door, mine, no_picture, beamers, deich, room204, tom
):
    other = make_device("GAD-2", beamers, deich, room204)
    dark = FaultTile.objects.create(category=beamers, label_de="dunkel")

    send(phone, f"{room_door}?thing={other.pk}", tile=no_picture.pk)
    send(phone, door, tile=dark.pk)
    workflow.solve(mine.ticket, by=tom, solution="Kabel")
    send(phone, door, tile=no_picture.pk)

    assert (Ticket.objects.count(), Report.objects.filter(joined=True).count()) == (4, 0)


def test_a_tile_for_rooms_joins_in_the_same_room(
    phone, room_door, no_heating, deich, haupthaus, beamer
):
    send(phone, room_door, tile=no_heating.pk)
    send(phone, room_door, tile=no_heating.pk)
    workflow.report_or_join(school=deich, location=haupthaus, tile=no_heating)

    assert [r.joined for r in Report.objects.order_by("pk")] == [False, True, False]


@pytest.mark.parametrize("kind", [{"private": True}, {"is_wish": True}])
def test_what_is_personal_never_joins(phone, room_door, kind):
    tile = FaultTile.objects.create(label_de="Passwort", **kind)

    send(phone, room_door, tile=tile.pk)
    send(phone, room_door, tile=tile.pk)

    assert (Ticket.objects.count(), Report.objects.filter(joined=True).count()) == (2, 0)


def test_who_told_of_it_before_adds_what_is_new(anna, deich, beamer, no_picture, reported):
    told, joined = workflow.report_or_join(
        by=anna,
        school=deich,
        devices=[beamer],
        tile=no_picture,
        title="Jetzt",
        description="auch Rauch",
    )

    assert (told, joined, Report.objects.count()) == (reported, True, 1)
    assert [c.text for c in reported.ticket.comments.all()] == ["Jetzt\n\nauch Rauch"]


@at_once
@pytest.mark.postgres
def test_two_phones_in_the_same_second_make_one_ticket(door, no_picture):
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    phones = [Client() for _n in range(6)]
    forms = [{**hidden(phone.get(door)), "tile": no_picture.pk} for phone in phones]
    gate, codes = threading.Barrier(6), []

    def tap(phone, form):
        gate.wait()
        try:
            codes.append(phone.post(door, form).status_code)
        finally:
            connections.close_all()

    taps = [threading.Thread(target=tap, args=pair) for pair in zip(phones, forms, strict=True)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()

    assert codes == [303] * 6
    assert (Ticket.objects.count(), sorted(r.joined for r in Report.objects.all())) == (
        1,
        [False] + [True] * 5,
    )


@at_once
@pytest.mark.postgres
def test_two_colleagues_at_different_doors_make_one_ticket_too(deich, beamer, no_picture):
    """No bucket lines them up as it does at one label."""
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    people = [make_person(f"lehrkraft{n}", "teacher", deich) for n in range(6)]
    gate, joins = threading.Barrier(6), []

    def tell(person):
        gate.wait()
        try:
            told = workflow.report_or_join(
                by=person, school=deich, devices=[beamer], tile=no_picture
            )
            joins.append(told[1])
        finally:
            connections.close_all()

    tells = [threading.Thread(target=tell, args=[person]) for person in people]
    for thread in tells:
        thread.start()
    for thread in tells:
        thread.join()

    assert (sorted(joins), Ticket.objects.count()) == ([False] + [True] * 5, 1)


@pytest.mark.parametrize("anew", [True, False])
def test_what_was_held_back_joins_once_it_is_accepted(
    phone, other_phone, door, mine, no_picture, vera, anew
):
    said = {"anew": no_picture.pk} if anew else {}
    send(other_phone, door, website="x", tile=no_picture.pk, description="Auch hier", **said)
    held = Report.objects.get(state="held")

    ticket = workflow.accept(held, by=vera)

    assert (ticket != mine.ticket, Ticket.objects.count()) == (anew, 2 if anew else 1)
