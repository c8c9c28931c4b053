"""What all pages about tickets share."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_template

from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.web.once import OtherPayload, new_key, once
from tickets.models import Report, Ticket

MACHINERY = ("csrfmiddlewaretoken", "key", "seen")


def render(request, template, context, status=200):
    """A page in the size that fits the reader: large for teachers."""
    teacher = not reach_of(request.user).holds(*(set(Role.values) - {Role.TEACHER}))
    context = {"density": "teacher" if teacher else "staff", **context}
    return render_template(request, template, context, status=status)


def ticket_or_404(request, number) -> Ticket:
    """The ticket if this person sees it; otherwise it is as if there were none."""
    told = Report.objects.filter(state=Report.State.ACCEPTED).select_related("by", "tile")
    seen = Ticket.objects.visible_to(request.user).with_names().with_keepers_level()
    return get_object_or_404(seen.prefetch_related(Prefetch("reports", told)), pk=number)


def only_once(request, act):
    """Do it once, however often the form is sent; with other words under the same key, anew."""
    scope = f"{request.resolver_match.view_name}:{request.user.pk}"[:80]
    words = {name: value for name, value in request.POST.lists() if name not in MACHINERY}
    words["files"] = [[f.name, f.size] for _name, fs in request.FILES.lists() for f in fs]
    words["path"] = request.path
    try:
        return once(scope, request.POST.get("key"), words, act)
    except OtherPayload:
        return once(scope, new_key(), words, act)
