"""What the authority has already: schools, catalogue, devices; new things are planned here.

Everything is found by name, and there is one object for each thing: what is not there yet is an
object without an id, which `applying` makes real once a row needs it.
"""

from collections import defaultdict

from assets.imports.answers import AUTHORITY, Answers, alike, key_for
from assets.imports.lookup import Shelf
from assets.imports.namesakes import Namesakes
from assets.imports.places import BETWEEN, Places
from assets.imports.short_names import short_name
from assets.models import Category, Device, DeviceModel, FundingSource, Manufacturer
from itsm.fields.models import Status
from itsm.people.models import School
from itsm.same import name_key, number_key, serial_key

# What others call our starting categories.
ALSO = {
    "projector": "beamer",
    "projectors": "beamer",
    "projektor": "beamer",
    "laptop": "notebook",
    "laptops": "notebook",
    "notebooks": "notebook",
    "pc": "computer",
    "pcs": "computer",
    "desktop": "computer",
    "desktops": "computer",
    "computers": "computer",
    "workstation": "computer",
    "thin client": "computer",
    "ipad": "tablet",
    "ipads": "tablet",
    "tablets": "tablet",
    "tabletkoffer": "tablet-koffer",
    "ipad-koffer": "tablet-koffer",
    "printers": "drucker",
    "monitors": "monitor",
    "displays": "monitor",
    "switches": "switch",
    "ap": "access point",
    "accesspoint": "access point",
    "wlan access point": "access point",
    "smartboard": "interaktive tafel",
    "whiteboard": "interaktive tafel",
    "touchdisplay": "interaktive tafel",
    "phones": "telefon",
    "servers": "server",
}
OTHER = "Sonstiges"


class House:
    """A snapshot, by name, of everything a row may speak of."""

    def __init__(self, user, answers=None):
        self.answers = answers or Answers()
        schools = list(School.objects.visible_to(user))
        self.schools = Shelf(schools, "short_name", "name")
        self.namesakes = Namesakes(schools)
        self.schools_by_id = {school.pk: school for school in schools}
        self.taken = {school.short_name.upper() for school in schools}
        # The school this list is of, where no column names it.
        self.list_of = self._whose_list()
        self.is_authoritys = self.answers.list_of == AUTHORITY
        self.places = Places(user, self.schools_by_id, self.answers)
        self.funding = Shelf(FundingSource.objects.order_by("pk"), "name")
        statuses = Status.objects.filter(kind="device", retired=False)
        self.statuses = Shelf(list(statuses), "label_en", "label_de")
        self.models = defaultdict(list)
        self._put_catalogue(list(Category.objects.all()), list(Manufacturer.objects.all()))
        self.serials, self.numbers, self.exact_numbers = defaultdict(list), {}, {}
        self._number_devices(user)

    def school(self, name):
        """The school of this name or short name, also with its town behind it."""
        known = self.schools.get(name) or self.namesakes.called(name)
        if known is None:
            known = self.answers.settle(key_for("school", name), name, self.schools_by_id)
            known = self.schools.put(name, known or self._new_school(name))
        return known

    def _new_school(self, name):
        school = School(name=name, short_name=short_name(name, self.taken))
        self.taken.add(school.short_name)
        self.namesakes.add(school)
        return school

    def _whose_list(self):
        said = self.answers.list_of
        return self.schools_by_id.get(int(said)) if said and said != AUTHORITY else None

    def school_of(self, said):
        """The school a row names, by itself or at the beginning of its place, else the one whose
        list this is; None otherwise."""
        if "school" in said:
            return self.school(said["school"])
        first = next(filter(None, BETWEEN.split(said.get("place", ""))), "")
        return (self.schools.get(first) if first else None) or self.list_of

    def category(self, name):
        """The category people mean by this word."""
        known = self.categories.get(name) or self.categories.get(ALSO.get(name_key(name)))
        if known is None:
            key = key_for("category", name)
            known = self.answers.settle(key, name, self.categories_by_id)
            known = self.categories.put(name, known or Category(label_de=name))
        return known

    def maker(self, name):
        """Who built it."""
        known = self.makers.get(name)
        if known is None:
            makers = {maker.pk: maker for maker in self.makers.values()}
            known = self.answers.settle(key_for("manufacturer", name), name, makers)
            known = self.makers.put(name, known or Manufacturer(name=name))
        return known

    def alike(self, thing) -> list:
        """What is there already that this new thing may be meant to be."""
        kind, name = thing._meta.model_name, str(thing)
        shelves = {"school": self.schools, "category": self.categories, "manufacturer": self.makers}
        if kind == "location":
            return alike(name, self.places.beside(thing))
        return alike(name, [pair for pair in shelves[kind].pairs() if pair[1].pk])

    def funded_by(self, name):
        """Where the money came from."""
        return self.funding.get(name) or self.funding.put(name, FundingSource(name=name))

    def model(self, said, category):
        """The model a row names, of this category; None where it names none."""
        if "model" not in said:
            return None
        maker = self.maker(said["manufacturer"]) if "manufacturer" in said else None
        fitting = [
            m
            for m in self.models[name_key(said["model"])]
            if (category is None or m.category is category)
            and (maker is None or m.manufacturer is maker)
            and ("model_number" not in said or name_key(m.number) == name_key(said["model_number"]))
        ]
        if fitting:
            return next((m for m in fitting if m.name == said["model"]), fitting[0])
        model = DeviceModel(
            manufacturer=maker,
            name=said["model"],
            number=said.get("model_number", ""),
            category=category or self.category(OTHER),
            notes=said.get("model_notes", ""),
        )
        self.models[name_key(model.name)].append(model)
        return model

    def _put_catalogue(self, categories, makers):
        """Models under their name, and under maker and name together, as our own lists do."""
        self.categories = Shelf(categories, "label_en", "label_de")
        self.categories_by_id = {category.pk: category for category in categories}
        self.makers = Shelf(makers, "name")
        makers_by_id = {maker.pk: maker for maker in makers}
        for model in DeviceModel.objects.order_by("pk"):
            model.category = self.categories_by_id[model.category_id]
            model.manufacturer = makers_by_id.get(model.manufacturer_id)
            for name in {name_key(model.name), name_key(model)}:
                self.models[name].append(model)

    def _number_devices(self, user):
        rows = Device.objects.visible_to(user).order_by("pk")
        for pk, serial, number in rows.values_list("pk", "serial_number", "inventory_number"):
            self.numbers.setdefault(number_key(number), pk)
            self.exact_numbers[number] = pk
            if serial:
                self.serials[serial_key(serial)].append(pk)

    def numbered(self, number):
        """The id of the device of this inventory number: the very same first; None if none is."""
        return self.exact_numbers.get(number) or self.numbers.get(number_key(number))
