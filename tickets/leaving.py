"""What becomes of tickets when somebody leaves or loses a role."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.accounts.people.leaving import OpenWork
from tickets import rules, workflow
from tickets.models import Ticket
from tickets.routing import has_support


def open_work(person) -> OpenWork:
    """The open tickets in this person's hands."""
    number = person.assigned_tickets.open().count()
    sentence = ngettext(
        "One open ticket is in these hands.",
        "%(number)s open tickets are in these hands.",
        number,
    )
    return OpenWork(
        label=_("Open tickets"),
        number=number,
        url=f"{reverse('tickets:list')}?assignee={person.pk}",
        sentence=sentence % {"number": number},
    )


def hand_over(person, *, by, heir):
    """Her open tickets go to the heir, who may be herself, or back to the others of their level.
    A solved one that turns out not to be fixed finds its way itself (`tickets.reopen`)."""
    hers = Ticket.objects.filter(assignee=person).open().order_by("pk")
    for ticket in hers:
        if not heir or not rules.can_be_given(heir, ticket):
            workflow.release(ticket, by=by)
        elif heir != person:
            workflow.assign(ticket, by=by, to=heir)


def pass_on(school, *, by):
    """A school without a 1st level any more: what waits there goes on to the technicians."""
    if school is None or has_support(school):
        return
    waiting = Ticket.objects.filter(school=school, level=Ticket.Level.FIRST, assignee=None)
    for ticket in waiting.open().order_by("pk"):
        workflow.escalate(ticket, by=by)


def back_with_others(number) -> str:
    """So many tickets are nobody's any more."""
    said = ngettext(
        "%(n)s open ticket is back with the others.",
        "%(n)s open tickets are back with the others.",
        number,
    )
    return said % {"n": number}
