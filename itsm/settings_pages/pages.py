"""What all settings pages share: who may open them, how they save, how a list looks."""

from dataclasses import dataclass, field
from functools import wraps

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.guards.once import OtherPayload, answered, once
from itsm.people.rules import can_change_settings
from itsm.web.paging import Pages
from itsm.workflow import StepRefused, require

FASTER = gettext_lazy("Somebody else was faster. Please look at it again.")


class SeeOther(HttpResponseRedirect):
    """Done; look there (303), so that going back sends nothing twice."""

    status_code = 303


@dataclass
class Row:
    """One line of a list."""

    url: str
    title: str
    sub: str = ""
    icon: str = ""
    cells: list = field(default_factory=list)
    tag: str = ""
    move_url: str = ""


def administrators(view):
    """For administrators only; everybody else is answered 403."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        require(can_change_settings, request.user)
        return view(request, *args, **kwargs)

    return guarded


def crumbs(*steps):
    """The way here: settings, then (name, url) pairs."""
    first = {"url": reverse("settings"), "label": _("Settings")}
    return [first, *({"url": url, "label": str(label)} for label, url in steps)]


def page_of(request, rows):
    """The page of a list that the address asks for."""
    pages = Pages(rows)
    page = pages.get_page(request.GET.get("page"))
    page.total = pages.total
    return page


def wanted(request, form) -> dict:
    """What a filter asks for; values it does not know are left out, and that is said."""
    if not form.is_valid():
        messages.warning(request, _("The filter asked for something that does not exist."))
    return form.cleaned_data


def list_page(request, words, page, rows, **context):
    """A list; `words` are its title, columns, way to add, ways around, and what if empty."""
    context = {**words, "page": page, "rows": rows, **context}
    return render(request, "settings/list.html", context)


def form_page(request, form, step, *, title, back, template="settings/form.html", **context):
    """A form, or, once it is saved, the way back; what was typed stays when it is refused."""
    if request.method == "POST" and (done := _saved(request, form, step, resolve_url(back))):
        return done
    context = {"title": title, "form": form, "back": resolve_url(back), **context}
    return render(request, template, context)


def do(request, step, thing, back, **values):
    """Take a step that needs no form, and go back."""
    step(thing, by=request.user, **values)
    return SeeOther(resolve_url(back))


def _saved(request, form, step, back):
    key, scope = getattr(form, "once_key", ""), f"setting:{request.user.pk}"
    if key and answered(scope, key):
        return SeeOther(back)
    if not form.is_valid():
        return None
    try:
        _act(request, form, step, scope, key)
    except (StepRefused, IntegrityError) as refused:
        form.add_error(None, getattr(refused, "sentence", FASTER))
        return None
    messages.success(request, _("Saved."))
    return SeeOther(back)


def _act(request, form, step, scope, key):
    values = form.values()

    def act():
        return step(form.instance, by=request.user, **values).pk

    try:
        with transaction.atomic():
            once(scope, key, {n: str(v) for n, v in values.items()}, act)
    except OtherPayload:
        act()
