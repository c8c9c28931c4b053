"""Who hears what by mail; and that strangers' addresses never get what somebody else wrote."""

import pytest
from django.utils import translation

from itsm.outbox.models import OutboxMessage
from itsm.people.models import Authority
from tests.conftest import make_person
from tickets import workflow
from tickets.notifications import dispatch
from tickets.receipts import receipt_url

ROUTES = ["reported", "solved", "question", "closed"]


def sent():
    return [(m.payload["to"], m.payload["subject"]) for m in OutboxMessage.objects.order_by("pk")]


@pytest.fixture
def told(deich, vera, beamer, no_picture):
    """Somebody without a sign-in told it, in English, and left an address."""
    with translation.override("en"):
        report = workflow.report(
            school=deich,
            devices=[beamer],
            tile=no_picture,
            description="Buy pills at http://spam.example",
            email="eltern@example.org",
        )
    OutboxMessage.objects.all().delete()
    return report


@pytest.mark.parametrize(
    "hear", [dispatch.question, dispatch.reminder, dispatch.solved, dispatch.closed]
)
def test_an_address_nobody_verified_gets_fixed_words_and_the_receipt(hear, told):
    hear(told.ticket)
    mail = OutboxMessage.objects.get().payload
    assert mail["to"] == "eltern@example.org"
    assert "pills" not in str(mail)
    assert receipt_url(told) in mail["text"]
    assert "GAD" not in mail["text"]
    assert "Gymnasium am Deich" in mail["text"]


def test_reporters_read_their_own_language(told, anna, vera):
    anna.language = "en"
    anna.save()
    dispatch.solved(told.ticket)
    assert sent() == [("eltern@example.org", f"Your report {told.ticket.number} is solved")]


def test_people_with_a_sign_in_get_the_page_not_a_receipt(ticket, anna, settings):
    OutboxMessage.objects.all().delete()
    dispatch.solved(ticket)
    assert (
        f"{settings.PUBLIC_URL}/tickets/{ticket.number}/"
        in OutboxMessage.objects.get().payload["text"]
    )


def test_who_took_it_back_hears_no_more(told, bert):
    workflow.join(told.ticket, by=bert)
    workflow.withdraw(told.ticket, report=told)
    OutboxMessage.objects.all().delete()
    dispatch.closed(told.ticket)
    assert [to for to, _subject in sent()] == ["bert@example.org"]


def test_who_has_left_or_has_no_role_hears_nothing(ticket, anna, deich):
    OutboxMessage.objects.all().delete()
    anna.is_active = False
    anna.save()
    dispatch.solved(ticket)
    dispatch.reported(ticket, [make_person("jo")])
    assert sent() == []


def test_people_without_an_address_get_no_mail(ticket, vera):
    OutboxMessage.objects.all().delete()
    vera.email = ""
    dispatch.reported(ticket, [vera])
    assert sent() == []


def test_who_does_it_himself_gets_no_mail_of_it(ticket, vera, tom):
    OutboxMessage.objects.all().delete()
    workflow.assign(ticket, by=tom, to=tom)
    workflow.solve(ticket, by=tom, solution="Kabel")
    OutboxMessage.objects.all().delete()
    workflow.reopen(ticket, by=tom)
    assert sent() == []


def test_staff_read_what_it_is_about(ticket, vera, settings):
    OutboxMessage.objects.all().delete()
    dispatch.reported(ticket, [vera])
    mail = OutboxMessage.objects.get().payload
    assert mail["subject"] == (
        f"Ticket {ticket.number}: kein Bild (Beamer, Raum 204, Gymnasium am Deich)"
    )
    assert mail["text"] == (
        "kein Bild\nBeamer, Haupthaus, 2. OG, Raum 204, Gymnasium am Deich\n\n"
        f"Klasse 8b wartet\n\n{settings.PUBLIC_URL}/tickets/{ticket.number}/\n"
    )


def test_what_the_title_says_is_not_said_twice(deich, vera, beamer):
    workflow.report(school=deich, devices=[beamer], description="Riecht komisch")
    assert OutboxMessage.objects.get().payload["text"].count("Riecht komisch") == 1


def test_passing_on_tells_the_technicians_what_was_tried(ticket, vera, tom):
    OutboxMessage.objects.all().delete()
    workflow.escalate(ticket, by=vera, note="Kabel ist fest")
    mail = OutboxMessage.objects.get().payload
    assert (mail["to"], f"{vera}: Kabel ist fest" in mail["text"]) == ("tom@example.org", True)


def test_who_has_it_reads_what_was_said(ticket, vera, anna):
    workflow.take_over(ticket, by=vera)
    OutboxMessage.objects.all().delete()
    workflow.comment(ticket, by=anna, text="Jetzt ganz schwarz")
    mail = OutboxMessage.objects.get().payload
    assert (mail["to"], f"{anna}: Jetzt ganz schwarz" in mail["text"]) == ("vera@example.org", True)


def test_from_whom_it_is_taken_hears_who_has_it_now(ticket, vera, tom, adam):
    workflow.take_over(ticket, by=vera)
    OutboxMessage.objects.all().delete()
    workflow.take_over(ticket, by=tom)
    workflow.assign(ticket, by=adam, to=vera)
    assert sent() == [
        ("vera@example.org", f"Ticket {ticket.number} ist jetzt bei {tom}"),
        (
            "vera@example.org",
            f"Ticket {ticket.number}: kein Bild (Beamer, Raum 204, Gymnasium am Deich)",
        ),
        ("tom@example.org", f"Ticket {ticket.number} ist jetzt bei {vera}"),
    ]


def test_reporters_learn_who_writes_to_them(told):
    Authority.objects.create(pk=1, name="Schul-IT", owner="Landkreis", phone="0471 11")
    dispatch.solved(told.ticket)
    assert (
        OutboxMessage.objects.get().payload["text"].endswith("\n\nSchul-IT\nLandkreis\n0471 11\n")
    )
