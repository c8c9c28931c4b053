"""How often somebody may type a wrong password or code, so that nobody locks another out.

Wrong tries count for an account *and* whoever sends them. A browser somebody has signed in with
before, and one that has just set a new password by mail, count for themselves: whatever strangers
try meanwhile, they get in. All other browsers also share one bucket an account, so that a guess
spread over many addresses is slow. Nothing is ever counted for an address alone: a whole school
signs in from one.
"""

import ipaddress
import secrets
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from itsm.guards.buckets import give_back, take_each
from itsm.guards.models import Bucket
from itsm.people.models import User

COOKIE = "known_browser"
COOKIE_LASTS = 60 * 60 * 24 * 180
# A computer in a staff room knows the last few people who signed in at it.
PEOPLE_A_BROWSER = 5
RESET_BY_MAIL = "reset_by_mail"


class Pace(NamedTuple):
    """How many wrong ones in a row, and how many a minute after that."""

    size: int
    per_minute: float


# What is guessed: for one sender, and for all unknown browsers together. A code has six digits.
PASSWORD, CODE = "sign-in", "code"
ONE_SENDER = {PASSWORD: Pace(5, 1), CODE: Pace(5, 1)}
ALL_UNKNOWN = {PASSWORD: Pace(60, 5), CODE: Pace(15, 0.5)}


def take(what: str, login: "str | User", request: HttpRequest, sender: str) -> bool:
    """One try at this account: False when too many were wrong. `what` is PASSWORD or CODE,
    `sender` the address it comes from."""
    return take_each(_buckets(what, login, request, sender))


def did_not_count(what: str, login: "str | User", request: HttpRequest, sender: str) -> None:
    """It was right: the try is given back."""
    for name, size, per_minute in _buckets(what, login, request, sender):
        give_back(name, size=size, per_minute=per_minute)


def forgive(person: User) -> None:
    """A new password: whatever was tried at this account before no longer counts."""
    for what in (PASSWORD, CODE):
        Bucket.objects.filter(name__startswith=f"{what}:{person.pk}:").delete()


def let_in_by_mail(request: HttpRequest, person: User) -> None:
    """This browser has set a new password by the link in a mail: its next tries are its own."""
    request.session[RESET_BY_MAIL] = person.pk
    forgive(person)


def remember(response: HttpResponse, request: HttpRequest, person: User) -> None:
    """Somebody has signed in with this browser: from now on it is known for her account."""
    known = _known(request)
    known.pop(str(person.pk), None)
    known[str(person.pk)] = secrets.token_urlsafe(9)
    newest = dict(list(known.items())[-PEOPLE_A_BROWSER:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=COOKIE),
        max_age=COOKIE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/accounts/",
    )


def _buckets(what, login, request, sender):
    person = login if isinstance(login, User) else User.objects.by_login(login)
    account = person.pk if person else _hashed(str(login).lower())[:24]
    own = person and _own(request, person)
    one = (f"{what}:{account}:{own or 'from:' + _hashed(_network(sender))[:24]}", *ONE_SENDER[what])
    return [one] if own else [one, (f"{what}:{account}:unknown", *ALL_UNKNOWN[what])]


def _own(request, person):
    """What a browser is called whose tries nobody else can use up; empty for unknown ones."""
    signed_in = request.user.is_authenticated and request.user.pk == person.pk
    if signed_in or request.session.get(RESET_BY_MAIL) == person.pk:
        return f"session:{_hashed(request.session.session_key or '')[:24]}"
    nonce = _known(request).get(str(person.pk))
    return f"browser:{nonce}" if nonce else ""


def _known(request) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_LASTS)
    except signing.BadSignature:
        return {}


def _network(address: str) -> str:
    """One household has 2⁶⁴ addresses of IPv6: they are one sender."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def _hashed(word):
    return salted_hmac("sign-in", word).hexdigest()
