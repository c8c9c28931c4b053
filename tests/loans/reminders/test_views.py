"""Pages on which loan managers write who is reminded when, and when reminders rest."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from loans.models import Loan, LoanSettings, ReminderRule
from tests.loans.conftest import make_case, make_loan


def test_a_reminder_says_when_whom_and_in_known_words(sign_in, lena):
    client, url = sign_in(lena), "/loans/settings/reminders/new/"
    form = {
        "number": 14,
        "when": "after",
        "to": "head",
        "subject": "{case} fehlt",
        "text": "An {school}: {kofer}",
        "key": "einmal",
    }
    answer = client.post(url, form)
    assert list(answer.context["form"].errors) == ["text"]
    assert "{kofer}" in answer.content.decode()
    form["text"] = "An {school}"
    assert [client.post(url, form).status_code for _ in range(2)] == [303, 303]
    rule = ReminderRule.objects.get()
    assert (rule.days, rule.to, rule.text) == (14, "head", "An {school}")
    form |= {"number": 30, "when": "before", "retired": "on", "key": ""}
    client.post(f"/loans/settings/reminders/{rule.pk}/", form)
    assert ReminderRule.objects.values_list("days", "retired").get() == (-30, True)


def test_a_loan_manager_chooses_whose_holidays_count(sign_in, lena):
    client = sign_in(lena)
    client.post("/loans/settings/reminders/resting/", {"land": "BY"})
    assert (LoanSettings.get().land, LoanSettings.get().rests) == ("BY", False)
    client.post("/loans/settings/reminders/resting/", {"land": "SH", "rests": "on"})
    assert "Schleswig-Holstein" in client.get("/loans/settings/reminders/").content.decode()


def test_a_loan_manager_looks_ahead(sign_in, lena, hanna, tom, deich, kinds):
    client, url = sign_in(lena), "/loans/settings/reminders/coming/"
    assert (
        "/loans/settings/reminders/coming/"
        in client.get("/loans/settings/reminders/").content.decode()
    )
    assert "Nichts geht hinaus" in client.get(url).content.decode()
    ReminderRule.objects.create(days=7, to="head", subject="Wo ist {case}?", text="{school}")
    counts = []
    for number in (1, 29):
        for n in range(number):
            loan = make_loan(lena, deich, make_case(f"IT-{number}-{n}", kinds, lena, tablets=0))
            Loan.objects.filter(pk=loan.pk).update(
                state="handed_over",
                handed_over_at=timezone.now(),
                end=timezone.localdate(),
                start=timezone.localdate() - timedelta(days=9),
            )
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url)
        counts.append((len(asked), page.context["page"].paginator.count))
    assert (counts[0][0], counts[0][1], counts[1][1]) == (counts[1][0], 1, 30)
    assert counts[0][0] <= 12
    text = page.content.decode()
    assert ("Wo ist Tablet-Koffer (IT-1-0)?" in text, "hanna@example.org" in text) == (True, True)
    assert [sign_in(person).get(url).status_code for person in (hanna, tom)] == [403, 403]
