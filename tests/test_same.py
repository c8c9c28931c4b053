"""What is the same is the same for database, step, search and import."""

import pytest
from django.db import IntegrityError, transaction

from assets.devices.workflow.devices import edit, register
from assets.models import Category, Device, DeviceModel, Location, Manufacturer
from assets.places.workflow.places import add_place, edit_place
from itsm.people.models import School, SchoolKind
from itsm.same import doubles_of, fill_keys, name_key, number_key, order_key, serial_key, visible
from itsm.settings_pages.workflow import save, save_school
from itsm.workflow import StepRefused
from tests.conftest import give_role, make_device, make_place, make_school


@pytest.mark.parametrize(
    "written",
    ["RAUM 204", "  Raum\u00a0 204 ", "Ra\u00adum 204\u200b", "\u200eRaum\n204", "raum 204\ufeff"],
)
def test_capitals_blanks_and_unseen_signs_make_no_other_name(written):
    assert name_key(written) == name_key("Raum 204") == "raum 204"


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ("Fo\u0308rderschule", "Förderschule", name_key),
        ("STRASSE", "Straße", name_key),
        ("Raum 1–2", "Raum 1-2", name_key),
        ("it 00 42", "IT0042", number_key),
        ("5CG-1234-ABC", "5cg1234abc", serial_key),
        ("PF 2X YZ 9", "PF2XYZ9", serial_key),
    ],
)
def test_the_same_written_in_two_ways(one, other, key):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ("Raum 204", "Raum 205", name_key),
        ("Raum 12", "Raum 1 2", name_key),
        ("A-1-23", "A-12-3", number_key),
        ("Müller", "Muller", name_key),
    ],
)
def test_what_looks_different_is_different(one, other, key):
    assert key(one) != key(other)


def test_rooms_are_counted_as_people_count():
    names = ["Raum 10", "Raum 2", "Raum 1", "Raum 100", "Ärztezimmer", "Aula", "Bücherei", "raum 9"]
    assert sorted(names, key=order_key) == [
        "Ärztezimmer",
        "Aula",
        "Bücherei",
        "Raum 1",
        "Raum 2",
        "raum 9",
        "Raum 10",
        "Raum 100",
    ]


@pytest.fixture
def laptops(db):
    return Category.objects.create(label_de="Notebook")


def refused(act, *args, **values):
    with pytest.raises(StepRefused) as refusal:
        act(*args, **values)
    return refusal.value.sentence


def test_a_second_device_of_one_number_is_refused_and_the_first_is_named(
    adam, otto, deich, beamers, room204, beamer
):
    for number in ("gad-00417", "GAD-0 0417", "GAD\u201100417", "GAD-00417\u200b"):
        sentence = refused(
            register, by=adam, category=beamers, school=deich, inventory_number=number
        )
        assert sentence == (
            f"Die Inventarnummer {visible(number)} hat schon dieses Gerät: "
            "GAD-00417, Epson EB-992F, Gymnasium am Deich, Haupthaus, 2. OG, Raum 204."
        )
    assert Device.objects.filter(category=beamers).count() == 1


def test_another_schools_device_is_not_named(olga, adam, moor, deich, beamers, laptops):
    make_device("X-1", beamers, deich)
    mine = make_device("X-2", laptops, moor)
    assert refused(edit, mine, by=adam, inventory_number="x-1").startswith("Die Inventarnummer")
    give_role(olga, "technician", moor)
    assert refused(edit, mine, by=olga, inventory_number="x-1") == (
        "Die Inventarnummer x-1 ist vergeben."
    )


def test_a_serial_number_is_one_devices_of_a_maker(adam, deich, laptops):
    dell, apple = (Manufacturer.objects.create(name=name) for name in ("Dell", "Apple"))
    latitude, book = (
        DeviceModel.objects.create(name=name, category=laptops, manufacturer=maker)
        for name, maker in (("Latitude", dell), ("MacBook", apple))
    )
    facts = {"by": adam, "category": laptops, "school": deich}
    register(**facts, model=latitude, serial_number="5CG-1234-ABC", inventory_number="N-1")
    sentence = refused(register, **facts, model=latitude, serial_number="5cg1234abc")
    assert sentence == (
        "Die Seriennummer 5cg1234abc hat schon dieses Gerät: N-1, Dell Latitude, Gymnasium am Deich."
    )
    assert refused(register, **facts, serial_number="5CG 1234 ABC")
    register(**facts, model=book, serial_number="5CG1234ABC")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_device("N-9", laptops, deich, model=latitude, serial_number="5CG1234ABC")
    register(**facts, serial_number="")
    register(**facts, serial_number="")


