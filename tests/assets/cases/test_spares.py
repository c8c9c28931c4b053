"""A technician of single schools knows the authority's spares for what is lent to these, and no
other school's devices on a shelf."""

import pytest

from assets import rules
from assets.models import Category, Device
from itsm.people.roles import Role
from tests.conftest import give_role, make_device

STORED = {"state": "in_storage"}


@pytest.fixture
def tablets(db):
    return Category.objects.create(label_de="Tablet", label_en="Tablet")


@pytest.fixture
def shelf(tablets, laptops, moor, deich, room12):
    """A case lent to the BBS with a tablet in it, and what lies on shelves here and there."""
    cases = Category.objects.create(label_de="Koffer", label_en="Case", is_case=True)
    lent = {"state": "lent", "lent_to": moor}
    case = make_device("IT-K1", cases, None, room12, capacity=2, **lent)
    make_device("IT-T1", tablets, None, room12, case=case, slot=1, **lent)
    home = make_device("IT-K2", cases, None, capacity=2)
    make_device("IT-S1", tablets, None, **STORED)
    make_device("IT-S2", tablets, None)
    make_device("IT-S3", laptops, None, **STORED)
    make_device("IT-S4", tablets, None, case=home, slot=1, **STORED)
    make_device("GAD-S1", tablets, deich, **STORED)
    make_device("BAM-S1", tablets, moor, **STORED)


# Her own school's, what is lent to it, and the authority's tablet on the shelf.
SEES = {"IT-K1", "IT-T1", "IT-S1", "BAM-S1"}


def seen_by(person) -> tuple[set, set]:
    """By the list, and by the rule for one device: both say the same."""
    listed = set(Device.objects.visible_to(person).values_list("inventory_number", flat=True))
    allowed = {d.inventory_number for d in Device.objects.all() if rules.can_see(person, d)}
    return listed, allowed


def test_a_technician_of_one_school_sees_its_spares_only(shelf, nora):
    assert seen_by(nora) == (SEES, SEES)


def test_nor_does_teaching_elsewhere_open_that_schools_shelf(shelf, nora, deich):
    """Two roles: at the Gymnasium she only teaches, so she sees its devices, and knows no more."""
    give_role(nora, Role.TEACHER, deich)
    person = type(nora).objects.get(pk=nora.pk)
    assert seen_by(person) == (SEES | {"GAD-S1"}, SEES | {"GAD-S1"})
    stored = Device.objects.get(inventory_number="GAD-S1")
    assert not rules.can_see_details(person, stored)
    assert stored not in Device.objects.detailed_to(person)


@pytest.mark.parametrize("name", ["olga", "otto"])
def test_support_and_head_know_of_no_spare(name, request, shelf):
    seen = SEES - {"IT-S1"}
    assert seen_by(request.getfixturevalue(name)) == (seen, seen)
