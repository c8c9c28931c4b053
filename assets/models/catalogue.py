"""What kinds of things there are, and what usually goes wrong with them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from itsm.fields.words import Worded, in_language
from itsm.same import KeyField, name_key


class Category(Worded):
    """ "Beamer", "Tablet-Koffer": carries the icon, the fault tiles and the custom fields."""

    icon = models.CharField(_("icon"), max_length=30, default="device")
    is_case = models.BooleanField(
        _("is a case"),
        default=False,
        help_text=_("Devices of this category hold other devices in numbered slots."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer used"), default=False)
    label_key = KeyField(of="label_de", key=name_key, unique=True)

    class Meta:
        ordering = ["order", "label_de"]
        verbose_name = _("category")


class FaultTile(Worded):
    """One thing that goes wrong, to tap on: "kein Bild". Without a category: for any room."""

    class Alarm(models.TextChoices):
        NONE = "", _("goes the usual way")
        ALL = "all", _("everybody at once: whole school without network, security")

    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="tiles"
    )
    icon = models.CharField(_("icon"), max_length=30, default="alert")
    alarm = models.CharField(
        _("who hears of it"), max_length=4, choices=Alarm.choices, default=Alarm.NONE, blank=True
    )
    is_wish = models.BooleanField(_("a wish, not a fault"), default=False)
    private = models.BooleanField(
        _("personal: accounts, security"),
        default=False,
        help_text=_("Never shown to others as “already reported”; wishes never are."),
    )
    question_de = models.CharField(
        _("question"),
        max_length=80,
        blank=True,
        help_text=_("Asked below the tile, and must be answered: Which program?"),
    )
    question_en = models.CharField(_("question in English"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        ordering = ["order", "pk"]

    @property
    def question(self) -> str:
        """What must be answered with this tile, in the reader's language; "" where nothing is."""
        return in_language(self.question_de, self.question_en)

    @property
    def is_shared(self) -> bool:
        """A fault of a thing, that others may know of; not a wish, an account, or security."""
        return not (self.private or self.is_wish)


class Hint(models.Model):
    """What somebody may try first; at most three a tile. Counts how often it helped."""

    tile = models.ForeignKey(FaultTile, models.CASCADE, related_name="hints")
    text_de = models.CharField(_("hint"), max_length=160)
    text_en = models.CharField(_("hint in English"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    helped = models.PositiveIntegerField(_("helped"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(name="at_most_three_hints", condition=Q(order__lte=2)),
            models.UniqueConstraint(fields=["tile", "order"], name="a_hint_a_place"),
        ]

    def __str__(self):
        return self.text

    @property
    def text(self) -> str:
        """The hint in the reader's language."""
        return in_language(self.text_de, self.text_en)


class Manufacturer(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    name_key = KeyField(of="name", key=name_key, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("manufacturer")

    def __str__(self):
        return self.name


class DeviceModel(models.Model):
    """ "Epson EB-992F": what devices of one make have in common."""

    manufacturer = models.ForeignKey(
        Manufacturer, models.PROTECT, null=True, blank=True, verbose_name=_("manufacturer")
    )
    name = models.CharField(_("name"), max_length=160)
    number = models.CharField(_("model number"), max_length=80, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="models", verbose_name=_("category")
    )
    warranty_months = models.PositiveSmallIntegerField(
        _("warranty in months"), null=True, blank=True
    )
    notes = models.TextField(_("notes"), blank=True)
    retired = models.BooleanField(_("no longer used"), default=False)
    name_key = KeyField(
        of=("name", "number"), key=name_key, within=("manufacturer", "category"), db_index=True
    )

    class Meta:
        ordering = ["manufacturer__name", "name"]
        verbose_name = _("model")
        constraints = [
            models.UniqueConstraint(
                Coalesce("manufacturer", 0), "name_key", "category", name="a_model_once"
            )
        ]

    def __str__(self):
        return f"{self.manufacturer} {self.name}" if self.manufacturer else self.name


class FundingSource(models.Model):
    """Where the money came from, and for how many years the device is bound to it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    binding_years = models.PositiveSmallIntegerField(_("bound for years"), null=True, blank=True)
    name_key = KeyField(of="name", key=name_key, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("funding source")

    def __str__(self):
        return self.name