def test_the_database_keeps_the_promise_too(deich, beamers, room204):
    make_device("A-1", beamers, deich)
    for twin in (
        lambda: make_device("a -1", beamers, deich),
        lambda: make_place("raum  204", "room", room204.parent, deich),
        lambda: make_school("GYMNASIUM  AM DEICH", "XX"),
        lambda: make_school("Anders", "gad"),
        lambda: Category.objects.create(label_de="beamer"),
        lambda: SchoolKind.objects.create(name="gymnasium"),
        lambda: Device.objects.bulk_create(
            [Device(inventory_number="a-1", category=beamers, school=deich)]
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            twin()


def test_settings_and_places_refuse_the_second_name(adam, deich, beamers, room204):
    assert refused(save, Category(), by=adam, label_de="BEAMER") == "„Beamer“ gibt es schon."
    values = {"name": "gymnasium am deich", "short_name": "XX2"}
    assert refused(save_school, School(), by=adam, **values) == (
        "„Gymnasium am Deich“ gibt es schon."
    )
    values = {"name": "Neu", "short_name": "gad"}
    assert refused(save_school, School(), by=adam, **values) == (
        "„Gymnasium am Deich“ gibt es schon."
    )
    facts = {"by": adam, "name": "raum 204", "kind": "room", "parent": room204.parent}
    assert refused(add_place, **facts) == "„Raum 204“ gibt es hier schon."
    assert School.objects.count() == 1


def test_its_own_name_in_other_letters_is_no_double(adam, deich, room204):
    save_school(deich, by=adam, name="GYMNASIUM am Deich")
    edit_place(room204, by=adam, name="RAUM 204", school=deich)
    room204.refresh_from_db()
    assert (room204.name, School.objects.get().name) == ("RAUM 204", "GYMNASIUM am Deich")


def double(thing, **values):
    """As it could be entered before: the second is the same, and nobody noticed."""
    type(thing).objects.filter(pk=thing.pk).update(**values)
    fill_keys(type(thing))
    thing.refresh_from_db()
    return thing


def test_doubles_from_before_stay_and_are_found_until_mended(adam, deich, beamers):
    first, second = make_device("SEITE-1", beamers, deich), make_device("B-2", beamers, deich)
    double(second, inventory_number="seite-1")
    assert doubles_of(Device) == [[first, second]]
    edit(second, by=adam, notes="steht im Keller")
    second.refresh_from_db()
    second.save()
    assert doubles_of(Device) == [[first, second]]
    assert refused(register, by=adam, category=beamers, school=deich, inventory_number="Seite-1")
    assert Device.objects.numbered("seite-1").first() == second
    assert Device.objects.numbered("SEITE-1").first() == first
    edit(second, by=adam, inventory_number="SEITE-2")
    assert doubles_of(Device) == []


def test_where_the_first_of_two_is_renamed_the_other_still_has_the_name(adam, deich, beamers):
    first, second = make_device("SEITE-1", beamers, deich), make_device("B-2", beamers, deich)
    double(second, inventory_number="seite-1")
    edit(first, by=adam, inventory_number="ANDERS")
    assert doubles_of(Device) == []
    assert refused(register, by=adam, category=beamers, school=deich, inventory_number="SEITE -1")


def test_double_rooms_can_be_closed(adam, deich, room204):
    other = make_place("Raum 205", "room", room204.parent, deich)
    double(other, name="raum  204")
    assert doubles_of(Location) == [[room204, other]]
    edit_place(other, by=adam, name="raum  204", school=deich, closed=True)
    edit_place(other, by=adam, name="Raum 204 alt", school=deich, closed=True)
    assert doubles_of(Location) == []


def test_double_schools_can_be_edited(adam, deich, moor):
    double(moor, name="gymnasium am deich")
    assert doubles_of(School) == [[deich, moor]]
    save_school(moor, by=adam, name="gymnasium am deich", phone="1234")
    moor.refresh_from_db()
    assert (moor.phone, doubles_of(School)) == ("1234", [[deich, moor]])
