"""A loan: a tablet case goes to a school for a school year, from application to the next school."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assets.models import Category, Device, Location
from itsm.fields.models import Status
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.search import matching, plainly_matching

EVERYWHERE = (Role.LENDER, Role.TECHNICIAN, Role.ADMINISTRATOR)
# What everybody at the school may read of a running loan, and so may find it by.
PLAIN_WORDS = ("case__inventory_number", "case__name", "category__label_de", "responsible")


class LoanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own school's, for its head and support; a technician's scope; all for loan managers
        and administrators. Teachers see what is at their school now (see `rules`)."""
        reach = reach_of(user)
        running = Q(state=Loan.State.HANDED_OVER)
        return self.filter(_all_of(user) | (reach.within(Role.TEACHER) & running))

    def detailed_to(self, user):
        """Those of which this person sees everything, not only case, contact and day."""
        return self.filter(_all_of(user))

    def open(self):
        """Those that somebody still has to do something about, or a school has in its hands."""
        return self.filter(state__in=Loan.OPEN)

    def planned(self):
        """Those that take a case out of the plan: promised to a school, or there already."""
        return self.filter(state__in=Loan.PLANNED)

    def waiting(self):
        """The waiting list, in its fair order: who applied first."""
        return self.filter(state=Loan.State.WAITLISTED).order_by("submitted_at", "pk")

    def overlapping(self, start, end):
        """Those whose days touch this span; ends are excluded."""
        return self.filter(start__lt=end, end__gt=start)

    def overdue(self, today=None):
        """Handed over, and not back on the agreed day."""
        today = today or timezone.localdate()
        return self.filter(state=Loan.State.HANDED_OVER, end__lte=today)

    def found_by(self, words):
        """Loans whose number, school, case or purpose hold all these words."""
        return self.filter(matching(words))

    def found_for(self, user, words):
        """What this person may find by these words: a teacher by the case alone, never by what
        others wrote into the application."""
        if reach_of(user).holds_everywhere(*EVERYWHERE):
            return self.found_by(words)
        return self.filter((_all_of(user) & matching(words)) | plainly_matching(words, PLAIN_WORDS))

    def with_names(self):
        """With everything a list shows, in the same query."""
        return self.select_related(
            "school",
            "case__category",
            "case__model__manufacturer",
            "category",
            "status",
            "last_handler",
            "location",
        )


def _all_of(user):
    """Those of which this person sees everything, not only case, contact and day."""
    return reach_of(user).within(Role.SUPPORT, Role.HEAD, *EVERYWHERE)


class Loan(models.Model):
    """One case for one school and one span of days. An application for three makes three loans
    with the same `batch`, so that two of them can be approved and one can wait."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("applied for")
        WAITLISTED = "waitlisted", _("on the waiting list")
        APPROVED = "approved", _("approved")
        PREPARED = "prepared", _("prepared")
        HANDED_OVER = "handed_over", _("at the school")
        RETURNED = "returned", _("back, being inspected")
        CLOSED = "closed", _("finished")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (
        State.DRAFT,
        State.SUBMITTED,
        State.WAITLISTED,
        State.APPROVED,
        State.PREPARED,
        State.HANDED_OVER,
        State.RETURNED,
    )
    # A case with a loan in one of these states is not to be had in its span.
    PLANNED = (State.APPROVED, State.PREPARED, State.HANDED_OVER)
    # A case with a loan in one of these states cannot be handed to anybody else.
    AWAY = (State.HANDED_OVER, State.RETURNED)
    STEPS = {
        State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
        State.SUBMITTED: {State.APPROVED, State.WAITLISTED, State.REFUSED, State.WITHDRAWN},
        State.WAITLISTED: {State.APPROVED, State.REFUSED, State.WITHDRAWN},
        State.APPROVED: {State.PREPARED, State.WITHDRAWN},
        State.PREPARED: {State.APPROVED, State.HANDED_OVER, State.WITHDRAWN},
        State.HANDED_OVER: {State.RETURNED},
        State.RETURNED: {State.CLOSED},
        State.CLOSED: set(),
        State.REFUSED: set(),
        State.WITHDRAWN: set(),
    }

    school = models.ForeignKey(
        School, models.PROTECT, related_name="loans", verbose_name=_("school")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", verbose_name=_("kind of case")
    )
    case = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="loans", verbose_name=_("case")
    )
    # The number of the first loan of one application.
    batch = models.PositiveBigIntegerField(null=True, db_index=True)
    # From the first day to the day on which it is back: the end is excluded.
    start = models.DateField(_("from"))
    end = models.DateField(_("until (excluded)"))
    purpose = models.TextField(_("purpose"), max_length=4000)
    classes = models.CharField(_("classes"), max_length=200, blank=True)
    teaching_plan = models.TextField(_("teaching plan"), max_length=8000, blank=True)
    # People at the school, by name: emptied when the papers are no longer needed.
    responsible = models.CharField(_("responsible"), max_length=120)
    responsible_email = models.EmailField(_("e-mail of the responsible person"), blank=True)
    deputy = models.CharField(_("deputy"), max_length=120, blank=True)
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    status = models.ForeignKey(
        Status, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("status")
    )
    # What the school asked for and nobody has answered yet.
    wanted_end = models.DateField(_("extension until (excluded)"), null=True, blank=True)
    wanted_reason = models.TextField(_("reason"), max_length=2000, blank=True)
    reason = models.TextField(_("reason of the refusal"), max_length=2000, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    last_handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("last handler"),
    )
    last_handled_at = models.DateTimeField(_("last handled"), null=True)
    submitted_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    custom = models.JSONField(default=dict, blank=True)
    search = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["school", "state", "-id"]),
            models.Index(fields=["case", "state", "start"]),
            models.Index(fields=["state", "end"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_loan_ends_after_it_begins", condition=Q(end__gt=F("start"))
            ),
            models.CheckConstraint(
                name="a_promised_loan_has_a_case",
                condition=Q(case__isnull=False)
                | ~Q(state__in=["approved", "prepared", "handed_over", "returned", "closed"]),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["handed_over", "returned"]),
                name="a_case_is_at_one_school",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.school}"

    @property
    def number(self) -> int:
        """The number people say on the phone."""
        return self.pk

    @property
    def last_day(self):
        """The day by which it is to be back in the hands of the authority."""
        return self.end - timedelta(days=1)

    @property
    def wanted_last_day(self):
        """The last day a school asked for in addition, or None."""
        return self.wanted_end and self.wanted_end - timedelta(days=1)

    @property
    def overdue(self) -> bool:
        """Derived, never a state: still there, and the agreed day is over."""
        return self.state == self.State.HANDED_OVER and self.end <= timezone.localdate()

    @staticmethod
    def status_for(state):
        """The authority's usual word for this state, if it has one."""
        return Status.objects.filter(kind="loan", state=state, is_default=True).first()
