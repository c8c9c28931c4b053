"""The disk for uploads is full: the report is taken all the same, and says what is missing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.files.test_storage import files, full_disk  # noqa: F401
from tests.tickets.reporting.conftest import act, picture, send, text_of
from tickets.models import Comment, Report, Ticket, TicketFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media", "full_disk")]
SENTENCE = "Die Datei kann gerade nicht gespeichert werden."


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def nothing_kept(settings):
    return (TicketFile.objects.count(), files(settings)) == (0, [])


@pytest.mark.parametrize("person", [None, "anna"])
def test_a_report_with_a_photo_is_taken(
    request, phone, sign_in, door, no_picture, settings, person
):
    client = sign_in(request.getfixturevalue(person)) if person else phone

    answer = send(client, door, tile=no_picture.pk, description="flackert", photo=picture())

    assert (answer.status_code, Ticket.objects.get().description) == (303, "flackert")
    assert "Das Foto konnte nicht gespeichert werden" in text_of(client.get(answer["Location"]))
    assert nothing_kept(settings)


def test_so_is_one_that_is_joined_and_one_that_is_held(phone, door, mine, no_picture, settings):
    joined = send(phone, door, tile=no_picture.pk, photo=picture())
    held = send(phone, door, description="Hallo", website="x", photo=picture())

    assert (joined.status_code, held.status_code, Report.objects.count()) == (303, 303, 3)
    assert "konnte nicht gespeichert werden" in Report.objects.get(state="held").text
    assert nothing_kept(settings)


def test_a_ticket_told_by_a_signed_in_person_too(sign_in, anna, beamer, no_picture, settings):
    data = {"tile": no_picture.pk, "files": [picture()]}

    answer = sign_in(anna).post(f"/tickets/new/?device={beamer.pk}", data)

    page = text_of(sign_in(anna).get(answer["Location"]))
    assert (answer.status_code, "konnte nicht gespeichert werden" in page) == (303, True)
    assert nothing_kept(settings)


def test_a_comment_keeps_its_words_on_the_page(sign_in, vera, ticket, settings):
    data = {"text": "Lampe bestellt", "visibility": "reporter", "files": [picture()]}

    answer = sign_in(vera).post(f"/tickets/{ticket.number}/comment/", data)

    page = text_of(answer)
    assert (answer.status_code, SENTENCE in page, "Lampe bestellt" in page) == (409, True, True)
    assert (Comment.objects.count(), nothing_kept(settings)) == (0, True)


def test_a_receipt_keeps_its_words_on_the_page(phone, page, settings):
    answer = act(phone, page, "comment", text="noch ein Foto", photo=picture())

    shown = text_of(answer)
    assert (answer.status_code, SENTENCE in shown, "noch ein Foto" in shown) == (409, True, True)
    assert (Comment.objects.count(), nothing_kept(settings)) == (0, True)


def test_papers_of_a_device_say_so(sign_in, tom, beamer, settings):
    paper = SimpleUploadedFile("rechnung.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")

    answer = sign_in(tom).post(f"/devices/{beamer.pk}/files/new/", {"file": paper, "files": paper})

    assert (answer.status_code, SENTENCE in text_of(answer)) == (409, True)
    assert files(settings) == []
