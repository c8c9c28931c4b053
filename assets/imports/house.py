"""What the authority has already: schools, catalogue, devices; new things are planned here.

Everything is found by name, and there is one object for each thing: what is not there yet is an
object without an id, which `applying` makes real once a row needs it.
"""

from collections import defaultdict

from assets.imports.places import BETWEEN, Places, fold
from assets.imports.serials import same
from assets.imports.short_names import short_name
from assets.models import Category, Device, DeviceModel, FundingSource, Manufacturer
from itsm.fields.models import Status
from itsm.people.models import School

# What others call our starting categories.
ALSO = {
    "projector": "beamer", "projectors": "beamer", "projektor": "beamer",
    "laptop": "notebook", "laptops": "notebook", "notebooks": "notebook",
    "pc": "computer", "pcs": "computer", "desktop": "computer", "desktops": "computer",
    "computers": "computer", "workstation": "computer", "thin client": "computer",
    "ipad": "tablet", "ipads": "tablet", "tablets": "tablet", "tabletkoffer": "tablet-koffer",
    "ipad-koffer": "tablet-koffer", "printers": "drucker", "monitors": "monitor",
    "displays": "monitor", "switches": "switch", "ap": "access point", "accesspoint": "access point",
    "wlan access point": "access point", "smartboard": "interaktive tafel",
    "whiteboard": "interaktive tafel", "touchdisplay": "interaktive tafel",
    "phones": "telefon", "servers": "server",
}  # fmt: skip
OTHER = "Sonstiges"


class House:
    """A snapshot, by name, of everything a row may speak of."""

    def __init__(self, user):
        schools = list(School.objects.visible_to(user))
        self.schools = _shelf(schools, "short_name", "name")
        self.schools_by_id = {school.pk: school for school in schools}
        self.taken = {school.short_name.upper() for school in schools}
        self.places = Places(user, self.schools_by_id)
        self.funding = _shelf(FundingSource.objects.all(), "name")
        self.statuses = _shelf(
            Status.objects.filter(kind="device", retired=False), "label_en", "label_de"
        )
        self.models = defaultdict(list)
        self._put_catalogue(list(Category.objects.all()), list(Manufacturer.objects.all()))
        self.serials, self.numbers = defaultdict(list), {}
        self._number_devices(user)

    def school(self, name):
        """The school of this name or short name."""
        if (known := self.schools.get(fold(name))) is None:
            known = School(name=name, short_name=short_name(name, self.taken))
            self.taken.add(known.short_name)
            self.schools[fold(name)] = known
        return known

    def school_of(self, said):
        """The school a row names, by itself or at the beginning of its place; None otherwise."""
        if "school" in said:
            return self.school(said["school"])
        first = next(filter(None, BETWEEN.split(said.get("place", ""))), "")
        return self.schools.get(fold(first)) if first else None

    def category(self, name):
        """The category people mean by this word."""
        known = self.categories.get(fold(name)) or self.categories.get(ALSO.get(fold(name)))
        return known or self._new(self.categories, Category(label_de=name), name)

    def maker(self, name):
        """Who built it."""
        return self.makers.get(fold(name)) or self._new(self.makers, Manufacturer(name=name), name)

    def funded_by(self, name):
        """Where the money came from."""
        known = self.funding.get(fold(name))
        return known or self._new(self.funding, FundingSource(name=name), name)

    def model(self, said, category):
        """The model a row names, of this category; None where it names none."""
        if "model" not in said:
            return None
        maker = self.maker(said["manufacturer"]) if "manufacturer" in said else None
        fitting = [
            m
            for m in self.models[fold(said["model"])]
            if (category is None or m.category is category)
            and (maker is None or m.manufacturer is maker)
            and ("model_number" not in said or fold(m.number) == fold(said["model_number"]))
        ]
        if fitting:
            return fitting[0]
        model = DeviceModel(
            manufacturer=maker, name=said["model"], number=said.get("model_number", ""),
            category=category or self.category(OTHER), notes=said.get("model_notes", ""),
        )  # fmt: skip
        self.models[fold(model.name)].append(model)
        return model

    def _new(self, shelf, thing, name):
        shelf[fold(name)] = thing
        return thing

    def _put_catalogue(self, categories, makers):
        """Models under their name, and under maker and name together, as our own lists do."""
        self.categories = _shelf(categories, "label_en", "label_de")
        self.categories_by_id = {category.pk: category for category in categories}
        self.makers = _shelf(makers, "name")
        makers_by_id = {maker.pk: maker for maker in makers}
        for model in DeviceModel.objects.order_by("pk"):
            model.category = self.categories_by_id[model.category_id]
            model.manufacturer = makers_by_id.get(model.manufacturer_id)
            for name in {fold(model.name), fold(model)}:
                self.models[name].append(model)

    def _number_devices(self, user):
        rows = Device.objects.visible_to(user).order_by("pk")
        for pk, serial, number in rows.values_list("pk", "serial_number", "inventory_number"):
            self.numbers[same(number)] = pk
            if serial:
                self.serials[same(serial)].append(pk)


def _shelf(things, *names):
    """Things by their names; where two are called the same, the later kind of name wins."""
    things = list(things)
    return {fold(getattr(t, n)): t for n in names for t in things if getattr(t, n)}
