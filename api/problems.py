"""Errors as application/problem+json (RFC 9457): a sentence, never a stack or an object."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from itsm.guards.once import OtherPayload
from itsm.web.troubles import trouble_of
from itsm.workflow import StepRefused, TooMany

TYPE = "application/problem+json"
log = logging.getLogger("itsm.api")


class TooBig(exceptions.APIException):
    """More than any body of ours holds."""

    status_code = 413


def handle(error, context):
    """DRF's exception handler: every refusal gets its status, title and one sentence."""
    answer = _of_ours(error) or _of_django(error) or _of_rest(error)
    if answer is None:
        return None
    set_rollback()
    status, detail, more, headers = answer
    return problem(status, detail, headers=headers, **more)


def problem(status, detail, *, headers=None, **more):
    """One problem document."""
    title = str(_titles().get(status, _("Not possible.")))
    body = {"type": "about:blank", "title": title, "status": status, "detail": str(detail), **more}
    return Response(sendable(body), status=status, headers=headers, content_type=TYPE)


def sendable(value):
    """The same without half characters: somebody may send them, nobody can be sent them."""
    if isinstance(value, dict):
        return {sendable(str(name)): sendable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [sendable(one) for one in value]
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _titles():
    return {
        400: _("Not understood."),
        401: _("Please sign in."),
        403: _("You may not do that."),
        404: _("Not found."),
        405: _("Not possible here."),
        406: _("Only JSON is spoken here."),
        409: _("Not possible now."),
        413: _("Too big."),
        415: _("Only JSON is understood here."),
        429: _("Too many requests."),
        503: _("Not possible now."),
    }


def _of_ours(error):
    if isinstance(error, TooMany):
        return 429, error.sentence, {}, {"Retry-After": "60"}
    if isinstance(error, StepRefused):
        return 409, error.sentence, {}, None
    if isinstance(error, OtherPayload):
        return 409, _("This Idempotency-Key was used for something else."), {}, None
    return None


def _of_django(error):
    if isinstance(error, Http404):
        return 404, _("There is nothing here, or not for you."), {}, None
    if isinstance(error, PermissionDenied):
        return 403, _("You may not do that."), {}, None
    if isinstance(error, ValidationError):
        return 400, _("Something in it is not right."), {"errors": _plain(error)}, None
    if isinstance(error, RecursionError):
        return 400, _("Something in it is not right."), {}, None
    return _of_the_database(error)


def _of_the_database(error):
    if isinstance(error, IntegrityError):
        # Two at the same moment, and the database kept its promise.
        log.warning("refused by the database: %s", error)
        return 409, _("Somebody else was faster. Please look at it again."), {}, None
    if trouble := trouble_of(error):
        log.error("the database is away, or keeps nothing: %s", error)
        headers = {"Retry-After": str(trouble.retry_after)}
        return 503, _("The database does not answer, or keeps nothing."), {}, headers
    return None


def _of_rest(error):
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        errors = error.detail if isinstance(error.detail, dict) else {"detail": error.detail}
        return 400, _("Something in it is not right."), {"errors": errors}, headers
    return error.status_code, error.detail, {}, headers


def _plain(error):
    return error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages}
