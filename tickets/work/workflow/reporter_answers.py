"""What a reporter says about the end of it, by receipt."""

from django.db import transaction
from django.utils.translation import gettext as _

from itsm.workflow import StepRefused
from tickets.models import Report, Ticket
from tickets.steps import write
from tickets.work.workflow.closing import confirm, end_if_nobody_is_left, leave
from tickets.work.workflow.comments import comment

State = Ticket.State


@transaction.atomic
def works_again(ticket: Ticket, *, report: Report) -> None:
    """ "It works again": closes what was called solved, ends by itself what nobody has begun and
    nobody else told of, and is told to whoever works on it. Who only joined speaks for herself
    and closes nothing for others. Refused once it is closed."""
    if ticket.state == State.CLOSED:
        raise StepRefused(_("This ticket is closed already."))
    if report.state != Report.State.ACCEPTED:
        raise StepRefused(_("You took this report back."))
    if ticket.state == State.SOLVED and not report.joined:
        confirm(ticket, report=report)
    elif ticket.state == State.NEW:
        mine = leave(ticket, Report.State.RECOVERED, report=report)
        write(None, "ticket.works_again", ticket, report=mine)
        end_if_nobody_is_left(ticket, Ticket.Ended.BY_ITSELF)
    else:
        comment(ticket, text=_("It works again."), report=report)
        Report.objects.filter(pk=report.pk).update(state=Report.State.RECOVERED)
