"""A flood on one label shuts nobody else out, and loses nothing that was typed."""

import threading
from contextlib import suppress

import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from assets.models import Category
from itsm.guards.models import Bucket
from tests.conftest import make_device, make_label
from tests.tickets.reporting.conftest import hidden, later, picture, receipt_page, send, text_of
from tickets import workflow
from tickets.models import Report, Ticket, TicketFile
from tickets.receipts import receipt_of
from tickets.reporting import limits

pytestmark = pytest.mark.django_db
# With the apps named, the tables are emptied together with what refers to them.
at_once = pytest.mark.django_db(transaction=True, available_apps=list(settings.INSTALLED_APPS))


def flood(phone, door, count, **fields):
    """So many reports at one moment, each with a form of its own that a person might have sent."""
    known = hidden(phone.get(door))
    with later(seconds=10):
        return [
            phone.post(
                door, {**known, **fields, "key": f"{known['key']}{n}", "description": f"Nr. {n}"}
            )
            for n in range(count)
        ]


def states():
    return {state: Report.objects.filter(state=state).count() for state in ("accepted", "held")}


def test_a_flood_is_accepted_then_held_then_asked_to_wait(
    phone, other_phone, door, beamers, deich, room204
):
    answers = flood(phone, door, 300)

    assert [a.status_code for a in answers] == [303] * 70 + [429] * 230
    assert (states(), Ticket.objects.count()) == ({"accepted": 20, "held": 50}, 20)
    last = answers[-1]
    assert (last["Retry-After"], "Nr. 299" in last.content.decode()) == ("60", True)
    assert last["Cache-Control"] == "no-store"
    neighbour = make_label(make_device("GAD-2", beamers, deich, room204))
    assert send(other_phone, f"/q/{neighbour.code}").status_code == 303
    assert states() == {"accepted": 21, "held": 50}


def test_a_flood_without_a_label_leaves_the_labels_alone(phone, other_phone, deich, moor, door):
    answers = flood(phone, "/q/0000", 100, school=deich.pk)
    other_school = flood(phone, "/q/0000", 1, school=moor.pk)

    assert [a.status_code for a in answers + other_school] == [303] * 70 + [429] * 30 + [303]
    assert states() == {"accepted": 21, "held": 50}
    send(other_phone, door)
    assert states() == {"accepted": 22, "held": 50}


def test_the_bucket_fills_again(phone, door):
    flood(phone, door, 21)
    with later(minutes=1):
        flood(phone, door, 5)

    assert states() == {"accepted": 24, "held": 2}


def test_a_school_has_a_bucket_of_its_own(phone, beamers, deich, room204, moor, foreign_beamer):
    with later(seconds=0):
        for number in range(7):
            label = make_label(make_device(f"GAD-{number}", beamers, deich, room204))
            flood(phone, f"/q/{label.code}", 20)

    assert states() == {"accepted": 120, "held": 20}
    send(phone, f"/q/{make_label(foreign_beamer).code}")
    assert states() == {"accepted": 121, "held": 20}


def test_the_house_has_one_too(phone, door, label):
    Bucket.objects.create(name="report:house", tokens=0, filled_at="2999-01-01T00:00Z")

    send(phone, door)

    assert states() == {"accepted": 0, "held": 1}


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "x",
        "1:x",
        "\x00",
        lambda: limits.stamp(),
        lambda: limits.stamp()[:-1] + "!",
    ],
)
def test_machines_draw_three_times_as_much_but_are_heard(phone, door, stamp):
    known = hidden(phone.get(door)) | {"filled": stamp() if callable(stamp) else stamp}

    for number in range(7):
        phone.post(door, {**known, "key": f"machine{number}", "description": "kaputt"})

    assert states() == {"accepted": 6, "held": 1}


@pytest.mark.parametrize(
    ("span", "by_hand"),
    [
        ({"seconds": 1}, False),
        ({"seconds": 4}, True),
        ({"hours": 23}, True),
        ({"hours": 25}, False),
    ],
)
def test_how_long_a_person_takes(span, by_hand):
    stamp = limits.stamp()
    with later(**span):
        assert limits.filled_by_hand(stamp) is by_hand


