"""What is said about a ticket, and what is put with it."""

import pytest
from django.core.files.base import ContentFile

from itsm.files.uploads import Accepted
from itsm.journal.models import Event
from itsm.outbox.models import OutboxMessage
from itsm.workflow import NotAllowed, StepRefused
from tests.tickets.conftest import again
from tickets import workflow
from tickets.models import Comment


def mails():
    return sorted(m.payload["to"] for m in OutboxMessage.objects.all())


def photo():
    return Accepted("foto.jpg", "jpg", ContentFile(b"jpeg", "foto.jpg"), True)


def test_a_comment_is_kept_outside_the_journal(ticket, vera):
    said = workflow.comment(ticket, by=vera, text=" Komme um drei. ")
    assert (said.text, said.visibility, said.by) == ("Komme um drei.", "reporter", vera)
    line = Event.objects.get(verb="ticket.commented")
    words = {"comment": said.pk, "title": "kein Bild", "number": ticket.number}
    assert (line.visibility, line.details) == ("reporter", words)


def test_an_empty_comment_is_refused(ticket, vera):
    with pytest.raises(StepRefused):
        workflow.comment(ticket, by=vera, text=" \n ")


@pytest.mark.parametrize(
    ("name", "visibility"),
    [
        ("anna", "school"),
        ("anna", "authority"),
        ("vera", "authority"),
        ("hanna", "authority"),
        ("bert", "reporter"),
        ("olga", "reporter"),
        ("ida", "reporter"),
    ],
)
def test_nobody_writes_what_he_cannot_read(request, name, visibility, ticket):
    with pytest.raises(NotAllowed):
        workflow.comment(
            ticket, by=request.getfixturevalue(name), text="Hallo", visibility=visibility
        )
    assert Comment.objects.count() == 0


def test_staff_who_comment_have_handled_it_the_head_has_not(ticket, hanna, vera):
    workflow.comment(ticket, by=hanna, text="Eilt.")
    assert again(ticket).last_handler is None
    workflow.comment(ticket, by=vera, text="Komme.")
    assert again(ticket).last_handler == vera


def test_the_reporters_answer_ends_the_waiting_for_it(ticket, anna, vera):
    workflow.wait(ticket, by=vera, waiting_for="reporter")
    OutboxMessage.objects.all().delete()
    workflow.comment(ticket, by=anna, text="Ja, HDMI 1.")
    assert (again(ticket).state, again(ticket).waiting_for) == ("assigned", "")
    assert mails() == ["vera@example.org"]


def test_so_does_a_photo_alone(reported, ticket, vera):
    workflow.wait(ticket, by=vera, waiting_for="reporter")
    workflow.add_file(ticket, accepted=photo(), report=reported)
    assert again(ticket).state == "assigned"


def test_waiting_for_something_else_goes_on(ticket, anna, vera):
    workflow.wait(ticket, by=vera, waiting_for="part")
    workflow.comment(ticket, by=anna, text="Und?")
    assert again(ticket).state == "waiting"


def test_reporters_hear_of_what_is_meant_for_them_only(ticket, anna, bert, vera, tom):
    workflow.join(ticket, by=bert)
    OutboxMessage.objects.all().delete()
    for visibility in ("school", "authority"):
        workflow.comment(ticket, by=tom, text="intern", visibility=visibility)
    assert mails() == []
    workflow.comment(ticket, by=tom, text="Komme.")
    assert mails() == ["anna@example.org", "bert@example.org"]


def test_the_keeper_hears_only_what_he_may_read(ticket, vera, tom):
    workflow.take_over(ticket, by=vera)
    OutboxMessage.objects.all().delete()
    workflow.comment(ticket, by=tom, text="nur wir", visibility="authority")
    assert mails() == []
    workflow.comment(ticket, by=tom, text="Schule", visibility="school")
    assert mails() == ["vera@example.org"]


def test_mails_tell_reporters_that_something_was_said_not_what(ticket, anna, tom):
    OutboxMessage.objects.all().delete()
    workflow.comment(ticket, by=tom, text="Das Passwort liegt bereit.")
    assert "Passwort" not in str(OutboxMessage.objects.get().payload)


def test_by_receipt_only_the_own_ticket_and_only_for_reporters(reported, foreign_ticket, ticket):
    said = workflow.comment(ticket, text="Danke", report=reported)
    assert (said.by, said.report, said.visibility) == (None, reported, "reporter")
    with pytest.raises(StepRefused):
        workflow.comment(ticket, text="x", report=reported, visibility="school")
    with pytest.raises(NotAllowed):
        workflow.comment(foreign_ticket, text="x", report=reported)


def test_a_file_stands_in_the_history_as_deep_as_it_is_meant(ticket, tom):
    kept = workflow.add_file(ticket, accepted=photo(), by=tom, visibility="authority")
    line = Event.objects.get(verb="ticket.file_added")
    assert (kept.name, kept.visibility, line.visibility) == ("foto.jpg", "authority", "authority")
    assert line.details["file"] == "foto.jpg"


@pytest.mark.parametrize("name", ["bert", "otto", "ida"])
def test_who_does_not_see_it_puts_nothing_with_it(request, name, ticket):
    with pytest.raises(NotAllowed):
        workflow.add_file(ticket, accepted=photo(), by=request.getfixturevalue(name))
