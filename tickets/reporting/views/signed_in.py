"""A signed-in person tells of a fault, or joins one that was told of already."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itsm.guards.once import only_once
from itsm.people.rules import is_member
from itsm.workflow import NotAllowed, StepRefused
from tickets import rules, workflow
from tickets.models import Report, Ticket
from tickets.pages import render
from tickets.receipts import receipt_of
from tickets.reporting.about import about_of, things_to_choose
from tickets.reporting.forms.signed_in import NewForm


def new(request):
    """First what it is about, then what is wrong with it."""
    if not is_member(request.user):
        raise NotAllowed
    about = about_of(request)
    if not about.settled:
        context = {"about": about, **things_to_choose(request, about)}
        return render(request, "tickets/reporting/choose.html", context)
    form = _form(request, about)
    if request.method == "POST" and form.is_valid() and (told := _report(request, form, about)):
        return _reported(request, *told)
    return render(request, "tickets/reporting/new.html", {"form": form, "about": about})


@require_POST
def join(request, number):
    """ "Betrifft mich auch": one more person hears how it goes on, on a receipt of her own."""
    ticket = get_object_or_404(Ticket.objects.joinable_by(request.user), pk=number)
    told = workflow.join(ticket, by=request.user, channel=Report.Channel.PORTAL)
    if not rules.sees(request.user, ticket):
        return see_other("receipt", receipt_of(told))
    messages.success(request, _("You hear how it goes on."))
    return see_other("tickets:show", ticket.number)


def _form(request, about):
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    return NewForm(data, files, user=request.user, about=about)


def _report(request, form, about):
    """The number of the ticket, whether it was there already, and the person's receipt; the same
    key and words give the same again."""
    try:
        return only_once(request, lambda: _told(request.user, form, about))
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        return None


def _told(user, form, about):
    told, joined = workflow.report_or_join(
        by=user, devices=about.devices, location=about.location, **form.told()
    )
    return [told.ticket.number, joined, receipt_of(told)]


def _reported(request, number, joined, receipt):
    """On to the ticket; who joined what she may not read, to her own receipt."""
    words = _("Reported: number %(number)s.")
    if joined:
        words = _("This was reported already: number %(number)s. You hear how it goes on.")
    messages.success(request, words % {"number": number})
    if joined and not rules.sees(request.user, Ticket.objects.get(pk=number)):
        return see_other("receipt", receipt)
    return see_other("tickets:show", number)


def see_other(name, *args):
    """Go on to this page, by GET."""
    response = redirect(name, *args)
    response.status_code = 303
    return response
