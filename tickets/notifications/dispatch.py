"""Who hears what by mail. Every mail is a row in the outbox, in the step's own transaction.

To addresses nobody has verified only fixed texts go, never what somebody else wrote. What the
mails say is in `letters.py`.
"""

import hmac

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from itsm.guards import buckets
from itsm.journal.models import Visibility
from itsm.outbox.workflow import post_mail
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import STAFF, is_member
from tickets.models import Report
from tickets.models.reports import visibilities_for
from tickets.notifications import messages
from tickets.receipts import receipt_url

HELD_AGAIN = 1 / 60  # mails a minute and school about reports that wait for a look


def reported(ticket, people, but=None, said=""):
    """A new ticket, or one passed on with a word, for everybody on its level."""
    for person in people:
        if person != but:
            _to_person(person, ticket, messages.new, said and f"{but}: {said}")


def held(school, people):
    """Reports wait for a look: whoever decides hears of it, at most once an hour."""
    name = f"mail:held:{school.pk if school else 'authority'}"
    if not buckets.take(name, size=1, per_minute=HELD_AGAIN):
        return
    link = settings.PUBLIC_URL + reverse("tickets:held")
    for person in people:
        with translation.override(person.language):
            post_mail(person.email, *messages.held(school, link))


def assigned(ticket, person, by):
    """Somebody put it into this person's hands."""
    if person != by:
        _to_person(person, ticket, messages.assigned)


def taken(ticket, before, by):
    """Who had it hears who has it now."""
    if before and before not in (by, ticket.assignee):
        _to_person(before, ticket, messages.taken)


def reopened(ticket, people, by, note=""):
    """It isn't fixed: whoever had it hears of it, or whose turn it is now."""
    for person in people:
        if person != by:
            _to_person(person, ticket, messages.reopened, note and _said(by, note))


def commented(ticket, said):
    """The other side hears that something was said: reporters read it on the page."""
    keeper = ticket.assignee
    reads = keeper and said.visibility in visibilities_for(keeper, ticket.school_id)
    if reads and keeper != said.by:
        _to_person(keeper, ticket, messages.said_to_keeper, _said(said.by, said.text))
    if said.visibility == Visibility.REPORTER and _answers(said, ticket):
        _to_reporters(ticket, messages.answer, but=said.by)


def _answers(said, ticket) -> bool:
    """Meant for the reporters: of each other's words they read nothing."""
    if said.report is not None:
        return False
    return reach_of(said.by).covers(ticket.school_id, Role.SUPPORT, Role.HEAD, *STAFF)


def received(report):
    """The receipt for whoever left an address: at most one a day and address."""
    if report.by is None and report.email and _may_write_to(report.email):
        _to_reporter(report, messages.received)


def question(ticket):
    """The reporter is asked for something."""
    _to_reporters(ticket, messages.question)


def reminder(ticket):
    """The reporter was asked, and has not answered."""
    _to_reporters(ticket, messages.reminder)


def solved(ticket):
    """Solved: the reporters may say it isn't."""
    _to_reporters(ticket, messages.solved)


def closed(ticket, *, unanswered=False):
    """Closed: the reporters hear of it once."""
    _to_reporters(ticket, messages.closed_unanswered if unanswered else messages.closed)


def _said(by, words):
    """ "Vera Lindner: Kabel ist fest"."""
    who = by or _("The person who reported it")
    return f"{who}: {words}"


def _to_reporters(ticket, letter, but=None):
    told = ticket.reports.filter(state=Report.State.ACCEPTED).select_related("by", "ticket")
    for report in told:
        if report.by is None or report.by != but:
            _to_reporter(report, letter)


def _to_reporter(report, letter):
    if report.by is None:
        if report.email:
            with translation.override(report.language):
                post_mail(report.email, *letter(report.ticket, receipt_url(report)))
    elif report.by.is_active:
        _to_person(report.by, report.ticket, letter)


def _to_person(person, ticket, letter, said=""):
    if not person.email or not is_member(person):
        return
    link = settings.PUBLIC_URL + reverse("tickets:show", args=[ticket.number])
    with translation.override(person.language):
        post_mail(person.email, *letter(ticket, link, said))


def _may_write_to(address) -> bool:
    mark = hmac.new(settings.SECRET_KEY.encode(), address.lower().encode(), "sha256").hexdigest()
    return buckets.take(f"mail:{mark[:40]}", size=1, per_minute=1 / 1440)
