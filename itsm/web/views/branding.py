"""The authority's own look, for everybody: its colour and its logo."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from itsm.files.downloads import send_file
from itsm.people.models import Authority
from itsm.web.colours import HEX

MINUTES_5 = 300


def _colour() -> str:
    accent = Authority.get().accent.lower()
    return accent if HEX.fullmatch(accent) else ""


def _mark(request):
    request.colour = _colour()
    return f'"{hashlib.sha256(request.colour.encode()).hexdigest()[:16]}"'


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES_5)
@condition(etag_func=_mark)
def stylesheet(request):
    """The accent colour as the one variable all sheets are made with; empty without one."""
    rule = f":root{{--accent:{request.colour}}}\n" if request.colour else ""
    return HttpResponse(rule, content_type="text/css")


@login_not_required
@require_safe
def logo(request):
    """The logo, as the re-encoded picture it was stored as."""
    picture = Authority.get().logo
    if not picture:
        raise Http404
    answer = send_file(picture, name="logo.jpg", kind="jpg", inline_picture=True)
    answer.headers["Cache-Control"] = f"public, max-age={MINUTES_5}"
    return answer
