"""Our own list, taken away and brought back: nothing changes, nothing is left out."""

import io
from datetime import date
from decimal import Decimal

import pytest

from assets.imports.sheet import read_sheet
from assets.imports.workflow import look_at
from assets.models import Device, FundingSource
from tests.conftest import make_device


@pytest.fixture
def all_kinds(beamer, beamers, epson, deich, moor, room204):
    facts = {
        "name": "an der Decke",
        "notes": "zwei\nZeilen",
        "price": Decimal("1249.50"),
        "supplier": "=Bechtle",
        "order_number": "-17",
        "purchased_on": date(2024, 2, 29),
        "warranty_until": date(2027, 2, 28),
        "bound_until": date(2029, 2, 28),
        "funding_source": FundingSource.objects.create(name="DigitalPakt"),
        "model": epson,
        "serial_number": "000123",
    }
    make_device("00042", beamers, deich, room204, **facts)
    make_device("2/3", beamers, None, state="lent", lent_to=moor)
    for state in ("in_storage", "in_repair", "missing", "retired"):
        make_device(f"1-5-{state}", beamers, deich, state=state)
    return Device.objects.count()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_every_row_comes_back_unchanged(sign_in, adam, all_kinds, language, format):
    answer = sign_in(adam).get(
        f"/devices/export.{format}?state=all", headers={"accept-language": language}
    )
    sheet = read_sheet(io.BytesIO(answer.getvalue()))
    outcome = look_at(sheet, by=adam)
    assert (dict(outcome.counts), outcome.failed, outcome.changed) == (
        {"new": 0, "changed": 0, "unchanged": all_kinds, "failed": 0},
        [],
        [],
    )
    assert outcome.rows()["asked"] == []
    assert sheet.people == []
    assert sheet.unused in (["Status"], [])
