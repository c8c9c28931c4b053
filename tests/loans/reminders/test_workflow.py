"""Reminders: before the end, on the day, after it; never twice, and not in the holidays."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from itsm.journal.models import Subject
from itsm.outbox.models import OutboxMessage
from loans.models import Loan, LoanSettings, ReminderRule
from loans.reminders import workflow as reminding
from loans.reminders.holidays import is_free_day, next_school_day
from loans.reminders.workflow import coming, remind, remind_all
from tests.loans.conftest import bring_back, make_loan

LAST = date(2027, 6, 30)
MORNING = datetime(2026, 8, 20, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def rules(db):
    """Sixty and thirty days before; on the day; a week after, to the head as well."""
    rows = [
        (-60, "responsible"),
        (-30, "responsible"),
        (0, "responsible"),
        (7, "responsible"),
        (7, "head"),
        (14, "authority"),
    ]
    return [
        ReminderRule.objects.create(days=d, to=to, subject=f"{d} {{case}}", text="An {school}")
        for d, to in rows
    ]


@pytest.fixture
def lent(running):
    """At the Gymnasium since August, until the end of June."""
    fields = {
        "handed_over_at": MORNING,
        "start": date(2026, 8, 20),
        "end": LAST + timedelta(days=1),
    }
    Loan.objects.filter(pk=running.pk).update(responsible_email="petersen@example.org", **fields)
    running.refresh_from_db()
    OutboxMessage.objects.all().delete()
    return running


def mails():
    sent = OutboxMessage.objects.order_by("pk")
    return [(m.payload["to"], m.payload["subject"]) for m in sent]


def test_each_reminder_goes_out_once_on_its_day(lent, rules, hanna, lena):
    days = [LAST + timedelta(days=n) for n in range(-70, 30)]
    sent = {str(day): count for day in days if (count := remind_all(day))}
    assert sent == {"2027-05-03": 1, "2027-05-31": 1, "2027-06-30": 1, "2027-07-07": 2}
    assert mails() == [
        ("petersen@example.org", "-60 Tablet-Koffer (IT-K1)"),
        ("petersen@example.org", "-30 Tablet-Koffer (IT-K1)"),
        ("petersen@example.org", "0 Tablet-Koffer (IT-K1)"),
        ("petersen@example.org", "7 Tablet-Koffer (IT-K1)"),
        ("hanna@example.org", "7 Tablet-Koffer (IT-K1)"),
    ]
    assert remind_all(date(2027, 7, 7)) == 0


def test_what_falls_into_the_holidays_comes_on_the_first_school_day(lent, rules, lena):
    remind_all(date(2027, 7, 7))
    assert remind_all(date(2027, 7, 14)) == 0  # summer holidays: 8 July to 18 August
    assert remind_all(date(2027, 8, 18)) == 0
    assert remind_all(date(2027, 8, 19)) == 1
    assert mails()[-1] == ("lena@example.org", "14 Tablet-Koffer (IT-K1)")


def test_an_authority_may_want_them_in_the_holidays_too(lent, rules):
    LoanSettings.objects.create(pk=1, rests=False)
    remind_all(date(2027, 7, 7))
    assert remind_all(date(2027, 7, 14)) == 1


def test_after_an_extension_they_begin_anew(lent, rules, lena):
    assert remind_all(date(2027, 5, 3)) == 1
    Loan.objects.filter(pk=lent.pk).update(end=date(2028, 7, 1))
    assert remind_all(date(2027, 5, 31)) == 0
    assert remind_all(date(2028, 5, 2)) == 1


def test_a_short_loan_is_not_reminded_of_days_before_it_began(lent, rules):
    began = datetime(2027, 6, 10, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    Loan.objects.filter(pk=lent.pk).update(handed_over_at=began)
    assert remind_all(date(2027, 6, 14)) == 0


def test_what_is_foretold_is_what_is_sent(lent, rules, hanna, lena, moor, other_case):
    """Looking ahead on 1 April, and then living every day: the same reminders on the same days."""
    second = make_loan(lena, moor, other_case, to="handed_over")
    fields = {"handed_over_at": MORNING, "start": lent.start, "end": date(2027, 4, 12)}
    Loan.objects.filter(pk=second.pk).update(**fields)
    today, until = date(2027, 4, 1), date(2027, 8, 31)
    OutboxMessage.objects.all().delete()
    foretold = coming(until, today)
    assert OutboxMessage.objects.count() == 0
    assert [(str(one.day), one.rule.days, one.loan.pk, one.to) for one in foretold] == [
        ("2027-04-05", -30, second.pk, []),
        ("2027-04-12", 0, second.pk, []),
        ("2027-04-19", 7, second.pk, []),
        ("2027-04-19", 7, second.pk, []),
        ("2027-04-26", 14, second.pk, ["lena@example.org"]),
        ("2027-05-03", -60, lent.pk, ["petersen@example.org"]),
        ("2027-05-31", -30, lent.pk, ["petersen@example.org"]),
        ("2027-06-30", 0, lent.pk, ["petersen@example.org"]),
        ("2027-07-07", 7, lent.pk, ["petersen@example.org"]),
        ("2027-07-07", 7, lent.pk, ["hanna@example.org"]),
        ("2027-08-19", 14, lent.pk, ["lena@example.org"]),
    ]
    for n in range((until - today).days + 1):
        day = today + timedelta(days=n)
        sent = remind_all(day)
        assert sent == sum(one.day == day for one in foretold), day
    assert mails() == [(to, one.subject) for one in foretold for to in one.to]
    assert coming(until, until) == []


def test_what_came_back_at_this_very_moment_is_not_reminded_of(lent, rules, lena):
    theirs = Loan.objects.get(pk=lent.pk)
    bring_back(lent, lena)
    assert remind(theirs, rule=rules[0], end=theirs.end) is False
    longer = Loan.objects.get(pk=lent.pk)
    assert remind(longer, rule=rules[0], end=date(2028, 7, 1)) is False
    assert not longer.reminders.exists()


def test_a_loan_that_fails_is_told_and_the_others_are_reminded(
    lent, rules, lena, moor, other_case, monkeypatch, caplog
):
    second = make_loan(lena, moor, other_case, to="handed_over")
    fields = {"handed_over_at": MORNING, "end": lent.end, "responsible_email": "moor@example.org"}
    Loan.objects.filter(pk=second.pk).update(**fields)
    OutboxMessage.objects.all().delete()
    real = reminding.words_of

    def damaged(loan, *more):
        if loan.pk == lent.pk:
            raise KeyError("damaged")
        return real(loan, *more)

    monkeypatch.setattr(reminding, "words_of", damaged)
    assert remind_all(date(2027, 5, 31)) == 1
    assert mails() == [("moor@example.org", "-30 Tablet-Koffer (IT-K2)")]
    assert [(s.verb, s.event.details) for s in Subject.objects.about(lent)[:1]] == [
        (
            "clock.failed",
            {"work": "loan_reminders", "error": "KeyError", "loan": lent.number},
        )
    ]
    monkeypatch.undo()
    assert remind_all(date(2027, 5, 31)) == 1
    assert mails()[-1] == ("petersen@example.org", "-30 Tablet-Koffer (IT-K1)")


def test_an_end_no_calendar_knows_stops_nobody_else(lent, rules, lena, moor, other_case, caplog):
    second = make_loan(lena, moor, other_case, to="handed_over")
    Loan.objects.filter(pk=second.pk).update(end=date.max)
    assert remind_all(date(2027, 5, 31)) == 1
    assert Subject.objects.about(second)[0].verb == "clock.failed"


def test_the_loan_remembers_that_it_was_reminded_and_stays_lent(lent, rules):
    remind_all(date(2027, 7, 7))
    verbs = [s.verb for s in Subject.objects.about(lent)][:2]
    lent.refresh_from_db()
    assert (verbs, lent.state) == (["loan.reminded", "loan.reminded"], "handed_over")


def test_days_without_school():
    free = [date(2026, 12, 24), date(2026, 10, 3), date(2026, 11, 28), date(2027, 3, 24)]
    assert [is_free_day(day) for day in free] == [True] * 4
    assert is_free_day(date(2026, 11, 30)) is False
    assert next_school_day(date(2026, 12, 23)) == date(2027, 1, 11)
