"""Reminding a school before the end and after it, by rules that loan managers write."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from itsm.outbox.workflow import post_mail
from loans import notices
from loans.holidays import next_school_day
from loans.models import Loan, LoanSettings, Reminder, ReminderRule
from loans.papers.facts import words_of
from loans.papers.words import fill
from loans.workflow.lines import write

# A rule whose day passed longer ago than any holidays last is not caught up with.
LATEST = timedelta(days=50)


def due_today(loan, rules, agreed, today):
    """The rules this loan is reminded by today, of several for one person the latest only."""
    sent = {r.rule_id for r in loan.reminders.all() if r.end == loan.end}
    came = timezone.localdate(loan.handed_over_at)
    wanted = {}
    for rule in rules:
        day = loan.last_day + timedelta(days=rule.days)
        if rule.pk in sent or day < came or not day <= today <= day + LATEST:
            continue
        if agreed.rests and today < next_school_day(day, agreed.land):
            continue
        wanted[rule.to] = rule
    later = {rule.to: rule.days for rule in rules if rule.pk in sent}
    return [rule for rule in wanted.values() if rule.days > later.get(rule.to, -9999)]


def remind_all(today=None) -> int:
    """Every loan at a school, every rule whose day has come; returns how many went out. Nothing
    frees itself: what is not back stays lent, and is reminded of."""
    today = today or timezone.localdate()
    agreed, rules = LoanSettings.get(), list(ReminderRule.objects.filter(retired=False))
    if agreed.rests and next_school_day(today, agreed.land) != today:
        return 0
    there = Loan.objects.filter(state=Loan.State.HANDED_OVER).with_names()
    return sum(
        remind(loan, rule)
        for loan in there.prefetch_related("reminders")
        for rule in due_today(loan, rules, agreed, today)
    )


@transaction.atomic
def remind(loan, rule) -> bool:
    """One reminder to one kind of person, once for this end."""
    _row, new = Reminder.objects.get_or_create(
        loan=loan, rule=rule, end=loan.end, defaults={"sent_at": timezone.now()}
    )
    if not new:
        return False
    words = words_of(loan)
    for address in dict.fromkeys(_addresses(loan, rule)):
        post_mail(
            address, fill(rule.subject, words), fill(rule.text, words) + "\n" + notices.link(loan)
        )
    write(None, "loan.reminded", loan, to=rule.get_to_display(), subject=rule.subject)
    return True


def _addresses(loan, rule):
    To = ReminderRule.To
    if rule.to == To.RESPONSIBLE:
        found = [loan.responsible_email] if loan.responsible_email else []
        return found or [p.email for p in notices.heads(loan) if p.email]
    people = notices.heads(loan) if rule.to == To.HEAD else notices.lenders()
    return [person.email for person in people if person.email]
