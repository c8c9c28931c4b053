"""The list of devices: what is asked for is shown, and nobody learns more by asking."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from assets.devices.filters import DeviceFilter
from assets.devices.workflow import devices as steps
from assets.models import DeviceModel, Manufacturer
from itsm.fields.models import CustomField, Status
from itsm.fields.values import index_values
from itsm.people.roles import Role
from tests.conftest import give_role, make_device, make_place


def asked(query, user):
    form = DeviceFilter(QueryDict(query), user=user)
    return [device.inventory_number for device in form.devices()]


@pytest.fixture
def stock(beamer, beamers, laptops, epson, deich, moor, room204, room12, haupthaus):
    """Four devices at the Gymnasium, one of them retired, and one at the other school."""
    today = timezone.localdate()
    in_service = Status.objects.create(kind="device", state="in_service", label_de="geprüft")
    maker = Manufacturer.objects.create(name="Lenovo")
    thinkpad = DeviceModel.objects.create(manufacturer=maker, name="L14", category=laptops)
    long, short = today + timedelta(days=400), today - timedelta(days=1)
    make_device("GAD-2", laptops, deich, haupthaus, model=thinkpad, warranty_until=long, price=800)
    make_device("GAD-3", laptops, deich, state="in_repair", warranty_until=short, price=950)
    make_device("GAD-4", laptops, deich, room204, state="retired")
    foreign = make_device("BAM-1", beamers, moor, room12, status=in_service, price=5)
    for device in type(foreign).objects.select_related("model__manufacturer", "location"):
        device.search = steps.device_words(device)
        device.save()
    return {"thinkpad": thinkpad, "status": in_service}


# As people count: 2 before 417.
ALL = ["BAM-1", "GAD-2", "GAD-3", "GAD-00417"]


def test_everybody_sees_the_own_schools_devices_that_are_not_retired(
    stock, adam, tom, lena, anna, vera, hanna, otto, nora, ida
):
    for person in (adam, tom, lena):
        assert asked("", person) == ALL
    for person in (anna, vera, hanna):
        assert asked("", person) == ALL[1:]
    for person in (otto, nora):
        assert asked("", person) == ["BAM-1"]
    assert asked("", ida) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=x4ab", ["GAD-00417"]),
        ("q=lenovo+l14", ["GAD-2"]),
        ("q=204", ["GAD-00417"]),
        ("q=nirgends", []),
        ("school={moor}", ["BAM-1"]),
        ("school=999", ALL),
        ("category={laptops}", ["GAD-2", "GAD-3"]),
        ("category={laptops}&model={thinkpad}", ["GAD-2"]),
        ("model={thinkpad}", ["GAD-2"]),
        ("state=in_repair", ["GAD-3"]),
        ("state=retired", ["GAD-4"]),
        ("state=all", [*ALL[:3], "GAD-4", "GAD-00417"]),
        ("state=stolen", ALL),
        ("status={status}", ["BAM-1"]),
        ("warranty=over", ["GAD-3"]),
        ("warranty=running", ["GAD-2"]),
        ("location={haupthaus}", ["GAD-2", "GAD-00417"]),
        ("location={haupthaus}&only_here=1", ["GAD-2"]),
        ("location=99999999999999999999", []),
        ("location=abc", ALL),
        ("ordering=-number", ALL[::-1]),
        ("ordering=price", ["BAM-1", "GAD-2", "GAD-3", "GAD-00417"]),
        ("ordering=-price", ["GAD-3", "GAD-2", "BAM-1", "GAD-00417"]),
        ("ordering=warranty", ["GAD-3", "GAD-2", "GAD-00417", "BAM-1"]),
        ("ordering=owner__password", ALL),
        ("ordering=-custom__x", ALL),
        ("category=²&school=%00&page=x", ALL),
    ],
)
def test_each_filter(query, found, stock, adam, moor, laptops, haupthaus):
    words = {
        "moor": moor.pk,
        "laptops": laptops.pk,
        "thinkpad": stock["thinkpad"].pk,
        "status": stock["status"].pk,
        "haupthaus": haupthaus.pk,
    }
    assert asked(query.format(**words), adam) == found


def test_what_makes_no_sense_is_left_out_and_said(stock, adam):
    form = DeviceFilter(QueryDict("state=stolen&warranty=over&school=0"), user=adam)
    assert form.left_out == ["Schule", "Zustand"]
    assert [d.inventory_number for d in form.devices()] == ["GAD-3"]


def test_only_faulty_ones(fault, laptop, adam, anna, otto):
    for person in (adam, anna):
        assert asked("faulty=on", person) == ["GAD-00417"]
    assert asked("faulty=on", otto) == []


@pytest.mark.parametrize(
    "query",
    ["q=X4AB100417L", "state=in_repair", "state=all", "warranty=over", "status={status}"],
)
def test_a_teacher_learns_nothing_of_details_by_asking(query, stock, anna):
    query = query.format(status=stock["status"].pk)
    found = asked(query, anna)
    assert found == ([] if query.startswith("q=") else ALL[1:])
    assert asked("ordering=serial", anna) == asked("ordering=price", anna) == ALL[1:]


@pytest.mark.parametrize("words", ["beamer", "epson", "eb-992f", "204", "haupthaus", "gad-00417"])
def test_a_teacher_finds_by_what_she_sees(words, stock, anna):
    assert "GAD-00417" in asked(f"q={words}", anna)


def test_teacher_here_and_support_there_gets_details_from_there_only(stock, anna, moor):
    give_role(anna, Role.SUPPORT, moor)
    assert asked("", anna) == ALL
    assert asked("q=x4ab", anna) == []
    assert asked("state=in_service", anna) == ["BAM-1"]
    assert asked("ordering=-serial", anna) == ALL


def test_support_does_not_sort_by_price(stock, vera):
    assert asked("ordering=-price", vera) == ALL[1:]


def test_a_foreign_place_finds_nothing(stock, otto, room204):
    assert asked(f"location={room204.pk}", otto) == []


def test_a_shared_place_shows_own_devices_only(stock, otto, moor, haupthaus):
    site = haupthaus.parent
    type(site).objects.filter(pk=site.pk).update(school=None)
    make_place("Mensa", "building", site, moor)
    assert asked(f"location={site.pk}", otto) == []


@pytest.fixture
def hours(beamers):
    return CustomField.objects.create(
        owner_type="category",
        owner_id=beamers.pk,
        key="hours",
        kind="number",
        label_de="Lampenstunden",
        sortable=True,
    )


def test_custom_fields_filter_and_sort_once_a_category_is_chosen(
    hours, adam, anna, vera, beamers, deich
):
    for number, value in (("A", 900), ("B", 80), ("C", None)):
        custom = {} if value is None else {"hours": value}
        device = make_device(number, beamers, deich, custom=custom)
        index_values("category", beamers.pk, device)
    here = f"category={beamers.pk}"
    assert asked(f"{here}&cf_hours=80", adam) == ["B"]
    assert asked("cf_hours=80", adam) == ["A", "B", "C"]
    assert asked(f"{here}&ordering=cf_hours", adam) == ["B", "A", "C"]
    assert asked(f"{here}&ordering=-cf_hours", vera) == ["A", "B", "C"]
    # Teachers don't see them: neither filter nor order tells.
    assert asked(f"{here}&cf_hours=80", anna) == ["A", "B", "C"]
    assert asked(f"{here}&ordering=-cf_hours", anna) == ["A", "B", "C"]


def test_the_form_offers_what_helps(stock, adam, anna, hours, beamers):
    plain = DeviceFilter(QueryDict(""), user=adam)
    assert [field.name for field in plain.visible_fields()] == [
        "q",
        "school",
        "category",
        "state",
        "status",
        "warranty",
        "faulty",
    ]
    chosen = DeviceFilter(QueryDict(f"category={beamers.pk}"), user=adam)
    assert [field.name for field in chosen.visible_fields()] == [
        "q",
        "school",
        "category",
        "model",
        "state",
        "status",
        "warranty",
        "faulty",
        "cf_hours",
    ]
    teacher = DeviceFilter(QueryDict(f"category={beamers.pk}"), user=anna)
    assert [field.name for field in teacher.visible_fields()] == [
        "q",
        "category",
        "model",
        "faulty",
    ]
