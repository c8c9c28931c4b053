"""A signed-in person tells of a fault, or joins one that was told of already."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from itsm.people.rules import is_member
from itsm.steps import NotAllowed, StepRefused
from itsm.web.once import only_once
from tickets import rules, workflow
from tickets.about import about_of, things_to_choose
from tickets.forms import NewForm
from tickets.models import Report, Ticket
from tickets.receipts import receipt_of
from tickets.views.pages import render


def new(request):
    """First what it is about, then what is wrong with it."""
    if not is_member(request.user):
        raise NotAllowed
    about = about_of(request)
    if not about.settled:
        context = {"about": about, **things_to_choose(request, about)}
        return render(request, "tickets/choose.html", context)
    form = _form(request, about)
    if request.method == "POST" and form.is_valid() and (number := _report(request, form, about)):
        messages.success(request, _("Reported: number %(number)s.") % {"number": number})
        return see_other("tickets:show", number)
    return render(request, "tickets/new.html", {"form": form, "about": about})


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
    """The number of the new ticket; the same key and words give the same one again."""
    try:
        return only_once(request, lambda: _told(request.user, form, about))
    except StepRefused as refused:
        form.add_error(None, refused.sentence)
        return None


def _told(user, form, about):
    told = workflow.report(by=user, devices=about.devices, location=about.location, **form.told())
    for accepted in form.cleaned_data["files"]:
        workflow.add_file(told.ticket, by=user, accepted=accepted, report=told)
    return told.ticket.number


def see_other(name, *args):
    """Go on to this page, by GET."""
    response = redirect(name, *args)
    response.status_code = 303
    return response
