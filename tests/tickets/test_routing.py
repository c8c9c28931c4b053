"""The table of domain.md: where a report goes first, and who hears of it."""

import pytest

from itsm.people.models import Posting
from itsm.people.roles import Role
from tests.conftest import make_person
from tickets.models import RoutingRule, Ticket
from tickets.routing import has_support, level_for, people_for, technicians_for

FIRST, SECOND = Ticket.Level.FIRST, Ticket.Level.SECOND


@pytest.mark.parametrize(
    ("by", "level"),
    [(None, 1), ("anna", 1), ("hanna", 1), ("vera", 2), ("tom", 2), ("lena", 2), ("adam", 2)],
)
def test_the_usual_way_is_by_who_reports(request, by, level, vera, deich, beamers, no_picture):
    person = by and request.getfixturevalue(by)
    assert level_for(deich, beamers, no_picture, person) == level


def test_without_a_first_level_it_goes_straight_to_the_technicians(deich, anna, beamers):
    assert not has_support(deich)
    assert level_for(deich, beamers, None, anna) == SECOND


def test_who_has_left_is_no_first_level(deich, vera, anna, beamers):
    vera.is_active = False
    vera.save()
    assert level_for(deich, beamers, None, anna) == SECOND


def test_an_alarm_goes_to_everybody_at_once(deich, vera, tom, anna, no_picture, ticket):
    no_picture.alarm = "all"
    assert level_for(deich, None, no_picture, anna) == SECOND
    ticket.level = SECOND
    assert people_for(ticket, no_picture) == [vera, tom]


def test_matters_of_the_authority_go_to_the_technicians(tom, beamers):
    assert level_for(None, beamers, None, tom) == SECOND


# Which rules there are (school, category, level), and where a teacher's report then goes.
RULES = {
    "no rule: the first level": ([], 1),
    "any": ([(None, None, 2)], 2),
    "category beats any": ([(None, None, 2), (None, "beamers", 1)], 1),
    "school beats category": ([(None, "beamers", 1), ("deich", None, 2)], 2),
    "school and category beat school": ([("deich", None, 2), ("deich", "beamers", 1)], 1),
    "another school's rule does not count": ([("moor", None, 2)], 1),
    "another category's rule does not count": ([("deich", "printers", 2)], 1),
}


@pytest.mark.parametrize("name", RULES)
def test_the_most_exact_rule_wins(request, name, deich, vera, anna, beamers, printers):
    rules, level = RULES[name]
    for school, category, to in rules:
        RoutingRule.objects.create(
            school=school and request.getfixturevalue(school),
            category=category and request.getfixturevalue(category),
            level=to,
        )
    assert level_for(deich, beamers, None, anna) == level


def test_on_the_first_level_the_schools_support_hears(ticket, vera, olga, tom):
    assert people_for(ticket) == [vera]


def test_on_the_second_level_the_posted_technician_hears(ticket, tom, adam):
    make_person("rita", Role.TECHNICIAN)
    ticket.level = SECOND
    assert people_for(ticket) == [tom]


def test_without_a_posting_those_responsible_for_the_school(moor, nora, tom):
    assert technicians_for(moor) == [nora]


def test_a_posting_beyond_the_own_scope_counts_for_nothing(deich, tom, nora):
    Posting.objects.create(person=nora, school=deich)
    assert technicians_for(deich) == [tom]


def test_without_either_all_technicians_of_the_authority(moor, tom):
    assert technicians_for(moor) == [tom]
    assert technicians_for(None) == [tom]


def test_without_technicians_the_administrators(moor, adam):
    assert technicians_for(moor) == [adam]


def test_without_anybody_nobody(moor):
    assert technicians_for(moor) == []
