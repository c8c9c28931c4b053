"""Who needs a second factor and has none sets it up first; until then nothing else opens."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from itsm.people.factors import is_missing

# Set at the sign-in, when her role needs a factor she lacks.
MISSING = "second_factor_missing"
SETTING_UP = {
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_reauthenticate",
    "account_reauthenticate",
    "account_logout",
    "set_language",
}


class SecondFactor:
    """After LoginRequiredMiddleware. Public pages, and the API with a token, have no such session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """The way to the page that sets one up, whatever address was asked for."""
        api = request.path.startswith("/api/")
        if not (api or getattr(view, "login_required", True)):
            return None
        if not request.session.get(MISSING) or request.resolver_match.view_name in SETTING_UP:
            return None
        if not is_missing(request.user):
            del request.session[MISSING]
            return None
        return _refused() if api else redirect("mfa_activate_totp")


def _refused():
    said = _("Please set up a second factor first: your role needs one.")
    body = {
        "type": "about:blank",
        "title": _("You may not do that."),
        "status": 403,
        "detail": said,
    }
    return JsonResponse(body, status=403, content_type="application/problem+json")
