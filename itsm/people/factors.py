"""A second factor that some roles need: the authority says which, else its set-up does."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery

from itsm.people.models import Authority
from itsm.people.reach import reach_of


def roles() -> list[str]:
    """The roles whose people need a second factor."""
    return _decided(Authority.get().factor_roles)


def is_needed(person) -> bool:
    """Has this person a role that needs a second factor?"""
    return reach_of(person).holds(*roles())


def is_missing(person) -> bool:
    """Does this person still have to set up a second factor she needs?"""
    return is_needed(person) and not apps_of(person).exists()


def apps_of(person):
    """The second factors of a person (not the emergency codes that come with them)."""
    return Authenticator.objects.filter(user=person.pk, type=Authenticator.Type.TOTP)


def with_factor(rows, owner):
    """Rows that belong to people (`owner` names the column), with all `lacks_factor` asks: no
    further query for each row."""
    apps = Authenticator.objects.filter(user=OuterRef(owner), type=Authenticator.Type.TOTP)
    decided = Authority.objects.filter(pk=1).values("factor_roles")[:1]
    return rows.annotate(has_factor=Exists(apps), factor_roles=Subquery(decided))


def lacks_factor(row, person) -> bool:
    """`is_missing` for the person of a row that `with_factor` has read."""
    asked = _decided(row.factor_roles)
    return bool(asked) and not row.has_factor and reach_of(person).holds(*asked)


def _decided(kept):
    return settings.SECOND_FACTOR_ROLES if kept is None else kept
