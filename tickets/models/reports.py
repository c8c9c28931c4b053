"""What people told us about a ticket: reports with a receipt, comments, files."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assets.models import Device, FaultTile, Label, Location
from itsm.journal.models import Visibility
from itsm.people.models import Membership, School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.people.rules import STAFF
from tickets.models.ticket import Ticket


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own ones; those of visible tickets for support, technicians and administrators."""
        reach = reach_of(user)
        staff = reach.within(Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR)
        return self.filter(
            staff | Q(by=user.pk if user.is_authenticated else None, by__isnull=False)
        )

    def joins_of(self, user):
        """Those by which the person only joined what somebody else told of, at her schools: they
        open her receipt, never the ticket. What she took back opens nothing."""
        mine = self.filter(by=user.pk, joined=True, state=Report.State.ACCEPTED)
        sees = Ticket.objects.visible_to(user).filter(pk=OuterRef("ticket"))
        return mine.filter(reach_of(user).within(*Role.values)).exclude(Exists(sees))


class Report(models.Model):
    """What one person told us. Several about the same thing make one ticket."""

    class State(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        HELD = "held", _("held for review")
        DISMISSED = "dismissed", _("dismissed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RECOVERED = "recovered", _("works again")

    # Nothing more to be done for this one, so says whoever told it; she may come back to it.
    LEFT = (State.WITHDRAWN, State.RECOVERED)

    class Channel(models.TextChoices):
        LABEL = "label", _("by label")
        PORTAL = "portal", _("on the website")
        PHONE = "phone", _("by phone")
        API = "api", _("by another program")

    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="reports")
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    label = models.ForeignKey(Label, models.SET_NULL, null=True, related_name="reports")
    tile = models.ForeignKey(FaultTile, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACCEPTED)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reports"
    )
    # Contact of people without a sign-in: emptied when it is no longer needed.
    name = models.CharField(_("name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("description"), max_length=4000, blank=True)
    # Own fields of the ticket, for a held report that becomes one.
    custom = models.JSONField(default=dict, blank=True)
    # What a held report is about, for the ticket it becomes.
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="+")
    location = models.ForeignKey(Location, models.SET_NULL, null=True, related_name="+")
    # The same fault is told already, and the person says that this is something else: of a held
    # report, so that it becomes a ticket of its own.
    anew = models.BooleanField(default=False)
    # "Betrifft mich auch": joined a ticket that was there already.
    joined = models.BooleanField(default=False)
    # The reporter reads in this language.
    language = models.CharField(max_length=2, default="de")
    created_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["state", "label"]),
            models.Index(fields=["by", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_held_reports_have_no_ticket",
                condition=Q(ticket__isnull=False) | Q(state__in=["held", "dismissed"]),
            )
        ]

    def __str__(self):
        return f"{self.pk}"


class CommentQuerySet(models.QuerySet):
    def readable_by(self, user, ticket):
        """The comments on this ticket as deep as the person's roles read there; what another
        reporter said by receipt is between that one and the staff."""
        depth = visibilities_for(user, ticket.school_id)
        rows = self.filter(ticket=ticket, visibility__in=depth)
        if depth == [Visibility.REPORTER]:
            rows = rows.filter(Q(report=None) | Q(report__by=user.pk))
        return rows


class SaidQuerySet(CommentQuerySet):
    def answers_to(self, user, since):
        """What reporters and schools said since then: neither this person nor other staff."""
        working = (Role.SUPPORT, *STAFF)
        staff = Membership.objects.filter(role__in=working).values("person")
        said = self.filter(
            created_at__gte=since, visibility__in=[Visibility.REPORTER, Visibility.SCHOOL]
        )
        return said.exclude(by=user).exclude(by__in=staff)


class Comment(models.Model):
    """Something said about a ticket, to the reporter, to the school, or among the authority."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="comments")
    text = models.TextField(_("comment"), max_length=8000)
    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility.choices)
    created_at = models.DateTimeField()

    objects = SaidQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.text[:40]


class TicketFile(models.Model):
    """A photo or paper with a ticket; read by whoever reads its visibility."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="files")
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    is_picture = models.BooleanField(default=False)
    file = models.FileField()
    size = models.PositiveIntegerField()
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


def visibilities_for(user, school_id) -> list[str]:
    """Which of the three visibilities a person reads at this school."""
    reach = reach_of(user)
    if reach.covers(school_id, *STAFF):
        return list(Visibility.values)
    if reach.covers(school_id, Role.SUPPORT, Role.HEAD):
        return [Visibility.REPORTER, Visibility.SCHOOL]
    return [Visibility.REPORTER]
