"""Pages on how somebody signs in: the address, the browsers she is signed in with, who needs a
second factor. Each change asks for the password again, unless it was typed a few minutes ago."""

import hashlib

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from knox.models import get_token_model

from itsm.accounts import workflow
from itsm.accounts.people import forms
from itsm.accounts.people.views import attempt, person_of
from itsm.people import factors
from itsm.people.rules import can_change_settings
from itsm.workflow import require

again = reauthentication_required(allow_get=True)


def my_email(request):
    """Another address for myself: it counts once the link sent there was followed."""
    return _email_page(request, request.user, back="me")


def email_of(request, pk):
    """Another address for a colleague, by an administrator."""
    return _email_page(request, person_of(request, pk), back="people:show", pk=pk)


@again
def _email_page(request, person, *, back, **where):
    form = forms.EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        at_once = attempt(form, workflow.change_email, person, by=request.user, email=email)
        if not form.errors:
            said = (
                _("Saved.")
                if at_once
                else _(
                    "A link is on its way to %(email)s. The address counts once it was followed."
                )
            )
            messages.success(request, said % {"email": email})
            return redirect(back, **where)
    return render(request, "people/email.html", {"form": form, "person": person})


@login_not_required
@never_cache
def confirm_email(request, token):
    """The link sent to a new address: looked at by mail programs, so it asks once more."""
    asked = workflow.email_asked(token)
    if asked is None:
        return render(request, "people/email_over.html", status=404)
    if request.method == "POST":
        workflow.confirm_email(token)
        messages.success(request, _("Your new e-mail address counts from now on."))
        return redirect("me")
    return render(request, "people/email_confirm.html", {"person": asked[0], "email": asked[1]})


@never_cache
def sessions(request):
    """Where I am signed in, and which programs act in my name."""
    here = request.session.session_key
    rows = [{"row": row, "mark": _mark(row), "here": row.pk == here} for row in _mine(request)]
    tokens = get_token_model().objects.filter(user=request.user).order_by("-created")
    context = {"sessions": rows, "tokens": tokens, "now": timezone.now()}
    return render(request, "people/sessions.html", context)


@require_POST
def end(request, mark):
    """One browser is signed out."""
    found = [row for row in _mine(request) if _mark(row) == mark]
    if not found:
        raise Http404
    workflow.end_session(found[0], by=request.user)
    messages.success(request, _("Signed out there."))
    return redirect("sessions")


@require_POST
def end_all(request):
    """All other browsers are signed out, and all tokens end."""
    workflow.end_all(request.user, but=request.session.session_key)
    messages.success(request, _("Everything else was signed out, and all API tokens have ended."))
    return redirect("sessions")


def _mine(request):
    return request.user.sessions.filter(expire_date__gt=timezone.now())


def _mark(session):
    """How a page names a session: whoever reads it can't take it over."""
    return hashlib.sha256(session.pk.encode()).hexdigest()[:24]


def demand(request):
    """Which roles need a second factor."""
    require(can_change_settings, request.user)
    return _demand(request)


@again
def _demand(request):
    form = forms.FactorForm(request.POST or None, initial={"roles": factors.roles()})
    if request.method == "POST" and form.is_valid():
        workflow.demand_factor(form.cleaned_data["roles"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("settings")
    return render(request, "people/factor.html", {"form": form})


def take_off(request, pk):
    """A colleague lost phone and codes: she signs in without, once, and sets it up anew."""
    return _take_off(request, person_of(request, pk))


@again
def _take_off(request, person):
    if request.method == "POST":
        workflow.take_off_factor(person, by=request.user)
        messages.success(request, _("The second factor is off."))
        return redirect("people:show", person.pk)
    return render(request, "people/take_off_factor.html", {"person": person})
