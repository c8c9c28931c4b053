"""What administrators define themselves: custom fields, built-in fields' layout, statuses."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from itsm.fields.words import Worded, in_language
from itsm.people.roles import Role

KEY = RegexValidator(r"\A[a-z][a-z0-9_]{0,40}\Z", _("Small letters, digits and _ only."))


class CustomField(Worded):
    """A field the authority added, to the devices of one category or to all tickets."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", pgettext_lazy("kind of field", "Number")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("Choice")
        LINK = "link", _("Link")

    class Owner(models.TextChoices):
        CATEGORY = "category", _("devices of a category")
        TICKET = "ticket", _("all tickets")
        LOAN = "loan", _("all loans")

    owner_type = models.CharField(max_length=16, choices=Owner.choices)
    # The category's id; 0 for all tickets.
    owner_id = models.PositiveBigIntegerField(default=0)
    key = models.CharField(_("key"), max_length=41, validators=[KEY])
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices)
    help_de = models.CharField(_("help text"), max_length=200, blank=True)
    help_en = models.CharField(_("help text in English"), max_length=200, blank=True)
    required = models.BooleanField(_("must be filled in"), default=False)
    # [{"value": "a", "de": "…", "en": "…"}, …], only for a choice.
    choices = models.JSONField(_("choices"), default=list, blank=True)
    in_list = models.BooleanField(_("filter in lists"), default=True)
    sortable = models.BooleanField(_("sortable"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_type", "owner_id", "key"], name="a_custom_field_key_once_an_owner"
            )
        ]

    @property
    def help(self) -> str:
        """The help text in the reader's language."""
        return in_language(self.help_de, self.help_en)


class CustomValue(models.Model):
    """A typed copy of one sortable value, so that a list sorts by an index."""

    field = models.ForeignKey(CustomField, models.CASCADE, related_name="values")
    object_id = models.PositiveBigIntegerField()
    text = models.CharField(max_length=200, blank=True)
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["field", "object_id"], name="one_value_a_field")
        ]
        indexes = [
            models.Index(fields=["field", "text"]),
            models.Index(fields=["field", "number"]),
            models.Index(fields=["field", "date"]),
        ]

    def __str__(self):
        return f"{self.field_id}/{self.object_id}"


class BuiltinField(models.Model):
    """How a built-in field stands in a form: hidden, renamed, moved, made required."""

    class Form(models.TextChoices):
        DEVICE = "device", _("Device")
        TICKET = "ticket", _("Ticket")
        LOAN = "loan", _("Loan")

    form = models.CharField(max_length=16, choices=Form.choices)
    name = models.CharField(max_length=40)
    label_de = models.CharField(_("name"), max_length=80, blank=True)
    label_en = models.CharField(_("name in English"), max_length=80, blank=True)
    hidden = models.BooleanField(_("hidden"), default=False)
    required = models.BooleanField(_("must be filled in"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["form", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "name"], name="a_builtin_field_once_a_form"),
            models.CheckConstraint(
                name="hidden_fields_cannot_be_required", condition=~Q(hidden=True, required=True)
            ),
        ]

    def __str__(self):
        return f"{self.form}.{self.name}"


class Tone(models.TextChoices):
    """The colours a status may have: KERN's, each with a meaning of its own."""

    INFO = "info", _("blue (new)")
    ACTION = "action", _("dark blue (in work)")
    WARNING = "warning", _("yellow (waiting)")
    DANGER = "danger", _("red (urgent)")
    SUCCESS = "success", _("green (done)")
    NEUTRAL = "neutral", _("grey")


# How a mark of each colour is drawn.
TAGS = {
    Tone.INFO: "new",
    Tone.ACTION: "mine",
    Tone.WARNING: "wait",
    Tone.DANGER: "late",
    Tone.SUCCESS: "done",
    Tone.NEUTRAL: "",
}


class Status(Worded):
    """The authority's own word for a state: any number of them below each fixed state."""

    class Kind(models.TextChoices):
        DEVICE = "device", _("Device")
        TICKET = "ticket", _("Ticket")
        LOAN = "loan", _("Loan")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=20)
    tone = models.CharField(_("colour"), max_length=10, choices=Tone.choices, default=Tone.NEUTRAL)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    # The roles that may set it; empty: everybody who may take the step.
    roles = models.JSONField(_("who may set it"), default=list, blank=True)
    is_default = models.BooleanField(_("set when a step says nothing else"), default=False)
    retired = models.BooleanField(_("no longer used"), default=False)

    class Meta:
        ordering = ["kind", "state", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "state"],
                condition=Q(is_default=True),
                name="one_default_status_a_state",
            )
        ]

    def fits(self, kind, state, reach, school_id) -> bool:
        """Is it a word for this state of devices, tickets or loans (`kind`) that is still used, and
        may a person of this reach set it on what belongs to this school (None: the authority)?"""
        if (self.kind, self.state) != (kind, state) or self.retired:
            return False
        return not self.roles or reach.covers(
            school_id, *(r for r in self.roles if r in Role.values)
        )
