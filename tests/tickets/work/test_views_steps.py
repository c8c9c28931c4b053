"""Each step has an address: who gets through, what is said, and that nothing typed is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from itsm.fields.models import Status
from itsm.journal.models import Event
from itsm.people.roles import Role
from itsm.workflow import NotAllowed
from tests.conftest import make_device, make_person
from tests.tickets.conftest import again
from tests.tickets.work.test_forms import picture
from tickets import rules, workflow
from tickets.models import Comment, TicketFile
from tickets.work.views.steps import STEPS

PEOPLE = ["anna", "bert", "vera", "hanna", "tom", "lena", "adam", "otto", "olga", "nora", "ida"]
WORKERS = {"vera", "tom", "adam"}
MAY = dict.fromkeys(STEPS, WORKERS) | {
    "confirm": {"anna"},
    "withdraw": {"anna"},
    "reopen": {"anna", *WORKERS},
    "comment": {"anna", "vera", "hanna", "tom", "adam"},
    "take_back": set(),
}
SEES = {"anna", "vera", "hanna", "tom", "adam"}
# What a person fills in, and in which state it is sent.
FILLED = {
    "take_over": ("new", {}),
    "release": ("assigned", {}),
    "resume": ("waiting", {}),
    "confirm": ("solved", {}),
    "withdraw": ("new", {}),
    "escalate": ("new", {"note": "Kabel geprüft"}),
    "take_back": ("passed on", {}),
    "reopen": ("solved", {"note": "wieder dunkel"}),
    "close": ("new", {"note": "doppelt"}),
    "solve": ("new", {"solution": "Kabel getauscht"}),
    "wait": ("new", {"waiting_for": "part", "note": "Lampe bestellt"}),
    "assign": ("new", {"to": "tom"}),
    "comment": ("new", {"text": "Komme um drei.", "visibility": "reporter"}),
    "edit": ("new", {"title": "Beamer dunkel", "kind": "fault"}),
    "devices": ("new", {"devices": []}),
}
VERBS = {
    "take_over": "taken_over",
    "release": "released",
    "resume": "resumed",
    "confirm": "confirmed",
    "withdraw": "withdrawn",
    "escalate": "escalated",
    "take_back": "taken_back",
    "reopen": "reopened",
    "close": "closed",
    "solve": "solved",
    "wait": "waits",
    "assign": "assigned",
    "comment": "commented",
    "edit": "edited",
    "devices": "devices_changed",
}


def url(ticket, step):
    return f"/tickets/{ticket.pk}/{step}/"


def put_into(ticket, state, vera):
    if state == "assigned":
        workflow.take_over(ticket, by=vera)
    elif state == "passed on":
        workflow.escalate(ticket, by=vera)
    elif state == "waiting":
        workflow.wait(ticket, by=vera, waiting_for="part")
    elif state == "solved":
        workflow.solve(ticket, by=vera, solution="Kabel")


def filled(step, tom):
    data = dict(FILLED[step][1])
    if "to" in data:
        data["to"] = tom.pk
    return data


def test_every_step_is_tried_here():
    assert set(FILLED) == set(VERBS) == set(STEPS)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_gets_through(request, step, method, sign_in, ticket, vera):
    if method == "post":
        put_into(ticket, "waiting", vera)  # most are impossible now: nothing must happen
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    before = Event.objects.count()
    statuses = {}
    for name, person in people.items():
        if method == "post" and name in MAY[step]:
            continue
        statuses[name] = getattr(sign_in(person), method)(url(ticket, step)).status_code
    expected = {n: 200 if n in MAY[step] else 403 if n in SEES else 404 for n in statuses}
    assert statuses == expected
    assert Event.objects.count() == before


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_and_leads_back_to_the_ticket(step, sign_in, ticket, anna, vera, tom):
    state, _data = FILLED[step]
    put_into(ticket, state, vera)
    by = anna if MAY[step] == {"anna"} else vera
    answer = sign_in(by).post(url(ticket, step), filled(step, tom))
    assert (answer.status_code, answer["Location"]) == (303, f"/tickets/{ticket.pk}/")
    assert Event.objects.first().verb == f"ticket.{VERBS[step]}"


def test_passed_on_by_mistake_it_comes_back(sign_in, ticket, vera, tom):
    """Only into the hands that passed it on, and only while no technician has it."""
    other = make_person("vico", Role.SUPPORT, ticket.school)
    workflow.escalate(ticket, by=vera)
    may = [rules.can_take_back(person, again(ticket)) for person in (vera, other, tom)]
    assert may == [True, False, False]
    shown = sign_in(vera).get(f"/tickets/{ticket.pk}/").content.decode()
    assert f'formaction="/tickets/{ticket.pk}/take_back/"' in shown
    workflow.take_back(again(ticket), by=vera)
    now = again(ticket)
    assert (now.state, now.level, now.assignee) == ("assigned", 1, vera)


def test_what_a_technician_has_is_not_taken_back(ticket, vera, tom):
    workflow.escalate(ticket, by=vera)
    workflow.take_over(again(ticket), by=tom)
    with pytest.raises(NotAllowed):
        workflow.take_back(again(ticket), by=vera)
    workflow.release(again(ticket), by=tom)
    with pytest.raises(NotAllowed):
        workflow.take_back(again(ticket), by=vera)
    assert (again(ticket).state, again(ticket).level) == ("new", 2)


def test_waiting_is_asked_for_once(sign_in, ticket, vera):
    """The house's own words for waiting don't ask the same again."""
    Status.objects.create(kind="ticket", state="waiting", label_de="wartet auf Firma")
    shown = sign_in(vera).get(url(ticket, "wait")).content.decode()
    assert re.findall(r'name="(\w+)"', shown).count("status") == 0
    sign_in(vera).post(url(ticket, "wait"), {"waiting_for": "company"})
    assert (again(ticket).state, again(ticket).waiting_for) == ("waiting", "company")


def test_unknown_steps_there_are_none(sign_in, ticket, tom):
    for step in ("delete", "report", "join/x", "__class__"):
        assert sign_in(tom).get(url(ticket, step)).status_code == 404


def test_another_schools_ticket_is_as_if_there_were_none(sign_in, foreign_ticket, vera):
    for step in STEPS:
        assert sign_in(vera).post(url(foreign_ticket, step)).status_code == 404


@pytest.mark.parametrize("step", ["solve", "wait", "escalate", "close", "assign"])
def test_what_was_typed_stays_when_it_is_impossible_now(step, sign_in, ticket, vera, tom):
    workflow.close(ticket, by=tom)
    answer = sign_in(vera).post(url(ticket, step), filled(step, tom))
    html = answer.content.decode()
    assert answer.status_code == 409
    for typed in ("Kabel getauscht", "Lampe bestellt", "Kabel geprüft", "doppelt"):
        assert (typed in html) == (typed in FILLED[step][1].values())
    assert again(ticket).state == "closed"


def test_who_looked_at_it_before_somebody_took_it_is_told(sign_in, ticket, vera, tom):
    """Two pages open, the second button pressed minutes later: not taken away unawares."""
    seen = sign_in(tom).get(f"/tickets/{ticket.pk}/").context["seen"]
    workflow.take_over(again(ticket), by=vera)
    answer = sign_in(tom).post(url(ticket, "take_over"), {"seen": seen})
    assert answer.status_code == 409
    assert "Vera" in answer.content.decode()
    assert again(ticket).assignee == vera
    looked_again = answer.context["form"]["seen"].value()
    sign_in(tom).post(url(ticket, "take_over"), {"seen": looked_again})
    assert again(ticket).assignee == tom


def test_a_missing_answer_is_asked_for_and_the_rest_stays(sign_in, ticket, vera):
    answer = sign_in(vera).post(url(ticket, "wait"), {"note": "Lampe bestellt"})
    html = answer.content.decode()
    assert (answer.status_code, again(ticket).state) == (200, "new")
    assert "Lampe bestellt" in html
    assert "error-summary" in html


def test_the_dialog_gets_the_form_alone(sign_in, ticket, vera):
    html = sign_in(vera).get(url(ticket, "solve"), headers={"hx-request": "true"}).content.decode()
    assert "<html" not in html
    assert 'id="dialog-title"' in html


def test_a_comment_reaches_those_it_was_meant_for(sign_in, ticket, tom, vera):
    for visibility in ("reporter", "school", "authority"):
        data = {"text": f"für {visibility}", "visibility": visibility}
        sign_in(tom).post(url(ticket, "comment"), data)
    read = [c.text for c in Comment.objects.readable_by(vera, ticket)]
    assert read == ["für reporter", "für school"]


def test_nobody_smuggles_a_comment_to_readers_he_does_not_belong_to(sign_in, ticket, anna):
    data = {"text": "psst", "visibility": "authority"}
    answer = sign_in(anna).post(url(ticket, "comment"), data)
    assert (answer.status_code, Comment.objects.count()) == (200, 0)
    assert "psst" in answer.content.decode()


def test_a_comment_sent_twice_is_there_once(sign_in, ticket, vera):
    client = sign_in(vera)
    key = client.get(f"/tickets/{ticket.pk}/").context["form"]["key"].value()
    for text in ("Komme.", "Komme.", "Komme doch nicht."):
        data = {"text": text, "visibility": "reporter", "key": key}
        assert client.post(url(ticket, "comment"), data).status_code == 303
    assert [c.text for c in Comment.objects.all()] == ["Komme.", "Komme doch nicht."]


def test_photos_come_with_the_comment(sign_in, ticket, vera):
    data = {"text": "So sieht es aus", "visibility": "school", "files": [picture(), picture()]}
    assert sign_in(vera).post(url(ticket, "comment"), data).status_code == 303
    kept = list(TicketFile.objects.all())
    assert [(f.name, f.visibility, f.is_picture, f.by) for f in kept] == [
        ("foto.jpg", "school", True, vera)
    ] * 2
    assert all("foto" not in f.file.name for f in kept)


def test_a_file_that_is_refused_loses_no_words(sign_in, ticket, vera):
    page = SimpleUploadedFile("foto.jpg", b"<html><script>alert(1)</script>")
    data = {"text": "So sieht es aus", "visibility": "school", "files": page}
    answer = sign_in(vera).post(url(ticket, "comment"), data)
    assert (answer.status_code, Comment.objects.count()) == (200, 0)
    assert "So sieht es aus" in answer.content.decode()


def test_foreign_things_in_the_body_change_nothing(
    sign_in, ticket, vera, foreign_beamer, room12, olga, beamers, moor
):
    bodies = {
        "devices": {"devices": [foreign_beamer.pk]},
        "edit": {"title": "x", "kind": "fault", "location": room12.pk},
        "assign": {"to": olga.pk},
    }
    make_device("BAM-00002", beamers, moor)
    before = (again(ticket).location, list(ticket.devices.all()), again(ticket).assignee)
    for step, body in bodies.items():
        assert sign_in(vera).post(url(ticket, step), body).status_code == 200
    sign_in(vera).post(url(ticket, "devices"), {"number": "BAM-00002"})
    after = (again(ticket).location, list(again(ticket).devices.all()), again(ticket).assignee)
    assert before == after


def test_more_fields_than_the_form_has_do_nothing(sign_in, ticket, vera):
    body = {"title": "Neu", "kind": "fault", "state": "closed", "school": 1, "assignee": vera.pk}
    sign_in(vera).post(url(ticket, "edit"), body)
    kept = again(ticket)
    assert (kept.title, kept.state, kept.assignee) == ("Neu", "new", None)


def test_who_no_longer_sees_it_afterwards_goes_to_the_list(sign_in, lena, deich, beamers, tom):
    beamers.is_case = True
    beamers.save()
    case = make_device("GAD-K1", beamers, deich)
    ticket = workflow.report(by=tom, school=deich, devices=[case], title="Klemmt").ticket
    answer = sign_in(lena).post(url(ticket, "devices"), {"devices": []})
    assert (answer.status_code, answer["Location"]) == (303, "/tickets/")
