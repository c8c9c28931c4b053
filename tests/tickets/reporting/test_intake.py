"""What becomes of a filled form: once only, its photo cleaned, its mails fixed texts."""

import re

import pytest

from itsm.outbox.models import OutboxMessage
from tests.tickets.reporting.conftest import hidden, picture, receipt_page, send
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db


def test_who_leaves_an_address_gets_one_fixed_mail(phone, door, tom):
    send(phone, door, email="Kollegin@example.org", name="B. Käufer", description="BILLIG KAUFEN")

    mails = {m.payload["to"]: m.payload for m in OutboxMessage.objects.all()}
    report = Report.objects.get()
    assert sorted(mails) == ["Kollegin@example.org", "tom@example.org"]
    assert mails["Kollegin@example.org"]["text"].count(receipt_page(report)) == 1
    assert "KAUFEN" not in str(mails["Kollegin@example.org"])
    assert "Käufer" not in str(mails["Kollegin@example.org"])
    assert "BILLIG KAUFEN" in mails["tom@example.org"]["text"]


def test_the_same_address_is_written_to_once_a_day(phone, door):
    for words in ("eins", "zwei", "drei"):
        send(phone, door, email="opfer@example.org", description=words)

    to = [m.payload["to"] for m in OutboxMessage.objects.all()]
    assert to.count("opfer@example.org") == 1


def test_a_photo_loses_its_secrets_on_the_way(phone, door):
    answer = send(phone, door, photo=picture())

    kept = Ticket.objects.get().files.get()
    with kept.file.open() as file:
        stored = file.read()
    assert (kept.name, kept.kind, kept.is_picture) == ("IMG_0815.jpg", "jpg", True)
    assert "IMG" not in kept.file.name
    assert (b"Spionkamera" in stored, b"Exif" in stored) == (False, False)
    shown = phone.get(f"{answer['Location']}/files/{kept.pk}")
    assert shown.getvalue() == stored
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    shown.close()


def test_a_refused_photo_costs_nothing_that_was_typed(phone, door, no_picture):
    fake = picture()
    fake.file = type(fake.file)(b"<svg onload=alert(1)>")
    fake.size = 21

    answer = send(
        phone, door, photo=fake, description="Lampe blinkt", tile=no_picture.pk, name="Anna"
    )

    page = answer.content.decode()
    assert (answer.status_code, Ticket.objects.count()) == (200, 0)
    assert [word in page for word in ("Lampe blinkt", 'value="Anna"', "id_photo_error")] == [
        True,
        True,
        True,
    ]
    assert re.search(rf'value="{no_picture.pk}" checked', page)


def test_a_double_tap_is_one_ticket(phone, door, no_picture):
    fields = {**hidden(phone.get(door)), "tile": no_picture.pk, "description": "kein Signal"}

    answers = [phone.post(door, fields) for _n in range(3)]

    assert len({a["Location"] for a in answers}) == 1
    assert Ticket.objects.count() == Report.objects.count() == 1


def test_the_same_form_with_other_words_is_another_report(phone, door):
    fields = hidden(phone.get(door))

    first = phone.post(door, {**fields, "description": "Beamer"})
    second = phone.post(door, {**fields, "description": "und die Tafel"})
    again = phone.post(door, {**fields, "description": "und die Tafel"})

    assert first["Location"] != second["Location"] == again["Location"]
    assert Ticket.objects.count() == 2
