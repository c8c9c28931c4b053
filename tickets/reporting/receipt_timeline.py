"""What a reporter reads on the receipt: how it stands, what comes next, and what was said.

People of the authority are named by what they do, never by name; of other reporters nothing
is told but that it isn't fixed after all. Who joined reads what the staff said to the reporters
since then: what was said before was not meant for her.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.journal.models import Subject, Visibility
from itsm.people.models import Membership
from itsm.people.roles import Role
from tickets.models import Comment, Report, Ticket, TicketFile, TicketSettings

State = Ticket.State
LONGEST = 100
# Said otherwise where the line's details tell why: (verb, detail, value).
OTHERWISE = {
    ("ticket.waits", "waiting_for", "reporter"): gettext_lazy("A question for you"),
    ("ticket.closed_by_itself", "why", "silent"): gettext_lazy("Closed, because no answer came"),
}


class Line(NamedTuple):
    """One thing that happened, ready for the template."""

    time: datetime
    icon: str
    tone: str
    sentence: str
    quote: str = ""
    file: TicketFile | None = None


# Verb: icon, tone, sentence, and which of the journal's details is quoted (words of the staff).
PUBLIC = {
    "ticket.accepted": ("check", "", gettext_lazy("Looked at and taken on"), ""),
    "ticket.taken_over": ("hand", "", gettext_lazy("Somebody is working on it"), ""),
    "ticket.assigned": ("hand", "", gettext_lazy("Somebody is working on it"), ""),
    "ticket.escalated": ("up", "", gettext_lazy("Passed on to the technicians"), ""),
    "ticket.taken_back": ("hand", "", gettext_lazy("Somebody is working on it"), ""),
    "ticket.waits": ("wait", "warn", gettext_lazy("It has to wait"), "note"),
    "ticket.resumed": ("refresh", "", gettext_lazy("Work goes on"), ""),
    "ticket.solved": ("check", "ok", gettext_lazy("Solved"), "solution"),
    "ticket.confirmed": ("thumbs-up", "ok", gettext_lazy("Confirmed: it works"), ""),
    "ticket.works_again": ("thumbs-up", "ok", gettext_lazy("You said: it works again"), ""),
    "ticket.withdrawn": ("return", "", gettext_lazy("You took the report back"), ""),
    "ticket.reopened": ("return", "bad", gettext_lazy("Not fixed after all"), ""),
    "ticket.closed": ("lock", "", gettext_lazy("Closed"), "note"),
    "ticket.closed_by_itself": ("lock", "", gettext_lazy("Closed"), ""),
    "ticket.file_lost": (
        "photo",
        "warn",
        gettext_lazy("The photo could not be stored; what was said is here"),
        "",
    ),
}
# What one reporter did concerns the others not: told only on her own receipt.
HERS = ("ticket.works_again", "ticket.withdrawn")


def lines(report) -> list[Line]:
    """Everything this receipt shows, newest first; of what she took back only her own part."""
    told = _("You joined: it affects you too") if report.joined else _("You reported it")
    first = Line(report.created_at, "bolt", "bad", told, report.text)
    found = [first, *_events(report), *_comments(report), *_files(report)]
    return sorted(found, key=lambda line: line.time, reverse=True)


def files_of(report):
    """The files this receipt opens: the own ones, and what the staff put there for reporters."""
    if report.ticket is None:
        return TicketFile.objects.filter(report=report)
    return TicketFile.objects.filter(_mine_or_staffs(report), ticket=report.ticket)


def next_step(report) -> str:
    """How it stands and what comes next, in one sentence."""
    if report.state == Report.State.HELD:
        return _("Your report is being looked at, because very many arrived at once.")
    if report.state == Report.State.DISMISSED:
        return _(
            "We looked at this report and did not take it on. Please report it anew if needed."
        )
    if report.state == Report.State.WITHDRAWN:
        return _("You took this report back.")
    if report.state == Report.State.RECOVERED:
        return _("Thank you. Good to hear that it works again.")
    return _stands(report.ticket)


def choices(report) -> dict[str, bool]:
    """What the reporter can do now."""
    ticket, counts = report.ticket, report.state == Report.State.ACCEPTED
    state = ticket.state if ticket else None
    over = counts and state in (State.SOLVED, State.CLOSED)
    can_work = state == State.SOLVED or (ticket and _is_plain_fault(report))
    return {
        "add": counts and state != State.CLOSED,
        "fixed": counts and state != State.CLOSED and can_work,
        "reopen": (over or report.state in Report.LEFT) and _still_fresh(ticket),
        "withdraw": counts and state == State.NEW,
    }


def _is_plain_fault(report):
    """Nothing is broken where something is wished for; and security is always looked at."""
    alarm = bool(report.tile and report.tile.alarm)
    return report.ticket.kind == Ticket.Kind.FAULT and not alarm


def _stands(ticket):
    school = ticket.school.name if ticket.school else ""
    if ticket.state == State.NEW and ticket.level == Ticket.Level.FIRST:
        return _("It has arrived. The support of %(school)s looks at it first.") % {
            "school": school
        }
    return str(
        {
            State.NEW: _(
                "It has arrived. The technicians of the school authority look at it next."
            ),
            State.ASSIGNED: _("Somebody is working on it."),
            State.WAITING: _waits(ticket),
            State.SOLVED: _("It is solved. Does it work?"),
            State.CLOSED: _over(ticket),
        }[ticket.state]
    )


def _over(ticket):
    if ticket.solved_at:
        return _("It is done and closed.")
    return _("It is closed. If you still need help, say so here.")


def _waits(ticket):
    if ticket.waiting_for == Ticket.WaitingFor.REPORTER:
        return _("There is a question for you below. It goes on when you have answered.")
    if ticket.waiting_for == Ticket.WaitingFor.DATE:
        return _("It has to wait, then it goes on.")
    return _("It waits for %(whom)s, then it goes on.") % {"whom": ticket.get_waiting_for_display()}


def _still_fresh(ticket):
    days = timedelta(days=TicketSettings.get().reopen_days)
    return not ticket.solved_at or ticket.solved_at >= timezone.now() - days


def _events(report):
    if report.ticket is None:
        return []
    seen = Subject.objects.about(report.ticket).filter(visibility=Visibility.REPORTER)
    verbs = HERS if report.state == Report.State.WITHDRAWN else PUBLIC
    events = [row.event for row in seen.filter(verb__in=verbs)[:LONGEST]]
    events = [e for e in events if e.verb not in HERS or e.details.get("report") == report.pk]
    return [_line(event, _is_told(event.at, report)) for event in events]


def _is_told(moment, report) -> bool:
    """Was she among the reporters when this was said to them?"""
    return not report.joined or moment >= report.created_at


def _line(event, told):
    icon, tone, sentence, quoted = PUBLIC[event.verb]
    quote = str(event.details.get(quoted, "")) if quoted and told else ""
    for (verb, detail, value), words in OTHERWISE.items():
        if event.verb == verb and event.details.get(detail) == value:
            sentence = words
    return Line(event.at, icon, tone, str(sentence), quote)


def _comments(report):
    if report.ticket is None:
        return []
    said = Comment.objects.filter(_mine_or_staffs(report), ticket=report.ticket).order_by("-pk")
    return [Line(c.created_at, "comment", "", _by(c, report), quote=c.text) for c in said[:LONGEST]]


def _by(said, report):
    mine = said.report_id == report.pk or (report.by_id and said.by_id == report.by_id)
    return _("You wrote") if mine else _("Answer")


def _files(report):
    words = {True: _("Photo"), False: _("File")}
    return [
        Line(f.created_at, "photo" if f.is_picture else "file", "", words[f.is_picture], file=f)
        for f in files_of(report).order_by("-pk")[:LONGEST]
    ]


def _mine_or_staffs(report):
    """Own words, and those meant for every reporter by whoever supports, repairs or leads.
    Words of other reporters are nobody else's business."""
    mine = Q(report=report) | Q(report=None, by=report.by_id, by__isnull=False)
    here = Q(school=report.ticket.school_id) | Q(school=None)
    staff = Membership.objects.filter(here).exclude(role=Role.TEACHER).values("person")
    # Who left has no role any more; what was said by one who reported nothing here stays.
    told = Report.objects.filter(ticket=report.ticket, by__isnull=False).values("by")
    left = Q(by__is_active=False) & ~Q(by__in=told)
    theirs = Q(report=None) & (Q(by__in=staff) | left)
    if report.joined:
        theirs &= Q(created_at__gte=report.created_at)
    if report.state == Report.State.WITHDRAWN:
        return mine
    return Q(visibility=Visibility.REPORTER) & (mine | theirs)
