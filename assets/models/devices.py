"""Devices: one row for each thing that really exists."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from assets.models.catalogue import Category, DeviceModel, FundingSource
from assets.models.places import Location
from itsm.fields.models import Status
from itsm.people.models import School
from itsm.people.reach import EVERYTHING, reach_of
from itsm.people.roles import Role
from itsm.same import KeyField, number_key, order_key, serial_key
from itsm.search import matching, plainly_matching

# Teachers see of a device its kind, model, inventory number, room and open faults, no more.
DETAIL_ROLES = frozenset(Role.values) - {Role.TEACHER}
# What it cost and who paid is not for the school's support either.
PRICE_ROLES = DETAIL_ROLES - {Role.SUPPORT}
# What everybody at the school may read, and so may find it by.
PLAIN_WORDS = (
    "inventory_number",
    "category__label_de",
    "category__label_en",
    "model__name",
    "model__manufacturer__name",
    "location__path",
    "school__name",
)


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The devices of the schools a person's roles reach, those lent to them, and what may be
        swapped in there; authority roles also those of none."""
        return self.filter(_at_schools_of(user, *Role.values))

    def detailed_to(self, user):
        """Those of which the person sees everything but, perhaps, the prices."""
        return self.filter(_at_schools_of(user, *DETAIL_ROLES))

    def cases(self):
        """Those that hold other devices in numbered slots."""
        return self.filter(category__is_case=True)

    def inside(self, location):
        """Devices standing at this place or anywhere below it."""
        return self.filter(
            location__tree_id=location.tree_id,
            location__lft__gte=location.lft,
            location__lft__lte=location.rght,
        )

    def current(self):
        """Without those retired."""
        return self.exclude(state=Device.State.RETIRED)

    def numbered(self, words):
        """The device with this inventory number, however it is written; the very same first."""
        return self._by_key("inventory_number", "inventory_key", number_key(words), words)

    def with_serial(self, words):
        """Devices with this serial number, however it is written; the very same first."""
        return self._by_key("serial_number", "serial_key", serial_key(words), words)

    def _by_key(self, column, key_column, key, words):
        if not key:
            return self.none()
        exact = Q(**{column: words})
        found = self.filter(exact | Q(**{key_column: key}))
        return found.order_by(Case(When(exact, then=0), default=1), "pk")

    def found_by(self, words):
        """Devices whose numbers, model, room or school hold all these words."""
        return self.filter(matching(words))

    def found_for(self, user, words):
        """What this person may find by these words: by serial number, description and custom
        fields only where she sees them. Nobody learns a number by trying it out."""
        details = _at_schools_of(user, *DETAIL_ROLES)
        if reach_of(user).holds_everywhere(*DETAIL_ROLES):
            return self.found_by(words)
        return self.filter((details & matching(words)) | plainly_matching(words, PLAIN_WORDS))

    def with_names(self):
        """With everything a list shows, in the same query."""
        return self.select_related(
            "category", "model", "model__manufacturer", "school", "location", "status", "lent_to"
        )


def _at_schools_of(user, *roles):
    """Owned by a school these roles reach, or lent to it."""
    reach = reach_of(user)
    own = reach.within(*roles)
    if own == EVERYTHING:
        return own
    kinds = kinds_to_swap(reach)
    own |= reach.within(*roles, field="lent_to")
    spare = Q(school=None, case=None, state="in_storage")
    return own if kinds is None else own | (spare & Q(category__in=kinds))


def kinds_to_swap(reach):
    """The kinds of things in cases lent to a school where a person repairs (`rules.can_see`)."""
    schools = reach.schools(Role.TECHNICIAN)
    lent = Device.objects.filter(lent_to__in=schools, case__isnull=False)
    return lent.order_by().values("category") if schools else None


