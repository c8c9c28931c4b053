"""What lies in a case besides devices: pencils, headphones, chargers; counted, not numbered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models.devices import Device
from itsm.fields.words import Worded
from itsm.same import KeyField, name_key


class AccessoryKind(Worded):
    """ "Stift", "Kopfhörer": what is only counted, and what a new one costs."""

    icon = models.CharField(_("icon"), max_length=30, default="plug")
    value = models.DecimalField(
        _("value of one in €"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer used"), default=False)
    label_key = KeyField(of="label_de", key=name_key, unique=True)

    class Meta:
        ordering = ["order", "label_de"]
        verbose_name = _("accessory")


class CaseAccessory(models.Model):
    """How many of one kind belong in a case, how many are there, and how many of those are broken."""

    case = models.ForeignKey(Device, models.CASCADE, related_name="accessories")
    kind = models.ForeignKey(AccessoryKind, models.PROTECT, related_name="+")
    expected = models.PositiveSmallIntegerField(_("belong in it"))
    present = models.PositiveSmallIntegerField(_("there"))
    broken = models.PositiveSmallIntegerField(_("of these broken"), default=0)

    class Meta:
        ordering = ["kind__order", "kind__label_de"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="an_accessory_kind_once_a_case"),
            models.CheckConstraint(
                name="broken_ones_are_there", condition=Q(broken__lte=F("present"))
            ),
        ]

    def __str__(self):
        return f"{self.present}/{self.expected} {self.kind}"

    @property
    def missing(self) -> int:
        """How many should be there and are not."""
        return max(0, self.expected - self.present)
