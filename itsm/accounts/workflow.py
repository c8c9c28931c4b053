"""Steps on how somebody signs in: password, address, second factor, sessions.

Each is in the journal and told by mail to the address known until then. Nobody's journal holds
an address, a browser or a name that was tried.
"""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from knox.models import get_token_model

from itsm.accounts import messages
from itsm.guards import buckets
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.factors import apps_of
from itsm.people.models import Authority, Session, User
from itsm.people.program import Program
from itsm.people.roles import Role
from itsm.people.rules import can_change_settings, can_manage_people
from itsm.workflow import NotAllowed, StepRefused, require

HIDDEN = {"visibility": Visibility.AUTHORITY}
# A link to a new address counts for a day, a number of seconds.
ADDRESS_LASTS = 60 * 60 * 24
# So many wrong tries an hour are written down for one account; a flood fills no journal.
FAILURES_TOLD = 5


def note_sign_in(person: User) -> None:
    """She has signed in, with all her role asks for."""
    record(person, "user.signed_in", person, **HIDDEN)


def note_failure(person: User, *, what: str) -> None:
    """Somebody tried a wrong password or code (`what`) at her account."""
    name = f"sign-in-told:{person.pk}"
    if buckets.take(name, size=FAILURES_TOLD, per_minute=FAILURES_TOLD / 60):
        record(None, "user.sign_in_failed", person, why=what, **HIDDEN)


@transaction.atomic
def new_password(person: User, password: str, *, by_mail: bool = False) -> None:
    """A new password, typed or by the link in a mail: all sessions and API tokens end with the
    old one, for whoever else knows it may have made them."""
    person.set_password(password)
    person.save(update_fields=["password"])
    tokens = _end_everything(person)
    verb = "user.password_reset" if by_mail else "user.password_changed"
    record(person, verb, person, tokens=tokens, **HIDDEN)
    messages.tell(person, messages.PASSWORD)


@transaction.atomic
def change_email(person: User, *, by: User, email: str) -> bool:
    """Another address for a person, by herself or an administrator.

    It counts once she has followed the link sent there (answer: False); at once (True) only if
    she never had a way in yet, or there is no new one. The address so far hears of it.

    Refused where somebody else has this address.
    """
    if by != person:
        require(can_manage_people, by)
    _must_be_free(person, email)
    if not email or not person.has_usable_password():
        _set_email(person, email, by)
        return True
    record(by, "user.email_asked", person, **HIDDEN)
    messages.tell(person, messages.EMAIL_ASKED)
    messages.ask_to_confirm(person, email=email, link=_email_link(person, email))
    return False


def _email_link(person: User, email: str) -> str:
    told = {"person": person.pk, "email": email, "now": _state(person)}
    return settings.PUBLIC_URL + reverse("confirm_email", args=[signing.dumps(told, salt="email")])


def email_asked(token: str) -> tuple[User, str] | None:
    """Whose new address a link confirms, and which; None when it is wrong, used or too old."""
    try:
        told = signing.loads(token, salt="email", max_age=ADDRESS_LASTS)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=told["person"], is_active=True).first()
    if person is None or not constant_time_compare(told["now"], _state(person)):
        return None
    return person, told["email"]


@transaction.atomic
def confirm_email(token: str) -> User:
    """The link in the mail was followed: from now on the new address counts.

    Returns whose it is. Refused where the link is wrong, used or too old, and where somebody else
    has the address by now.
    """
    asked = email_asked(token)
    if asked is None:
        raise StepRefused(_("This link is wrong, used or too old."))
    person, email = asked
    _must_be_free(person, email)
    _set_email(person, email, person)
    return person


def _set_email(person: User, email: str, by: User) -> None:
    old = person.email
    person.email = email
    person.save(update_fields=["email"])
    record(by, "user.email_changed", person, **HIDDEN)
    if old and old.lower() != email.lower():
        messages.tell(person, messages.EMAIL_CHANGED, to=old)


def _must_be_free(person: User, email: str) -> None:
    if email and User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise StepRefused(_("Somebody with this e-mail address is here already."))


def _state(person: User) -> str:
    """What makes a link to a new address void: that address, or a new password."""
    return salted_hmac("email", f"{person.email} {person.password}").hexdigest()[:32]


def factor_set_up(person: User) -> None:
    """An app shows numbers for her account from now on."""
    record(person, "user.factor_set_up", person, **HIDDEN)
    messages.tell(person, messages.FACTOR_SET_UP)


def factor_taken_off(person: User, *, by: User | Program) -> None:
    """The password alone is enough again."""
    record(by, "user.factor_taken_off", person, **HIDDEN)
    messages.tell(person, messages.FACTOR_TAKEN_OFF)


def codes_made(person: User) -> None:
    """New emergency codes; the ones so far open nothing any more."""
    record(person, "user.codes_made", person, **HIDDEN)
    messages.tell(person, messages.CODES_MADE)


@transaction.atomic
def take_off_factor(person: User, *, by: User | Program) -> None:
    """Somebody has lost phone and codes: an administrator takes her second factor off. If her role
    needs one, she sets it up anew when she signs in next.

    Refused for oneself, and where there is none.
    """
    require(can_manage_people, by)
    if person == by:
        raise StepRefused(_("Somebody else has to do that for you."))
    if not apps_of(person).exists():
        raise StepRefused(_("This person has no second factor."))
    Authenticator.objects.filter(user=person).delete()
    person.sessions.all().delete()
    factor_taken_off(person, by=by)


def end_session(session: Session, *, by: User) -> None:
    """This browser is signed out; only her own.

    NotAllowed for somebody else's.
    """
    if session.person_id != by.pk:
        raise NotAllowed(_("This is not yours."))
    session.delete()
    record(by, "user.sessions_ended", by, **HIDDEN)


@transaction.atomic
def end_all(person: User, *, but: str | None) -> None:
    """All her sessions (but the one with this key) and all her API tokens end."""
    _end_everything(person, but=but)
    record(person, "user.sessions_ended", person, **HIDDEN)


def _end_everything(person: User, but: str | None = None) -> int:
    person.sessions.exclude(session_key=but or "").delete()
    ended, _rows = get_token_model().objects.filter(user=person).delete()
    return ended


@transaction.atomic
def demand_factor(roles: list[str], *, by: User) -> Authority:
    """Whose people need a second factor from their next sign-in on.

    `roles`: all of them, by their codes; those left out need none. Returns the authority.
    """
    require(can_change_settings, by)
    authority = Authority.objects.filter(pk=1).first() or Authority.objects.create(pk=1)
    old, authority.factor_roles = authority.factor_roles or [], list(roles)
    authority.save(update_fields=["factor_roles"])
    if old != authority.factor_roles:
        changes = {"factor_roles": [_in_words(old), _in_words(authority.factor_roles)]}
        record(
            by,
            "setting.changed",
            authority,
            what="signing_in",
            name=str(authority),
            changes=changes,
            **HIDDEN,
        )
    return authority


def _in_words(roles: Iterable[str]) -> str:
    return ", ".join(str(Role(role).label) for role in roles)
