"""Tickets through the API: the same doors as the pages."""

from datetime import date

import pytest

from api.views.tickets import Tickets
from itsm.fields.models import CustomField, Status
from tests.conftest import give_role, make_device, make_person
from tickets import workflow
from tickets.models import Report, Ticket
from tickets.receipts import receipt_url

URL = "/api/v1/tickets/"
STEPS = [
    "assign",
    "take_over",
    "escalate",
    "release",
    "comment",
    "wait",
    "resume",
    "solve",
    "confirm",
    "reopen",
    "withdraw",
    "close",
    "take_back",
]
LISTED = [
    "id",
    "number",
    "title",
    "description",
    "kind",
    "state",
    "ended",
    "status",
    "status_name",
    "level",
    "school",
    "school_name",
    "devices",
    "location",
    "location_name",
    "tile",
    "tile_name",
    "assignee",
    "last_handler",
    "last_handled_at",
    "waiting_for",
    "waiting_since",
    "waiting_until",
    "solution",
    "custom",
    "created_at",
    "updated_at",
    "solved_at",
    "closed_at",
    "comments",
    "events",
]


def verbs(row):
    return [line["verb"] for line in row["events"]]


def test_a_fault_is_told_taken_over_talked_about_and_solved(api, tom, anna, deich, beamer):
    body = {"title": "Kein Bild", "description": "seit heute", "devices": [beamer.pk]}
    told = api(anna).post(URL, body, format="json")
    row = told.json()
    number = row["number"]
    assert (told.status_code, list(row)) == (201, LISTED)
    assert (row["id"], row["title"], row["state"]) == (number, "Kein Bild", "new")
    assert (row["school"], row["devices"], row["location"]) == (
        deich.pk,
        [beamer.pk],
        beamer.location_id,
    )
    assert Report.objects.get().channel == "api"

    steps = api(tom)
    taken = steps.post(f"{URL}{number}/take_over/").json()
    assert (taken["state"], taken["assignee"]) == ("assigned", {"id": tom.pk, "name": "Tom"})
    body = {"text": "Komme", "visibility": "authority"}
    said = steps.post(f"{URL}{number}/comment/", body, format="json").json()
    assert [(c["text"], c["visibility"], c["by"]) for c in said["comments"]] == [
        ("Komme", "authority", {"id": tom.pk, "name": "Tom"})
    ]
    done = steps.post(f"{URL}{number}/solve/", {"solution": "Kabel"}, format="json").json()
    assert (done["state"], done["solution"]) == ("solved", "Kabel")
    assert done["last_handler"] == {"id": tom.pk, "name": "Tom"}
    assert verbs(done) == [
        "ticket.solved",
        "ticket.commented",
        "ticket.taken_over",
        "ticket.reported",
    ]

    seen = api(anna).get(f"{URL}{number}/").json()
    assert seen["comments"] == []
    assert verbs(seen) == ["ticket.solved", "ticket.taken_over", "ticket.reported"]
    assert api(anna).post(f"{URL}{number}/confirm/").json()["state"] == "closed"


def test_comments_are_read_as_deep_as_the_role_reads(api, anna, vera, hanna, tom, adam, things):
    def read(person):
        row = api(person).get(f"{URL}{things.tickets}/").json()
        return [comment["text"] for comment in row["comments"]], len(row["events"])

    assert read(anna) == (["an alle"], 2)
    assert read(vera) == read(hanna) == (["an die Schule", "an alle"], 3)
    assert read(tom) == read(adam) == (["unter uns", "an die Schule", "an alle"], 4)
    listed = api(anna).get(URL).json()["results"][0]
    assert ([comment["text"] for comment in listed["comments"]], len(listed["events"])) == read(
        anna
    )


def test_nobody_writes_deeper_than_he_reads(api, anna, vera, things):
    path = f"{URL}{things.tickets}/comment/"
    for person, visibility in ((anna, "school"), (anna, "authority"), (vera, "authority")):
        body = {"text": "x", "visibility": visibility}
        assert api(person).post(path, body, format="json").status_code == 403
    assert things.ticket.comments.count() == 3


def test_a_teacher_sees_own_ones_and_nothing_of_what_she_joined(
    api, anna, vera, tom, deich, beamer, ticket
):
    other = workflow.report(by=vera, school=deich, devices=[beamer], title="Anderer").ticket
    assert [row["number"] for row in api(anna).get(URL).json()["results"]] == [ticket.pk]
    assert api(anna).get(f"{URL}{other.pk}/").status_code == 404
    workflow.join(other, by=anna)
    assert api(anna).get(URL).json()["count"] == 1
    assert api(anna).get(f"{URL}{other.pk}/").status_code == 404
    assert api(anna).post(f"{URL}{other.pk}/confirm/").status_code == 404


def test_a_loan_manager_sees_those_about_cases(api, lena, anna, deich, beamers, ticket):
    assert api(lena).get(URL).json()["count"] == 0
    assert api(lena).get(f"{URL}{ticket.pk}/").status_code == 404
    beamers.is_case = True
    beamers.save()
    assert api(lena).get(URL).json()["count"] == 1
    spare = {"devices": []}
    answer = api(lena).patch(f"{URL}{ticket.pk}/", spare, format="json")
    assert (answer.status_code, answer.json()["devices"]) == (200, [])
    assert api(lena).get(URL).json()["count"] == 0


