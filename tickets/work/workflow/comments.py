"""What is said about a ticket, and what is put with it."""

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.files.uploads import Accepted, storage_name
from itsm.journal.models import Visibility
from itsm.people.models import User
from itsm.workflow import StepRefused, advance, require
from tickets import rules
from tickets.models import Comment, Report, Ticket, TicketFile
from tickets.notifications import dispatch
from tickets.steps import handled, write
from tickets.work.workflow.work import NOT_WAITING


@transaction.atomic
def comment(
    ticket: Ticket,
    *,
    text: str,
    visibility: str = Visibility.REPORTER,
    by: User | None = None,
    report: Report | None = None,
) -> Comment:
    """Say something: to the reporter too, to the school, or among the authority. An answer of
    the reporter ends the waiting for it.

    Said by a signed-in person (`by`) or by the holder of a receipt (`report`), who writes to the
    reporter's level only. `visibility`: who reads it. Returns the comment. Refused where it is
    empty, and to a receipt whose report was taken back.
    """
    _may_say(ticket, visibility, by, report)
    if not text.strip():
        raise StepRefused(_("Please write something."))
    said = Comment.objects.create(
        ticket=ticket,
        by=by,
        report=report,
        text=text.strip(),
        visibility=visibility,
        created_at=timezone.now(),
    )
    write(by, "ticket.commented", ticket, visibility=_told_to(visibility, report), comment=said.pk)
    _go_on(ticket, by, report)
    dispatch.commented(ticket, said)
    return said


def _told_to(visibility: str, report: Report | None) -> str:
    """Who reads the line of it: of what one who joined says, the first reporter reads nothing."""
    return Visibility.SCHOOL if report is not None and report.joined else visibility


def _may_say(ticket: Ticket, visibility: str, by: User | None, report: Report | None) -> None:
    if report is not None and report.ticket_id == ticket.pk:
        if report.state != Report.State.ACCEPTED or visibility != Visibility.REPORTER:
            raise StepRefused(_("You took this report back."))
    else:
        require(rules.can_comment_as, by, ticket, visibility)


def _go_on(ticket: Ticket, by: User | None, report: Report | None) -> None:
    """Staff have touched it; an answer of the reporter puts it back into work."""
    if by is not None and rules.can_work_on(by, ticket):
        Ticket.objects.filter(pk=ticket.pk).update(**handled(by))
        return
    asked = ticket.state == Ticket.State.WAITING and ticket.waiting_for == "reporter"
    if asked and (report is not None or rules.is_reporter(by, ticket)):
        advance(ticket, Ticket.State.ASSIGNED, **NOT_WAITING, updated_at=timezone.now())
    else:
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=timezone.now())


@transaction.atomic
def add_file(
    ticket: Ticket | None,
    *,
    accepted: Accepted,
    visibility: str = Visibility.REPORTER,
    by: User | None = None,
    report: Report | None = None,
) -> TicketFile:
    """A photo or a paper with the ticket (`accepted`: what itsm.files.uploads let through).

    `ticket` is None for a report that is held for review (`report`). Returns the kept file. Refused
    to a receipt whose report was taken back; raises NotKept where it can't be stored.
    """
    if ticket is not None:
        _may_say(ticket, visibility, by, report)
    kept = TicketFile.objects.create(
        ticket=ticket,
        report=report,
        name=accepted.name,
        kind=accepted.kind,
        is_picture=accepted.is_picture,
        file=_renamed(accepted),
        size=accepted.content.size,
        visibility=visibility,
        by=by,
    )
    if ticket is not None:
        line = _told_to(visibility, report)
        write(by, "ticket.file_added", ticket, visibility=line, file=kept.name)
        if ticket.state == Ticket.State.WAITING:
            _go_on(ticket, by, report)
    return kept


def _renamed(accepted: Accepted) -> File:
    """Kept under a name of ours: the sender's is only something to read."""
    return File(accepted.content, name=storage_name(accepted.kind))
