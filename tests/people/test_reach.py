"""How far roles reach: one row a role."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from itsm.people.models import School
from itsm.people.reach import NOWHERE, reach_of
from itsm.people.roles import Role
from tests.conftest import give_role, make_person

pytestmark = pytest.mark.django_db
BOTH = {"GAD", "BAM"}

# name, schools they see, roles for the whole authority, roles at Gymnasium am Deich
TABLE = [
    ("anna", {"GAD"}, set(), {"teacher"}),
    ("vera", {"GAD"}, set(), {"support"}),
    ("hanna", {"GAD"}, set(), {"head"}),
    ("otto", {"BAM"}, set(), set()),
    ("olga", {"BAM"}, set(), set()),
    ("nora", {"BAM"}, set(), set()),
    ("tom", BOTH, {"technician"}, set()),
    ("lena", BOTH, {"lender"}, set()),
    ("adam", BOTH, {"administrator"}, set()),
    ("ida", set(), set(), set()),
]


@pytest.mark.parametrize(("name", "sees", "everywhere", "at_deich"), TABLE)
def test_each_role_reaches_as_far_as_it_says(
    request, deich, moor, name, sees, everywhere, at_deich
):
    person = request.getfixturevalue(name)
    reach = reach_of(person)
    schools = set(School.objects.visible_to(person).values_list("short_name", flat=True))
    held_here = {role for role in Role.values if deich.pk in reach.schools(role)}
    assert (schools, set(reach.everywhere), held_here) == (sees, everywhere, at_deich)


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_without_a_sign_in_nothing_is_reached(deich, nobody):
    assert reach_of(nobody) == NOWHERE
    assert list(School.objects.visible_to(nobody)) == []


def test_who_has_left_reaches_nothing(anna, deich):
    anna.is_active = False
    assert reach_of(anna) == NOWHERE


def test_two_roles_add_up(anna, deich, moor):
    give_role(anna, Role.SUPPORT, moor)
    reach = reach_of(anna)
    assert reach.at_schools == {"teacher": {deich.pk}, "support": {moor.pk}}
    assert (reach.covers(moor.pk, Role.SUPPORT), reach.covers(deich.pk, Role.SUPPORT)) == (
        True,
        False,
    )


def test_rows_without_a_school_belong_to_the_authority(anna, nora, tom):
    technicians = [reach_of(person).covers(None, Role.TECHNICIAN) for person in (nora, tom)]
    assert technicians == [False, True]
    assert reach_of(anna).covers(None, *Role.values) is False


def test_a_closed_school_gives_no_role(anna, deich):
    School.objects.filter(pk=deich.pk).update(closed_on=timezone.localdate())
    assert reach_of(type(anna).objects.get(pk=anna.pk)) == NOWHERE


def test_a_posting_steers_but_does_not_widen(moor, deich):
    nils = make_person("nils", Role.TECHNICIAN, deich)
    nils.postings.create(school=moor)
    assert list(School.objects.visible_to(nils)) == [deich]
