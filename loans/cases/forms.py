"""Forms about cases: found again, filled, taken out of, counted, described."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.devices.forms.money import MoneyField
from assets.models import AccessoryKind, Category, Device

MOST_SLOTS, MOST_COUNTED = 200, 9999
AT_SCHOOL, HERE = "lent", "here"


class CaseFilter(forms.Form):
    """The filter above the list of cases; what makes no sense is left out."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    category = forms.TypedChoiceField(label=_("Kind"), required=False, coerce=int, empty_value=None)
    where = forms.ChoiceField(
        label=_("Where"),
        required=False,
        choices=[("", _("everywhere")), (HERE, _("here")), (AT_SCHOOL, _("at a school"))],
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        kinds = Category.objects.filter(is_case=True, retired=False)
        self.fields["category"].choices = [("", _("all")), *((k.pk, k.label) for k in kinds)]
        self.is_valid()

    def cases(self):
        """The cases asked for, of those this person sees."""
        wanted = self.cleaned_data
        found = Device.objects.visible_to(self.user).cases().current()
        if wanted.get("category"):
            found = found.filter(category=wanted["category"])
        if where := wanted.get("where"):
            found = found.filter(lent_to__isnull=where == HERE)
        return found.found_for(self.user, wanted["q"]) if wanted.get("q") else found


class ScanForm(forms.Form):
    """What a hand scanner types, or a person."""

    code = forms.CharField(
        label=_("Code, inventory number or serial number"),
        max_length=200,
        error_messages={"required": _("Please scan or type a code.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class FillForm(ScanForm):
    """Into the next free slot, unless another is named."""

    slot = forms.IntegerField(
        label=_("Into slot"),
        required=False,
        min_value=1,
        max_value=MOST_SLOTS,
        help_text=_("Leave empty: the next free one is taken."),
    )
    field_order = ["code", "slot"]


class TakeOutForm(forms.Form):
    """Which device leaves its slot, and why."""

    slot = forms.TypedChoiceField(label=_("Slot"), coerce=int)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, contents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = [
            (d.slot, f"{d.slot}: {d.inventory_number}") for d in contents
        ]


class CountForm(forms.Form):
    """How many of one kind belong in the case, are there, and are broken."""

    expected = forms.IntegerField(label=_("belong in it"), min_value=0, max_value=MOST_COUNTED)
    present = forms.IntegerField(label=_("there"), min_value=0, max_value=MOST_COUNTED)
    broken = forms.IntegerField(label=_("of these broken"), min_value=0, max_value=MOST_COUNTED)

    def __init__(self, data, *, kind, row):
        self.kind = kind
        names = ("expected", "present", "broken")
        initial = {name: getattr(row, name) if row else 0 for name in names}
        super().__init__(data, prefix=str(kind.pk), initial=initial)

    def clean(self):
        data = super().clean()
        if (data.get("broken") or 0) > (data.get("present") or 0):
            self.add_error("broken", _("There cannot be more broken ones than there are."))
        return data


def count_forms(case, data=None) -> list[CountForm]:
    """One form for each kind that is in use or in this case."""
    rows = {row.kind_id: row for row in case.accessories.all()}
    kinds = AccessoryKind.objects.filter(Q(retired=False) | Q(pk__in=rows))
    return [CountForm(data, kind=kind, row=rows.get(kind.pk)) for kind in kinds]


class CaseForm(forms.Form):
    """What only cases have; `version` is the one the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    capacity = forms.IntegerField(label=_("Slots"), min_value=1, max_value=MOST_SLOTS)
    apps = forms.CharField(
        label=_("Apps"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line."),
    )
    mdm_group = forms.CharField(label=_("MDM group"), required=False, max_length=120)
    replacement_value = MoneyField(
        label=_("Replacement value in €"), help_text=_("Of the case alone, without its devices.")
    )

    def __init__(self, *args, case, **kwargs):
        now = {name: getattr(case, name) for name in self.base_fields}
        super().__init__(*args, initial=now, **kwargs)
