"""A ticket: a fault or a wish, about devices, a room or a school, and how it stands."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, When, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from assets.models import Category, Device, FaultTile, Location
from assets.models.devices import DETAIL_ROLES, PLAIN_WORDS
from itsm.fields.models import Status
from itsm.people.models import Membership, School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.query_cache import compiled
from itsm.search import MOST_WORDS, normalise, plainly_matching, words_of

LONGEST_NUMBER = 18
# What a teacher reads of her ticket, and so may find it by.
TOLD = ("title", "description", "location__path", "school__name")


class TicketQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own ones for teachers, the school's for its support and head, the scope's for
        technicians, those about cases for loan managers, all for administrators. Who only joined
        reads how it stands on her receipt (see `Report.objects.joins_of`), and nothing here."""
        return self if _sees_all(user) else self.filter(_seen_by(user))

    def known_to(self, user):
        """Those the person sees, and faults of things at the schools the person's roles reach:
        whoever sees a thing may know that it is broken, and no more."""
        if _sees_all(user):
            return self
        shared = reach_of(user).within(*Role.values) & _shared()
        return self.filter(_seen_by(user) | shared)

    def joinable_by(self, user):
        """Open ones the person is shown where she reports: that it was told already is no secret
        there, what was said is."""
        return self.open().shown_to(user)

    def shown_to(self, user):
        """What others may know of at the person's schools: of a device she sees, or of a room."""
        things = Q(Exists(_about(device__in=Device.objects.visible_to(user))))
        room = ~Q(Exists(_about())) & Q(location__in=Location.objects.visible_to(user))
        return self.shared().filter(reach_of(user).within(*Role.values), things | room)

    def shared(self):
        """Faults of things, that others may know of: no wish, no account, nothing of security."""
        return self.filter(_shared())

    def open(self):
        """Those somebody still has to do something about."""
        return self.filter(state__in=Ticket.OPEN)

    def at(self, location):
        """Reported at this place or anywhere below it (devices may have moved since)."""
        inside = Q(
            location__tree_id=location.tree_id,
            location__lft__gte=location.lft,
            location__lft__lte=location.rght,
        )
        return self.filter(inside)

    def found_for(self, user, words):
        """Tickets whose title, text, place, devices or kind of device hold all these words; one
        may be the number. A teacher learns nothing by trying: what staff call a device finds
        only what is at a school where the person sees that."""
        kinds, reach = _kinds_by_name(), reach_of(user)
        known = Q(*[_is_or_holds(word, kinds) for word in words_of(words)])
        if not reach.holds(Role.TEACHER):
            return self.filter(known)
        told = Q(*[_plainly_holds(word) for word in words.split()[:MOST_WORDS]])
        return self.filter((reach.within(*DETAIL_ROLES) & known) | told)

    def with_keepers_level(self):
        """With the level of whoever has it, in the same query (see `rules.keepers_level`)."""
        roles = (Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
        here = Q(school=None) | Q(school=OuterRef("school"), school__closed_on=None)
        second = Membership.objects.filter(
            here, person=OuterRef("assignee"), person__is_active=True, role__in=roles
        )
        level = Case(When(Exists(second), then=Ticket.Level.SECOND), default=Ticket.Level.FIRST)
        return self.annotate(keepers_level=level)

    def with_names(self):
        """With everything a list shows, in the same query."""
        return self.select_related(
            "school", "location", "assignee", "last_handler", "status", "tile"
        ).prefetch_related(
            Prefetch(
                "devices",
                Device.objects.select_related("model__manufacturer", "category", "location"),
            )
        )


def _sees_all(user) -> bool:
    return reach_of(user).holds_everywhere(Role.TECHNICIAN, Role.ADMINISTRATOR)


def _seen_by(user) -> Q:
    """What `visible_to` lets through for whoever does not see all."""
    reach = reach_of(user)
    seen = reach.within(Role.SUPPORT, Role.HEAD, Role.TECHNICIAN)
    if reach.holds(Role.TEACHER):
        open_schools = Q(school__teachers_see_all_tickets=True)
        seen |= reach.within(Role.TEACHER) & (open_schools | Q(opened_by=user.pk))
    if reach.holds(Role.LENDER):
        seen |= Q(Exists(_cases()))
    return seen


def _shared() -> Q:
    plain = Q(tile=None) | Q(tile__private=False, tile__is_wish=False)
    return plain & Q(kind=Ticket.Kind.FAULT)


class Ticket(models.Model):
    class State(models.TextChoices):
        NEW = "new", _("new")
        ASSIGNED = "assigned", _("in work")
        WAITING = "waiting", _("waiting")
        SOLVED = "solved", _("solved")
        CLOSED = "closed", _("closed")

    OPEN = (State.NEW, State.ASSIGNED, State.WAITING)
    # Only what somebody has in hand waits or is solved; reopened, it goes back to whoever had it.
    STEPS = {
        State.NEW: {State.ASSIGNED, State.CLOSED},
        State.ASSIGNED: {State.NEW, State.WAITING, State.SOLVED, State.CLOSED},
        State.WAITING: {State.NEW, State.ASSIGNED, State.SOLVED, State.CLOSED},
        State.SOLVED: {State.NEW, State.ASSIGNED, State.CLOSED},
        State.CLOSED: {State.NEW, State.ASSIGNED},
    }

    class Level(models.IntegerChoices):
        FIRST = 1, _("1st level: support at the school")
        SECOND = 2, _("2nd level: technicians")

    class WaitingFor(models.TextChoices):
        REPORTER = "reporter", _("the reporter")
        SCHOOL = "school", _("the school")
        PART = "part", _("a spare part")
        COMPANY = "company", _("a company")
        DATE = "date", _("a date")

    class Ended(models.TextChoices):
        """Where it ended before anybody had begun: such a fault counts nowhere as a repeated one."""

        BY_ITSELF = "itself", _("done, by itself")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Kind(models.TextChoices):
        FAULT = "fault", _("Fault")
        WISH = "wish", _("Wish")

    title = models.CharField(_("what is it about"), max_length=160)
    description = models.TextField(_("description"), blank=True, max_length=8000)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.FAULT)
    tile = models.ForeignKey(
        FaultTile, models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    # Authority matters have none; everything a school reports carries that school for ever.
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("school"),
    )
    # Where it was when it was reported; devices may have moved since.
    location = models.ForeignKey(
        Location,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("room"),
    )
    devices = models.ManyToManyField(
        Device, related_name="tickets", blank=True, verbose_name=_("devices")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    status = models.ForeignKey(
        Status, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("status")
    )
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level.choices, default=Level.SECOND
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_tickets",
        verbose_name=_("in work with"),
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="opened_tickets"
    )
    last_handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("last handler"),
    )
    last_handled_at = models.DateTimeField(_("last handled"), null=True)
    waiting_for = models.CharField(
        _("waiting for"), max_length=10, choices=WaitingFor.choices, blank=True
    )
    waiting_since = models.DateTimeField(null=True)
    waiting_until = models.DateField(_("until"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)
    solution = models.TextField(_("solution"), blank=True, max_length=8000)
    solved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # How it ended without anybody's work; "" for all others.
    ended = models.CharField(
        _("ended"), max_length=10, choices=Ended.choices, blank=True, default=""
    )
    custom = models.JSONField(default=dict, blank=True)
    search = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(_("reported"))
    updated_at = models.DateTimeField(_("changed"))

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["school", "state", "-id"]),
            models.Index(fields=["state", "-id"]),
            models.Index(fields=["assignee", "state", "-id"]),
            models.Index(fields=["location", "state"]),
            models.Index(fields=["-updated_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="ticket_state_is_known",
                condition=Q(state__in=["new", "assigned", "waiting", "solved", "closed"]),
            ),
            models.CheckConstraint(
                name="a_ticket_in_work_has_somebody",
                condition=~Q(state="assigned") | Q(assignee__isnull=False),
            ),
            models.CheckConstraint(
                name="a_new_ticket_has_nobody", condition=~Q(state="new") | Q(assignee=None)
            ),
            models.CheckConstraint(
                name="only_a_closed_ticket_has_ended", condition=Q(ended="") | Q(state="closed")
            ),
            models.CheckConstraint(
                name="a_waiting_ticket_says_for_whom",
                condition=~Q(state="waiting") | ~Q(waiting_for=""),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def number(self) -> int:
        """The number people say on the phone."""
        return self.pk

    @property
    def is_open(self) -> bool:
        """Does somebody still have to do something?"""
        return self.state in self.OPEN

    def about(self) -> list[Device]:
        """The devices, each with its kind; read once, however often somebody asks."""
        devices = Device.objects.select_related("category")
        prefetch_related_objects([self], Prefetch("devices", devices))
        return list(self.devices.all())

    def remember(self, devices):
        """The devices just put on it need not be read again."""
        known = self.devices.all()
        known._result_cache = list(devices)
        self._prefetched_objects_cache = {"devices": known}

    @staticmethod
    def status_for(state):
        """The authority's usual word for this state, if it has one."""
        return next(iter(_usual_statuses(state)), None)


def _is_or_holds(word, kinds):
    """The kind is looked up, not kept with the ticket: it holds when a device is put into another
    category, or a category gets another name."""
    named = [pk for pk, name in kinds if word in name]
    about = Q(Exists(_about(device__category__in=named))) if named else Q()
    return _is_number(word) | Q(search__contains=word) | about


def _plainly_holds(word):
    """In what a teacher reads on the page of her ticket."""
    devices = [f"device__{column}" for column in PLAIN_WORDS]
    about = Q(Exists(_about().filter(plainly_matching(word, devices))))
    return _is_number(word) | plainly_matching(word, TOLD) | about


def _is_number(word):
    number = word.isdecimal() and word.isascii() and len(word) <= LONGEST_NUMBER
    return Q(pk=int(word)) if number else Q()


def _kinds_by_name():
    rows = Category.objects.values_list("pk", "label_de", "label_en")
    return [(pk, normalise(f"{german} {english}")) for pk, german, english in rows]


@compiled
def _usual_statuses(state):
    return Status.objects.filter(kind="ticket", state=state, is_default=True)


def _about(**devices):
    """The rows that put such devices on a ticket."""
    return Ticket.devices.through.objects.filter(ticket=OuterRef("pk"), **devices)


def _cases():
    return _about(device__category__is_case=True)
