"""Values of custom fields: one reader for pages, API and import, and typed copies to sort by."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assets.models import Device
from itsm.fields.models import CustomField, CustomValue
from itsm.fields.values import clean_values, forget_values, index_field, index_values
from tests.conftest import make_device


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


@pytest.fixture
def checked(beamers):
    return CustomField.objects.create(
        owner_type="category",
        owner_id=beamers.pk,
        key="checked",
        kind="date",
        label_de="Geprüft am",
        sortable=True,
        required=True,
    )


def copies():
    return [
        (row.field.key, row.number, row.date)
        for row in CustomValue.objects.select_related("field").order_by("field__key")
    ]


def test_a_dictionary_of_values_is_cleaned_whole(beamers, hours, checked):
    raw = {"hours": "12,50", "checked": date(2026, 5, 4)}
    assert clean_values("category", beamers.pk, raw) == {"hours": 12.5, "checked": "2026-05-04"}


def test_everything_wrong_is_said_at_once(beamers, hours, checked):
    with pytest.raises(ValidationError) as wrong:
        clean_values("category", beamers.pk, {"hours": [1], "colour": "red"})
    assert sorted(wrong.value.message_dict) == ["checked", "colour", "hours"]


@pytest.mark.parametrize("raw", [True, "1e400", "inf", {"a": 1}, [1, 2], "10" * 20])
def test_numbers_are_numbers(raw, beamers, hours):
    with pytest.raises(ValidationError):
        clean_values("category", beamers.pk, {"hours": raw})


def test_whole_numbers_stay_whole(beamers, hours):
    assert clean_values("category", beamers.pk, {"hours": "1840"}) == {"hours": 1840}


def test_sortable_values_have_typed_copies_that_follow(beamers, deich, hours, checked):
    device = make_device("A", beamers, deich, custom={"hours": 12.5, "checked": "2026-05-04"})
    index_values("category", beamers.pk, device)
    assert copies() == [("checked", None, date(2026, 5, 4)), ("hours", Decimal("12.5000"), None)]
    device.custom = {"checked": "2027-01-01"}
    index_values("category", beamers.pk, device)
    assert copies() == [("checked", None, date(2027, 1, 1))]
    forget_values("category", device)
    assert copies() == []


def test_a_field_that_becomes_sortable_is_copied_for_all(beamers, deich, hours):
    for number in ("A", "B"):
        make_device(number, beamers, deich, custom={"hours": 7})
    make_device("C", beamers, deich)
    index_field(hours, Device.objects.filter(category=beamers))
    assert copies() == [("hours", Decimal("7.0000"), None)] * 2
