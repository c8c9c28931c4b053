"""Steps on people: inviting, letting in, changing what they do, taking leave of them."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from knox.models import get_token_model

from itsm.accounts.people.leaving import hand_over, pass_on
from itsm.journal.models import Visibility
from itsm.journal.record import record
from itsm.outbox.workflow import post_mail
from itsm.people.models import Authority, Invitation, Membership, Posting, School, User
from itsm.people.roles import EVERYWHERE_ONLY, SCHOOL_ROLES, Role
from itsm.people.rules import can_manage_people
from itsm.workflow import NotAllowed, StepRefused, require

INVITATION_LASTS = timedelta(hours=72)
HIDDEN = {"visibility": Visibility.AUTHORITY}


@transaction.atomic
def invite(
    *,
    by: User,
    first_name: str,
    last_name: str,
    email: str,
    role: str,
    schools: Collection[School] = (),
    language: str = "de",
) -> User:
    """A new colleague: the account is there at once, the way in comes by mail.

    `role`: one of `Role`; `schools`: where it holds, none for the whole authority; `language`: "de"
    or "en". Returns the person. Refused where somebody has this address, and for a role at schools
    without a school.
    """
    require(can_manage_people, by)
    if User.objects.filter(email__iexact=email).exists():
        raise StepRefused(_("Somebody with this e-mail address is here already."))
    person = User(
        username=free_username(email),
        first_name=first_name,
        last_name=last_name,
        email=email,
        language=language,
    )
    person.set_unusable_password()
    person.save()
    _give(person, role, schools)
    record(by, "user.invited", person, roles=roles_in_words(person), **HIDDEN)
    send_invitation(person, by=by)
    return person


@transaction.atomic
def send_invitation(person: User, *, by: User) -> None:
    """The link to get in, by mail; an older link stops working.

    Refused where the person has a password already, or has left.
    """
    require(can_manage_people, by)
    if person.has_usable_password() or not person.is_active:
        raise StepRefused(_("This person has a password already."))
    link = _fresh_link(person)
    with translation.override(person.language):
        house = Authority.get().name
        words = {"house": house, "name": person.first_name or person.username, "link": link}
        post_mail(person.email, _("Your access to %(house)s") % words, _invitation_text() % words)


def _fresh_link(person: User) -> str:
    person.invitations.filter(used_at=None).update(expires_at=timezone.now())
    token = secrets.token_urlsafe(32)
    expires = timezone.now() + INVITATION_LASTS
    Invitation.objects.create(person=person, digest=digest(token), expires_at=expires)
    return settings.PUBLIC_URL + reverse("invitation", args=[token])


def _invitation_text() -> str:
    return _(
        "Hello %(name)s,\n\n%(house)s is ready for you. Choose a password here:\n%(link)s\n\n"
        "The link works once and for three days.\n"
    )


@transaction.atomic
def appoint_administrator(username: str, email: str) -> tuple[User, str]:
    """Whoever runs the server appoints an administrator, the first one above all.

    Returns the person and the link to choose a password, "" where there is one already.

    Refused for somebody who has left, and where somebody else has the address.
    """
    person = User.objects.by_login(username) or User(username=username, email=email)
    if not person.is_active:
        raise StepRefused(_("This person has left already."))
    if not person.pk:
        if User.objects.filter(email__iexact=email).exists():
            raise StepRefused(_("Somebody with this e-mail address is here already."))
        person.set_unusable_password()
        person.save()
    old = roles_in_words(person)
    _give(person, Role.ADMINISTRATOR, ())
    _roles_changed(person, None, old)
    return person, "" if person.has_usable_password() else _fresh_link(person)


def invitation_for(token: str) -> Invitation | None:
    """The invitation behind a link, or None when it is wrong, used or too old."""
    waiting = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now())
    alive = waiting.filter(person__is_active=True).select_related("person")
    return alive.filter(digest=digest(token)).first()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str) -> User:
    """The colleague has chosen a password; the link is used up. Two at once: one gets in.

    Returns the person. Refused where the link was used before.
    """
    waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None)
    if not waiting.update(used_at=timezone.now()):
        raise StepRefused(_("This link was used before. Please ask for a new one."))
    person = invitation.person
    person.set_password(password)
    person.save(update_fields=["password"])
    record(person, "user.joined", person, **HIDDEN)
    return person


@transaction.atomic
def edit_person(person: User, *, by: User, **changes: object) -> None:
    """Name, phone, language: by the person, or by an administrator.

    `changes`: values by field name.
    """
    if by != person:
        require(can_manage_people, by)
    changed = {name: value for name, value in changes.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        person.save(update_fields=list(changed))
        # Which fields, not their values: names and addresses stay out of the journal.
        record(by, "user.edited", person, fields=sorted(changed), **HIDDEN)


@transaction.atomic
def add_role(person: User, *, by: User, role: str, schools: Collection[School] = ()) -> None:
    """One more role, at these schools or for the whole authority.

    `role`: one of `Role`. Refused for a role at schools without a school.
    """
    require(can_manage_people, by)
    old = roles_in_words(person)
    _give(person, role, schools)
    _roles_changed(person, by, old)


@transaction.atomic
def remove_role(membership: Membership, *, by: User) -> None:
    """A role less; what was done in it stays, and open work that was only hers by this role goes
    back to the others. The last administrator keeps the house open.

    Refused for the last administrator.
    """
    require(can_manage_people, by)
    if membership.role == Role.ADMINISTRATOR:
        _must_not_be_last(membership.person, by)
    person, old = membership.person, roles_in_words(membership.person)
    membership.delete()
    _roles_changed(person, by, old)
    hand_over(person, by=by, heir=person)
    pass_on(membership.school, by=by)


@transaction.atomic
def post_to(person: User, *, by: User, schools: Collection[School]) -> None:
    """The schools a technician is sent to: new tickets there go to him first.

    `schools` are all of them: others he is sent to no longer.
    """
    require(can_manage_people, by)
    person.postings.exclude(school__in=schools).delete()
    known = set(person.postings.values_list("school_id", flat=True))
    fresh = [Posting(person=person, school=s) for s in schools if s.pk not in known]
    Posting.objects.bulk_create(fresh)
    words = ", ".join(s.name for s in schools)
    record(by, "user.roles_changed", person, old="", new=words, **HIDDEN)


@transaction.atomic
def leave(person: User, *, by: User, heir: User | None = None) -> None:
    """A colleague goes: sessions, tokens and links end at once, open work goes to the heir.

    What the heir may not work on goes back to the others of its level.

    `heir` None: open work goes back to all others. Refused for oneself, for the last administrator,
    and for somebody who has left already.
    """
    require(can_manage_people, by)
    if person == by:
        raise StepRefused(_("Somebody else has to end your access."))
    _must_not_be_last(person, by)
    person.refresh_from_db()
    if not person.is_active:
        raise StepRefused(_("This person has left already."))
    hand_over(person, by=by, heir=heir)
    schools = [held.school for held in person.memberships.select_related("school")]
    person.is_active, person.left_on = False, timezone.localdate()
    person.set_unusable_password()
    person.save(update_fields=["is_active", "left_on", "password"])
    get_token_model().objects.filter(user=person).delete()
    person.sessions.all().delete()
    Authenticator.objects.filter(user=person).delete()
    person.invitations.all().delete()
    record(
        by, "user.left", person, heir=heir.pk if heir else "", old=roles_in_words(person), **HIDDEN
    )
    person.memberships.all().delete()
    person.postings.all().delete()
    for school in schools:
        pass_on(school, by=by)


def _give(person: User, role: str, schools: Collection[School]) -> None:
    """Membership rows for a role; the scope follows from role and schools."""
    places: list[School | None] = [] if role in EVERYWHERE_ONLY else [*schools]
    if role in SCHOOL_ROLES and not places:
        raise StepRefused(_("Please choose at least one school for this role."))
    for school in places or [None]:
        scope = "school" if school else "authority"
        Membership.objects.get_or_create(person=person, role=role, school=school, scope=scope)
    person.__dict__.pop("reach", None)


def _roles_changed(person: User, by: User | None, old: str) -> None:
    person.__dict__.pop("reach", None)
    record(by, "user.roles_changed", person, old=old, new=roles_in_words(person), **HIDDEN)


def _must_not_be_last(person: User, by: User) -> None:
    """Administrators are read under a lock, in one order: of two who take each other's role at the
    same moment, the second finds that she has none any more, or that she is the last one."""
    held = Membership.objects.filter(role=Role.ADMINISTRATOR).order_by("pk")
    administrators = {row.person_id for row in held.select_for_update(no_key=True)}
    if by.pk is not None and by.pk not in administrators:
        raise NotAllowed(_("You are no administrator any more."))
    if administrators == {person.pk}:
        raise StepRefused(_("Somebody has to stay administrator."))


def roles_in_words(person: User) -> str:
    """All roles of a person in one line."""
    return "; ".join(str(m) for m in person.memberships.select_related("school").order_by("pk"))


def free_username(email: str) -> str:
    """A sign-in name from the e-mail: its first part, with a number when it is taken."""
    wanted = "".join(c for c in email.split("@")[0].lower() if c.isalnum() or c in ".-_")[:140]
    name, number = wanted or "person", 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{wanted}{number}"
    return name


def digest(token: str) -> str:
    """How an invitation's token is kept: hashed."""
    return hashlib.sha256(token.encode()).hexdigest()
