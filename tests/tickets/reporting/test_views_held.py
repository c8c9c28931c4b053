"""What was held back: a look, then in or out, one or many at once."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tickets import workflow
from tickets.models import Report, Ticket, TicketFile

URL = "/tickets/held/"


@pytest.fixture
def held(deich, label, no_picture, vera):
    told = workflow.hold(label=label, school=deich, tile=no_picture, text="wirklich!")
    paper = TicketFile(report=told, name="foto.pdf", kind="pdf", size=4, visibility="reporter")
    paper.file.save("x.pdf", ContentFile(b"%PDF"))
    paper.file.close()
    return told


@pytest.fixture
def foreign(moor):
    return workflow.hold(school=moor, text="fremd")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("anna", 403),
        ("hanna", 403),
        ("lena", 403),
        ("otto", 403),
        ("ida", 403),
        ("vera", 200),
        ("tom", 200),
        ("adam", 200),
        ("olga", 200),
        ("nora", 200),
    ],
)
def test_who_looks_at_what(request, name, status, sign_in, held, foreign):
    answer = sign_in(request.getfixturevalue(name)).get(URL)
    assert answer.status_code == status
    if status == 200:
        shown = {report.pk for report in answer.context["page"]}
        mine = {"vera": {held.pk}, "olga": {foreign.pk}, "nora": {foreign.pk}}
        assert shown == mine.get(name, {held.pk, foreign.pk})


def test_one_is_accepted_one_dismissed(sign_in, held, vera, deich):
    noise = workflow.hold(school=deich, text="asdf")
    client = sign_in(vera)
    assert client.post(f"{URL}{held.pk}/accept/").status_code == 303
    assert client.post(f"{URL}{noise.pk}/dismiss/").status_code == 303
    assert [t.description for t in Ticket.objects.all()] == ["wirklich!"]
    states = dict(Report.objects.values_list("text", "state"))
    assert states == {"wirklich!": "accepted", "asdf": "dismissed"}


def test_many_at_once(sign_in, vera, deich, foreign):
    many = [workflow.hold(school=deich, text=f"Nr. {n}") for n in range(4)]
    ticked = [many[0].pk, many[1].pk, foreign.pk, "x", "9" * 40]
    sign_in(vera).post(f"{URL}ticked/dismiss/", {"report": ticked})
    states = list(Report.objects.order_by("pk").values_list("text", "state"))
    assert sorted(states) == [
        ("Nr. 0", "dismissed"),
        ("Nr. 1", "dismissed"),
        ("Nr. 2", "held"),
        ("Nr. 3", "held"),
        ("fremd", "held"),
    ]


def test_nothing_ticked_is_said(sign_in, vera, held):
    client = sign_in(vera)
    client.post(f"{URL}ticked/accept/", {})
    assert "kern-alert--info" in client.get(URL).content.decode()
    assert Ticket.objects.count() == 0


def test_one_that_cannot_be_accepted_holds_up_no_other(sign_in, vera, held, beamer, deich, moor):
    fine = workflow.hold(school=deich, text="gut")
    type(beamer).objects.filter(pk=beamer.pk).update(school=moor)
    client = sign_in(vera)
    client.post(f"{URL}ticked/accept/", {"report": [held.pk, fine.pk]})
    shown = client.get(URL).content.decode()
    assert [t.description for t in Ticket.objects.all()] == ["gut"]
    assert "kern-alert--warning" in shown


@pytest.mark.parametrize("name", ["anna", "hanna", "lena", "olga", "nora", "otto", "ida"])
def test_others_decide_nothing(request, name, sign_in, held):
    client = sign_in(request.getfixturevalue(name))
    answers = [
        client.post(f"{URL}{held.pk}/accept/"),
        client.post(f"{URL}ticked/accept/", {"report": [held.pk]}),
        client.get(f"{URL}{held.pk}/files/{held.files.get().pk}/"),
    ]
    reviewer = name in ("olga", "nora")
    assert [a.status_code for a in answers] == ([404, 303, 404] if reviewer else [403, 403, 403])
    assert Ticket.objects.count() == 0


def test_only_the_two_decisions_and_only_by_post(sign_in, vera, held):
    client = sign_in(vera)
    assert client.post(f"{URL}{held.pk}/burn/").status_code == 404
    assert client.get(f"{URL}{held.pk}/accept/").status_code == 405


def test_its_photo_can_be_looked_at(sign_in, held, vera):
    answer = sign_in(vera).get(f"{URL}{held.pk}/files/{held.files.get().pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_one_or_thirty_ask_the_same(sign_in, vera, held, label, no_picture, deich):
    client = sign_in(vera)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for n in range(30):
        workflow.hold(label=label, school=deich, tile=no_picture, text=f"{n}")
    with CaptureQueriesContext(connection) as thirty:
        client.get(URL)
    assert len(thirty) <= len(one) <= 12


def test_nothing_held_is_said(sign_in, vera):
    assert "empty" in sign_in(vera).get(URL).content.decode()
