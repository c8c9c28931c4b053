"""What the mails about a loan say, whole, and to whom each goes."""

import pytest
from django.utils.formats import date_format

from itsm.outbox.models import OutboxMessage
from loans import workflow
from loans.models import Loan, LoanPaper
from tests.conftest import give_role, make_device
from tests.loans.conftest import bring_back, look_at_all, make_loan, year

pytestmark = pytest.mark.django_db
OUTSIDE = "petersen@gad.example"
LENA, HANNA = "lena@example.org", "hanna@example.org"


@pytest.fixture(autouse=True)
def _house(settings):
    settings.PUBLIC_URL = "https://it.example.org"


def mails(loan, sentence, end, *, paper=None, case="IT-K1"):
    """A mail as it must be: school, case and days; what it is about; the paper's hash; a way on."""
    loan = Loan.objects.get(pk=loan.pk)
    days = f"{date_format(loan.start)} bis {date_format(loan.last_day)}"
    parts = [f"Gymnasium am Deich, {case}\n{days}", sentence]
    if paper:
        kept = LoanPaper.objects.get(kind=paper)
        parts.append(f"{kept.title}, SHA-256: {kept.sha256}")
    return "\n\n".join([*parts, end]) + "\n"


def sent():
    """To whom, which subject, which text; the outbox is empty afterwards."""
    rows = [
        (m.payload["to"], m.payload["subject"], m.payload["text"])
        for m in OutboxMessage.objects.order_by("pk")
    ]
    OutboxMessage.objects.all().delete()
    return rows


def link(loan):
    return f"https://it.example.org/loans/{loan.number}/"


@pytest.fixture
def applied(lena, hanna, deich, case):
    """Of the Gymnasium, with a responsible person who has no sign-in."""
    loan = make_loan(hanna, deich, case, to="submitted", responsible_email=OUTSIDE)
    sent()
    return loan


@pytest.fixture
def lent(lena, hanna, deich, case):
    loan = make_loan(lena, deich, case, to="handed_over", responsible_email=OUTSIDE)
    sent()
    return loan


def to_school(loan, subject, sentence, **more):
    """The head, with a link; the responsible person without one, with who writes."""
    return [
        (HANNA, subject, mails(loan, sentence, link(loan), **more)),
        (OUTSIDE, subject, mails(loan, sentence, "Schul-IT", **more)),
    ]


def to_both(loan, subject, sentence, **more):
    """The loan managers, too."""
    return [
        (LENA, subject, mails(loan, sentence, link(loan), **more)),
        *to_school(loan, subject, sentence, **more),
    ]


def test_withdrawn(applied, hanna):
    workflow.withdraw(applied, by=hanna)
    sentence = "Die Schule möchte den Koffer nicht mehr. Es ist nichts zu tun."
    subject = f"Antrag {applied.number} ist zurückgezogen"
    assert sent() == [(LENA, subject, mails(applied, sentence, link(applied)))]


def test_waitlisted(applied, lena):
    workflow.waitlist(applied, by=lena)
    assert sent() == to_school(
        applied,
        "Sie stehen auf der Warteliste für einen Koffer",
        "In dieser Zeit ist kein Koffer frei. "
        "Sie erhalten den nächsten in der Reihenfolge der Anträge.",
    )


def test_extended(lent, lena):
    workflow.extend(lent, by=lena, end=year(lent.end)["end"])
    until = date_format(Loan.objects.get(pk=lent.pk).last_day)
    sentence = f"Sie können ihn bis zum {until} behalten."
    assert sent() == to_school(lent, "Ihre Ausleihe ist verlängert", sentence)


def test_swapped(lent, lena, kinds):
    spare = make_device("IT-T-99", kinds.tablet, None, state="in_storage", serial_number="SN-99")
    workflow.swap(lent, by=lena, item=lent.items.get(slot=2), spare=spare)
    assert sent() == to_both(
        lent,
        "Ein Gerät wurde getauscht: der Nachtrag zum Vertrag",
        "Der Nachtrag liegt bei und gehört zum Vertrag.",
        paper="annex",
    )


def test_taken_back(lent, lena):
    bring_back(lent, lena)
    assert sent() == to_both(
        lent,
        "Zurückgenommen: das Protokoll",
        "Das Rückgabeprotokoll liegt bei. Wir prüfen jetzt jedes Gerät.",
        paper="return",
    )


def test_decided(lent, lena):
    bring_back(lent, lena)
    item = lent.items.get(slot=2)
    workflow.inspect(
        lent,
        by=lena,
        item=item,
        works=False,
        complete=True,
        lendable=False,
        note="Display gebrochen",
        cost=189,
    )
    sent()
    item.refresh_from_db()
    workflow.decide(item.damage, by=lena, decision="school", reason="Sturz")
    assert sent() == to_both(
        lent,
        "Entscheidung zu einem Schaden",
        "Die Entscheidung mit ihrer Begründung liegt bei.",
        paper="decision",
    )


def test_finished(lent, lena):
    bring_back(lent, lena)
    look_at_all(lent, lena)
    sent()
    workflow.close(lent, by=lena)
    assert sent() == to_school(
        lent,
        "Ihre Ausleihe ist abgeschlossen",
        "Alles ist zurück und geprüft. Danke für den sorgsamen Umgang.",
    )


def test_its_return_is_planned(lent, lena):
    workflow.change_of_year([(lent, "return")], by=lena, end=lent.end, rehearse=False)
    assert sent() == to_school(
        lent,
        "Ihre Ausleihe endet: bitte bringen Sie den Koffer zurück",
        "Bitte prüfen Sie, ob alles da ist, und sprechen Sie den Tag mit uns ab.",
    )


@pytest.mark.parametrize("step", ["extend", "finish"])
def test_who_took_the_step_is_not_written_to(step, lena, hanna, deich, case):
    """A loan manager who is the head's deputy, too, knows what she did."""
    give_role(lena, "head", deich)
    loan = make_loan(lena, deich, case, to="handed_over")
    sent()
    if step == "extend":
        workflow.extend(loan, by=lena, end=year(loan.end)["end"])
    else:
        bring_back(loan, lena)
        look_at_all(loan, lena)
        sent()
        workflow.close(loan, by=lena)
    assert [to for to, _subject, _text in sent()] == [HANNA]
