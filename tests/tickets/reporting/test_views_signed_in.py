"""Signed-in people tell of a fault: what it is about first, then what is wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from itsm.fields.models import CustomField
from itsm.people.roles import Role
from tests.conftest import give_role, make_device
from tests.tickets.work.test_forms import picture
from tickets import workflow
from tickets.models import Report, Ticket
from tickets.receipts import receipt_of

URL = "/tickets/new/"


def html(client, query=""):
    return client.get(URL + query).content.decode()


def test_first_one_looks_for_the_thing(sign_in, anna, beamer, foreign_beamer):
    client = sign_in(anna)
    assert f"?device={beamer.pk}" in html(client, "?q=beamer+204")
    assert f"?device={foreign_beamer.pk}" not in html(client, "?q=BAM-00001")


def test_a_teacher_finds_nothing_by_serial_number(sign_in, anna, tom, beamer):
    type(beamer).objects.filter(pk=beamer.pk).update(search="x4ab100417l")
    assert f"?device={beamer.pk}" not in html(sign_in(anna), "?q=X4AB100417L")
    assert f"?device={beamer.pk}" in html(sign_in(tom), "?q=X4AB100417L")


def test_rooms_of_the_own_school_are_offered_at_once(sign_in, anna, room204, room12):
    shown = html(sign_in(anna))
    assert f"?location={room204.pk}" in shown
    assert f"?location={room12.pk}" not in shown


def test_two_taps_and_no_word(sign_in, anna, beamer, no_picture, vera):
    answer = sign_in(anna).post(f"{URL}?device={beamer.pk}", {"tile": no_picture.pk})
    ticket = Ticket.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/tickets/{ticket.pk}/")
    assert (ticket.title, list(ticket.devices.all()), ticket.opened_by, ticket.level) == (
        "kein Bild",
        [beamer],
        anna,
        1,
    )


def test_everything_that_can_be_told(sign_in, tom, beamer, beamers, deich, room204, no_picture):
    CustomField.objects.create(owner_type="ticket", key="seats", kind="number", label_de="Plätze")
    other = make_device("GAD-00418", beamers, deich, room204)
    data = {
        "tile": no_picture.pk,
        "title": "Beide dunkel",
        "description": "Seit heute.",
        "cf_seats": "28",
        "files": [picture(), picture("zwei.jpg")],
    }
    sign_in(tom).post(f"{URL}?device={beamer.pk}&device={other.pk}", data)
    ticket = Ticket.objects.get()
    assert set(ticket.devices.all()) == {beamer, other}
    assert (ticket.title, ticket.description, ticket.custom, ticket.level) == (
        "Beide dunkel",
        "Seit heute.",
        {"seats": 28},
        2,
    )
    assert [f.name for f in ticket.files.all()] == ["foto.jpg", "zwei.jpg"]


def test_about_a_room(sign_in, anna, room204, deich):
    sign_in(anna).post(f"{URL}?location={room204.pk}", {"title": "Strom weg"})
    ticket = Ticket.objects.get()
    assert (ticket.location, ticket.school, list(ticket.devices.all())) == (room204, deich, [])


def test_about_something_else(sign_in, anna, deich):
    sign_in(anna).post(f"{URL}?something=else", {"title": "WLAN im Hof"})
    assert (Ticket.objects.get().school, Ticket.objects.get().location) == (deich, None)


def test_staff_say_which_school_or_the_authority_itself(sign_in, tom, deich, moor):
    client = sign_in(tom)
    client.post(f"{URL}?something=else", {"title": "Server", "school": ""})
    client.post(f"{URL}?something=else", {"title": "Hof", "school": moor.pk})
    assert [t.school for t in Ticket.objects.order_by("pk")] == [None, moor]


def test_who_teaches_at_two_schools_says_which(sign_in, anna, moor, deich):
    give_role(anna, Role.TEACHER, moor)
    client = sign_in(anna)
    assert client.post(f"{URL}?something=else", {"title": "Hof"}).status_code == 200
    client.post(f"{URL}?something=else", {"title": "Hof", "school": moor.pk})
    assert Ticket.objects.get().school == moor


@pytest.mark.parametrize("what", ["device", "location", "school"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_thing_is_as_if_there_were_none(
    what, method, sign_in, anna, foreign_beamer, room12, moor
):
    thing = {"device": foreign_beamer, "location": room12, "school": moor}[what]
    body = {"title": "x"} if method == "post" else None
    answer = getattr(sign_in(anna), method)(f"{URL}?{what}={thing.pk}", body)
    assert (answer.status_code, Ticket.objects.count()) == (404, 0)


@pytest.mark.parametrize("odd", ["device=x", "device=-1", "device=999999", "location=" + "9" * 40])
def test_nonsense_is_not_found(odd, sign_in, tom):
    assert sign_in(tom).get(f"{URL}?{odd}").status_code == 404


def test_a_foreign_school_in_the_body_is_no_choice(sign_in, anna, moor):
    give_role(anna, Role.TEACHER, moor)
    third = type(moor).objects.create(name="Dritte", short_name="DRI")
    answer = sign_in(anna).post(f"{URL}?something=else", {"title": "Hof", "school": third.pk})
    assert (answer.status_code, Ticket.objects.count()) == (200, 0)


def test_who_has_no_role_reports_nothing(sign_in, ida):
    assert sign_in(ida).get(URL).status_code == 403
    assert sign_in(ida).post(f"{URL}?something=else", {"title": "x"}).status_code == 403


def test_sent_twice_is_reported_once(sign_in, anna, beamer, no_picture):
    client, address = sign_in(anna), f"{URL}?device={beamer.pk}"
    key = client.get(address).context["form"]["key"].value()
    for title in ("", "", "Doch etwas anderes"):
        data = {"tile": no_picture.pk, "title": title, "key": key}
        client.post(address, {**data, "anew": "on"} if title else data)
    assert [t.title for t in Ticket.objects.order_by("pk")] == ["kein Bild", "Doch etwas anderes"]


def test_nothing_typed_is_lost(sign_in, anna, beamer):
    CustomField.objects.create(
        owner_type="ticket", key="seats", kind="number", label_de="Plätze", required=True
    )
    data = {"title": "Beamer brummt", "description": "Sehr laut", "cf_seats": "viele"}
    answer = sign_in(anna).post(f"{URL}?device={beamer.pk}", data)
    shown = answer.content.decode()
    assert (answer.status_code, Ticket.objects.count()) == (200, 0)
    assert all(word in shown for word in data.values())


def test_what_was_told_already_is_offered_to_join(sign_in, ticket, bert, beamer):
    """bert does not see anna's ticket: he reads what the public page would say, and no more."""
    Ticket.objects.filter(pk=ticket.pk).update(title="Streng geheim")
    client = sign_in(bert)
    shown = html(client, f"?device={beamer.pk}")
    assert f"/tickets/{ticket.pk}/join/" in shown
    assert "kein Bild" in shown
    assert "Streng geheim" not in shown
    answer = client.post(f"/tickets/{ticket.pk}/join/")
    receipt = f"/r/{receipt_of(Report.objects.get(by=bert, joined=True))}"
    assert (answer.status_code, answer["Location"]) == (303, receipt)
    assert client.get(f"/tickets/{ticket.pk}/")["Location"] == receipt
    told = client.get(receipt).content.decode()
    assert [word in told for word in ("kein Bild", "Streng geheim")] == [True, False]
    client.post(f"/tickets/{ticket.pk}/join/")
    assert Report.objects.filter(by=bert).count() == 1


