"""Steps on a device: which are possible when, who may, and what each leaves behind."""

from datetime import date
from decimal import Decimal

import pytest

from assets.cases import workflow
from assets.devices.workflow import devices, lending
from assets.models import Category, Device
from itsm.fields.models import CustomField, CustomValue, Status
from itsm.journal import timeline
from itsm.journal.models import Subject
from itsm.workflow import NotAllowed, StepRefused
from tests.conftest import make_device, make_label

PEOPLE = ["anna", "vera", "hanna", "tom", "lena", "adam", "otto", "olga", "nora", "ida"]
STATES = list(Device.State.values)
# step: (in which states it is possible, what becomes of the device, the journal's verb)
TABLE = {
    "store": ({"in_service", "in_repair", "missing"}, "in_storage", "device.stored"),
    "put_in_service": (
        {"in_storage", "in_repair", "missing"},
        "in_service",
        "device.put_in_service",
    ),
    "send_to_repair": ({"in_service", "in_storage"}, "in_repair", "device.sent_to_repair"),
    "return_from_repair": ({"in_repair"}, "in_service", "device.returned_from_repair"),
    "report_missing": (
        {"in_service", "in_storage", "in_repair", "lent"},
        "missing",
        "device.reported_missing",
    ),
    "retire": ({"in_service", "in_storage", "in_repair", "missing"}, "retired", "device.retired"),
    "lend": ({"in_service", "in_storage"}, "lent", "device.lent"),
    "give_back": ({"lent"}, "in_storage", "device.given_back"),
}


def life_of(thing):
    return [(row.verb, row.event.by, row.event.details) for row in Subject.objects.about(thing)]


def in_state(device, state):
    to = device.school if state == "lent" else None
    Device.objects.filter(pk=device.pk).update(state=state, lent_to=to)
    device.refresh_from_db()
    return device


@pytest.mark.parametrize("step", TABLE)
@pytest.mark.parametrize("state", STATES)
def test_a_step_is_possible_in_some_states_and_refused_in_all_others(step, state, beamer, tom):
    possible, becomes, verb = TABLE[step]
    in_state(beamer, state)
    # Loans are handed out by whoever may step on the device; tom may.
    take = getattr(lending if step in ("lend", "give_back") else devices, step)
    facts = {"school": beamer.school} if step == "lend" else {}
    if state in possible:
        take(beamer, by=tom, **facts)
    else:
        with pytest.raises(StepRefused):
            take(beamer, by=tom, **facts)
    beamer.refresh_from_db()
    moved = state in possible
    assert beamer.state == (becomes if moved else state)
    assert beamer.version == (2 if moved else 1)
    assert life_of(beamer) == ([(verb, tom, {})] if moved else [])


@pytest.mark.parametrize("name", PEOPLE)
def test_only_staff_take_steps_on_devices(name, request, beamer, room204):
    person = request.getfixturevalue(name)
    steps = [
        lambda: devices.store(beamer, by=person),
        lambda: devices.edit(beamer, by=person, notes="neu"),
        lambda: devices.move(beamer, by=person, location=None),
    ]
    if name in ("tom", "adam"):
        for step in steps:
            step()
        assert [row[0] for row in life_of(beamer)] == [
            "device.moved",
            "device.edited",
            "device.stored",
        ]
        return
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    assert life_of(beamer) == []


def test_loan_managers_take_steps_on_cases_only(lena, beamer, deich):
    beamer.category.is_case = True
    beamer.category.save()
    devices.store(beamer, by=lena, note="Regal 3")
    assert life_of(beamer) == [("device.stored", lena, {"note": "Regal 3"})]


def test_registering_gives_a_number_by_the_scheme_and_begins_a_life(
    tom, beamers, epson, deich, room204
):
    first = devices.register(
        by=tom, category=beamers, school=deich, location=room204, model=epson, serial_number="A1"
    )
    second = devices.register(by=tom, category=beamers, school=deich)
    assert (first.inventory_number, first.state) == ("GAD-00001", "in_service")
    assert (second.inventory_number, second.state) == ("GAD-00002", "in_storage")
    assert life_of(first) == [
        ("device.registered", tom, {"place": "Gymnasium am Deich, Haupthaus, 2. OG, Raum 204"})
    ]
    found = Device.objects.found_by("epson a1 204")
    assert list(found) == [first]


def test_a_number_that_is_taken_is_refused_with_a_sentence(tom, beamers, deich, beamer):
    with pytest.raises(StepRefused) as refused:
        devices.register(by=tom, category=beamers, school=deich, inventory_number="GAD-00417")
    assert "GAD-00417" in refused.value.sentence
    assert Device.objects.count() == 1