class Device(models.Model):
    """A thing with numbers, a label and a state; it stands in a room (or in a slot of a case)."""

    class State(models.TextChoices):
        IN_SERVICE = "in_service", _("in service")
        IN_STORAGE = "in_storage", _("in storage")
        IN_REPAIR = "in_repair", _("in repair")
        LENT = "lent", _("lent")
        MISSING = "missing", _("missing")
        RETIRED = "retired", _("retired")

    STEPS = {
        State.IN_SERVICE: {
            State.IN_STORAGE,
            State.IN_REPAIR,
            State.LENT,
            State.MISSING,
            State.RETIRED,
        },
        State.IN_STORAGE: {
            State.IN_SERVICE,
            State.IN_REPAIR,
            State.LENT,
            State.MISSING,
            State.RETIRED,
        },
        State.IN_REPAIR: {State.IN_SERVICE, State.IN_STORAGE, State.MISSING, State.RETIRED},
        State.LENT: {State.IN_STORAGE, State.MISSING},
        State.MISSING: {State.IN_SERVICE, State.IN_STORAGE, State.RETIRED},
        State.RETIRED: set(),
    }

    inventory_number = models.CharField(_("inventory number"), max_length=40, unique=True)
    serial_number = models.CharField(_("serial number"), max_length=80, blank=True, db_index=True)
    name = models.CharField(_("description"), max_length=120, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="devices", verbose_name=_("category")
    )
    model = models.ForeignKey(
        DeviceModel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="devices",
        verbose_name=_("model"),
    )
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="devices",
        verbose_name=_("school"),
    )
    location = models.ForeignKey(
        Location,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="devices",
        verbose_name=_("room"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.IN_SERVICE
    )
    status = models.ForeignKey(
        Status, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("status")
    )
    # The case in whose slot it is, and the slot's number; it stands where the case stands.
    case = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contents",
        verbose_name=_("case"),
    )
    slot = models.PositiveSmallIntegerField(_("slot"), null=True, blank=True)
    # The school a running loan took it to; `school` stays the owner's.
    lent_to = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lent to")
    )
    # Of a case only: how many slots it has, what is installed, under what name the MDM knows it.
    capacity = models.PositiveSmallIntegerField(_("slots"), null=True, blank=True)
    apps = models.TextField(_("apps"), blank=True, max_length=4000)
    mdm_group = models.CharField(_("MDM group"), max_length=120, blank=True)
    # What a new one would cost: what a contract names.
    replacement_value = models.DecimalField(
        _("replacement value"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    purchased_on = models.DateField(_("purchased on"), null=True, blank=True)
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2, null=True, blank=True)
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    order_number = models.CharField(_("order number"), max_length=60, blank=True)
    warranty_until = models.DateField(_("warranty until"), null=True, blank=True)
    funding_source = models.ForeignKey(
        FundingSource, models.PROTECT, null=True, blank=True, verbose_name=_("funding source")
    )
    bound_until = models.DateField(_("bound until"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    custom = models.JSONField(default=dict, blank=True)
    search = models.TextField(blank=True, default="")
    # Counts edits: who saves an older one is told what changed meanwhile.
    inventory_key = KeyField(of="inventory_number", key=number_key, unique=True)
    serial_key = KeyField(of="serial_number", key=serial_key, within=("model",), db_index=True)
    # IT-9 before IT-10, where devices are listed by number.
    number_order = KeyField(of="inventory_number", key=order_key)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["number_order", "pk"]
        verbose_name = _("device")
        indexes = [
            models.Index(fields=["number_order", "id"], name="devices_by_number"),
            models.Index(fields=["school", "state"]),
            models.Index(fields=["location", "state"]),
            models.Index(fields=["category", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="device_state_is_known",
                condition=Q(
                    state__in=[
                        "in_service",
                        "in_storage",
                        "in_repair",
                        "lent",
                        "missing",
                        "retired",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="a_slot_belongs_to_a_case",
                condition=Q(case=None, slot=None) | Q(case__isnull=False, slot__gte=1),
            ),
            models.UniqueConstraint(fields=["case", "slot"], name="one_device_a_slot"),
            models.UniqueConstraint(
                fields=["model", "serial_key"],
                name="a_serial_number_once_a_model",
                condition=~Q(serial_key=""),
            ),
            models.CheckConstraint(
                name="a_lent_device_says_to_whom",
                condition=~Q(state="lent") | Q(lent_to__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """What people call it: its own description, else its model, else its category."""
        return self.name or (str(self.model) if self.model_id else str(self.category))

    @property
    def user_school(self):
        """The school that works with it now: the borrower's while it is lent, else the owner's."""
        return self.lent_to or self.school

    @property
    def value(self):
        """What a new one would cost, in EUR; the price where nobody said otherwise, or None."""
        return self.price if self.replacement_value is None else self.replacement_value

    @staticmethod
    def status_for(state):
        """The authority's usual word for this state, if it has one."""
        return Status.objects.filter(kind="device", state=state, is_default=True).first()


class DeviceFile(models.Model):
    """A picture or a paper that belongs to a device: invoice, condition, wiring."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    is_picture = models.BooleanField(default=False)
    file = models.FileField()
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class NumberScheme(models.Model):
    """How inventory numbers are made: "{school}-{number}" gives GAD-00417. One row."""

    pattern = models.CharField(_("pattern"), max_length=60, default="{school}-{number}")
    digits = models.PositiveSmallIntegerField(_("digits"), default=5)

    class Meta:
        constraints = [models.CheckConstraint(name="one_number_scheme", condition=Q(pk=1))]

    def __str__(self):
        return self.pattern


class NumberCounter(models.Model):
    """The last number given out under one beginning ("GAD-")."""

    beginning = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.beginning}{self.last}"
