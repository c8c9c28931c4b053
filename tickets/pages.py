"""What all pages about tickets share."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_template

from itsm.people.reach import reach_of
from itsm.people.roles import Role
from tickets.models import Report, Ticket


def render(request, template, context, status=200):
    """A page in the size that fits the reader: large for teachers."""
    teacher = not reach_of(request.user).holds(*(set(Role.values) - {Role.TEACHER}))
    context = {"density": "teacher" if teacher else "staff", **context}
    return render_template(request, template, context, status=status)


def ticket_or_404(request, number) -> Ticket:
    """The ticket if this person sees it; otherwise it is as if there were none."""
    counted = (Report.State.ACCEPTED, Report.State.RECOVERED)
    told = Report.objects.filter(state__in=counted).select_related("by", "tile")
    seen = Ticket.objects.visible_to(request.user).with_names().with_keepers_level()
    return get_object_or_404(seen.prefetch_related(Prefetch("reports", told)), pk=number)
