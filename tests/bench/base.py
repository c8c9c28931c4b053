"""The measuring rod: a view that does one indexed query and returns 5 KB, on the same server."""

from contextlib import ExitStack

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from itsm.people.models import School
from itsm.urls import handler400, handler403, handler404, handler500
from itsm.urls import urlpatterns as house

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
FIVE_KB = "Schule " * 730


def count_queries(get_response):
    """Says in a header how many queries an answer took."""

    def middleware(request):
        asked = []

        def note(execute, sql, params, many, context):
            asked.append(sql)
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(note))
            response = get_response(request)
        response.headers["X-Queries"] = str(len(asked))
        return response

    return middleware


@login_not_required
def base(request):
    """One indexed query, 5 KB."""
    first = School.objects.filter(pk=1).values_list("name", flat=True).first()
    return HttpResponse(f"<!doctype html><p>{first}</p><p>{FIVE_KB}</p>")


urlpatterns = [path("bench/base/", base), *house]
