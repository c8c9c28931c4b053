"""Other programs' own files, where REAL_DATA says they lie."""

import os
from pathlib import Path

import pytest

from assets.imports.schools import import_schools, read_schools
from assets.imports.sheet import read_sheet
from assets.imports.workflow import carry_out
from assets.models import Device, DeviceModel, Location
from itsm.journal.models import Event, Subject
from itsm.people.models import School
from itsm.people.program import PROGRAM

REAL = Path(os.environ.get("REAL_DATA", "/nowhere"))
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="REAL_DATA names no folder")


def take_in(name):
    with (REAL / "import" / name).open("rb") as file:
        return carry_out(read_sheet(file), by=PROGRAM)


def test_snipe_its_devices_load_once(db):
    first = take_in("snipeit_assets-sample.csv")
    assert (first.counts["new"], first.failed) == (22, [])
    events, subjects = Event.objects.count(), Subject.objects.count()
    again = take_in("snipeit_assets-sample.csv")
    assert (again.counts["unchanged"], sum(again.counts.values())) == (22, 22)
    assert (Event.objects.count(), Subject.objects.count()) == (events, subjects)
    dates = Device.objects.exclude(purchased_on=None).values_list("purchased_on", flat=True)
    assert {day.year for day in dates} <= {2022, 2023}
    everything = str([list(Device.objects.values()), list(Event.objects.values())])
    assert "gmccrackem2a" not in everything


def test_snipe_its_other_lists_load_once_without_its_people(db):
    for name, counts in {"locations": (17, 2), "models": (20, 0), "users": (100, 0)}.items():
        first, again = (take_in(f"snipeit_{name}-sample.csv") for _time in range(2))
        assert (first.counts["new"], first.counts["unchanged"], first.failed) == (*counts, [])
        assert (again.counts["unchanged"], sum(again.counts.values())) == (sum(counts),) * 2
    assert (Device.objects.count(), DeviceModel.objects.count()) == (0, 20)
    everything = str([list(Location.objects.values()), list(Event.objects.values())])
    assert "Calgary" in everything
    assert not any(name in everything for name in ("Heffernan", "Tenant", "Lefeuvre"))


def test_the_countys_schools_load_once(db):
    for expected in ({"new": 9}, {"unchanged": 9}):
        with (REAL / "schools" / "emsland.json").open("rb") as file:
            counts, failed = import_schools(read_schools(file), by=PROGRAM)
        assert ({k: v for k, v in counts.items() if v}, failed) == (expected, [])
    assert School.objects.count() == 9
