"""The page of a person's API tokens."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from api.models import ApiToken
from api.tokens import DAYS, end_token, make_token
from itsm.guards.once import OtherPayload, new_key, once

TERMS = [(30, _("30 days")), (90, _("three months")), (180, _("half a year")), (365, _("one year"))]


class TokenForm(forms.Form):
    """What it is for, and how long it lives."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    days = forms.TypedChoiceField(label=_("Valid for"), choices=TERMS, coerce=int, initial=DAYS)
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput, initial=new_key)


@never_cache
@reauthentication_required(allow_get=True)
def tokens(request):
    """My tokens; a new one asks for the password again, and is shown this once."""
    form, fresh = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        fresh = _made_once(request, form.cleaned_data)
        form = TokenForm()
    context = {"form": form, "tokens": _mine(request), "fresh": fresh, "now": timezone.now()}
    return render(request, "api/tokens.html", context)


@never_cache
def end(request, digest):
    """End one of my tokens: asked once more, then done."""
    token = _mine(request).filter(pk=digest).first()
    if token is None:
        raise Http404
    if request.method == "POST":
        end_token(token, by=request.user)
        messages.success(request, gettext("The token “%(name)s” has ended.") % {"name": token.name})
        return redirect("settings:tokens")
    return render(request, "api/token_end.html", {"token": token})


def _mine(request):
    return ApiToken.objects.filter(user=request.user).order_by("-created")


def _made_once(request, data):
    """The new token's text; nothing when the form was only sent again. Its text is kept nowhere,
    so the answer of the key says no more than that there is one."""
    texts = []

    def act():
        made = make_token(request.user, by=request.user, name=data["name"], days=data["days"])
        texts.append(made)
        return True

    try:
        once(f"token:{request.user.pk}", data["key"], [data["name"], data["days"]], act)
    except OtherPayload:
        act()
    if not texts:
        messages.info(request, gettext("This token was made before, and is not shown again."))
    return "".join(texts)
