"""Once only. Every form that creates carries a random key; the API may send one."""

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from itsm.files.storage import kept_together
from itsm.guards.models import OnceKey

KEPT = timedelta(days=90)
# What forms carry besides their words.
MACHINERY = ("csrfmiddlewaretoken", "key", "seen")


class OtherPayload(Exception):
    """The key was used before, for something else (the API answers 409)."""


def new_key() -> str:
    """A fresh key for the hidden field of a form."""
    return secrets.token_urlsafe(18)


def digest(payload) -> str:
    """The hash by which the same payload is known again."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


def once(scope, key, payload, act):
    """Do `act()` once for this key; the same key and payload get the same answer again.

    `act` returns the answer (JSON) and runs in the key's own transaction, so a refusal or a
    crash uses nothing up, and leaves no file. Another payload under a used key raises
    OtherPayload.
    """
    if not key:
        with kept_together(), transaction.atomic():
            return act()
    key, mark = str(key)[:80], digest(payload)
    try:
        with kept_together(), transaction.atomic():
            # In a list, because the column takes no None.
            row = OnceKey.objects.create(scope=scope, key=key, payload_digest=mark, answer=[])
            row.answer = [act()]
            row.save(update_fields=["answer"])
            return row.answer[0]
    except IntegrityError:
        # Sent before; or at this very moment, and then the other one has committed by now.
        known = OnceKey.objects.filter(scope=scope, key=key).first()
        if known is None:
            raise
        return _again(known, mark)


def only_once(request, act):
    """What a form asks for, once, however often it is sent; with other words under the same key,
    anew."""
    scope = f"{request.resolver_match.view_name}:{request.user.pk}"[:80]
    words = {name: value for name, value in request.POST.lists() if name not in MACHINERY}
    words["files"] = [[f.name, f.size] for _name, fs in request.FILES.lists() for f in fs]
    words["path"] = request.path
    try:
        return once(scope, request.POST.get("key"), words, act)
    except OtherPayload:
        return once(scope, new_key(), words, act)


def answered(scope, key):
    """What this key was answered with; None while it is new."""
    known = OnceKey.objects.filter(scope=scope, key=str(key)[:80]).first() if key else None
    return known.answer[0] if known else None


def _again(known, mark):
    if known.payload_digest != mark:
        raise OtherPayload
    return known.answer[0]


def forget_old():
    """Drop keys after 90 days."""
    OnceKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
