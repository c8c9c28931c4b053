"""What every request passes: the database that may be away, and steps that were refused."""

from django.db import InterfaceError, OperationalError
from django.shortcuts import render

from itsm.steps import StepRefused
from itsm.web.errors import database_away, typed


class DatabaseAway:
    """The database goes away while a page is made: 503, with everything the person typed still
    on it. When it is away before that (sessions, sign-in), `errors.server_error` says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, OperationalError | InterfaceError):
            return database_away(request)
        return None


class Refusals:
    """A step that is impossible now is answered with its sentence, status 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, StepRefused):
            context = {"sentence": error.sentence, "typed": typed(request)}
            return render(request, "409.html", context, status=409)
        return None
