"""API tokens: made by a person for a program, shown once, ended with one tap."""

from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from api.models import ApiToken
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.outbox.workflow import post_mail
from itsm.people.factors import is_missing
from itsm.people.rules import can_manage_people, is_member
from itsm.workflow import StepRefused, require

DAYS = 180
MOST_DAYS = 730


def can_make(by, person) -> bool:
    """Everybody with a role for himself; nobody in the name of another (None: the command)."""
    return is_member(person) and by in (None, person)


def can_end(by, token) -> bool:
    """One's own; administrators end anybody's."""
    return by == token.user or can_manage_people(by)


@transaction.atomic
def make_token(person, *, by, name, days=DAYS):
    """A new token of this person; returns its text, which is kept nowhere. She hears of it by mail.
    Whoever lacks a second factor her role needs can't go round it by a token."""
    require(can_make, by, person)
    if is_missing(person):
        raise StepRefused(_("Please set up a second factor first: your role needs one."))
    days = timedelta(days=min(max(days, 1), MOST_DAYS))
    _made, text = ApiToken.objects.create(user=person, expiry=days, name=name)
    record(by, "user.token_made", person, visibility=Visibility.AUTHORITY, name=name)
    _tell(person, name)
    return text


def _tell(person, name):
    with translation.override(person.language):
        words = {"name": person.first_name or person.username, "token": name}
        said = _(
            "Hello %(name)s,\n\na new API token was made for your account: %(token)s. With it another "
            "program does what you may do.\n\nIf that was not you, choose a new password at once, "
            "which ends all tokens, and tell an administrator.\n"
        )
        post_mail(person.email, _("A new API token was made"), said % words)


@transaction.atomic
def end_token(token, *, by):
    """From now on nobody signs in with it."""
    require(can_end, by, token)
    record(by, "user.token_ended", token.user, visibility=Visibility.AUTHORITY, name=token.name)
    token.delete()
