"""The warranty of a model and the binding of funds become days, once the purchase is known."""

from datetime import date
from io import BytesIO

import pytest

from assets.devices.terms import months_after
from assets.devices.workflow.devices import edit, register
from assets.imports.sheet import read_sheet
from assets.imports.workflow import carry_out
from assets.models import Device, FundingSource
from tests.conftest import make_device


@pytest.fixture
def facts(adam, beamers, deich, epson):
    epson.warranty_months = 36
    epson.save()
    pact = FundingSource.objects.create(name="DigitalPakt", binding_years=5)
    return {
        "by": adam,
        "category": beamers,
        "school": deich,
        "model": epson,
        "funding_source": pact,
    }


def ends(device):
    device.refresh_from_db()
    return device.warranty_until, device.bound_until


def test_a_new_device_gets_both_days(facts):
    device = register(**facts, purchased_on=date(2026, 11, 1))
    assert ends(device) == (date(2029, 11, 1), date(2031, 11, 1))


def test_a_day_somebody_gave_stays(facts):
    days = {"warranty_until": date(2028, 1, 1), "bound_until": date(2030, 1, 1)}
    device = register(**facts, purchased_on=date(2026, 11, 1), **days)
    assert ends(device) == tuple(days.values())


def test_without_a_day_of_purchase_there_is_nothing_to_count(facts):
    device = register(**facts)
    assert ends(device) == (None, None)
    edit(device, by=facts["by"], purchased_on=date(2026, 11, 1))
    assert ends(device) == (date(2029, 11, 1), date(2031, 11, 1))


def test_a_corrected_purchase_moves_what_was_counted_and_nothing_else(facts):
    device = register(**facts, purchased_on=date(2026, 11, 1), bound_until=date(2030, 1, 1))
    edit(device, by=facts["by"], purchased_on=date(2026, 10, 1))
    assert ends(device) == (date(2029, 10, 1), date(2030, 1, 1))
    edit(device, by=facts["by"], notes="x")
    edit(device, by=facts["by"], warranty_until=None)
    assert ends(device) == (None, date(2030, 1, 1))
    edit(device, by=facts["by"], notes="y")
    assert ends(device) == (None, date(2030, 1, 1))


def test_an_import_fills_them_in_too(facts, deich, adam, sign_in):

    make_device("OLD-1", facts["category"], deich, model=facts["model"])
    lines = (
        "Inventarnummer;Schule;Kategorie;Hersteller;Modell;Kaufdatum;Förderung\n"
        "NEW-1;GAD;Beamer;Epson;EB-992F;1.11.2026;DigitalPakt\n"
        "OLD-1;GAD;;;;1.11.2026;\n"
    )
    carry_out(read_sheet(BytesIO(lines.encode())), by=adam)
    found = Device.objects.order_by("inventory_number")
    assert list(found.values_list("inventory_number", "warranty_until", "bound_until")) == [
        ("NEW-1", date(2029, 11, 1), date(2031, 11, 1)),
        ("OLD-1", date(2029, 11, 1), None),
    ]


def test_the_page_says_from_what_it_is_counted(facts, adam, sign_in):
    device = register(**facts, purchased_on=date(2026, 11, 1))
    page = sign_in(adam).get(f"/devices/{device.pk}/").content.decode()
    assert "1.11.2029 (3 Jahre ab Kauf)" in page.replace("01.11.2029", "1.11.2029")
    edit(device, by=adam, warranty_until=date(2029, 12, 24))
    assert "3 Jahre ab Kauf" not in sign_in(adam).get(f"/devices/{device.pk}/").content.decode()


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 36, date(2029, 12, 31)),
        (date(9999, 1, 1), 36, None),
    ],
)
def test_months_end_within_the_month(day, months, end):
    assert months_after(day, months) == end
