"""Once only: a form sent twice, a double tap, a repeated API call have one effect."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from itsm.guards.models import OnceKey
from itsm.guards.once import OtherPayload, answered, forget_old, new_key, once
from itsm.people.models import SchoolKind
from itsm.workflow import StepRefused

pytestmark = pytest.mark.django_db


def open_kind(name):
    return lambda: SchoolKind.objects.create(name=name).name


def kinds():
    return sorted(SchoolKind.objects.values_list("name", flat=True))


def test_the_same_key_and_payload_get_the_same_answer():
    answers = [once("tom", "k1", {"name": "BBS"}, open_kind("BBS")) for _ in range(3)]
    assert (answers, kinds()) == (["BBS"] * 3, ["BBS"])


def test_another_payload_under_a_used_key_is_refused():
    once("tom", "k1", {"name": "BBS"}, open_kind("BBS"))
    with pytest.raises(OtherPayload):
        once("tom", "k1", {"name": "Gymnasium"}, open_kind("Gymnasium"))
    assert kinds() == ["BBS"]


def test_a_key_belongs_to_one_person_or_label():
    once("tom", "k1", {}, open_kind("BBS"))
    once("vera", "k1", {}, open_kind("Gymnasium"))
    assert kinds() == ["BBS", "Gymnasium"]


def test_without_a_key_every_call_counts():
    once("tom", "", {}, open_kind("BBS"))
    once("tom", "", {}, open_kind("Gymnasium"))
    assert (kinds(), OnceKey.objects.count()) == (["BBS", "Gymnasium"], 0)


def test_the_order_of_fields_makes_no_other_payload():
    once("tom", "k1", {"a": 1, "b": 2}, open_kind("BBS"))
    assert once("tom", "k1", {"b": 2, "a": 1}, open_kind("Gymnasium")) == "BBS"


def test_a_refusal_does_not_use_the_key_up():
    def refuse():
        SchoolKind.objects.create(name="half done")
        raise StepRefused("Not now.")

    with pytest.raises(StepRefused):
        once("tom", "k1", {}, refuse)
    assert (kinds(), answered("tom", "k1")) == ([], None)
    assert once("tom", "k1", {}, open_kind("BBS")) == "BBS"
    assert answered("tom", "k1") == "BBS"


def test_an_answer_may_be_none():
    assert [once("tom", "k1", {}, lambda: None) for _ in range(2)] == [None, None]


def test_keys_are_forgotten_after_ninety_days():
    once("tom", "k1", {}, open_kind("BBS"))
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        forget_old()
        assert answered("tom", "k1") == "BBS"
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        forget_old()
        assert answered("tom", "k1") is None


def test_no_two_forms_carry_the_same_key():
    assert len({new_key() for _ in range(1000)}) == 1000


@pytest.mark.postgres
def test_two_at_the_same_moment_are_one(transactional_db):
    together, answers = threading.Barrier(2), []

    def tap():
        together.wait()
        try:
            answers.append(once("tom", "k1", {}, open_kind("BBS")))
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, kinds(), OnceKey.objects.count()) == (["BBS", "BBS"], ["BBS"], 1)
