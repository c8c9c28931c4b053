"""The authority's tablet cases: in its own store, filled, labelled and counted."""

from assets.devices.workflow.devices import device_words, place_of
from assets.models import AccessoryKind, CaseAccessory, Device, Location, NumberCounter
from assets.places.workflow.bulk_places import Branch, plant

Kind = Location.Kind
# Slots of a case and how many tablets lie in it.
CASES = ((16, 8), (16, 8), (16, 6), (16, 6), (20, 8), (20, 8), (30, 10), (30, 10))
MORE = (16, 8)
SPARES = 4
OWNER = "IT"
AGE = 900
APPS = "GeoGebra, Anton, Stop Motion Studio, Book Creator, GarageBand, Keynote"


class Pool:
    """All cases with what lies in them, the spare tablets, and the store they stand in."""

    def __init__(self, story):
        inventory = story.made["assets"]
        self.careers, self.catalogue = inventory.careers, inventory.catalogue
        self.moments, self.random = story.moments, story.random
        self.cases, self.spares, self.inside = [], [], {}
        self.usual = self.catalogue.statuses

    def build(self, more=0):
        """Make the store, its cases, and what belongs in them."""
        tom = self.careers.people["technician"]
        self.store = self._store()
        sizes = [*CASES, *[MORE] * more]
        self.cases = [self._case(n, slots) for n, (slots, _inside) in enumerate(sizes, start=1)]
        Device.objects.bulk_create(self.cases, batch_size=500)
        number = len(self.cases)
        for case, (_slots, inside) in zip(self.cases, sizes, strict=True):
            rows = [self._tablet(number + slot, case, slot) for slot in range(1, inside + 1)]
            self.inside[case.pk], number = rows, number + inside
        self.spares = [self._tablet(number + n) for n in range(1, SPARES + 1)]
        tablets = [tablet for rows in self.inside.values() for tablet in rows]
        Device.objects.bulk_create([*tablets, *self.spares], batch_size=500)
        NumberCounter.objects.create(beginning=f"{OWNER}-", last=number + SPARES)
        self._count()
        for device in self.everything():
            self._came(device, tom)
        self.careers.write()

    def everything(self):
        """Cases, what lies in them, and the spares."""
        return [*self.cases, *(d for rows in self.inside.values() for d in rows), *self.spares]

    def _store(self):
        shelf = Branch("Lager", Kind.ROOM)
        house = Branch("Haus 1", Kind.BUILDING, None, [shelf])
        founded = self.moments.ago(2410, "8:00")
        plant(
            [Branch("Medienzentrum", Kind.SITE, None, [house])],
            by=self.careers.people["admin"],
            at=founded,
        )
        return shelf.place

    def _case(self, number, slots):
        case = self._device(f"PARAPROJECT Case N{slots}", number)
        case.name, case.capacity, case.apps = f"Leihkoffer {number}", slots, APPS
        case.mdm_group = f"Leihkoffer {number:02d}"
        case.search = device_words(case)
        return case

    def _tablet(self, number, case=None, slot=None):
        tablet = self._device("iPad 10", number)
        tablet.case, tablet.slot = case, slot
        if case:
            tablet.name, tablet.version = f"{case.name}, Fach {slot}", 2
        tablet.search = device_words(tablet)
        return tablet

    def _device(self, model_name, number):
        model, price = self.catalogue.by_name[model_name]
        bought = self.moments.ago(AGE).date()
        serial = "".join(self.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=10))
        return Device(
            category=model.category,
            model=model,
            location=self.store,
            state="in_storage",
            status=self.usual.get("in_storage"),
            inventory_number=f"{OWNER}-{number:05d}",
            serial_number=serial,
            purchased_on=bought,
            price=price,
            replacement_value=price,
            supplier="Medientechnik Nord",
            order_number=f"B{bought.year}-077",
        )

    def _count(self):
        kinds = {kind.label_de: kind for kind in AccessoryKind.objects.all()}
        rows = []
        for case in self.cases:
            tablets = len(self.inside[case.pk])
            wanted = {"Stift": tablets, "Netzteil": 1, "Ladekabel": tablets, "Hülle": tablets}
            rows += [
                CaseAccessory(case=case, kind=kinds[name], expected=n, present=n)
                for name, n in wanted.items()
            ]
        CaseAccessory.objects.bulk_create(rows, batch_size=500)

    def _came(self, device, by):
        start = self.moments.ago(AGE - 6, "9:30")
        label = self.careers.label(device, self.moments.after(start, 20))
        self.careers.say(by, "device.registered", [device], start, place=place_of(device))
        self.careers.say(by, "label.printed", [device, label], label.bound_at)
        if device.case_id:
            words = {"slot": device.slot, "case": device.case.inventory_number}
            self.careers.say(
                by,
                "case.filled",
                [device.case, device],
                self.moments.after(start, 60),
                device=device.inventory_number,
                **words,
            )
