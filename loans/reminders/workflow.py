"""Reminding a school before the end and after it, by rules that loan managers write."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.journal.attempts import attempt
from itsm.outbox.workflow import post_mail
from itsm.people.models import Authority, User
from itsm.workflow import StepRefused, require
from loans import rules as rules_of_loans
from loans.models import Loan, LoanSettings, Reminder, ReminderRule
from loans.notifications import dispatch
from loans.papers.facts import words_of
from loans.papers.placeholders import fill
from loans.reminders.holidays import next_school_day
from loans.steps import step, touch, write

# A rule whose day passed longer ago than any holidays last is not caught up with.
LATEST = timedelta(days=50)
WORK = "loan_reminders"


class Coming(NamedTuple):
    """One reminder as it would go out: when, by which rule, about which loan, to whom."""

    day: date
    rule: ReminderRule
    loan: Loan
    subject: str
    to: list[str]


def due_today(
    loan: Loan, rules: list[ReminderRule], agreed: LoanSettings, today: date, sent: set[int]
) -> list[ReminderRule]:
    """The rules this loan is reminded by today, of several for one person the latest only. `sent`
    are the ids of those that went out for this end.

    `rules` are all that are in use, `agreed` the settings, `today` the day that is asked about.
    """
    came = timezone.localdate(loan.handed_over_at)
    wanted = {}
    for rule in rules:
        day = loan.last_day + timedelta(days=rule.days)
        if rule.pk in sent or day < came or not day <= today <= day + LATEST:
            continue
        if today < _goes_out(day, agreed):
            continue
        wanted[rule.to] = rule
    later = {rule.to: rule.days for rule in rules if rule.pk in sent}
    return [rule for rule in wanted.values() if rule.days > later.get(rule.to, -9999)]


def _goes_out(day: date, agreed: LoanSettings) -> date:
    """The day itself, or the first school day after it where reminders rest."""
    return next_school_day(day, agreed.land) if agreed.rests else day


def _there() -> QuerySet[Loan]:
    """Every loan at a school, with what a reminder says of it."""
    there = Loan.objects.filter(state=Loan.State.HANDED_OVER).with_names()
    return there.prefetch_related("reminders").order_by("end", "pk")


def _sent(loan: Loan) -> set[int]:
    return {r.rule_id for r in loan.reminders.all() if r.end == loan.end}


def _rules() -> list[ReminderRule]:
    return list(ReminderRule.objects.filter(retired=False))


def remind_all(today: date | None = None) -> int:
    """Every loan at a school, every rule whose day has come; returns how many went out. Nothing
    frees itself: what is not back stays lent, and is reminded of. A loan that fails is told
    (`attempt`), and the others go out.

    `today`: as if it were this day.
    """
    today = today or timezone.localdate()
    agreed, rules = LoanSettings.get(), _rules()
    if _goes_out(today, agreed) != today:
        return 0
    went_out = 0
    for loan in _there():
        due = attempt(WORK, loan, partial(due_today, loan, rules, agreed, today, _sent(loan)))
        for rule in due or ():
            went_out += bool(attempt(WORK, loan, partial(remind, loan, rule=rule, end=loan.end)))
    return went_out


def coming(until: date, today: date | None = None) -> list[Coming]:
    """What `remind_all` would send from today on until this day, if nothing changed: the same
    rules, asked day by day. Nothing is sent.

    In the order of their days; `today` as in `remind_all`.
    """
    today = today or timezone.localdate()
    agreed, rules, house = LoanSettings.get(), _rules(), Authority.get()
    heads, lenders = dispatch.heads_by_school(), dispatch.lenders()
    found = []
    for loan in _there():
        words = words_of(loan, house)
        for day, rule in _planned(loan, rules, agreed, today, until):
            to = _addresses(loan, rule, heads[loan.school_id], lenders)
            found.append(Coming(day, rule, loan, fill(rule.subject, words), to))
    return sorted(found, key=lambda one: (one.day, one.loan.pk, one.rule.pk))


def _planned(
    loan: Loan, rules: list[ReminderRule], agreed: LoanSettings, today: date, until: date
) -> Iterator[tuple[date, ReminderRule]]:
    """The days on which something goes out, each with its rule, as if every day were lived."""
    sent = _sent(loan)
    wanted = {max(today, loan.last_day + timedelta(days=rule.days)) for rule in rules}
    for day in sorted({_goes_out(day, agreed) for day in wanted}):
        if day <= until:
            for rule in due_today(loan, rules, agreed, day, sent):
                sent.add(rule.pk)
                yield day, rule


@step
def remind(loan: Loan, *, rule: ReminderRule, end: date) -> bool:
    """One reminder to one kind of person, once for this end; none if the case came back or its
    loan got longer at this very moment.

    `end` is the loan's end (the day after the last) as it was when the rule was asked. Returns
    whether the reminder went out.
    """
    if loan.state != Loan.State.HANDED_OVER or loan.end != end:
        return False
    _row, new = Reminder.objects.get_or_create(
        loan=loan, rule=rule, end=end, defaults={"sent_at": timezone.now()}
    )
    if not new:
        return False
    words = words_of(loan)
    for address in _addresses(loan, rule, dispatch.heads(loan), dispatch.lenders()):
        post_mail(
            address, fill(rule.subject, words), fill(rule.text, words) + "\n" + dispatch.link(loan)
        )
    write(None, "loan.reminded", loan, to=rule.to, subject=rule.subject)
    return True


@step
def remind_now(loan: Loan, *, by: User, note: str = "") -> None:
    """A loan manager asks for an overdue case by hand, besides what the rules send: the
    responsible person and the head of school get a mail, with the note. Refused unless overdue,
    and where nobody there has an address."""
    require(rules_of_loans.can_remind, by, loan)
    if not loan.overdue:
        raise StepRefused(_("Only what is overdue is asked for by hand."))
    if not dispatch.asked_back(loan, by=by, note=note):
        raise StepRefused(_("Nobody at this school has an e-mail address here. Please phone."))
    touch(loan, by)
    write(by, "loan.asked_back", loan, note=note)


def _addresses(
    loan: Loan, rule: ReminderRule, heads: Iterable[User], lenders: Iterable[User]
) -> list[str]:
    """Whom it goes to; the head in place of a responsible person without an address."""
    To = ReminderRule.To
    if rule.to == To.RESPONSIBLE and loan.responsible_email:
        return [loan.responsible_email]
    people = lenders if rule.to == To.AUTHORITY else heads
    return list(dict.fromkeys(person.email for person in people if person.email))
