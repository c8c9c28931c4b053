"""The journal: who did what to which things, when. Written once, never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role


class Visibility(models.TextChoices):
    """Who reads a line: the reporter too, the school, or the authority alone."""

    REPORTER = "reporter", _("reporter, school and authority")
    SCHOOL = "school", _("school and authority")
    AUTHORITY = "authority", _("authority only")


class Event(models.Model):
    """One line of the journal. Holds ids of people, never their names."""

    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events"
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="events")
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["verb", "at"]), models.Index(fields=["-at", "-id"])]

    def __str__(self):
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"


# What a line of a diary is told from.
READ = (
    "kind",
    "object_id",
    "verb",
    "visibility",
    "event__verb",
    "event__at",
    "event__details",
    "event__by__username",
    "event__by__first_name",
    "event__by__last_name",
)


class SubjectQuerySet(models.QuerySet):
    def about(self, thing):
        """The whole life of one thing, newest first: one indexed query."""
        return self.of(kind_of(thing), thing.pk)

    def of(self, kind, pk):
        """The same, for a thing of which only its kind and number are at hand."""
        return (
            self.filter(kind=kind, object_id=pk)
            .select_related("event__by")
            .only(*READ)
            .order_by("-at", "-event_id")
        )

    def visible_to(self, user):
        """The lines of the schools a person's roles reach, as deep as the roles read."""
        reach = reach_of(user)
        deep = reach.within(Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)
        school = reach.within(Role.SUPPORT, Role.HEAD) & ~models.Q(visibility=Visibility.AUTHORITY)
        public = reach.within(Role.TEACHER) & models.Q(visibility=Visibility.REPORTER)
        return self.filter(deep | school | public)


class Subject(models.Model):
    """One thing an event is about; carries what is needed to find and filter without a join."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    visibility = models.CharField(max_length=10, choices=Visibility.choices)
    verb = models.CharField(max_length=60)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "object_id", "-at", "-event"], name="a_things_whole_life")
        ]

    def __str__(self):
        return f"{self.kind}:{self.object_id} {self.verb}"


def kind_of(thing) -> str:
    """The word under which the journal files a thing: "device", "ticket", "location" …"""
    return thing._meta.model_name
