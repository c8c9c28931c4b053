"""One ticket: what it is, how it stands, and everything that happened."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from itsm.fields.form_layout import page_words
from itsm.fields.forms import filled_in
from itsm.files.downloads import send_file
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from tickets.actions import offers_for
from tickets.models import Report, Ticket, TicketFile
from tickets.overview.history import devices_of
from tickets.overview.timeline import life_of
from tickets.pages import render, ticket_or_404
from tickets.receipts import receipt_of
from tickets.work.forms.comments import CommentForm
from tickets.work.forms.steps import standing_of

# Who may know how to reach the people who reported it.
WORKING = (Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR)


def show(request, number):
    """The ticket's page; of its life only, where more of that is asked for. Who only joined is
    shown her receipt: how it stands, and no more."""
    try:
        ticket = ticket_or_404(request, number)
    except Http404:
        told = Ticket.objects.filter(pk=number)
        joined = get_object_or_404(Report.objects.joins_of(request.user), ticket__in=told)
        return redirect("receipt", receipt_of(joined))
    life = {"ticket": ticket, **life_of(ticket, request)}
    if request.htmx and "from" in request.GET:
        return render(request, "tickets/overview/_life.html", life)
    return render(request, "tickets/overview/show.html", {**life, **_around(ticket, request.user)})


def file(request, number, pk):
    """A photo or paper, only with the ticket and only as deep as one reads."""
    ticket = ticket_or_404(request, number)
    kept = get_object_or_404(TicketFile.objects.readable_by(request.user, ticket), pk=pk)
    return send_file(kept.file, name=kept.name, kind=kept.kind, inline_picture=kept.is_picture)


def _around(ticket, user):
    layout, custom = page_words("ticket", "ticket")
    main, others = offers_for(user, ticket, layout)
    told = list(ticket.reports.all())
    working = reach_of(user).covers(ticket.school_id, *WORKING)
    return {
        "main": main,
        "others": others,
        "seen": standing_of(ticket),
        "devices": [] if layout.hides("devices") else devices_of(ticket, user),
        "files": TicketFile.objects.readable_by(user, ticket),
        "form": CommentForm(ticket=ticket, user=user),
        "custom": filled_in(custom, ticket.custom),
        "room_word": layout.word("location", _("Room")),
        "layout": layout,
        "hides_description": layout.hides("description"),
        "affected": len(told),
        "reporters": told if working else [],
    }