def test_whoever_fills_in_the_trap_is_looked_at(phone, door, no_picture):
    answer = send(
        phone, door, website="https://spam.example", tile=no_picture.pk, description="Kauft!"
    )

    held = Report.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, receipt_page(held))
    assert (held.state, held.ticket, held.tile, held.text) == ("held", None, no_picture, "Kauft!")
    assert phone.get(answer["Location"]).status_code == 200


def test_a_held_report_keeps_its_photo_and_becomes_a_whole_ticket(phone, door, beamer, vera):
    send(phone, door, website="x", description="wirklich kaputt", photo=picture())
    held = Report.objects.get()

    ticket = workflow.accept(held, by=vera)

    assert list(ticket.devices.all()) == [beamer]
    assert [f.ticket for f in TicketFile.objects.all()] == [ticket]
    assert receipt_of(held) in receipt_page(Report.objects.get())


def test_what_is_held_knows_which_thing_was_meant(
    phone, room_door, beamer, beamers, deich, room204, no_picture, vera, sign_in
):
    """At the label of the room the projector itself; on the website its kind, while it is the only
    one there, then in words; and the room."""
    at_school = f"/report/?school={deich.pk}&room={room204.pk}"
    send(phone, f"{room_door}?thing={beamer.pk}", website="x", description="flackert")
    send(phone, f"{at_school}&kind={beamers.pk}", website="x", description="dunkel")
    make_device("GAD-2", beamers, deich, room204)
    send(phone, f"{at_school}&kind={beamers.pk}", website="x", description="blau")
    send(phone, f"{at_school}&kind=none", website="x", description="kalt")

    held = list(Report.objects.order_by("pk"))
    assert [(r.text, r.device, r.location) for r in held] == [
        ("flackert", beamer, None),
        ("dunkel", beamer, None),
        ("blau\n\nBeamer", None, room204),
        ("kalt", None, room204),
    ]
    page = " ".join(sign_in(vera).get("/tickets/held/").content.decode().split())
    assert (page.count("Epson EB-992F · GAD-00417"), page.count("Haupthaus, 2. OG, Raum 204")) == (
        2,
        2,
    )
    tickets = [workflow.accept(one, by=vera) for one in held]
    assert [(list(t.devices.all()), t.location) for t in tickets] == [
        ([beamer], room204),
        ([beamer], room204),
        ([], room204),
        ([], room204),
    ]


def test_a_thing_held_at_the_label_of_its_room_joins_its_ticket(
    phone, room_door, beamer, mine, no_picture, vera
):
    send(phone, f"{room_door}?thing={beamer.pk}", website="x", tile=no_picture.pk)

    assert workflow.accept(Report.objects.get(state="held"), by=vera) == mine.ticket


def test_a_held_report_about_what_lies_in_a_case_is_the_cases_matter_too(deich, beamers, vera):
    cases = Category.objects.create(label_de="Koffer", label_en="Case", is_case=True)
    case = make_device("IT-K1", cases, None, capacity=2)
    tablet = make_device("IT-T1", beamers, None, case=case, slot=1)
    held = workflow.hold(school=deich, text="Riss", device=tablet)

    assert set(workflow.accept(held, by=vera).devices.all()) == {tablet, case}


def test_people_with_a_role_are_never_held(sign_in, vera, door, phone):
    flood(phone, door, 30)
    client = sign_in(vera)

    send(client, door, description="von der Schule selbst")

    last = Report.objects.last()
    assert (last.state, last.by) == ("accepted", vera)


def test_a_double_tap_is_free_even_in_a_flood(phone, door):
    known = hidden(phone.get(door))
    with later(seconds=10):
        first = phone.post(door, {**known, "description": "ich zuerst"})
        flood(phone, door, 80)
        again = phone.post(door, {**known, "description": "ich zuerst"})

    assert (again.status_code, again["Location"]) == (303, first["Location"])


def test_joining_has_its_own_limit(phone, door, ticket):
    known = hidden(phone.get(door))
    with later(seconds=1):
        answers = [
            phone.post(f"{door}/join", {**known, "key": f"j{n}", "ticket": ticket.pk})
            for n in range(42)
        ]

    assert [a.status_code for a in answers] == [303] * 40 + [429] * 2
    assert send(phone, door).status_code == 303


