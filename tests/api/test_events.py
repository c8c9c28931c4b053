"""The journal through the API: as deep as the role reads, and no deeper."""

import pytest

from assets.devices.workflow import devices as steps
from itsm.journal.record import record
from tests.conftest import give_role
from tickets import workflow

URL = "/api/v1/events/"


@pytest.fixture
def life(things, tom, vera, adam, deich):
    """The beamer's life, a ticket of vera's, and lines about people and settings."""
    steps.edit(things.device, by=tom, price="1300.00", notes="neu")
    steps.send_to_repair(things.device, by=tom, company="Nord")
    steps.return_from_repair(things.device, by=tom, cost="89.90", note="Lampe")
    told = workflow.report(by=vera, school=deich, devices=[things.device], title="Zweiter Fall")
    workflow.solve(told.ticket, by=tom, solution="geheim genug")
    record(adam, "user.invited", vera)
    record(adam, "setting.changed", deich, what="x")
    return told.ticket


def verbs(answer):
    return [row["verb"] for row in answer.json()["results"]]


def test_a_line_as_it_goes_out(api, tom, anna, things):
    rows = api(tom).get(f"{URL}?ticket={things.tickets}").json()["results"]
    assert rows[-1] == {
        "id": things.events,
        "verb": "ticket.reported",
        "at": rows[-1]["at"],
        "by": {"id": anna.pk, "name": "Anna"},
        "visibility": "reporter",
        "sentence": rows[-1]["sentence"],
        "school": things.schools,
        "details": {
            "channel": "portal",
            "tile": "kein Bild",
            "title": "kein Bild",
            "number": things.tickets,
        },
        "subjects": [
            {"kind": "device", "id": things.devices},
            {"kind": "location", "id": things.locations},
            {"kind": "ticket", "id": things.tickets},
        ],
    }
    assert rows[-1]["sentence"].startswith("Kein Bild")


def test_a_things_whole_life_newest_first(api, vera, life, things):
    assert verbs(api(vera).get(f"{URL}?device={things.devices}")) == [
        "ticket.solved",
        "ticket.reported",
        "device.returned_from_repair",
        "device.sent_to_repair",
        "device.edited",
        "ticket.commented",
        "ticket.commented",
        "ticket.reported",
    ]


def test_a_teacher_reads_the_lives_of_her_own_tickets_only(api, anna, life, things):
    answer = api(anna).get(URL)
    assert verbs(answer) == ["ticket.commented", "ticket.reported"]
    assert {row["details"]["number"] for row in answer.json()["results"]} == {things.tickets}
    assert "geheim genug" not in answer.content.decode()
    assert api(anna).get(f"{URL}?ticket={life.pk}").json()["count"] == 0
    assert api(anna).get(f"{URL}?device={things.devices}").json()["count"] == 2


def test_a_loan_manager_reads_of_no_tickets_but_those_of_cases(api, lena, life, beamers, things):
    kinds = {verb.split(".")[0] for verb in verbs(api(lena).get(URL))}
    assert kinds == {"device"}
    beamers.is_case = True
    beamers.save()
    assert "ticket.solved" in verbs(api(lena).get(URL))


def test_lines_about_people_and_settings_are_for_administrators(
    api, anna, vera, hanna, tom, lena, adam, life
):
    def told(person):
        return {v for v in verbs(api(person).get(URL)) if v.startswith(("user.", "setting."))}

    assert [told(person) for person in (anna, vera, hanna, tom, lena)] == [set()] * 5
    assert told(adam) == {"user.invited", "setting.changed"}


def test_what_it_cost_is_told_to_those_who_see_prices(api, vera, hanna, tom, life, things):
    def told(person, verb):
        rows = api(person).get(f"{URL}?device={things.devices}&verb={verb}").json()["results"]
        return rows[0]["details"], rows[0]["sentence"]

    for person in (tom, hanna):
        assert told(person, "device.edited")[0]["changes"] == {
            "notes": ["Notiz Deich", "neu"],
            "price": ["1249.00", "1300.00"],
        }
        assert told(person, "device.returned_from_repair")[0] == {"note": "Lampe", "cost": "89.90"}
    edited, sentence = told(vera, "device.edited")
    assert edited["changes"] == {"notes": ["Notiz Deich", "neu"]}
    assert "1300" not in sentence
    details, sentence = told(vera, "device.returned_from_repair")
    assert details == {"note": "Lampe"}
    assert "89" not in sentence


def test_places_have_a_life_too(api, tom, life, haupthaus, things):
    counts = [
        api(tom).get(f"{URL}?location={pk}").json()["count"] for pk in (haupthaus.pk, 999_999)
    ]
    assert counts == [6, 0]


def test_each_school_is_told_as_the_role_held_there_reads(api, otto, deich, life):
    give_role(otto, "support", deich)
    assert {row["school"] for row in api(otto).get(URL).json()["results"]} == {deich.pk}
    assert "authority" not in {r["visibility"] for r in api(otto).get(URL).json()["results"]}


def test_the_journal_cannot_be_written(api, adam, things):
    client, path = api(adam), f"{URL}{things.events}/"
    answers = [client.post(URL, {}), client.patch(path, {}), client.delete(path)]
    assert [answer.status_code for answer in answers] == [405, 405, 405]