@pytest.mark.parametrize("step", sorted(set(STEPS) - {"comment", "confirm", "withdraw", "reopen"}))
def test_visible_but_not_allowed_is_403_whatever_is_sent(api, anna, hanna, things, step):
    before = Ticket.objects.values().get()
    for person in (anna, hanna):
        for body in ({}, {"solution": "x", "note": "x"}, {"state": "closed"}):
            answer = api(person).post(f"{URL}{things.tickets}/{step}/", body, format="json")
            assert answer.status_code == 403
        assert api(person).patch(f"{URL}{things.tickets}/", {}, format="json").status_code == 403
    assert Ticket.objects.values().get() == before


def test_the_steps_of_the_design_are_all_there(api, tom):
    assert sorted(a.__name__ for a in Tickets.get_extra_actions()) == sorted(STEPS)


def test_support_gives_it_on_and_waits(api, vera, tom, anna, things):
    client, path = api(vera), f"{URL}{things.tickets}/"
    body = {"waiting_for": "part", "until": "2027-01-15", "note": "Lampe"}
    waits = client.post(f"{path}wait/", body, format="json").json()
    assert (waits["state"], waits["waiting_for"], waits["waiting_until"]) == (
        "waiting",
        "part",
        date(2027, 1, 15).isoformat(),
    )
    assert client.post(f"{path}resume/").json()["state"] == "assigned"
    assert client.post(f"{path}release/").json()["assignee"] is None
    up = client.post(f"{path}escalate/", {"note": "Lampe hin"}, format="json").json()
    assert (up["level"], up["state"]) == (2, "new")
    assert client.post(f"{path}take_over/").status_code == 403
    given = api(tom).post(f"{path}assign/", {"assignee": "Tom"}, format="json").json()
    assert given["assignee"] == {"id": tom.pk, "name": "Tom"}


def test_a_reporter_takes_it_back_or_says_it_is_not_fixed(api, anna, vera, things):
    path = f"{URL}{things.tickets}/"
    assert api(anna).post(f"{path}withdraw/").json()["state"] == "closed"
    again = api(vera).post(f"{path}reopen/", {"note": "doch nicht"}, format="json").json()
    assert again["state"] == "new"
    api(vera).post(f"{path}solve/", {"solution": "Kabel"}, format="json")
    back = api(anna).post(f"{path}reopen/", {}, format="json").json()
    assert (back["state"], back["assignee"]) == ("assigned", {"id": vera.pk, "name": "Vera"})
    assert api(vera).post(f"{path}close/", {"note": "doppelt"}, format="json").json()["closed_at"]


@pytest.mark.parametrize(
    ("step", "body", "wrong"),
    [
        ("solve", {}, ["solution"]),
        ("solve", {"solution": " "}, ["solution"]),
        ("comment", {}, ["text"]),
        ("comment", {"text": "x", "visibility": "all"}, ["visibility"]),
        ("wait", {}, ["waiting_for"]),
        ("wait", {"waiting_for": "part", "until": "x"}, ["until"]),
        ("wait", {"waiting_for": "part", "status": 99}, ["status"]),
        ("assign", {}, ["assignee"]),
        ("assign", {"assignee": None}, ["assignee"]),
        ("assign", {"assignee": True}, ["assignee"]),
        ("assign", {"assignee": "a\x00"}, ["assignee"]),
        ("take_over", {"by": 1}, ["by"]),
        ("close", {"note": "x", "state": "new"}, ["state"]),
    ],
)
def test_bodies_of_steps_are_checked_by_name(api, tom, things, step, body, wrong):
    answer = api(tom).post(f"{URL}{things.tickets}/{step}/", body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, wrong)
    assert Ticket.objects.get().state == "new"


@pytest.mark.parametrize("field", ["state", "assignee", "number", "opened_by", "level", "is_staff"])
def test_fields_that_are_not_ones_own_to_set_are_refused_by_name(api, tom, ticket, deich, field):
    new = api(tom).post(URL, {"title": "x", "school": deich.pk, field: 1}, format="json")
    old = api(tom).patch(f"{URL}{ticket.pk}/", {field: 1}, format="json")
    assert [new.status_code, old.status_code] == [400, 400]
    assert list(new.json()["errors"]) == list(old.json()["errors"]) == [field]
    assert Ticket.objects.count() == 1


def test_corrections(api, tom, things, beamers, deich, haupthaus):
    other = make_device("GAD-2", beamers, deich)
    word = Status.objects.create(kind="ticket", state="new", label_de="gesichtet")
    body = {
        "title": "Dunkel",
        "description": "",
        "devices": [other.pk],
        "location": haupthaus.pk,
        "status": word.pk,
    }
    row = api(tom).patch(f"{URL}{things.tickets}/", body, format="json").json()
    assert {name: row[name] for name in body} == body
    assert row["status_name"] == "gesichtet"
    assert verbs(row)[:2] == ["ticket.devices_changed", "ticket.edited"]


