"""Inventory numbers by the authority's scheme: none twice, none left out by a refusal."""

import threading

import pytest
from django.db import connection, connections, transaction

from assets.devices.workflow import devices
from assets.devices.workflow.numbers import fill, next_number
from assets.imports.registering import register_many
from assets.models import Device, NumberCounter, NumberScheme
from itsm.workflow import StepRefused
from tests.conftest import make_device


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{school}-{number}", "GAD-00001"),
        ("{category}{number}", "BEA00001"),
        ("INV/{number}/{school}", "INV/00001/GAD"),
        ("{school}", "GAD-00001"),
        ("{school.__class__}-{number}", "{school.__class__}-00001"),
    ],
)
def test_a_pattern_is_a_flat_dictionary_of_words(pattern, number, deich, beamers):
    NumberScheme.objects.create(pk=1, pattern=pattern)
    assert next_number(deich, beamers) == number


def test_the_authoritys_own_devices_have_a_beginning_of_their_own(beamers, db):
    assert fill("{school}-{number}", None, beamers) == "IT-{number}"


def test_numbers_that_exist_already_are_passed_over(deich, beamers):
    make_device("GAD-00001", beamers, deich)
    make_device("GAD-00002", beamers, deich)
    assert next_number(deich, beamers) == "GAD-00003"


def test_a_refused_registration_uses_no_number_up(tom, deich, beamers, room12):
    with pytest.raises(StepRefused), transaction.atomic():
        devices.register(by=tom, category=beamers, school=deich, location=room12)
    assert devices.register(by=tom, category=beamers, school=deich).inventory_number == "GAD-00001"


def test_counters_are_counted_up_in_one_order_whatever_the_order_of_the_rows(
    adam, deich, moor, beamers
):
    """Two imports at once would wait for each other in a ring otherwise."""
    schools = [moor, deich, moor]
    rows = [Device(category=beamers, school=s, state="in_storage") for s in schools]

    register_many(rows, by=adam)

    assert [row.inventory_number for row in rows] == ["BAM-00001", "GAD-00001", "BAM-00002"]
    counted = list(NumberCounter.objects.order_by("pk").values_list("beginning", flat=True))
    assert counted == ["GAD-", "BAM-"]
    made = Device.objects.order_by("pk").values_list("inventory_number", flat=True)
    assert list(made) == ["BAM-00001", "BAM-00002", "GAD-00001"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_register_at_the_same_moment_get_two_numbers(tom, deich, beamers):
    if connection.vendor != "postgresql":
        pytest.skip("this machine offers no PostgreSQL")
    begin, failed = threading.Barrier(2), []

    def register():
        try:
            begin.wait()
            for _n in range(20):
                devices.register(by=tom, category=beamers, school=deich)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=register) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(Device.objects.values_list("inventory_number", flat=True))
    assert (failed, numbers) == ([], [f"GAD-{n:05d}" for n in range(1, 41)])
