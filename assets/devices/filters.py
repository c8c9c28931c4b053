"""Which devices a list shows: what was asked for in the address, and nothing else."""

from django import forms
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assets import rules
from assets.faults import is_faulty
from assets.models import Category, Device, DeviceImport, DeviceModel, Location
from assets.models.devices import DETAIL_ROLES
from itsm.fields.form_layout import FormLayout, page_words
from itsm.fields.forms import PREFIX, custom_filter, filter_field
from itsm.fields.models import CustomField, CustomValue, Status
from itsm.people.models import School
from itsm.people.reach import reach_of

PLAIN = {
    "number": ["number_order"],
    "category": ["category__label_de"],
    "model": ["model__manufacturer__name", "model__name"],
    "school": ["school__name"],
    "room": ["location__path_order", "number_order"],
}
DETAILED = {
    "serial": ["serial_number"],
    "state": ["state"],
    "warranty": ["warranty_until"],
    "purchased": ["purchased_on"],
}
PRICED = {"price": ["price"]}
# Which built-in field each filter asks for.
BUILT_IN = {
    "school": "school",
    "category": "category",
    "model": "model",
    "status": "status",
    "warranty": "warranty_until",
}
# Asking for these tells of a device what teachers don't see.
FOR_DETAILS = ("state", "status", "warranty")


def pick(label, empty, choices=()):
    """A select of rows read beforehand: one query, whether or not something was chosen."""
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, choices=[("", empty), *choices]
    )


