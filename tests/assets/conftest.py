"""What tests about devices and places may ask for besides: a fault, and a laptop."""

import pytest

from assets.models import Category
from tests.conftest import make_device
from tickets import workflow


@pytest.fixture
def laptops(db):
    return Category.objects.create(label_de="Laptop", label_en="Notebook", icon="laptop", order=1)


@pytest.fixture
def laptop(laptops, deich, room204):
    return make_device("GAD-00500", laptops, deich, room204, serial_number="PF-2")


@pytest.fixture
def fault(vera, deich, beamer, no_picture):
    """The projector shows no picture; vera told of it, with words only some may read."""
    told = workflow.report(
        by=vera, school=deich, devices=[beamer], tile=no_picture, title="Frau Albers wartet"
    )
    return told.ticket