def test_hints_are_counted_within_reason(phone, door, no_picture):
    hint = no_picture.hints.first()
    known = hidden(phone.get(door))
    with later(seconds=1):
        for number in range(25):
            phone.post(f"{door}/helped", {**known, "key": f"h{number}", "hint": hint.pk})

    hint.refresh_from_db()
    assert hint.helped == 20


@at_once
@pytest.mark.postgres
def test_two_taps_in_the_same_moment_are_one_ticket(door, no_picture):
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    client = Client()
    fields = {**hidden(client.get(door)), "tile": no_picture.pk}
    gate, places = threading.Barrier(4), []

    def tap():
        gate.wait()
        try:
            places.append(Client().post(door, fields)["Location"])
        finally:
            connections.close_all()

    taps = [threading.Thread(target=tap) for _n in range(4)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()

    assert (len(places), len(set(places)), Ticket.objects.count()) == (4, 1, 1)


@at_once
@pytest.mark.postgres
def test_never_more_than_fifty_are_held_whoever_asks_at_once(label, deich):
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    for number in range(46):
        workflow.hold(label=label, school=deich, text=str(number))
    gate, refused = threading.Barrier(8), []

    def hold():
        gate.wait()
        try:
            workflow.hold(label=label, school=deich, text="noch eine")
        except workflow.TooManyHeld:
            refused.append(1)
        finally:
            connections.close_all()

    holders = [threading.Thread(target=hold) for _n in range(8)]
    for thread in holders:
        thread.start()
    for thread in holders:
        thread.join()

    assert (len(refused), states()["held"]) == (4, 50)


def test_most_of_a_flood_costs_three_short_looks_and_no_lock(phone, door):
    with later(seconds=0):
        flood(phone, door, 70)
        known = {**hidden(phone.get(door)), "description": "noch eine"}
        with later(seconds=10), CaptureQueriesContext(connection) as asked:
            refused = phone.post(door, known)

    words = [query["sql"] for query in asked]
    assert refused.status_code == 429
    changes = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN", "FOR ")
    assert [sql for sql in words if any(word in sql for word in changes)] == []
    assert len([sql for sql in words if "guards_bucket" in sql or "tickets_report" in sql]) == 2


def storm(count, tell):
    """So many reports of one person at one moment; how many were taken."""
    taken = 0
    with time_machine.travel(timezone.now(), tick=False):
        for number in range(count):
            with suppress(workflow.TooManyReports):
                tell(number)
                taken += 1
    return taken


@pytest.mark.parametrize(
    ("person", "taken"),
    [
        ("anna", 30),
        ("hanna", 30),
        ("vera", 120),
        ("tom", 200),
        ("adam", 200),
    ],
)
def test_nobody_sends_more_than_she_types_but_those_who_work_on_it(request, person, taken, deich):
    by = request.getfixturevalue(person)

    def tell(number):
        workflow.report_or_join(by=by, school=deich, title=f"Nr. {number}")

    assert storm(200, tell) == taken


def test_each_door_says_so_and_loses_nothing(sign_in, anna, bert, deich, door, beamer):
    words = "Das waren sehr viele Meldungen in kurzer Zeit."
    client, program = sign_in(anna), APIClient()
    program.force_authenticate(bert)
    told = {"description": "Lampe blinkt"}

    with later(seconds=0):
        for person in (anna, bert):
            for _time in range(30):
                workflow.report_or_join(by=person, school=deich, title="Nr.")
        label = client.post(door, {**hidden(client.get(door)), **told})
        page = client.post(f"/tickets/new/?device={beamer.pk}", told)
        answer = program.post("/api/v1/tickets/", told, format="json")

    for shown in (label, page):
        assert (words in text_of(shown), "Lampe blinkt" in text_of(shown)) == (True, True)
    assert (label.status_code, answer.status_code, answer["Retry-After"]) == (429, 429, "60")
    assert answer.json()["detail"].startswith(words)
    assert Ticket.objects.count() == 60
