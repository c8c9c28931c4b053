"""What runs in the background, and what has happened."""

from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.journal import timeline
from itsm.journal.models import Event
from itsm.journal.wording import GROUPS
from itsm.outbox.models import OutboxMessage
from itsm.outbox.workflow import send_again as send_again_step
from itsm.outbox.workflow import try_again
from itsm.settings_pages.pages import administrators, crumbs, do, page_of, wanted
from itsm.settings_pages.parts import Mention, mentioned

State = OutboxMessage.State
TONES = {State.WAITING: "wait", State.SENDING: "mine", State.SENT: "done", State.PARKED: "late"}

# Of an import a line names the first devices only.
MOST_NAMED = 3


class JournalFilter(forms.Form):
    """What and whose."""

    group = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[("", gettext_lazy("everything")), *GROUPS.items()],
    )
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=80)


@administrators
def outbox(request):
    """Mails on their way; first those that were given up."""
    state = request.GET.get("state", "")
    found = OutboxMessage.objects.all()
    page = page_of(request, found.filter(state=state) if state in State.values else found)
    context = {
        "page": page,
        "messages_here": [_told(message) for message in page],
        "chips": _states(state),
        "crumbs": crumbs(),
    }
    return render(request, "settings/outbox.html", context)


def _told(message):
    return {
        "row": message,
        "to": message.payload.get("to", ""),
        "subject": message.payload.get("subject", message.kind),
        "tag": TONES.get(message.state, ""),
        "parked": message.state == State.PARKED,
    }


def _states(active):
    counted = OutboxMessage.objects.order_by().values("state").annotate(n=Count("pk"))
    numbers = {row["state"]: row["n"] for row in counted}
    chips = [{"url": "?", "label": _("all"), "active": not active, "count": None}]
    for state in (State.PARKED, State.WAITING, State.SENDING, State.SENT):
        chips.append(
            {
                "url": f"?state={state}",
                "label": state.label,
                "active": state == active,
                "count": numbers.get(state, 0),
            }
        )
    return chips


# Where a new one is asked for, of what is not kept.
ANEW = {
    "invitation": gettext_lazy(
        "A new invitation: on the person's page, “Send the invitation again”."
    ),
    "reset": gettext_lazy("A new link: the person asks for it herself, where one signs in."),
    "address": gettext_lazy("A new link: the address is entered once more on the person's page."),
    "receipt": gettext_lazy("The status link goes along with the next mail about the ticket."),
}


@administrators
def message(request, pk):
    """One mail as it went out, or will: whom to, when, how often it was tried, and its words."""
    row = get_object_or_404(OutboxMessage, pk=pk)
    return render(request, "settings/outbox_message.html", _opened(row))


def _opened(row):
    hidden = row.payload.get("hidden", [])
    return {
        **_told(row),
        "text": row.payload.get("text", ""),
        "files": [kept["name"] for kept in row.payload.get("files", ())],
        "hidden": bool(hidden),
        "anew": [ANEW[kind] for kind in hidden if kind in ANEW],
        "again": row.state in (State.SENT, State.PARKED) and not hidden,
        "crumbs": crumbs((_("Outbox"), reverse("settings:outbox"))),
    }


@administrators
def send_again(request, pk):
    """A mail goes out once more: one that was given up as it is, one that was sent as a new one.
    Asked first, on a page of its own."""
    row = get_object_or_404(OutboxMessage, pk=pk)
    if request.method != "POST":
        return _asked_first(request, row)
    step = send_again_step if row.state == State.SENT else try_again
    done = do(request, step, row, reverse("settings:outbox"))
    messages.success(request, _("It goes out once more."))
    return done


def _asked_first(request, row):
    words = {"subject": row.payload.get("subject", row.kind), "to": row.payload.get("to", "")}
    context = {
        "title": _("Send this mail once more?"),
        "text": _("“%(subject)s” goes to %(to)s again.") % words,
        "action_label": _("Send once more"),
        "back": reverse("settings:outbox_message", args=[row.pk]),
    }
    return render(request, "settings/confirm.html", context)


@administrators
def journal(request):
    """What has happened, newest first."""
    form = JournalFilter(request.GET)
    page = page_of(request, _events(wanted(request, form)))
    context = {"page": page, "lines": _lines(page, request.user), "form": form, "crumbs": crumbs()}
    return render(request, "settings/journal.html", context)


def _events(asked):
    found = Event.objects.select_related("by").prefetch_related("subjects")
    if asked.get("group"):
        found = found.filter(verb__in=timeline.group_verbs(asked["group"]))
    for word in asked.get("person", "").split()[:4]:
        names = [f"by__{name}__icontains" for name in ("first_name", "last_name", "username")]
        found = found.filter(Q(*[(name, word) for name in names], _connector=Q.OR))
    return found


def _lines(page, viewer):
    events = list(page)
    told = timeline.lines([SimpleNamespace(event=event) for event in events])
    said = {kind: of(viewer, _ids(events, kind)) for kind, of in mentioned().items()}
    for event, line in zip(events, told, strict=True):
        found = [said.get(s.kind, {}).get(s.object_id, Mention()) for s in event.subjects.all()]
        line.lead = ", ".join([one.lead for one in found if one.lead][:MOST_NAMED])
        for one in found:
            if one.url:
                line.url, line.link_label = one.url, one.link_label
    return told


def _ids(events, kind):
    return {s.object_id for e in events for s in e.subjects.all() if s.kind == kind}
