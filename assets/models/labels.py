"""Labels: printed codes. A label identifies, it never authorises."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.labels.codes import label_url, possible_codes
from assets.models.devices import Device
from assets.models.places import Location
from itsm.people.models import School
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from itsm.search import matching

LABELLERS = (Role.SUPPORT, Role.TECHNICIAN, Role.LENDER, Role.ADMINISTRATOR)


class LabelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Labels of own schools for support and technicians; of cases, and of what is in them,
        for lenders."""
        reach = reach_of(user)
        all_or_mine = reach.within(Role.SUPPORT, Role.TECHNICIAN, Role.ADMINISTRATOR)
        in_cases = Q(device__category__is_case=True) | Q(device__case__isnull=False)
        cases = in_cases if reach.holds(Role.LENDER) else Q(pk=None)
        return self.filter(all_or_mine | cases)

    def in_hand(self, user):
        """Those a person may act on whose code she holds in her hand: also blank ones of the
        authority, for everybody who labels somewhere. The first scan binds them."""
        holds = reach_of(user).holds(*LABELLERS)
        blank = Q(device=None, location=None, school=None) if holds else Q(pk=None)
        return self.visible_to(user) | self.filter(blank)

    def blank(self):
        """Those that belong to nothing yet."""
        return self.valid().filter(device=None, location=None)

    def found_by(self, words):
        """Labels of devices and rooms that hold all these words, or whose code begins so."""
        begun = Q(code__istartswith=words) | Q(code__in=possible_codes(words))
        rooms = Q(*[Q(location__path__icontains=word) for word in words.split()[:8]])
        return self.filter(begun | matching(words, "device__search") | rooms)

    def with_names(self):
        """With the things they belong to, in the same query."""
        return self.select_related(
            "school",
            "location",
            "device__category",
            "device__model__manufacturer",
            "device__location",
            "device__school",
        )

    def valid(self):
        """Those that still lead somewhere."""
        return self.filter(revoked_at=None)


class Label(models.Model):
    """A code on a device, a room, a case, or on nothing yet; can be revoked and replaced."""

    code = models.CharField(max_length=16, unique=True)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="labels")
    location = models.ForeignKey(
        Location, models.PROTECT, null=True, blank=True, related_name="labels"
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="labels")
    created_at = models.DateTimeField(auto_now_add=True)
    bound_at = models.DateTimeField(null=True, blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_label_belongs_to_one_thing_at_most",
                condition=Q(device=None) | Q(location=None),
            ),
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(revoked_at=None, device__isnull=False),
                name="one_valid_label_a_device",
            ),
            models.UniqueConstraint(
                fields=["location"],
                condition=Q(revoked_at=None, location__isnull=False),
                name="one_valid_label_a_room",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def url(self) -> str:
        """What the printed code says."""
        return label_url(self.code, settings.LABEL_URL)

    @property
    def owner(self):
        """The device or room the label belongs to, or None."""
        return self.device or self.location


class LabelAdjustment(models.Model):
    """How far this house's printer is off for one label format, in millimetres."""

    format = models.CharField(_("label format"), max_length=40, unique=True)
    dx = models.DecimalField(_("to the right (mm)"), max_digits=4, decimal_places=1, default=0)
    dy = models.DecimalField(_("downwards (mm)"), max_digits=4, decimal_places=1, default=0)
    favourite = models.BooleanField(_("offered first"), default=False)

    class Meta:
        ordering = ["-favourite", "format"]

    def __str__(self):
        return self.format
