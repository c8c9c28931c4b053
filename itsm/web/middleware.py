"""What every request passes: the database that may be away, and steps that were refused."""

from django.db import DatabaseError, connection
from django.db.models import BigIntegerField
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render

from itsm.web.errors import database_away, typed
from itsm.web.troubles import trouble_of
from itsm.workflow import StepRefused, TooMany
from itsm.workflow.locking import is_broken_off

PAGES = ("GET", "HEAD", "POST")


class Methods:
    """Pages are read and forms are sent; only the API knows other methods."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in PAGES or _is_api(request):
            return self.get_response(request)
        return HttpResponseNotAllowed(PAGES)


class Storable:
    """What no database keeps reaches none. A NUL, which nobody means, is taken out of questions and
    forms, an address with one leads nowhere, and a cookie with one is none (the API says so
    itself, field by field); nothing has a number longer than the longest."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if not _is_api(request) and "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        bad = [name for name, value in request.COOKIES.items() if "\x00" in name + value]
        for name in bad:
            del request.COOKIES[name]
        if "\x00" in request.path_info:
            # Another sign nobody means: the page says what it says to every wrong code.
            request.path_info = request.path_info.replace("\x00", "\ufffd")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Before the page is made: its address and its form."""
        if not all(map(_may_be_stored, kwargs.values())):
            raise Http404
        if not _is_api(request) and any("\x00" in v for _n, vs in request.POST.lists() for v in vs):
            typed = request.POST.copy()
            for name, values in request.POST.lists():
                typed.setlist(name, [value.replace("\x00", "") for value in values])
            request.POST = typed


def _may_be_stored(value):
    if isinstance(value, int):
        return value <= BigIntegerField.MAX_BIGINT
    return not (isinstance(value, str) and "\x00" in value)


def _is_api(request):
    return request.path.startswith("/api/")


class DatabaseAway:
    """The database goes away while a page is made: 503, with everything the person typed still
    on it. When it is away before that (sessions, sign-in), `errors.server_error` says so.

    What it broke off because two waited for each other is done once more, by the same view: its
    transaction left nothing behind, and a form's key does nothing twice.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if is_broken_off(error) and _may_be_taken_again(request):
            try:
                return _take_again(request)
            except StepRefused as refused:
                return refusal(request, refused)
            except DatabaseError as second:
                error = second
        trouble = trouble_of(error)
        return database_away(request, trouble) if trouble else None


def _may_be_taken_again(request):
    """Programs read their body once: the API tries again by itself (`api.base`)."""
    return not connection.in_atomic_block and not request.path.startswith("/api/")


def _take_again(request):
    for _name, files in request.FILES.lists():
        for file in files:
            file.seek(0)
    view, args, kwargs = request.resolver_match
    return view(request, *args, **kwargs)


class Refusals:
    """A step that is impossible now is answered with its sentence, status 409; what was too much
    at once, with the page that asks to wait, 429."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return refusal(request, error) if isinstance(error, StepRefused) else None


def refusal(request, refused):
    """The page that says why a step is not taken, with what was typed."""
    context = {"sentence": refused.sentence, "typed": typed(request)}
    if isinstance(refused, TooMany):
        page = render(request, "429.html", context, status=429)
        page.headers["Retry-After"] = "60"
        return page
    return render(request, "409.html", context, status=409)
