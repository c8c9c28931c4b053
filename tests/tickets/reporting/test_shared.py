"""Others may know of faults of things; never of wishes, accounts, and matters of security."""

import pytest

from assets.models import FaultTile
from itsm.workflow import StepRefused
from tests.conftest import make_label
from tests.tickets.reporting.conftest import hidden, text_of
from tickets import workflow
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db

KEPT = {
    "account": {"private": True, "label_de": "Passwort vergessen"},
    "security": {"private": True, "alarm": "all", "label_de": "Phishing angeklickt"},
    "wish": {"is_wish": True, "label_de": "Wunsch: Programm"},
}


@pytest.fixture(params=KEPT)
def kept(request, db, deich, beamers, beamer, room204, anna):
    """Two tickets of a kind that is nobody else's business: about the room, and the projector."""
    tiles = [
        FaultTile.objects.create(category=kind, **KEPT[request.param]) for kind in (None, beamers)
    ]
    about = ({"location": room204}, {"devices": [beamer]})
    return [
        workflow.report(by=anna, school=deich, tile=tile, description="Meier", **where).ticket
        for tile, where in zip(tiles, about, strict=True)
    ]


def told_to_everybody(page):
    """What the page says is reported already."""
    return page.partition('class="note told"')[2].partition("</form>")[0]


def test_no_label_lists_them(kept, phone, door, room_door):
    for address in (door, room_door):
        assert told_to_everybody(text_of(phone.get(address))) == ""


def test_a_fault_beside_them_is_listed(kept, phone, door, room_door, reported):
    for address, words in ((door, "kein Bild"), (room_door, "Beamer, kein Bild")):
        told = told_to_everybody(text_of(phone.get(address)))
        assert (words in told, told.count("Betrifft mich auch")) == (True, 1)


@pytest.mark.parametrize("person", ["bert", "vera", "tom"])
def test_nor_do_people_of_the_school_read_them(
    kept, request, sign_in, person, deich, room204, beamer
):
    client = sign_in(request.getfixturevalue(person))
    places = f"?school={deich.pk}&room={room204.pk}"
    addresses = [f"/report/{places}&kind=none", f"/report/{places}&thing={beamer.pk}"]
    for address in addresses:
        assert told_to_everybody(text_of(client.get(address))) == ""
    for address in (f"?device={beamer.pk}", f"?location={room204.pk}"):
        assert "/join/" not in text_of(client.get(f"/tickets/new/{address}"))


def test_a_teacher_finds_no_trace_of_them_on_the_page_of_the_device(
    kept, sign_in, bert, anna, beamer
):
    words = kept[1].tile.label_de
    pages = [text_of(sign_in(person).get(f"/devices/{beamer.pk}/")) for person in (bert, anna)]
    assert [words in page for page in pages] == [False, True]


def test_nobody_joins_them(kept, phone, sign_in, bert, door, room_door):
    known = hidden(phone.get(door))
    for address, ticket in ((room_door, kept[0]), (door, kept[1])):
        answer = phone.post(f"{address}/join", {**known, "ticket": ticket.pk})
        assert answer.status_code == 409
        assert sign_in(bert).post(f"/tickets/{ticket.pk}/join/").status_code == 404
        with pytest.raises(StepRefused):
            workflow.join(ticket)
    assert Report.objects.filter(joined=True).count() == 0


def test_a_wish_in_words_is_kept_too(phone, room_door, room204, deich, anna):
    told = workflow.report(by=anna, school=deich, location=room204, title="Zweiter Monitor")
    Ticket.objects.filter(pk=told.ticket_id).update(kind=Ticket.Kind.WISH)

    assert told_to_everybody(text_of(phone.get(room_door))) == ""


def test_the_box_names_two_faults_at_most(phone, deich, room204, anna):
    address = f"/q/{make_label(room204).code}"
    for name in ("kein Strom", "kein Netz", "kein Licht"):
        tile = FaultTile.objects.create(label_de=name)
        workflow.report(by=anna, school=deich, location=room204, tile=tile)

    told = told_to_everybody(text_of(phone.get(address)))

    assert [name in told for name in ("kein Strom", "kein Netz", "kein Licht")] == [
        False,
        True,
        True,
    ]
