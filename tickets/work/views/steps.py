"""Every step on a ticket: one address each, one small form, one call of the workflow."""

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.fields.form_layout import FormLayout
from itsm.guards.once import only_once
from itsm.workflow import StepRefused, require
from tickets import rules, workflow
from tickets.actions import SUBMITS, TITLES
from tickets.models import Ticket
from tickets.pages import render, ticket_or_404
from tickets.work.forms import steps as forms
from tickets.work.forms.comments import CommentForm


def _plain(act):
    return lambda ticket, by, form: act(ticket, by=by)


def _with_note(act):
    return lambda ticket, by, form: act(ticket, by=by, note=form.cleaned_data["note"])


def _solve(ticket, by, form):
    workflow.solve(ticket, by=by, solution=form.cleaned_data["solution"])


def _wait(ticket, by, form):
    names = ("waiting_for", "until", "note")
    workflow.wait(ticket, by=by, **{name: form.cleaned_data[name] for name in names})


def _assign(ticket, by, form):
    workflow.assign(ticket, by=by, to=form.cleaned_data["to"])


def _edit(ticket, by, form):
    workflow.edit(ticket, by=by, **form.changes())


def _devices(ticket, by, form):
    workflow.set_devices(ticket, by=by, devices=form.chosen())


def _comment(ticket, by, form):
    """What was said first, then what was put with it, all to the same readers."""
    data = form.cleaned_data
    if data["text"].strip():
        workflow.comment(ticket, by=by, text=data["text"], visibility=data["visibility"])
    for accepted in data["files"]:
        workflow.add_file(ticket, by=by, accepted=accepted, visibility=data["visibility"])


class Step(NamedTuple):
    """The form, what it calls, who may, and what is said when it is done."""

    form: type
    take: object
    rule: object
    done: str


PLAIN, NOTE = forms.StepForm, forms.NoteForm
STEPS = {
    "take_over": Step(
        PLAIN, _plain(workflow.take_over), rules.can_take_over, gettext_lazy("You have it now.")
    ),
    "release": Step(
        PLAIN,
        _plain(workflow.release),
        rules.can_release,
        gettext_lazy("It is back with the others."),
    ),
    "resume": Step(PLAIN, _plain(workflow.resume), rules.can_resume, gettext_lazy("It goes on.")),
    "confirm": Step(
        PLAIN,
        _plain(workflow.confirm),
        rules.can_confirm,
        gettext_lazy("Thank you. The ticket is closed."),
    ),
    "withdraw": Step(
        PLAIN,
        _plain(workflow.withdraw),
        rules.can_withdraw,
        gettext_lazy("Your report is withdrawn."),
    ),
    "escalate": Step(
        NOTE,
        _with_note(workflow.escalate),
        rules.can_escalate,
        gettext_lazy("The technicians have it now."),
    ),
    "take_back": Step(
        PLAIN, _plain(workflow.take_back), rules.can_take_back, gettext_lazy("You have it again.")
    ),
    "reopen": Step(
        NOTE, _with_note(workflow.reopen), rules.can_reopen, gettext_lazy("It is open again.")
    ),
    "close": Step(
        NOTE, _with_note(workflow.close), rules.can_close, gettext_lazy("The ticket is closed.")
    ),
    "solve": Step(
        forms.SolveForm,
        _solve,
        rules.can_solve,
        gettext_lazy("Solved. The people who reported it hear how."),
    ),
    "wait": Step(forms.WaitForm, _wait, rules.can_wait, gettext_lazy("It waits now.")),
    "assign": Step(
        forms.AssignForm, _assign, rules.can_assign, gettext_lazy("It is in good hands.")
    ),
    "comment": Step(
        CommentForm, _comment, rules.can_comment, gettext_lazy("Your comment is there.")
    ),
    "edit": Step(forms.EditForm, _edit, rules.can_edit, gettext_lazy("Saved.")),
    "devices": Step(forms.DevicesForm, _devices, rules.can_edit, gettext_lazy("Saved.")),
}


def step(request, number, step):
    """Show the step's form (GET), or take the step (POST)."""
    if step not in STEPS or FormLayout.of("ticket").hides(step):
        raise Http404
    ticket, known = ticket_or_404(request, number), STEPS[step]
    require(known.rule, request.user, ticket)
    form = _form(request, known, ticket)
    if request.method == "POST" and form.is_valid() and _taken(request, known, form):
        messages.success(request, known.done)
        return _back(request, ticket)
    return _shown(request, step, form)


def _form(request, known, ticket):
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    return known.form(data, files, ticket=ticket, user=request.user)


def _taken(request, known, form):
    """Take the step; where it is refused, the form says so and keeps what was typed."""
    ticket = form.ticket
    form.refused = False
    try:
        if form.changed_meanwhile():
            raise StepRefused(_meanwhile(ticket))
        only_once(request, lambda: known.take(ticket, request.user, form))
    except StepRefused as refused:
        form.refused = True
        form.refuse(refused.sentence)
    return not form.refused


def _meanwhile(ticket):
    if ticket.state == Ticket.State.ASSIGNED:
        return _("%(person)s has it meanwhile. Please look again.") % {"person": ticket.assignee}
    state = {"state": ticket.get_state_display()}
    return _("Meanwhile it is “%(state)s”. Please look again.") % state


def _back(request, ticket):
    seen = Ticket.objects.visible_to(request.user).filter(pk=ticket.pk).exists()
    response = redirect("tickets:show", ticket.number) if seen else redirect("tickets:list")
    response.status_code = 303
    return response


def _shown(request, step, form):
    context = {
        "ticket": form.ticket,
        "step": step,
        "title": TITLES[step],
        "submit": SUBMITS[step],
        "offered": _offered(step),
        "form": form,
    }
    name = "tickets/work/_step.html" if request.htmx else "tickets/work/step.html"
    status = 409 if getattr(form, "refused", False) else 200
    return render(request, name, context, status=status)


def _offered(step):
    """A sentence above forms that ask nothing, or little."""
    words = {
        "take_over": _("The ticket comes into your hands."),
        "release": _("Nobody has it then: it is back with the others of this level."),
        "resume": _("The waiting is over, and it is in work again."),
        "confirm": _("It works again? Then the ticket is closed."),
        "withdraw": _(
            "You take your report back. If nobody else reported it, the ticket is closed."
        ),
        "escalate": _(
            "The technicians of the school authority take it from here. Say what you tried."
        ),
        "take_back": _("You passed it on. As long as nobody has it there, it comes back to you."),
        "reopen": _("It isn't fixed after all. Say what is still wrong."),
        "close": _("Nothing more is done about it. The people who reported it hear of it."),
    }
    return words.get(step, "")
