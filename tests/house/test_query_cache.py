"""Queries made once must not depend on anything that changes: nor on the clock, nor on rows."""

import inspect
from datetime import datetime, time
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.db.models import CharField
from django.utils import timezone

import itsm.people.sessions
import itsm.urls
from itsm.people.models import Membership, School, User
from itsm.people.roles import Role
from itsm.query_cache import QUESTIONS, Blank, Compiled, compiled
from itsm.web.menu import waiting_rows

assert itsm.people.sessions
assert itsm.urls
PEOPLE = ("anna", "vera", "hanna", "otto", "tom", "nora", "lena", "adam")
# What each argument may be.
WORDS = {
    "_today": lambda people: [timezone.localdate()],
    "at_a_school": lambda people: [True, False],
    "form": lambda people: ["device", "ticket"],
    "full": lambda people: [True, False],
    "in_a_room": lambda people: [True, False],
    "inside": lambda people: [True, False],
    "kind": lambda people: ["", "faults", "moves"],
    "most": lambda people: [10],
    "number": lambda people: [3],
    "of_a_kind": lambda people: [True, False],
    "only_here": lambda people: [True, False],
    "owned": lambda people: [True, False],
    "owner_type": lambda people: ["category"],
    "start": lambda people: [0, 20],
    "state": lambda people: ["new"],
    "user": lambda people: people,
    "waiting": lambda people: [waiting_rows()],
    "what": lambda people: ["device", "location"],
}


def asked_for(question, people):
    """Every way to ask this."""
    names = inspect.signature(question).parameters
    return list(product(*(WORDS[name](people) for name in names)))


def written(question, words):
    """Its SQL and values; a look into the database meanwhile is an error."""
    with connection.execute_wrapper(no_looks):
        made = Compiled(question(*words))
    return made.sql, [p.name if isinstance(p, Blank) else p for p in made.params]


def no_looks(_execute, sql, *_rest):
    raise AssertionError(f"a look while a query is made: {sql}")


@pytest.fixture
def people(request):
    found = User.objects.filter(pk__in=[request.getfixturevalue(n).pk for n in PEOPLE])
    found = list(found)
    for person in found:
        assert person.reach  # read before a query is made, as on every page
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: f"{q.__module__}.{q.__name__}")
def test_the_same_in_the_morning_and_at_night(question, people):
    noon = timezone.localtime()
    early, late = (datetime.combine(noon, time(hour, 50), noon.tzinfo) for hour in (3, 23))
    with time_machine.travel(early, tick=False):
        morning = [written(question, words) for words in asked_for(question, people)]
    with time_machine.travel(late, tick=False):
        night = [written(question, words) for words in asked_for(question, people)]
    assert morning == night
    assert morning


@compiled
def _schools_of(user):
    named = School.objects.visible_to(user).filter(name__contains=Blank("word", CharField()))
    return named.order_by("name").values_list("name", flat=True)


def test_a_person_sees_what_her_roles_reach_now(deich, moor, vera):
    def seen():
        return _schools_of(User.objects.get(pk=vera.pk), word="a")

    assert seen() == ["Gymnasium am Deich"]
    role = Membership.objects.create(
        person=vera, role=Role.SUPPORT, scope=Membership.Scope.SCHOOL, school=moor
    )
    School.objects.filter(pk=moor.pk).update(name="BBS am Moor")
    assert seen() == ["BBS am Moor", "Gymnasium am Deich"]
    role.delete()
    assert seen() == ["Gymnasium am Deich"]
    User.objects.filter(pk=vera.pk).update(is_active=False)
    assert seen() == []


def test_nobody_gets_the_rows_of_somebody_else(deich, moor, vera, otto):
    School.objects.filter(pk=moor.pk).update(name="BBS am Moor")
    everybody = [_schools_of(person, word="a") for person in (vera, otto, vera, otto)]
    assert everybody == [["Gymnasium am Deich"], ["BBS am Moor"]] * 2


def test_what_is_filled_in_is_a_value_and_never_sql(deich, vera):
    assert _schools_of(vera, word="a' OR '1'='1") == []
    assert _schools_of(vera, word="%") == []


def test_no_more_than_so_many_are_kept(monkeypatch, db):
    monkeypatch.setattr("itsm.query_cache.KEPT", 3)
    made = []

    @compiled
    def numbered(number):
        made.append(number)
        return School.objects.filter(pk=number)

    for number in (1, 2, 3, 1, 4, 1):
        numbered(number)
    assert made == [1, 2, 3, 4, 1]
    QUESTIONS.pop()