def test_the_same_tile_of_the_same_device_joins(sign_in, ticket, bert, beamer, no_picture):
    """bert gets a receipt of his own, and reads nothing of what anna wrote."""
    client, data = sign_in(bert), {"tile": no_picture.pk, "description": "bei uns auch"}
    answer = client.post(f"{URL}?device={beamer.pk}", data)
    told = Report.objects.get(by=bert)
    assert (told.ticket, told.joined, told.text) == (ticket, True, "bei uns auch")
    assert Ticket.objects.count() == 1
    shown = client.get(answer["Location"]).content.decode()
    assert ("Klasse 8b wartet" in shown, f"{ticket.number}" in shown) == (False, True)


def test_unless_the_person_says_it_is_something_else(sign_in, ticket, bert, beamer, no_picture):
    client, address = sign_in(bert), f"{URL}?device={beamer.pk}"
    assert 'name="anew"' in html(client, f"?device={beamer.pk}")
    client.post(address, {"tile": no_picture.pk, "anew": "on"})
    assert (Ticket.objects.count(), Report.objects.filter(joined=True).count()) == (2, 0)


def test_the_question_of_a_tile_must_be_answered(sign_in, anna, beamer, no_picture):
    no_picture.question_de = "An welchem Platz?"
    no_picture.save()
    client, address = sign_in(anna), f"{URL}?device={beamer.pk}"
    answer = client.post(address, {"tile": no_picture.pk})
    assert "Bitte beantworten Sie: An welchem Platz?" in answer.content.decode()
    client.post(address, {"tile": no_picture.pk, "title": "Platz 4"})
    assert [t.title for t in Ticket.objects.all()] == ["Platz 4"]


def test_nobody_joins_at_another_school(sign_in, ticket, otto, olga, nora, ida):
    for person in (otto, olga, nora, ida):
        assert sign_in(person).post(f"/tickets/{ticket.pk}/join/").status_code == 404
    assert Report.objects.count() == 1


def test_what_is_solved_is_not_offered(sign_in, ticket, bert, vera, beamer):
    workflow.solve(ticket, by=vera, solution="Kabel")
    assert "/join/" not in html(sign_in(bert), f"?device={beamer.pk}")
    assert sign_in(bert).post(f"/tickets/{ticket.pk}/join/").status_code == 404


def test_one_more_device_keeps_the_first(sign_in, tom, beamer):
    shown = html(sign_in(tom), f"?more=1&device={beamer.pk}&q=beamer")
    assert f'<input type="hidden" name="device" value="{beamer.pk}">' in shown


def test_a_title_can_be_handed_over(sign_in, tom, beamer):
    assert "Ersetzen" in html(sign_in(tom), f"?device={beamer.pk}&title=Ersetzen")


@pytest.mark.parametrize("name", ["anna", "vera", "tom", "adam"])
def test_few_questions_however_much_there_is(
    request, name, sign_in, ticket, beamer, beamers, deich, room204, tom
):
    for n in range(30):
        make_device(f"GAD-1{n:04}", beamers, deich, room204)
        workflow.report(by=tom, school=deich, devices=[beamer], title="Dunkel")
    client = sign_in(request.getfixturevalue(name))
    for query in ("", "?q=beamer", f"?device={beamer.pk}", "?something=else"):
        html(client, query)
        with CaptureQueriesContext(connection) as asked:
            html(client, query)
        assert len(asked) <= 12, (query, [q["sql"][:90] for q in asked])
