"""Tickets every test of this folder may ask for: anna's projector has no picture."""

import pytest

from assets.models import Category
from itsm.people.roles import Role
from tests.conftest import make_person
from tickets import workflow
from tickets.models import Ticket


@pytest.fixture
def bert(deich):
    """Teaches at the Gymnasium too, and has reported nothing."""
    return make_person("bert", Role.TEACHER, deich)


@pytest.fixture
def reported(anna, vera, deich, beamer, no_picture):
    """What anna told: the Gymnasium has a support, so the ticket waits on the 1st level."""
    return workflow.report(
        by=anna, school=deich, devices=[beamer], tile=no_picture, description="Klasse 8b wartet"
    )


@pytest.fixture
def ticket(reported):
    return reported.ticket


@pytest.fixture
def foreign_ticket(olga, moor, foreign_beamer, no_picture):
    """The same at the other school, told by its own support: straight to the technicians."""
    told = workflow.report(by=olga, school=moor, devices=[foreign_beamer], tile=no_picture)
    return told.ticket


@pytest.fixture
def printers(db):
    return Category.objects.create(label_de="Drucker", label_en="Printer", icon="printer", order=1)


def again(ticket) -> Ticket:
    """The ticket as the database knows it now."""
    return Ticket.objects.get(pk=ticket.pk)