def test_the_school_follows_from_what_it_is_about(api, tom, anna, olga, deich, room204, moor):
    by_room = api(tom).post(URL, {"title": "Licht", "location": room204.pk}, format="json").json()
    only_one = api(anna).post(URL, {"description": "WLAN weg"}, format="json").json()
    assert (by_room["school"], only_one["school"]) == (deich.pk, deich.pk)
    assert only_one["title"] == "WLAN weg"
    give_role(olga, "teacher", deich)
    assert api(olga).post(URL, {"title": "wo?"}, format="json").status_code == 403
    house = api(tom).post(URL, {"title": "Server", "school": None}, format="json").json()
    assert house["school"] is None
    assert api(anna).post(URL, {"title": "Server", "school": None}).status_code == 403


def test_a_ticket_says_what_it_is_about(api, anna, no_picture, beamer, moor, tom, foreign_beamer):
    answer = api(anna).post(URL, {"devices": [beamer.pk]}, format="json")
    assert list(answer.json()["errors"]) == ["title"]
    body = {"tile": no_picture.pk, "devices": [beamer.pk]}
    assert api(anna).post(URL, body, format="json").json()["title"] == "kein Bild"
    mixed = {"title": "x", "school": moor.pk, "devices": [beamer.pk, foreign_beamer.pk]}
    assert api(tom).post(URL, mixed, format="json").status_code == 409


def test_custom_fields_are_checked_kept_and_found(api, tom, deich):
    CustomField.objects.create(owner_type="ticket", key="rma", kind="text", label_de="RMA")
    body = {"title": "x", "school": deich.pk, "custom": {"rma": "88213"}}
    number = api(tom).post(URL, body, format="json").json()["number"]
    wrong = api(tom).post(URL, {**body, "custom": {"nix": 1}}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"]["custom"])) == (400, ["nix"])
    assert api(tom).get(f"{URL}?cf_rma=88213").json()["count"] == 1
    assert api(tom).get(f"{URL}?cf_rma=88214").json()["count"] == 0
    row = api(tom).patch(f"{URL}{number}/", {"custom": {"rma": None}}, format="json").json()
    assert row["custom"] == {}


def test_filters(api, tom, things, beamers, haupthaus, foreign_beamer, moor):
    workflow.report(by=tom, school=moor, devices=[foreign_beamer], title="Anderswo")
    workflow.take_over(things.ticket, by=tom)
    mine = [
        f"device={things.devices}",
        f"school={things.schools}",
        f"location={haupthaus.pk}",
        "state=assigned",
        f"assignee={tom.pk}",
        "level=1",
        f"tile={things.ticket.tile_id}",
        "search=kein+bild",
        "search=gad-00417",
    ]
    found = [[r["number"] for r in api(tom).get(f"{URL}?{q}").json()["results"]] for q in mine]
    assert found == [[things.tickets]] * len(mine)
    both = [f"category={beamers.pk}", "state=new&state=assigned", "ordering=-created_at", ""]
    assert [api(tom).get(f"{URL}?{query}").json()["count"] for query in both] == [2] * 4


def test_without_a_sign_in_there_is_only_the_door(api, db):
    answer = api().get(URL)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_teachers_cannot_probe_for_serial_numbers(api, anna, things):
    assert api(anna).get(f"{URL}?search=X4AB100417L").json()["count"] == 0


def test_the_same_fault_of_the_same_device_joins_and_says_so(
    api, ticket, vera, deich, beamer, no_picture
):
    bert = make_person("bert", "teacher", deich)
    body = {"devices": [beamer.pk], "tile": no_picture.pk, "description": "bei uns auch"}

    first, again = (api(bert).post("/api/v1/tickets/", body) for _time in range(2))
    anew = api(bert).post("/api/v1/tickets/", {**body, "anew": True})

    told = Report.objects.get(by=bert, joined=True)
    said = {
        "id": ticket.pk,
        "number": ticket.pk,
        "joined": True,
        "state": "new",
        "receipt": receipt_url(told),
    }
    assert [(a.status_code, a.json()) for a in (first, again)] == [(200, said)] * 2
    assert (anew.status_code, anew.json()["number"] != ticket.pk) == (201, True)


@pytest.mark.parametrize("body", [{}, {"title": " "}, {"description": ""}])
def test_nothing_told_is_no_ticket(api, anna, deich, body):
    answer = api(anna).post("/api/v1/tickets/", body)

    assert (answer.status_code, Ticket.objects.count()) == (400, 0)


def test_a_question_wants_an_answer(api, anna, beamer, no_picture):
    no_picture.question_de = "An welchem Platz?"
    no_picture.save()
    body = {"devices": [beamer.pk], "tile": no_picture.pk}

    empty = api(anna).post("/api/v1/tickets/", body)
    filled = api(anna).post("/api/v1/tickets/", {**body, "answer": "Platz 4"})

    assert (empty.status_code, empty.json()["detail"]) == (
        409,
        "Bitte beantworten Sie: An welchem Platz?",
    )
    assert filled.json()["description"] == "An welchem Platz? Platz 4"
