"""API tokens: made by a person for a program, shown once, ended with one tap."""

from datetime import timedelta

from django.db import transaction

from api.models import ApiToken
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.people.rules import can_manage_people, is_member
from itsm.steps import require

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
    """A new token of this person; returns its text, which is kept nowhere."""
    require(can_make, by, person)
    days = timedelta(days=min(max(days, 1), MOST_DAYS))
    _row, text = ApiToken.objects.create(user=person, expiry=days, name=name)
    record(by, "user.token_made", person, visibility=Visibility.AUTHORITY, name=name)
    return text


@transaction.atomic
def end_token(token, *, by):
    """From now on nobody signs in with it."""
    require(can_end, by, token)
    record(by, "user.token_ended", token.user, visibility=Visibility.AUTHORITY, name=token.name)
    token.delete()
