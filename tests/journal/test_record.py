"""The journal: written once, by one door, and found again by one indexed query."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from itsm.accounts.people.workflow import leave
from itsm.journal import timeline
from itsm.journal.models import Event, Subject, Visibility
from itsm.journal.record import record, record_many
from itsm.people.models import User

pytestmark = pytest.mark.django_db


def test_a_line_is_about_all_its_things(tom, beamer, room204, deich):
    event = record(tom, "device.moved", beamer, room204, origin="Lager", place="Raum 204")
    rows = event.subjects.order_by("kind").values_list(
        "kind", "object_id", "school", "verb", "visibility"
    )
    assert list(rows) == [
        ("device", beamer.pk, deich.pk, "device.moved", "school"),
        ("location", room204.pk, deich.pk, "device.moved", "school"),
    ]
    assert (event.by, event.school, event.details) == (
        tom,
        deich,
        {"origin": "Lager", "place": "Raum 204"},
    )


def test_a_line_keeps_the_school_it_happened_at(tom, beamer, deich, moor):
    event = record(tom, "device.stored", beamer)
    beamer.school = moor
    beamer.save()
    assert Event.objects.get(pk=event.pk).school == deich


def test_the_program_and_strangers_write_without_a_person(beamer):
    assert record(None, "device.stored", beamer).by is None


def test_many_lines_are_written_in_few_queries(tom, beamer, django_assert_max_num_queries):
    lines = [
        (tom, "device.stored", [beamer], Visibility.SCHOOL, None, None, {}) for _ in range(500)
    ]
    with django_assert_max_num_queries(8):
        record_many(lines)
    assert Subject.objects.about(beamer).count() == 500


@pytest.mark.parametrize("model", [Event, Subject])
def test_no_database_changes_or_deletes_a_line(tom, beamer, model):
    record(tom, "device.stored", beamer)
    table = model._meta.db_table
    acts = [
        f"UPDATE {table} SET verb = 'nothing'",
        f"DELETE FROM {table}",
        f"UPDATE {table} SET id = id WHERE id > 0",
    ]
    if connection.vendor == "postgresql":
        # Checks that wait for the end of the transaction would refuse it already.
        acts.append(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
    for act in acts:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act)
    assert list(model.objects.values_list("verb", flat=True)) == ["device.stored"]


def test_who_leaves_and_is_forgotten_leaves_the_journal_as_it_was(adam, tom, lena, beamer):
    """Names live with the person, not in the lines: emptying them changes no line."""
    record(tom, "device.stored", beamer)
    before = list(Event.objects.order_by("pk").values_list())
    leave(tom, by=adam, heir=lena)
    User.objects.filter(pk=tom.pk).update(
        first_name="", last_name="", email="", username=f"forgotten-{tom.pk}"
    )
    assert list(Event.objects.order_by("pk").values_list())[: len(before)] == before
    (line,) = timeline.lines(Subject.objects.about(beamer))
    assert line.detail == f"forgotten-{tom.pk}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_journal_still_refuses_after_a_test_that_emptied_it(tom, beamer, turn):
    record(tom, "device.stored", beamer)
    assert Event.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(verb="nothing")


# Which of a line's three visibilities each person reads, at Gymnasium am Deich and elsewhere.
READS = [
    ("anna", {"reporter"}, set()),
    ("vera", {"reporter", "school"}, set()),
    ("hanna", {"reporter", "school"}, set()),
    ("otto", set(), {"reporter", "school"}),
    ("nora", set(), {"reporter", "school", "authority"}),
    ("tom", {"reporter", "school", "authority"}, {"reporter", "school", "authority"}),
    ("lena", {"reporter", "school", "authority"}, {"reporter", "school", "authority"}),
    ("adam", {"reporter", "school", "authority"}, {"reporter", "school", "authority"}),
    ("ida", set(), set()),
]


@pytest.mark.parametrize(("name", "here", "there"), READS)
def test_who_reads_which_line(request, tom, beamer, foreign_beamer, name, here, there):
    for thing in (beamer, foreign_beamer):
        for visibility in Visibility.values:
            record(tom, "device.stored", thing, visibility=visibility)
    person = request.getfixturevalue(name)

    def read(thing):
        rows = Subject.objects.about(thing).visible_to(person)
        return set(rows.values_list("visibility", flat=True))

    assert (read(beamer), read(foreign_beamer)) == (here, there)


def test_a_moved_device_shows_each_school_its_own_lines(tom, vera, olga, beamer, moor):
    record(tom, "device.stored", beamer)
    beamer.school = moor
    beamer.save()
    record(tom, "device.put_in_service", beamer)

    def verbs(person):
        life = Subject.objects.about(beamer).visible_to(person)
        return list(life.values_list("verb", flat=True))

    assert [verbs(person) for person in (vera, olga, tom)] == [
        ["device.stored"],
        ["device.put_in_service"],
        ["device.put_in_service", "device.stored"],
    ]


def test_a_whole_life_is_one_query(tom, beamer, django_assert_num_queries):
    for _ in range(30):
        record(tom, "device.stored", beamer)
    mine = Subject.objects.about(beamer).visible_to(tom)
    with django_assert_num_queries(1):
        assert {str(row.event.by) for row in mine} == {"Tom"}


@pytest.mark.postgres
def test_a_whole_life_is_found_by_its_index(tom, vera, beamer):
    busy = [(tom, "device.stored", [beamer], "school", None, None, {})] * 5
    others = [
        (
            tom,
            "device.stored",
            [type(beamer)(pk=beamer.pk + n, school_id=beamer.school_id)],
            "school",
            None,
            None,
            {},
        )
        for n in range(1, 3000)
    ]
    record_many([*busy, *others])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE journal_subject")
        cursor.execute("ANALYZE journal_event")
    for person in (tom, vera):
        plan = json.loads(
            Subject.objects.about(beamer).visible_to(person)[:50].explain(format="json")
        )
        assert "a_things_whole_life" in json.dumps(plan)
        assert not any(
            node.get("Relation Name") == "journal_subject" and node["Node Type"] == "Seq Scan"
            for node in nodes(plan[0]["Plan"])
        )


def nodes(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)
