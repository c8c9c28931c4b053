"""One ticket's page: what it shows to whom, its files, and how many questions it asks."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.devices.workflow import devices
from itsm.fields.models import CustomField
from itsm.journal.models import Visibility
from tests.conftest import make_device, make_place
from tests.tickets.conftest import again
from tickets import workflow
from tickets.models import TicketFile

PEOPLE = ["anna", "bert", "vera", "hanna", "tom", "lena", "adam", "otto", "olga", "nora", "ida"]


def url(ticket):
    return f"/tickets/{ticket.pk}/"


def words(client, ticket):
    return client.get(url(ticket)).content.decode()


def test_who_opens_it(request, sign_in, ticket):
    found = {n: sign_in(request.getfixturevalue(n)).get(url(ticket)).status_code for n in PEOPLE}
    assert {n for n, status in found.items() if status == 200} == {
        "anna",
        "vera",
        "hanna",
        "tom",
        "adam",
    }
    assert set(found.values()) == {200, 404}


def test_nobody_without_a_sign_in(client, ticket):
    assert client.get(url(ticket)).status_code == 302


@pytest.mark.parametrize("number", [0, 999, 10**18, 10**30])
def test_there_is_no_such_ticket(number, sign_in, tom):
    assert sign_in(tom).get(f"/tickets/{number}/").status_code == 404


def test_it_says_what_where_and_how_it_stands(sign_in, ticket, tom, vera):
    workflow.take_over(ticket, by=vera)
    html = words(sign_in(tom), ticket)
    for part in ("kein Bild", "Klasse 8b wartet", "Epson EB-992F", "GAD-00417", "Raum 204", "Vera"):
        assert part in html


# Who reads which comments; "Nur wir" is for the authority.
READS = {
    "anna": {"Für alle"},
    "vera": {"Für alle", "Für die Schule"},
    "hanna": {"Für alle", "Für die Schule"},
    "tom": {"Für alle", "Für die Schule", "Nur wir"},
    "adam": {"Für alle", "Für die Schule", "Nur wir"},
}


@pytest.mark.parametrize("name", READS)
def test_comments_stand_in_the_history_as_deep_as_one_reads(request, name, sign_in, ticket, tom):
    texts = dict(zip(Visibility.values, ["Für alle", "Für die Schule", "Nur wir"], strict=True))
    for visibility, text in texts.items():
        workflow.comment(ticket, by=tom, text=text, visibility=visibility)
    html = words(sign_in(request.getfixturevalue(name)), ticket)
    assert {text for text in texts.values() if text in html} == READS[name]


def test_what_somebody_wrote_stays_text(sign_in, ticket, tom, anna):
    workflow.comment(ticket, by=anna, text="<script>alert(1)</script>")
    html = words(sign_in(tom), ticket)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_how_to_reach_the_reporters_is_for_those_who_work_on_it(
    request, sign_in, deich, vera, beamer, no_picture
):
    told = workflow.report(
        school=deich, devices=[beamer], tile=no_picture, name="Frau Kern", email="kern@example.org"
    )
    workflow.join(told.ticket, email="dritte@example.org")
    shown = {}
    for name in ("vera", "hanna", "tom", "adam"):
        html = words(sign_in(request.getfixturevalue(name)), told.ticket)
        shown[name] = ("kern@example.org" in html, "Frau Kern" in html)
        assert "2 Personen" in html or "2 people" in html
    assert shown == dict.fromkeys(["vera", "tom", "adam"], (True, True)) | {"hanna": (False, False)}


def test_the_third_time_in_ninety_days_is_said(sign_in, ticket, deich, beamer, no_picture, tom):
    def times():
        return [d.times for d in sign_in(tom).get(url(ticket)).context["devices"]]

    def before(days, tile=no_picture):
        told = workflow.report(by=tom, school=deich, devices=[beamer], tile=tile)
        at = told.created_at - timedelta(days=days)
        type(told.ticket).objects.filter(pk=told.ticket.pk).update(created_at=at)

    before(10)
    before(91)
    before(5, tile=beamer.category.tiles.get(label_de="kein Ton"))
    assert times() == [0]
    before(89)
    assert times() == [3]


def test_warranty_is_said_but_not_to_teachers(sign_in, ticket, beamer, tom, anna):
    beamer.warranty_until = date(2020, 6, 30)
    beamer.save()
    assert "06/2020" in words(sign_in(tom), ticket)
    assert "06/2020" not in words(sign_in(anna), ticket)


def test_what_helped_last_time_and_who_knew(sign_in, ticket, deich, beamer, tom, anna, hanna):
    old = workflow.report(by=tom, school=deich, devices=[beamer], title="Dunkel").ticket
    workflow.solve(old, by=tom, solution="HDMI-Kabel getauscht")
    for person, shown in ((tom, True), (hanna, True), (anna, False)):
        assert ("HDMI-Kabel getauscht" in words(sign_in(person), ticket)) is shown


def test_what_happened_at_another_school_stays_there(
    sign_in, ticket, beamer, moor, deich, tom, olga, hanna
):
    """The device stood at the BBS before: its school people read nothing of that."""
    type(beamer).objects.filter(pk=beamer.pk).update(school=moor)
    old = workflow.report(
        by=olga, school=moor, devices=[again_device(beamer)], title="Dunkel"
    ).ticket
    workflow.solve(old, by=tom, solution="Am Moor geheim")
    type(beamer).objects.filter(pk=beamer.pk).update(school=deich)
    assert "Am Moor geheim" in words(sign_in(tom), ticket)
    assert "Am Moor geheim" not in words(sign_in(hanna), ticket)


def again_device(device):
    return type(device).objects.get(pk=device.pk)


# The next sensible step, and all that are offered, by role and state.
OFFERS = {
    ("vera", "new"): ("take_over", "solve wait escalate assign edit devices close"),
    ("tom", "new"): ("take_over", "solve wait escalate assign edit devices close"),
    ("anna", "new"): (None, "withdraw"),
    ("hanna", "new"): (None, ""),
    ("vera", "assigned"): ("solve", "wait escalate assign release edit devices close"),
    ("tom", "assigned"): (
        None,
        "take_over solve wait escalate assign release edit devices close",
    ),
    ("anna", "assigned"): (None, ""),
    ("vera", "waiting"): (
        "resume",
        "solve wait escalate assign release edit devices close",
    ),
    ("vera", "solved"): (None, "reopen edit close"),
    ("anna", "solved"): ("confirm", "reopen"),
    ("anna", "closed"): (None, "reopen"),
    ("vera", "closed"): (None, "reopen edit"),
}


@pytest.mark.parametrize(("name", "state"), OFFERS)
def test_the_next_step_comes_first(request, name, state, sign_in, ticket, vera):
    steps = {
        "assigned": lambda: workflow.take_over(ticket, by=vera),
        "waiting": lambda: workflow.wait(ticket, by=vera, waiting_for="part"),
        "solved": lambda: workflow.solve(ticket, by=vera, solution="Kabel"),
        "closed": lambda: workflow.close(ticket, by=vera),
    }
    steps.get(state, lambda: None)()
    context = sign_in(request.getfixturevalue(name)).get(url(ticket)).context
    main, others = OFFERS[name, state]
    assert (context["main"] and context["main"].step) == main
    assert [offer.step for offer in context["others"]] == others.split()


def test_one_filled_button_a_page(sign_in, ticket, vera, hanna):
    for person in (vera, hanna):
        html = words(sign_in(person), ticket).split("<main")[1]
        assert html.count("kern-btn--primary") == 1


def test_custom_fields_that_are_filled_are_shown(sign_in, ticket, vera):
    CustomField.objects.create(owner_type="ticket", key="seats", kind="number", label_de="Plätze")
    assert "Plätze" not in words(sign_in(vera), ticket)
    workflow.edit(ticket, by=vera, custom={"seats": 28})
    assert "Plätze" in words(sign_in(vera), ticket)


def busy(ticket, tom, vera, adam, deich, beamers, room204):
    """Everything at once, many times."""
    devices = [*ticket.devices.all()]
    devices += [make_device(f"GAD-2{n:04}", beamers, deich, room204) for n in range(8)]
    workflow.set_devices(ticket, by=tom, devices=devices)
    for n in range(30):
        workflow.comment(ticket, by=(tom, vera)[n % 2], text=f"Wort {n}")
        workflow.join(ticket, name=f"Nummer {n}")
    for n in range(9):
        old = workflow.report(by=tom, school=deich, devices=devices, tile=ticket.tile).ticket
        workflow.solve(old, by=tom, solution=f"Kabel {n}")
    workflow.assign(again(ticket), by=tom, to=adam)
    workflow.assign(again(ticket), by=tom, to=vera)
    TicketFile.objects.bulk_create(
        TicketFile(
            ticket=ticket,
            name=f"{n}.jpg",
            kind="jpg",
            file="x",
            size=1,
            is_picture=True,
            visibility="reporter",
        )
        for n in range(9)
    )


@pytest.mark.parametrize("name", ["vera", "tom", "hanna", "anna", "adam"])
def test_a_quiet_ticket_and_a_busy_one_ask_the_same(
    request, name, sign_in, ticket, tom, vera, adam, deich, beamers, room204
):
    CustomField.objects.create(owner_type="ticket", key="seats", kind="number", label_de="Plätze")
    workflow.edit(ticket, by=vera, custom={"seats": 28})
    workflow.assign(again(ticket), by=adam, to=tom)
    client = sign_in(request.getfixturevalue(name))
    with CaptureQueriesContext(connection) as quiet:
        words(client, ticket)
    busy(again(ticket), tom, vera, adam, deich, beamers, room204)
    with CaptureQueriesContext(connection) as asked:
        html = words(client, ticket)
    assert len(asked) <= len(quiet) <= 12, [q["sql"][:120] for q in asked]
    assert len(html.encode()) < 60 * 1024


def test_a_long_life_comes_page_by_page(sign_in, ticket, tom):
    for n in range(60):
        workflow.comment(ticket, by=tom, text=f"Wort {n:02}.")
    client = sign_in(tom)
    first = words(client, ticket)
    assert "Wort 59." in first
    assert "Wort 19." not in first
    assert "?from=40" in first
    older = client.get(url(ticket) + "?from=40", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in older
    assert "Wort 19." in older
    for odd in ("x", "-1", "99999999999", "4000000"):
        assert client.get(url(ticket) + f"?from={odd}").status_code == 200


@pytest.fixture
def papers(ticket):
    kept = {}
    for visibility in Visibility.values:
        paper = TicketFile(
            ticket=ticket, name=f"{visibility}.pdf", kind="pdf", size=4, visibility=visibility
        )
        paper.file.save("x.pdf", ContentFile(b"%PDF"))
        paper.file.close()
        kept[visibility] = paper
    return kept


def fetched(client, address):
    """The status, with the file closed again."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


