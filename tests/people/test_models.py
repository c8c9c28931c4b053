"""What the database promises about people, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from itsm.people.models import Authority, Membership, User
from itsm.people.roles import Role
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "scope", "at_school"),
    [
        (Role.TEACHER, "authority", False),
        (Role.HEAD, "authority", False),
        (Role.LENDER, "school", True),
        (Role.ADMINISTRATOR, "school", True),
        (Role.TECHNICIAN, "school", False),
        (Role.TECHNICIAN, "authority", True),
    ],
)
def test_a_role_is_held_where_it_makes_sense(ida, deich, role, scope, at_school):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=ida, role=role, scope=scope, school=deich if at_school else None
        )


def test_a_role_once_a_school(anna, deich, tom):
    for person, role, scope, school in (
        (anna, Role.TEACHER, "school", deich),
        (tom, Role.TECHNICIAN, "authority", None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(person=person, role=role, scope=scope, school=school)


@pytest.mark.parametrize(
    "twin", [{"username": "ANNA"}, {"username": "other", "email": "Anna@Example.org"}]
)
def test_names_and_addresses_are_one_persons_in_any_case(anna, twin):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(**twin)


def test_two_people_may_both_have_no_address(db):
    assert [make_person(name, email="").email for name in ("ina", "udo")] == ["", ""]


def test_people_are_found_by_name_or_address_in_any_case(anna):
    found = [User.objects.by_login(word) for word in ("ANNA", "anna@EXAMPLE.org", "nobody")]
    assert found == [anna, anna, None]


def test_there_is_one_authority(db):
    Authority.objects.create(pk=1, name="Landkreis")
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.create(pk=2)
