"""Tiles that ask their one question, and alarms that are always sent."""

import re

import pytest

from assets.models import FaultTile, Hint
from itsm.people.models import Authority
from itsm.workflow import StepRefused
from tests.tickets.reporting.conftest import hidden, send, text_of
from tests.tickets.reporting.test_limits import flood, states
from tickets import workflow
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def wish(db):
    return FaultTile.objects.create(
        label_de="Wunsch: Programm oder App",
        label_en="wish: program or app",
        is_wish=True,
        question_de="Welches Programm?",
        question_en="Which program?",
    )


@pytest.fixture
def account(db):
    return FaultTile.objects.create(
        label_de="Passwort vergessen", private=True, question_de="Für wen? Name oder Kürzel"
    )


@pytest.fixture
def phishing(db):
    tile = FaultTile.objects.create(label_de="Phishing-Mail angeklickt", private=True, alarm="all")
    Hint.objects.create(tile=tile, text_de="Gerät vom Netz trennen.", order=0)
    return tile


def test_the_question_stands_on_the_page_in_both_languages(phone, room_door, wish, account):
    german, english = text_of(phone.get(room_door)), text_of(phone.get(f"{room_door}?lang=en"))

    field = f'<label for="id_answer_{wish.pk}">'
    assert [f"{field}Welches Programm?" in german, f"{field}Which program?" in english] == [
        True,
        True,
    ]
    assert ("Wunsch senden" in german, "Send the wish" in english) == (True, True)


def test_a_wish_says_what_is_wished_for(phone, room_door, wish):
    answer = send(phone, room_door, tile=wish.pk, **{f"answer_{wish.pk}": "GeoGebra"})

    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.title, ticket.description) == (
        "wish",
        "Wunsch: Programm oder App: GeoGebra",
        "Welches Programm? GeoGebra",
    )
    receipt = text_of(phone.get(answer["Location"]))
    assert ("Welches Programm? GeoGebra" in receipt, "/fixed" in receipt) == (True, False)


def test_for_whom_is_in_no_title(phone, room_door, account):
    send(phone, room_door, tile=account.pk, **{f"answer_{account.pk}": "MEI"})

    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.description) == (
        "Passwort vergessen",
        "Für wen? Name oder Kürzel MEI",
    )


@pytest.mark.parametrize("blank", ["", "  "])
def test_without_an_answer_nothing_is_sent_and_nothing_lost(phone, room_door, wish, blank):
    answer = send(
        phone, room_door, tile=wish.pk, description="für die 8b", **{f"answer_{wish.pk}": blank}
    )

    page = text_of(answer)
    assert (answer.status_code, Ticket.objects.count()) == (200, 0)
    assert "Bitte beantworten Sie das in wenigen Worten." in page
    assert f'href="#id_answer_{wish.pk}"' in page
    assert ("für die 8b" in page, bool(re.search(rf'value="{wish.pk}" checked', page))) == (
        True,
        True,
    )


def test_an_answer_below_another_tile_is_no_answer(phone, room_door, wish, no_heating):
    field = {f"answer_{wish.pk}": "GeoGebra"}

    send(phone, room_door, tile=no_heating.pk, **field)

    assert [(t.title, t.description) for t in Ticket.objects.all()] == [("WLAN geht nicht", "")]


def test_the_workflow_asks_too(wish, deich, anna):
    with pytest.raises(StepRefused) as refused:
        workflow.report(by=anna, school=deich, tile=wish)
    assert refused.value.sentence == "Bitte beantworten Sie: Welches Programm?"
    told = workflow.report(by=anna, school=deich, tile=wish, description="GeoGebra, bitte")
    assert told.ticket.description == "GeoGebra, bitte"


@pytest.mark.parametrize("address", ["door", "/q/0000"])
@pytest.mark.parametrize("said", [{}, {"tile": ""}, {"name": "Anna"}, {"description": " \n"}])
def test_nothing_said_is_nothing_sent(phone, request, address, said, deich):
    address = request.getfixturevalue("door") if address == "door" else address
    known = hidden(phone.get(address))

    answers = [phone.post(address, {**known, "school": deich.pk, **said}) for _time in range(2)]

    assert [a.status_code for a in answers] == [200, 200]
    assert "Bitte wählen Sie, was nicht geht, oder sagen Sie es in wenigen Worten." in text_of(
        answers[0]
    )
    assert (Ticket.objects.count(), Report.objects.count()) == (0, 0)


def test_an_alarm_shows_what_to_do_and_never_ends_there(phone, room_door, phishing):
    page = text_of(phone.get(room_door))

    tip = page.partition("Gerät vom Netz trennen.")[2].partition("</li>")[0].strip()
    assert (tip, "Sofort melden" in page) == ("", True)
    hint = phishing.hints.get()
    phone.post(f"{room_door}/helped", {**hidden(phone.get(room_door)), "hint": hint.pk})
    hint.refresh_from_db()
    assert hint.helped == 0


def test_the_receipt_of_an_alarm_says_again_what_to_do_and_whom_to_call(
    phone, room_door, phishing, no_heating, deich
):
    Authority.objects.update_or_create(
        pk=1, defaults={"name": "Schul-IT", "phone": "+49 4931 123-45"}
    )
    deich.phone = "04931 / 77 0"
    deich.save()

    alarm = text_of(phone.get(send(phone, room_door, tile=phishing.pk)["Location"]))
    fault = text_of(phone.get(send(phone, room_door, tile=no_heating.pk)["Location"]))

    told = ["Gerät vom Netz trennen.", 'href="tel:+49493112345"', 'href="tel:04931770"']
    assert [word in alarm for word in told] == [True, True, True]
    assert [word in fault for word in told] == [False, False, False]
    assert ("/fixed" in alarm, "/fixed" in fault) == (False, True)


def test_an_alarm_goes_through_in_a_flood_of_something_else(
    phone, other_phone, room_door, phishing
):
    flood(phone, room_door, 75)
    known = {"accepted": 20, "held": 50}
    assert states() == known

    send(other_phone, room_door, tile=phishing.pk)

    assert states() == {"accepted": 21, "held": 50}


def test_but_a_flood_of_alarms_is_a_flood(phone, room_door, phishing):
    flood(phone, room_door, 100, tile=phishing.pk)

    assert states() == {"accepted": 25, "held": 50}