def test_nobody_registers_for_a_school_out_of_reach(nora, vera, beamers, deich):
    for person in (nora, vera):
        with pytest.raises(NotAllowed):
            devices.register(by=person, category=beamers, school=deich)
    assert Device.objects.count() == 0


def test_only_those_who_work_everywhere_register_for_the_authority(nora, tom, beamers):
    with pytest.raises(NotAllowed):
        devices.register(by=nora, category=beamers)
    device = devices.register(by=tom, category=beamers)
    assert (device.school, device.inventory_number) == (None, "IT-00001")


def test_a_device_cannot_stand_in_a_room_of_another_school(tom, beamers, deich, room12):
    with pytest.raises(StepRefused):
        devices.register(by=tom, category=beamers, school=deich, location=room12)
    assert Device.objects.count() == 0


def test_the_authoritys_own_word_for_a_state_comes_along(tom, beamer):
    shelf = Status.objects.create(
        kind="device", state="in_storage", label_de="im Lager", is_default=True
    )
    devices.store(beamer, by=tom)
    beamer.refresh_from_db()
    assert beamer.status == shelf
    devices.put_in_service(beamer, by=tom)
    beamer.refresh_from_db()
    assert beamer.status is None


def test_edits_keep_old_and_new_value(tom, beamer):
    changed = devices.edit(
        beamer,
        by=tom,
        version=1,
        serial_number="X4AB100417L",
        price=Decimal("1249.00"),
        warranty_until=date(2026, 6, 30),
        notes="Lampe getauscht",
    )
    assert changed == ["price", "warranty_until", "notes"]
    assert life_of(beamer) == [
        (
            "device.edited",
            tom,
            {
                "changes": {
                    "price": ["", "1249.00"],
                    "warranty_until": ["", "2026-06-30"],
                    "notes": ["", "Lampe getauscht"],
                }
            },
        )
    ]
    beamer.refresh_from_db()
    assert (beamer.version, beamer.price) == (2, Decimal("1249.00"))


def test_an_edit_that_changes_nothing_leaves_no_line(tom, beamer):
    assert devices.edit(beamer, by=tom, version=1, serial_number="X4AB100417L") == []
    beamer.refresh_from_db()
    assert (beamer.version, life_of(beamer)) == (1, [])


def test_who_saves_an_older_version_is_refused_and_nothing_is_written(tom, adam, beamer):
    seen = Device.objects.get(pk=beamer.pk)
    devices.edit(beamer, by=adam, version=1, notes="adam war schneller")
    for device, version in ((seen, 1), (seen, None), (Device.objects.get(pk=beamer.pk), 1)):
        with pytest.raises(StepRefused):
            devices.edit(device, by=tom, version=version, notes="tom war langsamer")
    assert Device.objects.get(pk=beamer.pk).notes == "adam war schneller"


def test_a_taken_number_is_refused_in_an_edit_and_the_device_stays_as_it_was(tom, beamer, deich):
    make_device("GAD-00418", beamer.category, deich)
    with pytest.raises(StepRefused):
        devices.edit(beamer, by=tom, inventory_number="GAD-00418", notes="x")
    assert (beamer.inventory_number, beamer.notes) == ("GAD-00417", "")


def test_what_steps_keep_is_not_edited(tom, beamer, moor):
    for field in ({"school": moor}, {"state": "retired"}, {"location": None}, {"created_at": None}):
        with pytest.raises(NotAllowed):
            devices.edit(beamer, by=tom, **field)


def test_a_status_must_belong_to_the_state_and_to_ones_role(tom, adam, beamer):
    here = Status.objects.create(kind="device", state="in_service", label_de="im Unterricht")
    repair = Status.objects.create(kind="device", state="in_repair", label_de="beim Händler")
    admins = Status.objects.create(
        kind="device", state="in_service", label_de="geprüft", roles=["administrator"]
    )
    for person, status in ((tom, repair), (tom, admins)):
        with pytest.raises(StepRefused):
            devices.edit(beamer, by=person, status=status)
    devices.edit(beamer, by=tom, status=here)
    devices.edit(beamer, by=adam, status=admins)
    beamer.refresh_from_db()
    assert beamer.status == admins


def test_custom_values_follow_the_category(tom, beamer, deich):
    hours = CustomField.objects.create(
        owner_type="category",
        owner_id=beamer.category_id,
        key="hours",
        kind="number",
        label_de="Lampenstunden",
        sortable=True,
    )
    devices.edit(beamer, by=tom, custom={"hours": 1200})
    assert list(CustomValue.objects.values_list("field", "object_id", "number")) == [
        (hours.pk, beamer.pk, Decimal("1200.0000"))
    ]
    laptops = Category.objects.create(label_de="Laptop")
    devices.edit(beamer, by=tom, category=laptops, model=None, custom={})
    assert CustomValue.objects.count() == 0
    assert life_of(beamer)[0][2]["changes"] == {
        "category": ["Beamer", "Laptop"],
        "model": ["Epson EB-992F", ""],
        "custom": [{"hours": "1200"}, {}],
    }


