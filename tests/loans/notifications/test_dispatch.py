"""Who hears what about a loan: in German, with the paper enclosed, and each person once."""

import pytest
from django.core import mail
from django.core.files.storage import default_storage

from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import relay
from loans import workflow
from loans.models import LoanPaper
from tests.loans.conftest import make_loan, year

pytestmark = pytest.mark.django_db
OUTSIDE = "petersen@gad.example"


def sent():
    rows = [(m.payload["to"], m.payload["subject"]) for m in OutboxMessage.objects.order_by("pk")]
    OutboxMessage.objects.all().delete()
    return rows


def test_an_application_goes_to_the_loan_managers_and_its_answer_to_the_school(
    lena, hanna, deich, case
):
    loan = make_loan(hanna, deich, case, to="submitted", responsible_email=OUTSIDE)
    assert sent() == [("lena@example.org", "Gymnasium am Deich beantragt einen Koffer")]
    workflow.approve(loan, by=lena)
    words = "Ihr Koffer ist zugesagt: IT-K1"
    assert sent() == [("hanna@example.org", words), (OUTSIDE, words)]


def test_who_has_no_sign_in_gets_facts_and_no_link(lena, hanna, deich, case, settings):
    loan = make_loan(lena, deich, case, to="submitted", responsible_email=OUTSIDE)
    OutboxMessage.objects.all().delete()
    workflow.refuse(loan, by=lena, reason="Kein WLAN im Raum")
    inside, outside = OutboxMessage.objects.order_by("pk")
    link = f"{settings.PUBLIC_URL}/loans/{loan.number}/"
    assert (link in inside.payload["text"], link in outside.payload["text"]) == (True, False)
    assert "Kein WLAN im Raum" in outside.payload["text"]


def test_the_responsible_person_with_a_sign_in_is_told_once(lena, hanna, vera, deich, case):
    loan = make_loan(lena, deich, case, to="submitted", responsible_email="HANNA@example.org")
    OutboxMessage.objects.all().delete()
    workflow.approve(loan, by=lena)
    assert [to for to, _subject in sent()] == ["hanna@example.org"]


def test_the_next_who_has_to_agree_is_asked(lena, hanna, deich, case, stages):
    loan = make_loan(lena, deich, case, to="submitted")
    OutboxMessage.objects.all().delete()
    workflow.approve(loan, by=hanna)
    assert sent() == [("lena@example.org", f"Antrag {loan.number} wartet auf Sie")]


def test_the_contract_goes_to_both_enclosed_with_its_hash(lena, hanna, deich, case):
    make_loan(lena, deich, case, to="handed_over", responsible_email=OUTSIDE)
    paper = LoanPaper.objects.get()
    told = [m.payload for m in OutboxMessage.objects.order_by("pk") if "files" in m.payload]
    assert [one["to"] for one in told] == ["lena@example.org", "hanna@example.org", OUTSIDE]
    assert all(paper.sha256 in one["text"] for one in told)
    OutboxMessage.objects.exclude(pk__in=OutboxMessage.objects.order_by("-pk")[:3]).delete()
    relay()
    with default_storage.open(paper.file.name) as kept:
        content = kept.read()
    assert [m.attachments[0][1] for m in mail.outbox] == [content] * 3


def test_an_extension_is_asked_and_answered(lena, hanna, running):
    OutboxMessage.objects.all().delete()
    later = year(running.end)["end"]
    workflow.extend(running, by=hanna, end=later, reason="Projekt")
    workflow.refuse_extension(running, by=lena, reason="Inventur")
    assert sent() == [
        ("lena@example.org", "Gymnasium am Deich bittet um Verlängerung"),
        ("hanna@example.org", "Ihre Ausleihe kann nicht verlängert werden"),
    ]
