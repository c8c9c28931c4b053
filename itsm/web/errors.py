"""Answers to requests that went wrong, in plain words; under /api/ as problem documents."""

import logging
import sys
from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpResponse, HttpResponseServerError, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.web.troubles import trouble_of

# What the fields are called in which people write most.
WORDS = {
    "title": gettext_lazy("What is it about"),
    "description": gettext_lazy("Description"),
    "solution": gettext_lazy("Solution"),
    "text": gettext_lazy("Text"),
    "note": gettext_lazy("Note"),
    "notes": gettext_lazy("Notes"),
    "purpose": gettext_lazy("Purpose"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
}
log = logging.getLogger("itsm.web")
# Machinery of forms; passwords go by whatever they are called.
NEVER_SHOWN = {"csrfmiddlewaretoken", "key", "once_key", "filled", "website", "seen", "version"}


@login_not_required
def csrf_failure(request, reason=""):
    """The form was open for too long, or cookies are off: what was typed is still there."""
    return _answer(request, 403, "403_csrf.html", {"typed": typed(request)})


@login_not_required
def bad_request(request, exception=None):
    """Not understood; or bigger than any form of ours (413)."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _answer(request, 413, "413.html", {})
    # Of a form with files it breaks off at names longer than any device gives.
    long_name = isinstance(exception, MultiPartParserError) and "header size" in str(exception)
    return _answer(request, 400, "400.html", {"long_name": long_name})


@login_not_required
def forbidden(request, exception=None):
    """Seen, but not this person's to do."""
    return _answer(request, 403, "403.html", {"sentence": str(exception or "")})


@login_not_required
def not_found(request, exception=None):
    """Not there, or not for this person: the same answer for both."""
    return _answer(request, 404, "404.html", {})


@login_not_required
def server_error(request):
    """Our fault. Touches neither the database nor anything else that may be broken; what was typed
    is still there, if it arrived."""
    if trouble := trouble_of(sys.exc_info()[1]):
        return database_away(request, trouble)
    if request.path.startswith("/api/"):
        return _problem(500)
    written = {}
    with suppress(OSError):
        written = typed(request)
    return HttpResponseServerError(render_to_string("500.html", {"typed": written}))


def database_away(request, trouble):
    """The database does not do its work: 503, and nothing typed is lost."""
    log.exception("the database is away, or keeps nothing")
    headers = {"Retry-After": str(trouble.retry_after)}
    if request.path.startswith("/api/"):
        return _problem(503, headers=headers)
    page = render_to_string("503.html", {"typed": typed(request), "sentence": trouble.sentence})
    return HttpResponse(page, status=503, headers=headers)


def typed(request) -> dict[str, str]:
    """What the person typed into the form, without passwords and machinery."""
    return {
        str(WORDS.get(name, name)): "\n".join(values)
        for name, values in request.POST.lists()
        if any(values) and name not in NEVER_SHOWN and "password" not in name
    }


def _answer(request, status, template, context):
    if request.path.startswith("/api/"):
        return _problem(status)
    return render(request, template, context, status=status)


def _problem(status, **more):
    titles = {
        400: _("Not understood."),
        403: _("You may not do that."),
        404: _("Not found."),
        413: _("Too big."),
        500: _("Something broke here."),
        503: _("The database does not answer, or keeps nothing."),
    }
    title = titles[status]
    body = {"type": "about:blank", "title": title, "status": status, "detail": title}
    return JsonResponse(body, status=status, content_type="application/problem+json", **more)
