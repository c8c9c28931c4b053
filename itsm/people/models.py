"""People, the schools they work at, and the roles that tie the two together."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.reach import Reach, reach_of, read_reach
from itsm.people.roles import AUTHORITY_ROLES, EVERYWHERE_ONLY, SCHOOL_ROLES, Role
from itsm.query_cache import Blank, compiled
from itsm.same import KeyField, name_key, number_key


class SchoolKind(models.Model):
    """What sort of school: Gymnasium, BBS, Förderschule … The authority keeps the list."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    name_key = KeyField(of="name", key=name_key, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("kind of school")

    def __str__(self):
        return self.name


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Schools a person has a role at; all of them with a role for the whole authority."""
        reach = reach_of(user)
        return self.filter(reach.within(*Role.values, field="pk"))

    def open(self):
        """Schools that have not been closed."""
        return self.filter(closed_on=None)


class School(models.Model):
    """One school of the authority: an organisation, not a place; owner of its rows."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    short_name = models.CharField(
        _("short name"),
        max_length=12,
        unique=True,
        help_text=_("A few letters, used in inventory numbers: GAD for Gymnasium am Deich."),
    )
    kind = models.ForeignKey(
        SchoolKind, models.PROTECT, null=True, blank=True, verbose_name=_("kind of school")
    )
    street = models.CharField(_("street"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    iserv_domain = models.CharField(_("IServ domain"), max_length=120, blank=True)
    teachers_see_all_tickets = models.BooleanField(
        _("teachers see all tickets of the school"),
        default=False,
        help_text=_(
            "Otherwise a teacher sees only what he or she reported, and how it stands with what "
            "affects him or her, too."
        ),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    name_key = KeyField(of="name", key=name_key, unique=True)
    short_key = KeyField(of="short_name", key=number_key, unique=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("school")

    def __str__(self):
        return self.name


class PersonManager(UserManager):
    def known(self, pk) -> "User | None":
        """The person with this number and her reach, in one query: every page asks for both."""
        return next(iter(with_reach(_people(pk=pk))), None)

    def by_login(self, login: str):
        """Whoever signs in under this name or e-mail, or None."""
        return self.filter(Q(username__iexact=login) | Q(email__iexact=login)).first()


class User(AbstractUser):
    """A person with a sign-in. Roles come from memberships, never from this row."""

    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, default="de")
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = PersonManager()  # type: ignore[misc]  # Django calls its own one a ClassVar

    class Meta:
        ordering = ["last_name", "first_name", "username"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_person_an_email", condition=~Q(email="")
            ),
            models.UniqueConstraint(Lower("username"), name="one_person_a_username"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """What people call her."""
        return self.get_full_name() or self.username

    @cached_property
    def reach(self) -> Reach:
        """How far this person's roles reach; read once a request."""
        return read_reach(_memberships(person=self.pk))

    @property
    def seen_as(self):
        """What a query about what this person sees depends on (`itsm.query_cache`)."""
        return type(self), self.pk, self.is_active, self.reach


class MembershipQuerySet(models.QuerySet):
    def at(self, school, *roles):
        """Memberships by which people hold one of these roles at this very school."""
        return self.filter(school=school, role__in=roles, person__is_active=True)


class Membership(models.Model):
    """A person holds a role, at one school or explicitly for the whole authority."""

    class Scope(models.TextChoices):
        SCHOOL = "school", _("at a school")
        AUTHORITY = "authority", _("for the whole authority")

    person = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    scope = models.CharField(max_length=12, choices=Scope.choices)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="memberships"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_scope_says_which_school",
                condition=Q(scope="school", school__isnull=False)
                | Q(scope="authority", school=None),
            ),
            models.CheckConstraint(
                name="school_roles_belong_to_a_school",
                condition=~Q(role__in=[str(r.value) for r in SCHOOL_ROLES], scope="authority"),
            ),
            models.CheckConstraint(
                name="lenders_and_administrators_work_everywhere",
                condition=~Q(role__in=[str(r.value) for r in EVERYWHERE_ONLY], scope="school"),
            ),
            models.UniqueConstraint(
                "person", "role", Coalesce("school", 0), name="a_role_once_a_school"
            ),
        ]

    def __str__(self):
        where = self.school or _("whole authority")
        return f"{self.get_role_display()} · {where}"


@compiled
def _people():
    return User.objects.filter(pk=Blank("pk")).annotate(**REACH)


# Annotated with these, people come once for each of their roles; `with_reach` makes them one.
REACH = {
    "role": F("memberships__role"),
    "scope": F("memberships__scope"),
    "school_id": F("memberships__school"),
    "closed": F("memberships__school__closed_on"),
}


def with_reach(rows) -> list["User"]:
    """People annotated with `REACH`, each once and with all her roles: nobody's are asked again."""
    people: dict[int, User] = {}
    held: dict[int, list] = {}
    for row in rows:
        people.setdefault(row.pk, row)
        held.setdefault(row.pk, [])
        if row.role and not row.closed:
            held[row.pk].append((row.role, row.scope, row.school_id))
    for pk, person in people.items():
        person.reach = read_reach(held[pk])
    return list(people.values())


@compiled
def _memberships():
    rows = Membership.objects.filter(person=Blank("person"))
    rows = rows.filter(Q(school=None) | Q(school__closed_on=None))
    return rows.values_list("role", "scope", "school_id")


@compiled
def _authority():
    return Authority.objects.filter(pk=1)


class Posting(models.Model):
    """A school a technician is sent to: steers routing and "my schools", not sight."""

    person = models.ForeignKey(User, models.CASCADE, related_name="postings")
    school = models.ForeignKey(School, models.PROTECT, related_name="postings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "school"], name="a_posting_once_a_school")
        ]

    def __str__(self):
        return f"{self.person} → {self.school}"


class Invitation(models.Model):
    """The way a new colleague gets in: one link, used once, forgotten after three days."""

    person = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.person}"


class Session(AbstractBaseSession):
    """A browser somebody is signed in with (or visits with); she sees hers and ends them."""

    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        ordering = ["-seen_at"]


class Authority(models.Model):
    """The school authority itself: name, look, and whom to call. One row."""

    name = models.CharField(_("name"), max_length=120, default="Schul-IT")
    owner = models.CharField(_("authority"), max_length=120, blank=True)
    phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("Printed on every label.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    accent = models.CharField(_("accent colour"), max_length=7, blank=True)
    logo = models.FileField(_("logo"), blank=True)
    label_text = models.CharField(_("text on labels"), max_length=40, default="Defekt? Scannen!")
    imprint_url = models.URLField(_("imprint"), blank=True)
    privacy_url = models.URLField(_("privacy notice"), blank=True)
    # None: nobody has decided yet, and the set-up's own answer counts (itsm.people.factors).
    factor_roles = models.JSONField(_("roles with a second factor"), null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_authority", condition=Q(pk=1))]

    def __str__(self):
        return self.name

    @classmethod
    def get(cls) -> "Authority":
        """The one row; made with sensible words where it is missing."""
        return next(iter(_authority()), None) or cls(pk=1)


__all__ = ["AUTHORITY_ROLES", "Role"]
