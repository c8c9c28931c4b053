"""Pages on which loan managers write who is reminded when, and when reminders rest."""

from loans.models import LoanSettings, ReminderRule


def test_a_reminder_says_when_whom_and_in_known_words(sign_in, lena):
    client, url = sign_in(lena), "/loans/settings/reminders/new/"
    form = {"number": 14, "when": "after", "to": "head", "subject": "{case} fehlt",
            "text": "An {school}: {kofer}", "key": "einmal"}  # fmt: skip
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
