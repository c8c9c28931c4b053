"""What a reporter says about the end of it, by receipt."""

from django.db import transaction
from django.utils.translation import gettext as _

from itsm.steps import StepRefused
from tickets.models import Ticket
from tickets.workflow.closing import confirm, withdraw
from tickets.workflow.talking import comment

State = Ticket.State


@transaction.atomic
def works_again(ticket, *, report):
    """ "It works again": closes what was called solved, takes back what nobody has begun, and is
    told to whoever works on it. Who only joined speaks for himself and closes nothing."""
    if ticket.state == State.CLOSED:
        raise StepRefused(_("This ticket is closed already."))
    if ticket.state == State.SOLVED and not report.joined:
        confirm(ticket, report=report)
        return
    comment(ticket, text=_("It works again."), report=report)
    if ticket.state == State.NEW:
        withdraw(ticket, report=report)
