"""Devices of every kind in the rooms: the story's own, and as many more as wanted."""

from datetime import timedelta
from itertools import count

from assets.demo import names
from assets.demo.things import THINGS
from assets.devices.workflow.devices import device_words
from assets.models import Category, Device, DeviceModel, FundingSource, Manufacturer, NumberCounter
from itsm.fields.models import CustomField, CustomValue, Status

State = Device.State
OLDEST = 2400
# From here on the kit is what is carried about, not what hangs on the wall.
CARRIED = 4
SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
# Of a hundred devices, so many are not simply in service.
STATES = [State.IN_SERVICE] * 93 + [State.IN_STORAGE] * 3 + [State.IN_REPAIR, State.MISSING]
STATES += [State.RETIRED] * 2


class Catalogue:
    """Models with prices by category and name, funding, and the usual status of each state."""

    def __init__(self):
        self.categories = {c.label_de: c for c in Category.objects.all()}
        self.models, self.by_name = {}, {}
        for category, rows in names.MODELS.items():
            self.models[category] = [self._model(category, *row) for row in rows]
        self.funding = {source.name: source for source in FundingSource.objects.all()}
        rows = Status.objects.filter(kind="device", is_default=True)
        self.statuses = {status.state: status for status in rows}

    def _model(self, category, maker, name, number, price, months):
        model = DeviceModel.objects.create(
            manufacturer=Manufacturer.objects.get_or_create(name=maker)[0],
            name=name,
            number=number,
            category=self._category(category),
            warranty_months=months,
        )
        self.by_name[name] = (model, price)
        return model, price

    def _category(self, name):
        if name not in self.categories:
            self.categories[name] = Category.objects.create(label_de=name)
        return self.categories[name]


def build_devices(wanted, schools, rooms, catalogue, moments, random):
    """The story's devices by key, and all devices, each with its number."""
    maker = _Maker(catalogue, moments, random)
    storied = {thing.key: maker.storied(thing, schools, rooms) for thing in THINGS}
    devices = list(storied.values())
    share = [(wanted - len(devices) + n) // len(schools) for n in range(len(schools))]
    equipped = {device.location_id for device in devices}
    for school, number in zip(schools, share, strict=True):
        devices += maker.more(max(0, number), school, rooms[school.pk], equipped)
    _number(devices, schools)
    fields = _custom_fields(catalogue, devices, random)
    for device in devices:
        device.search = device_words(device)
    Device.objects.bulk_create(devices, batch_size=1000)
    _index(fields, devices)
    return storied, devices


class _Maker:
    """Makes devices that are not numbered yet."""

    def __init__(self, catalogue, moments, random):
        self.catalogue, self.moments, self.random = catalogue, moments, random

    def storied(self, thing, schools, rooms):
        school = schools[thing.school]
        room = next(room for room in rooms[school.pk] if room.name == thing.room)
        device = self._device(school, room, self.catalogue.by_name[thing.model], thing.age)
        device.name, device.state = thing.name, thing.state
        device.serial_number = thing.serial or device.serial_number
        device.inventory_number = f"{school.short_name}-{thing.number:05d}"
        device.status = self.catalogue.statuses.get(thing.state)
        return device

    def more(self, number, school, rooms, equipped):
        """Room after room gets the same kind of thing, then the next kind; rooms that the story
        has equipped begin with what is carried about."""
        for place in range(number):
            room = rooms[place % len(rooms)]
            step = place // len(rooms) + (CARRIED if room.pk in equipped else 0)
            category = self.random.choice(names.KIT[step % len(names.KIT)])
            pick = self.random.choice(self.catalogue.models[category])
            device = self._device(school, room, pick, self.random.randint(60, OLDEST))
            self._put(device)
            yield device

    def _put(self, device):
        """Most are in service; those on a shelf stand nowhere."""
        device.state = self.random.choice(STATES)
        if device.state == State.IN_STORAGE:
            device.location = None
        device.status = self.catalogue.statuses.get(device.state)

    def _device(self, school, room, pick, age):
        (model, price), bought = pick, self.moments.ago(age).date()
        source = self._source(bought)
        years = source.binding_years if source else None
        return Device(
            category=model.category,
            model=model,
            school=school,
            location=room,
            serial_number="".join(self.random.choices(SIGNS, k=10)),
            purchased_on=bought,
            price=price,
            supplier=self.random.choice(names.SUPPLIERS),
            order_number=f"B{bought.year}-{self.random.randint(1, 999):03d}",
            warranty_until=bought + timedelta(days=model.warranty_months * 365 // 12),
            funding_source=source,
            bound_until=bought + timedelta(days=365 * years) if years else None,
        )

    def _source(self, bought):
        names = ("DigitalPakt Schule", "Eigenmittel des Schulträgers", "Förderverein")
        weights = (6, 3, 1) if 2019 <= bought.year <= 2025 else (0, 9, 1)
        return self.catalogue.funding.get(self.random.choices(names, weights)[0])


def _number(devices, schools):
    """The older a device, the smaller its number; new ones go on counting behind all of them."""
    counters = []
    for school in schools:
        mine = [d for d in devices if d.school == school]
        taken = {d.inventory_number for d in mine}
        free = (n for n in map(f"{school.short_name}-{{:05d}}".format, count(1)) if n not in taken)
        without = [d for d in mine if not d.inventory_number]
        for device in sorted(without, key=lambda d: d.purchased_on):
            device.inventory_number = next(free)
        last = max((int(d.inventory_number[-5:]) for d in mine), default=0)
        counters.append(NumberCounter(beginning=f"{school.short_name}-", last=last))
    NumberCounter.objects.bulk_create(counters)


def _custom_fields(catalogue, devices, random):
    """Two fields of the authority's own, filled in: lamp hours, and the group of the tablets."""
    lamp = _field(catalogue, "Beamer", "lamp_hours", "number", "Lampenstunden", "Lamp hours")
    group = _field(catalogue, "Tablet", "mdm_group", "text", "MDM-Gruppe", "MDM group")
    for device in devices:
        if device.category_id == lamp.owner_id:
            device.custom = {lamp.key: random.randint(100, 4800)}
        elif device.category_id == group.owner_id:
            device.custom = {group.key: f"{device.school.short_name}-Schüler"}
    return lamp, group


def _field(catalogue, category, key, kind, german, english):
    return CustomField.objects.create(
        owner_type="category",
        owner_id=catalogue.categories[category].pk,
        key=key,
        kind=kind,
        label_de=german,
        label_en=english,
        sortable=True,
    )


def _index(fields, devices):
    """What `index_values` keeps for sortable fields."""
    rows = [
        CustomValue(
            field=field,
            object_id=device.pk,
            text=str(device.custom[field.key]),
            number=device.custom[field.key] if field.kind == "number" else None,
        )
        for field in fields
        for device in devices
        if field.key in device.custom
    ]
    CustomValue.objects.bulk_create(rows, batch_size=1000)