DEPTH = {
    "anna": {"reporter"},
    "vera": {"reporter", "school"},
    "hanna": {"reporter", "school"},
    "tom": set(Visibility.values),
    "adam": set(Visibility.values),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_files_are_handed_out_as_deep_as_one_reads(request, name, sign_in, ticket, papers):
    client = sign_in(request.getfixturevalue(name))
    got = {v: fetched(client, f"{url(ticket)}files/{paper.pk}/") for v, paper in papers.items()}
    may = DEPTH.get(name, set())
    assert got == {v: 200 if v in may else 404 for v in papers}


def test_a_file_is_a_download_no_browser_runs(sign_in, ticket, papers, tom):
    answer = sign_in(tom).get(f"{url(ticket)}files/{papers['school'].pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_ticket_is_not_here(sign_in, ticket, foreign_ticket, papers, tom):
    paper = papers["reporter"]
    assert sign_in(tom).get(f"{url(foreign_ticket)}files/{paper.pk}/").status_code == 404


def test_a_device_moved_since_is_where_it_stands_now(
    sign_in, ticket, beamer, tom, anna, room204, deich
):
    """Whoever goes there must find it; where it was told of stays what it was."""
    shown = sign_in(tom).get(f"/tickets/{ticket.pk}/").content.decode()
    assert "Steht jetzt in" not in shown
    elsewhere = make_place("Raum 205", "room", room204.parent, deich)
    devices.move(beamer, by=tom, location=elsewhere)
    for person in (tom, anna):
        shown = sign_in(person).get(f"/tickets/{ticket.pk}/").content.decode()
        assert "Steht jetzt in" in shown
        assert [shown.count(f"/locations/{room.pk}/") for room in (room204, elsewhere)] == [1, 1]


def test_where_it_stands_at_another_school_is_not_told(
    sign_in, ticket, beamer, tom, vera, room12, moor
):
    devices.move(beamer, by=tom, location=room12, school=moor)
    shown = sign_in(vera).get(f"/tickets/{ticket.pk}/").content.decode()
    assert ("Steht jetzt in" in shown, room12.name in shown) == (False, False)