class DeviceFilter(forms.Form):
    """The filter above the list; unknown values are left out, never an error page."""

    q = forms.CharField(label=_("Search"), required=False, max_length=120)
    school = pick(_("School"), _("all schools"))
    category = pick(_("Category"), _("all"))
    model = pick(_("Model"), _("all"))
    state = forms.ChoiceField(label=_("State"), required=False)
    status = pick(_("Status"), _("all"))
    warranty = forms.ChoiceField(
        label=_("Warranty"),
        required=False,
        choices=[("", _("all")), ("over", _("ended")), ("running", _("running"))],
    )
    faulty = forms.BooleanField(label=_("only faulty ones"), required=False)
    location = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    imported = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    only_here = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)
    ordering = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        self.detailed = reach_of(user).holds(*DETAIL_ROLES)
        self.layout, self.custom_fields = None, []
        self._offer_schools()
        self._offer_categories()
        self._offer_details()
        self._lay_out()
        self.is_valid()
        self._place = ()

    def _offer_schools(self):
        """Where there is something to choose: not at a place, which says whose it is."""
        if self.data.get("location") and not self.data.get("school"):
            del self.fields["school"]
            return
        schools = School.objects.visible_to(self.user).values_list("pk", "name")
        self._choose("school", schools)
        if len(self.fields["school"].choices) <= 2 and not self.data.get("school"):
            del self.fields["school"]

    def _offer_categories(self):
        categories = {c.pk: c for c in Category.objects.filter(retired=False)}
        self._choose("category", [(c.pk, c.label) for c in categories.values()])
        chosen = str(self.data.get("category", ""))
        self.category = categories.get(int(chosen)) if chosen.isdecimal() else None
        models = DeviceModel.objects.select_related("manufacturer")
        models = models.filter(category=self.category) if self.category else models
        if self.category or self.data.get("model"):
            self._choose("model", [(m.pk, str(m)) for m in models])
        else:
            del self.fields["model"]

    def _offer_details(self):
        if not self.detailed:
            for name in FOR_DETAILS:
                del self.fields[name]
            return
        words = [("", _("all but retired")), ("all", _("all")), *Device.State.choices]
        self.fields["state"].choices = words
        statuses = Status.objects.filter(kind="device", retired=False)
        self._choose("status", [(s.pk, s.label) for s in statuses])
        if len(self.fields["status"].choices) == 1 and not self.data.get("status"):
            del self.fields["status"]
        if self.category:
            self._offer_custom()

    def _offer_custom(self):
        """The category's own fields, once a category is chosen."""
        owner = CustomField.Owner.CATEGORY, self.category.pk
        self.layout, self.custom_fields = page_words("device", *owner)
        for field in self.custom_fields:
            if field.in_list:
                self.fields[PREFIX + field.key] = filter_field(field)

    def _lay_out(self):
        """The house's own words; what it hides is not asked for."""
        self.layout = self.layout or FormLayout.of("device")
        for name, field in BUILT_IN.items():
            if name in self.fields and self.layout.hides(field):
                del self.fields[name]
            elif name in self.fields:
                self.fields[name].label = self.layout.word(field, self.fields[name].label)

    def _choose(self, name, rows):
        self.fields[name].choices = [*self.fields[name].choices[:1], *rows]

    @property
    def left_out(self) -> list[str]:
        """The names of filters that made no sense."""
        return [str(self[name].label) for name in self.errors if name in self.fields]

    def get(self, name):
        """What was asked for, or None when it was left out or makes no sense."""
        return self.cleaned_data.get(name) or None

    def devices(self):
        """The devices asked for, of those this person sees, in the order asked for."""
        found = Device.objects.visible_to(self.user).filter(self._state(), self._warranty())
        for name in ("school", "category", "status", "model"):
            if value := self.get(name):
                found = found.filter(**{name: value})
        if self.get("location"):
            found = self._at(found)
        if self.get("imported"):
            found = found.filter(pk__in=self._imported())
        if words := self.get("q"):
            found = found.found_for(self.user, words)
        if self.get("faulty"):
            found = found.filter(is_faulty(self.user))
        return self._ordered(self._by_details(found))

    def place(self):
        """The place asked for, if this person sees it."""
        if self._place == ():
            places = Location.objects.visible_to(self.user).filter(pk=self.get("location"))
            self._place = places.first() if self.get("location") else None
        return self._place

    def _imported(self):
        """What came new with an import of one's own."""
        mine = DeviceImport.objects.visible_to(self.user).filter(pk=self.get("imported"))
        return mine[0].new_devices if mine else []

    def _at(self, found):
        place = self.place()
        if place is None:
            return found.none()
        return found.filter(location=place) if self.get("only_here") else found.inside(place)

    def _state(self):
        state = self.get("state")
        if state == "all":
            return Q()
        return Q(state=state) if state else ~Q(state=Device.State.RETIRED)

    def _warranty(self):
        today, wanted = timezone.localdate(), self.get("warranty")
        if wanted == "over":
            return Q(warranty_until__lt=today)
        return Q(warranty_until__gte=today) if wanted == "running" else Q()

    def _by_details(self, found):
        """Whoever is a teacher here and something else there gets answers from there."""
        shown = [f for f in self.custom_fields if f.in_list]
        own = custom_filter(shown, self.data)
        if own or any(self.get(name) for name in FOR_DETAILS):
            found = found.detailed_to(self.user).filter(own)
        return found

    def _ordered(self, found):
        wanted = self.get("ordering") or "number"
        name, down = wanted.removeprefix("-"), wanted.startswith("-")
        if name.startswith(PREFIX):
            return self._by_custom(found, name.removeprefix(PREFIX), down)
        known = self._orderings()
        if name not in known:
            return found.order_by("number_order")
        return found.order_by(*(_way(F(column), down) for column in known[name]), "pk")

    def _orderings(self):
        allowed = dict(PLAIN)
        if rules.sees_all_details(self.user):
            allowed |= DETAILED
        return allowed | PRICED if rules.sees_all_prices(self.user) else allowed

    def _by_custom(self, found, key, down):
        field = next((f for f in self.custom_fields if f.key == key and f.sortable), None)
        if field is None or not rules.sees_all_details(self.user):
            return found.order_by("number_order")
        column = {"number": "number", "date": "date"}.get(field.kind, "text")
        rows = CustomValue.objects.filter(field=field, object_id=OuterRef("pk"))
        found = found.annotate(sorted_by=Subquery(rows.values(column)[:1]))
        return found.order_by(_way(F("sorted_by"), down), "pk")


def _way(column, down):
    """Empty ones last, whichever way."""
    return column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