def test_retiring_ends_the_label_and_keeps_the_life(tom, beamer):
    label = make_label(beamer)
    devices.retire(beamer, by=tom, note="Lampe zu teuer")
    label.refresh_from_db()
    assert label.revoked_at is not None
    assert life_of(beamer) == [("device.retired", tom, {"note": "Lampe zu teuer"})]


def test_details_of_a_repair_are_kept_and_empty_ones_left_out(tom, beamer):
    devices.send_to_repair(beamer, by=tom, company="Medientechnik Nord", reference="RMA 88213")
    devices.return_from_repair(beamer, by=tom, cost=Decimal("189.00"))
    assert [row[2] for row in life_of(beamer)] == [
        {"cost": "189.00"},
        {"company": "Medientechnik Nord", "reference": "RMA 88213"},
    ]


def test_what_is_lent_comes_back_with_its_loan_only(tom, lena, beamer, moor):
    lending.lend(beamer, by=lena, school=moor, loan=7)
    for step in (devices.store, devices.retire, devices.put_in_service):
        with pytest.raises(StepRefused):
            step(beamer, by=tom)
    lending.give_back(beamer, by=lena)
    assert Device.objects.get(pk=beamer.pk).state == "in_storage"


def test_what_is_lent_is_found_where_it_is(lena, beamer, moor, room12):
    def found():
        return [list(Device.objects.found_by(words)) for words in ("204", "Raum 12")]

    lending.lend(beamer, by=lena, school=moor, location=room12, loan=7)
    assert found() == [[], [beamer]]
    lending.lose(beamer, by=lena)
    assert found() == [[], []]


def test_a_changed_custom_field_is_told_under_its_name(tom, beamer):
    CustomField.objects.create(
        owner_type="category",
        owner_id=beamer.category_id,
        key="remote",
        kind="yes_no",
        label_de="Fernbedienung da",
    )
    devices.edit(beamer, by=tom, custom={"remote": True})
    devices.edit(beamer, by=tom, price=Decimal("1249.50"))
    lines = timeline.lines(Subject.objects.about(beamer))
    assert [line.sentence.replace("\xa0", " ") for line in lines] == [
        "Geändert: Preis (leer) → „1.249,50 €“",
        "Geändert: Fernbedienung da (leer) → „ja“",
    ]


def test_a_case_with_something_in_it_stays_a_case(tom, beamer, deich, laptop):
    kind = Category.objects.create(label_de="Tablet-Koffer", label_en="Tablet case", is_case=True)
    case = make_device("GAD-K1", kind, deich, capacity=2)
    workflow.fill(case, by=tom, device=laptop)
    with pytest.raises(StepRefused, match="Nehmen Sie"):
        devices.edit(case, by=tom, category=beamer.category)
    workflow.take_out(laptop, by=tom)
    devices.edit(case, by=tom, category=beamer.category)
    assert Device.objects.get(pk=case.pk).category == beamer.category


def test_words_for_nothing_are_no_serial_number_by_any_door(tom, beamers, deich):
    for number, serial in (("A-1", "k.A."), ("A-2", "K. A."), ("A-3", "ohne SN")):
        device = devices.register(
            by=tom, category=beamers, school=deich, inventory_number=number, serial_number=serial
        )
        assert device.serial_number == ""
    devices.edit(device, by=tom, serial_number="S-1")
    devices.edit(device, by=tom, serial_number="nicht lesbar")
    device.refresh_from_db()
    assert device.serial_number == ""


def test_short_texts_lose_line_breaks_and_signs_nobody_sees(tom, beamers, deich):
    device = devices.register(
        by=tom,
        category=beamers,
        school=deich,
        inventory_number="A\n\u200b1",
        serial_number="\u200eS\n2",
        name="Tablet\nro\u00adt",
        notes="eins\nzwei",
    )
    assert (device.inventory_number, device.serial_number) == ("A 1", "S 2")
    assert (device.name, device.notes) == ("Tablet rot", "eins\nzwei")


def test_an_inventory_number_that_says_nothing_is_drawn_and_never_edited_in(tom, beamers, deich):
    device = devices.register(by=tom, category=beamers, school=deich, inventory_number="k.A.")
    assert device.inventory_number == "GAD-00001"
    with pytest.raises(StepRefused):
        devices.edit(device, by=tom, inventory_number="-")
    device.refresh_from_db()
    assert device.inventory_number == "GAD-00001"
