"""The page behind a label: two taps, and nothing told to strangers."""

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.labels.codes import new_code
from assets.models import Category, FaultTile, Hint, Label
from tests.tickets.reporting.conftest import hidden, masked, receipt_page, send
from tickets import workflow
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db


WORST_HINT = "Bitte {} am Gerät von Hand prüfen, {} fest einstecken, danach {} Minuten warten und"


def test_two_taps_make_a_ticket(phone, door, label, beamer, no_picture, deich, room204):
    answer = send(phone, door, tile=str(no_picture.pk))

    report = Report.objects.get()
    ticket = report.ticket
    assert (answer.status_code, answer["Location"]) == (303, receipt_page(report))
    assert (report.by, report.label, report.channel, report.state) == (
        None,
        label,
        "label",
        "accepted",
    )
    assert list(ticket.devices.all()) == [beamer]
    assert (ticket.title, ticket.tile, ticket.school, ticket.location, ticket.state) == (
        "kein Bild",
        no_picture,
        deich,
        room204,
        "new",
    )
    assert phone.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "shape",
    [
        "/q/{}",
        "/Q/{}",
        "/q/{}/",
        "/Q/{}/",
    ],
)
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_any_letter_case_and_slash_opens_the_same_door(phone, beamer, shape, case):
    Label.objects.create(code="01AB01CD01EF01GH", device=beamer, school=beamer.school)
    address = shape.format(case("OIABO1CDOLEF01GH"))

    page, answer = phone.get(address), send(phone, address)

    assert (page.status_code, "Beamer" in page.content.decode()) == (200, True)
    assert (answer.status_code, Ticket.objects.get().devices.get()) == (303, beamer)


def test_headers_of_every_door(phone, door, room_door):
    for address in (door, room_door, "/q/nothing", "/report/", "/r/1-WRONG"):
        answer = phone.get(address)
        assert [answer[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")] == [
            "no-store",
            "noindex",
            "no-referrer",
        ]


def test_a_browser_that_tells_no_origin_may_still_send(phone, door):
    fields = hidden(phone.get(door))

    fields["description"] = "Es geht nicht"
    answer = phone.post(door, fields, headers={"Origin": "null"}, secure=True)
    forged = phone.post(door, {"tile": ""}, headers={"Origin": "null"}, secure=True)
    foreign = phone.post(door, fields, headers={"Origin": "https://evil.example"}, secure=True)

    assert [a.status_code for a in (answer, forged, foreign)] == [303, 403, 403]


def test_the_public_page_tells_kind_room_school_and_nothing_else(
    phone, door, beamer, anna, deich, no_picture
):
    workflow.report(
        by=anna, school=deich, devices=[beamer], tile=no_picture, description="Geheimtext"
    )
    workflow.report(by=anna, school=deich, devices=[beamer], description="Auch geheim")
    beamer.name, beamer.notes = "Beamer von Frau Meier", "Passwort: 1234"
    beamer.save()

    page = phone.get(door).content.decode()

    told = ["Beamer", "Haupthaus, 2. OG, Raum 204", "Gymnasium am Deich", "kein Bild"]
    kept = ["GAD-00417", "X4AB100417L", "EB-992F", "Geheimtext", "geheim", "Anna", "Meier", "1234"]
    assert [word for word in told if word not in page] == []
    assert [word for word in kept if word in page] == []


def test_strangers_and_people_of_other_schools_see_the_same_page(
    phone, door, otto, olga, nora, ida, reported
):
    pages = {masked(phone.get(door))}
    for person in (otto, olga, nora, ida):
        client = Client()
        client.force_login(person)
        pages.add(masked(client.get(door)))
    assert len(pages) == 1


def test_people_of_other_schools_report_without_a_name(door, otto):
    client = Client()
    client.force_login(otto)

    send(client, door)

    assert [(r.by, r.ticket.opened_by) for r in Report.objects.all()] == [(None, None)]


@pytest.mark.parametrize("tile", ["", "0", "999999", "-1", "x", "١", "\x00", "9" * 40])
def test_a_tile_of_nothing_means_something_else(phone, door, tile):
    answer = send(phone, door, tile=tile, description="Riecht")

    assert (answer.status_code, Ticket.objects.get().tile) == (303, None)


def test_a_tile_of_another_category_means_something_else(phone, door):
    other = Category.objects.create(label_de="Drucker")
    jam = FaultTile.objects.create(category=other, label_de="Papierstau")

    send(phone, door, tile=str(jam.pk), description="Riecht")

    assert Ticket.objects.get().tile is None


def test_nonsense_in_every_field_is_no_crash(phone, door):
    for field in ("description", "name", "email", "key", "filled", "website", "photo", "tile"):
        answer = send(phone, door, **{field: "\x00😀<script>'\"" + "x" * 5000})
        assert answer.status_code in (200, 303)


def test_a_wrong_address_is_said_and_the_text_kept(phone, door):
    answer = send(phone, door, email="anna@", description="Lampe blinkt")

    page = answer.content.decode()
    assert (answer.status_code, Ticket.objects.count()) == (200, 0)
    assert ("Lampe blinkt" in page, 'aria-invalid="true"' in page) == (True, True)
    assert "Das ist keine E-Mail-Adresse" in page


def test_markup_is_only_text(phone, door):
    answer = send(phone, door, description="<script>alert(1)</script>")

    page = phone.get(answer["Location"]).content.decode()
    assert ("<script>" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


def test_english_by_choice_and_remembered(phone, door, no_picture):
    german, english = phone.get(door), phone.get(f"{door}?lang=en")
    answer = send(phone, door, tile=no_picture.pk)

    assert ["kein Bild" in german.content.decode(), "no picture" in english.content.decode()] == [
        True,
        True,
    ]
    assert '<html lang="en">' in phone.get(answer["Location"]).content.decode()
    assert Report.objects.get().language == "en"


def test_the_page_and_its_style_fit_into_the_first_round_trip(phone, door, beamers):
    beamers.tiles.all().delete()
    for number in range(12):
        tile = FaultTile.objects.create(
            category=beamers, label_de=f"Fehlerbild Nummer {number} am Gerät", icon="display"
        )
        for order in range(3):
            words = WORST_HINT.format(new_code(), new_code(), number * 7 + order)
            Hint.objects.create(tile=tile, text_de=(words + new_code() * 5)[:160], order=order)

    total = 0
    for address in (door, "/static/web/scan.css", "/branding.css"):
        answer = phone.get(address, headers={"Accept-Encoding": "gzip"})
        body = answer.getvalue()
        zipped = answer.get("Content-Encoding") == "gzip"
        total += len(body if zipped else gzip.compress(body, 6))
    assert total <= 14_000


def test_few_queries_however_much_is_reported(phone, door, beamer, deich, anna, no_picture):
    def count():
        with CaptureQueriesContext(connection) as queries:
            phone.get(door)
        return len(queries)

    before = count()
    for _n in range(30):
        workflow.report(by=anna, school=deich, devices=[beamer], tile=no_picture)

    assert (count(), before <= 12) == (before, True)
