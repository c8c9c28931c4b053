"""What goes out with a loan and comes back: exact devices, and accessories by count."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models import AccessoryKind, Device
from itsm.people.reach import reach_of
from itsm.people.roles import Role
from loans.models.loan import EVERYWHERE, Loan


class LoanItem(models.Model):
    """One device of a loan: scanned out, in the school's hands, scanned in, looked at."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="items")
    device = models.ForeignKey(Device, models.PROTECT, related_name="loan_items")
    slot = models.PositiveSmallIntegerField(_("slot"), null=True)
    scanned_out_at = models.DateTimeField(null=True)
    # Why it did not go along, where it did not.
    left_out = models.CharField(_("why it stays here"), max_length=200, blank=True)
    # In the school's hands: from the handover to the moment it is back or given up.
    is_out = models.BooleanField(default=False)
    # What was known to be damaged when it went out: the contract names it.
    known_damage = models.CharField(_("known damage"), max_length=300, blank=True)
    came_at = models.DateTimeField(null=True)
    scanned_in_at = models.DateTimeField(null=True)
    # Taken along in a swap during the loan, for the item that left.
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    works = models.BooleanField(_("works"), null=True)
    complete = models.BooleanField(_("complete"), null=True)
    lendable = models.BooleanField(_("can be lent again"), null=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    inspected_at = models.DateTimeField(null=True)
    inspected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        # The case itself first, on every database.
        ordering = [F("slot").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "device"], name="a_device_once_a_loan"),
            models.UniqueConstraint(
                fields=["device"], condition=Q(is_out=True), name="a_device_is_out_with_one_loan"
            ),
            models.CheckConstraint(
                name="what_is_out_was_handed_over",
                condition=Q(is_out=False) | Q(came_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.loan_id}/{self.slot or '–'}: {self.device}"

    @property
    def is_case(self) -> bool:
        """The case itself, not something in it."""
        return self.device_id == self.loan.case_id

    @property
    def is_swapped(self) -> bool:
        """It left during the loan, and a spare took its slot."""
        return self.replaced_by.exists()


class LoanAccessory(models.Model):
    """So many pencils went out, so many came back, so many of those broken."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="accessories")
    kind = models.ForeignKey(AccessoryKind, models.PROTECT, related_name="+")
    out = models.PositiveSmallIntegerField(_("went out"), default=0)
    back = models.PositiveSmallIntegerField(_("came back"), null=True)
    broken = models.PositiveSmallIntegerField(_("of these broken"), default=0)

    class Meta:
        ordering = ["kind__order", "kind__label_de"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "kind"], name="an_accessory_kind_once_a_loan"),
            models.CheckConstraint(
                name="broken_ones_came_back",
                condition=Q(back=None, broken=0) | Q(back__isnull=False, broken__lte=F("back")),
            ),
        ]

    def __str__(self):
        return f"{self.out} {self.kind}"

    @property
    def missing(self) -> int:
        """How many have not come back."""
        return max(0, self.out - (self.back or 0))


class OpenItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own school's for its head and support; all for those who lend."""
        reach = reach_of(user)
        return self.filter(reach.within(Role.HEAD, Role.SUPPORT, *EVERYWHERE, field="loan__school"))


class OpenItem(models.Model):
    """Something a loan still owes: two pencils, a tablet, a decision; with a person and a date."""

    class Kind(models.TextChoices):
        DEVICE = "device", _("a device is missing")
        ACCESSORY = "accessory", _("accessories are missing or broken")
        DAMAGE = "damage", _("damage")
        OTHER = "other", _("something else")

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="open_items")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    item = models.ForeignKey(LoanItem, models.CASCADE, null=True, related_name="open_items")
    accessory = models.ForeignKey(
        LoanAccessory, models.CASCADE, null=True, related_name="open_items"
    )
    text = models.CharField(_("what is open"), max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who sees to it")
    )
    due_on = models.DateField(_("until"))
    result = models.CharField(_("what became of it"), max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = OpenItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.text


class Damage(models.Model):
    """What broke or was lost during a loan: its ticket, what it would cost, who decides."""

    class Decision(models.TextChoices):
        OPEN = "", _("not decided yet")
        SCHOOL = "school", _("the school pays")
        AUTHORITY = "authority", _("the authority pays")
        INSURANCE = "insurance", _("an insurance pays")
        WAIVED = "waived", _("nobody pays")

    item = models.OneToOneField(LoanItem, models.CASCADE, related_name="damage")
    ticket = models.ForeignKey(
        "tickets.Ticket", models.PROTECT, null=True, related_name="loan_damages"
    )
    cost = models.DecimalField(_("cost proposal in €"), max_digits=10, decimal_places=2, null=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.item}"
