"""Forms about what is written about a device."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.devices.forms.money import MoneyField
from assets.devices.forms.school_field import SchoolField, school_of
from assets.models import Category, Device, DeviceModel, FundingSource
from assets.places.forms.place_field import PlaceField, places_for
from itsm.fields.form_layout import apply_layout
from itsm.fields.forms import PREFIX, add_custom_fields, custom_values
from itsm.fields.models import Status
from itsm.guards.once import new_key
from itsm.people.reach import reach_of

MOST_SLOTS = 200
# Before the name of a field the chosen category does not have.
KEPT = "kept-"


def day(label):
    """A day, chosen from the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def text(label, length):
    return forms.CharField(label=label, required=False, max_length=length)


def scanned() -> forms.TextInput:
    """A field a hand scanner types into: its Enter sends nothing (app.js)."""
    return forms.TextInput(attrs={"data-scanned": "", "autocomplete": "off"})


class FactsForm(forms.Form):
    """What is written about a device, with the fields of its category."""

    model = forms.ModelChoiceField(
        DeviceModel.objects.none(), label=_("Model"), required=False, empty_label="–"
    )
    name = text(_("Description"), 120)
    serial_number = forms.CharField(
        label=_("Serial number"), required=False, max_length=80, widget=scanned()
    )
    purchased_on = day(_("Purchased on"))
    price = MoneyField(label=_("Price in €"))
    supplier = text(_("Supplier"), 120)
    order_number = text(_("Order number"), 60)
    warranty_until = day(_("Warranty until"))
    funding_source = forms.ModelChoiceField(
        FundingSource.objects.all(), label=_("Funding source"), required=False, empty_label="–"
    )
    bound_until = day(_("Bound until"))
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def fit(self, category, values=None, model=None):
        """Only models of this category (and the one it has), its own fields, and the layout."""
        self.category = category
        known = DeviceModel.objects.filter(category=category, retired=False)
        known = known | DeviceModel.objects.filter(pk=model, category=category)
        self.fields["model"].queryset = known.select_related("manufacturer")
        add_custom_fields(self, "category", category.pk, values)
        apply_layout(self, "device")

    def facts(self, before=None):
        """What the step takes: only what the form shows."""
        names = [n for n in FactsForm.base_fields if n in self.fields]
        custom = custom_values(self, before)
        return {n: self.cleaned_data[n] for n in names} | {"custom": custom}


class RegisterForm(FactsForm):
    """A new device."""

    key = forms.CharField(widget=forms.HiddenInput, initial=new_key, required=False)
    inventory_number = forms.CharField(
        label=_("Inventory number"),
        required=False,
        max_length=40,
        widget=scanned(),
        help_text=_("Leave empty: the next free one is taken."),
    )
    field_order = ["key", "school", "location", "inventory_number", "model", "name", "capacity"]

    def __init__(self, *args, user, category, places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"] = SchoolField(user=user, category=category)
        if not self.initial.get("school"):
            self.initial["school"] = self.fields["school"].only_one
        if self.is_bound or not places:
            places = places_for(user, school_of(self))
        self.fields["location"] = PlaceField(user=user, places=places)
        if category.is_case:
            self.fields["capacity"] = forms.IntegerField(
                label=_("Slots"), min_value=1, max_value=MOST_SLOTS
            )
        self.order_fields(self.field_order)
        self.fit(category)

    def facts(self, before=None):
        """Of a case also how many slots it has."""
        slots = {"capacity": self.cleaned_data["capacity"]} if self.category.is_case else {}
        return super().facts(before) | slots


class EditForm(FactsForm):
    """Corrections; `version` is the one the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    inventory_number = forms.CharField(label=_("Inventory number"), max_length=40, widget=scanned())
    category = forms.TypedChoiceField(
        label=_("Category"), coerce=int, help_text=_("The fields below follow.")
    )
    status = forms.TypedChoiceField(label=_("Status"), required=False, coerce=int, empty_value=None)
    field_order = ["version", "inventory_number", "category", "status", "model", "name"]

    def __init__(self, *args, user, device, initial=None, **kwargs):
        names = [*FactsForm.base_fields, "version", "inventory_number", "status", "category"]
        columns = {name: Device._meta.get_field(name).attname for name in names}
        now = {name: getattr(device, column) for name, column in columns.items()}
        custom = {PREFIX + key: value for key, value in device.custom.items()}
        super().__init__(*args, initial=now | custom | (initial or {}), **kwargs)
        self.device = device
        self._offer_status(user)
        self.fit(self._offer_categories(), device.custom, device.model_id)
        self._keep_typed(initial or {})

    def _offer_categories(self):
        """Cases stay cases. With another category chosen, the other fields follow."""
        rows = Category.objects.filter(is_case=self.device.category.is_case)
        self.categories = {
            c.pk: c for c in rows if not c.retired or c.pk == self.device.category_id
        }
        field = self.fields["category"]
        field.choices = [(c.pk, c.label) for c in self.categories.values()]
        field.widget.attrs |= {
            "hx-post": "",
            "hx-vals": '{"look": "1"}',
            "hx-target": "#edit",
            "hx-select": "#edit",
            "hx-swap": "outerHTML",
        }
        asked = self.data.get("category") if self.is_bound else self.initial["category"]
        chosen = int(asked) if str(asked).isdecimal() else None
        return self.categories.get(chosen, self.device.category)

    def _keep_typed(self, typed):
        """A model, or a field of its own, that was filled in and that this category does not have
        waits in a hidden field; it is there again as soon as a category is chosen that has it."""
        if self.is_bound:
            typed = self.data = self.data.copy()
        shown = typed if self.is_bound else self.initial
        waiting = {name.removeprefix(KEPT): typed[name] for name in typed if name.startswith(KEPT)}
        own = [name for name in typed if name == "model" or name.startswith(PREFIX)]
        filled = {name: typed[name] for name in own if typed[name]}
        for name, value in (waiting | filled).items():
            if self._has(name, value):
                shown[name] = shown.get(name) or value
            else:
                kept = forms.CharField(widget=forms.HiddenInput, required=False, initial=value)
                self.fields[KEPT + name] = kept
                shown[KEPT + name] = value

    def _has(self, name, value) -> bool:
        """Does this category have such a field, and the model among its own?"""
        if name != "model" or name not in self.fields:
            return name in self.fields
        known = self.fields["model"].queryset
        return str(value).isdecimal() and known.filter(pk=value).exists()

    def clean_category(self):
        return self.categories[self.cleaned_data["category"]]

    def _offer_status(self, user):
        """The words this person may set; what somebody else set stays, whoever corrects the rest."""
        rows = Status.objects.filter(kind="device", state=self.device.state)
        here = ("device", self.device.state, reach_of(user), self.device.school_id)
        may = [s for s in rows if s.fits(*here)]
        kept = [s for s in rows if s.pk == self.device.status_id and s not in may]
        self.statuses = {status.pk: status for status in [*kept, *may]}
        words = [(status.pk, status.label) for status in self.statuses.values()]
        self.fields["status"].choices = [("", "–"), *words]
        if not may:
            del self.fields["status"]

    def clean_status(self):
        return self.statuses.get(self.cleaned_data["status"])

    def facts(self, before=None):
        """What was asked; the values of fields the category does not have go with it."""
        same = self.cleaned_data["category"] == self.device.category
        own = [n for n in ("inventory_number", "category", "status") if n in self.fields]
        facts = super().facts(self.device.custom if same else None)
        return facts | {n: self.cleaned_data[n] for n in own}
