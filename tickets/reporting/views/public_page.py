"""What every public page has in common: nothing is kept, nothing is passed on, no sign-in."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


class TokenCheck(CsrfViewMiddleware):
    """Django's own check; but a page that passes no address on makes browsers send
    "Origin: null" with its own forms, and then the token and its cookie have to do."""

    def _origin_verified(self, request):
        return request.META["HTTP_ORIGIN"] == "null" or super()._origin_verified(request)


def public_page(*methods):
    """A page for anybody with a phone: read by no cache and no search engine, telling nobody
    where the reader came from, in the language chosen with `?lang=`."""

    def decorate(view):
        guarded = decorator_from_middleware(TokenCheck)(view)

        @csrf_exempt  # the check with the other idea of Origin runs in `guarded`
        @login_not_required
        @require_http_methods(methods or ("GET", "HEAD", "POST"))
        @wraps(view)
        def page(request, *args, **kwargs):
            chosen = _chosen_language(request)
            response = guarded(request, *args, **kwargs)
            for name, value in HEADERS.items():
                response.headers[name] = value
            if chosen:
                response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, **_cookie())
            return response

        return page

    return decorate


def _chosen_language(request):
    """No form with a path in it: the neutral page must be the same under every code."""
    chosen = request.GET.get("lang")
    if chosen not in dict(settings.LANGUAGES):
        return None
    translation.activate(chosen)
    request.LANGUAGE_CODE = chosen
    return chosen


def _cookie():
    return {
        "max_age": settings.SESSION_COOKIE_AGE,
        "secure": settings.LANGUAGE_COOKIE_SECURE,
        "samesite": settings.LANGUAGE_COOKIE_SAMESITE,
        "httponly": True,
    }
