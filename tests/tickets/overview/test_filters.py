"""Which tickets a list shows; what makes no sense is left out and said."""

from datetime import date, timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from itsm.fields.models import CustomField, Status
from itsm.people.models import Posting
from tests.conftest import make_device, make_place
from tickets import workflow
from tickets.models import Ticket
from tickets.overview.choices import choices_for
from tickets.overview.filters import TicketFilter


def asked(person, query=""):
    form = TicketFilter(QueryDict(query), user=person)
    return [t.title for t in form.tickets()]


@pytest.fixture
def printer(printers, deich, haupthaus):
    cellar = make_place("Keller", "room", haupthaus, deich)
    return make_device("GAD-00500", printers, deich, cellar)


@pytest.fixture
def four(ticket, foreign_ticket, printer, anna, vera, tom, deich):
    """Four tickets, newest first: a wish of nobody's, a solved one, toner waiting, kein Bild."""
    Ticket.objects.filter(pk=foreign_ticket.pk).update(title="fremd")
    toner = workflow.report(by=anna, school=deich, devices=[printer], title="Toner").ticket
    workflow.wait(toner, by=vera, waiting_for="part")
    done = workflow.report(by=tom, school=deich, title="Gelöstes").ticket
    workflow.solve(done, by=tom, solution="Kabel")
    workflow.report(by=tom, school=None, title="Server im Landkreis")
    return toner


def test_without_a_word_all_that_are_open_newest_first(four, tom):
    assert asked(tom) == ["Server im Landkreis", "Toner", "fremd", "kein Bild"]


QUERIES = {
    "state=all": ["Server im Landkreis", "Gelöstes", "Toner", "fremd", "kein Bild"],
    "state=solved": ["Gelöstes"],
    "state=waiting": ["Toner"],
    "q=toner": ["Toner"],
    "q=GAD-00500": ["Toner"],
    "q=keller+toner": ["Toner"],
    "q=x4ab100417l": [],
    "level=1": ["Toner", "kein Bild"],
    "level=2": ["Server im Landkreis", "fremd"],
    "waiting_for=part": ["Toner"],
    "waiting_for=company": [],
    "assignee=0": ["Server im Landkreis", "fremd", "kein Bild"],
    "scope=schools": ["Toner", "kein Bild"],
    "scope=mine&state=all": ["Gelöstes"],
    "scope=told&state=all": ["Server im Landkreis", "Gelöstes"],
    "ordering=number": ["kein Bild", "fremd", "Toner", "Server im Landkreis"],
    "ordering=-number": ["Server im Landkreis", "Toner", "fremd", "kein Bild"],
    "ordering=school": ["fremd", "Toner", "kein Bild", "Server im Landkreis"],
    "ordering=-last": ["Toner", "Server im Landkreis", "fremd", "kein Bild"],
    "ordering=waiting": ["Toner", "Server im Landkreis", "fremd", "kein Bild"],
}


@pytest.mark.parametrize("query", QUERIES)
def test_what_was_asked_for(query, four, tom):
    assert asked(tom, query) == QUERIES[query]


def test_by_things(four, tom, vera, beamers, beamer, deich, no_picture, haupthaus, room204):
    assert asked(tom, f"category={beamers.pk}") == ["fremd", "kein Bild"]
    assert asked(tom, f"tile={no_picture.pk}&school={deich.pk}") == ["kein Bild"]
    assert asked(tom, f"device={beamer.pk}") == ["kein Bild"]
    assert asked(tom, f"location={haupthaus.pk}") == ["Toner", "kein Bild"]
    assert asked(tom, f"location={room204.pk}") == ["kein Bild"]
    assert asked(tom, f"assignee={vera.pk}") == ["Toner"]


def test_by_the_authoritys_own_word(four, tom):
    word = Status.objects.create(kind="ticket", state="waiting", label_de="wartet auf Teil")
    Ticket.objects.filter(pk=four.pk).update(status=word)
    assert asked(tom, f"status={word.pk}") == ["Toner"]


def test_by_custom_fields(four, tom):
    CustomField.objects.create(
        owner_type="ticket", key="seats", kind="number", label_de="Plätze", sortable=True
    )
    workflow.edit(four, by=tom, custom={"seats": 28})
    assert asked(tom, "cf_seats=28") == ["Toner"]
    assert asked(tom, "cf_seats=27") == []
    assert asked(tom, "ordering=cf_seats")[0] == "Toner"


ODD = [
    "state=burning",
    "school=999",
    "school=x",
    "category=-1",
    "tile=999",
    "assignee=999",
    "level=3",
    "waiting_for=weather",
    "scope=everything",
    "ordering=assignee__password",
    "ordering=-",
    "location=x",
    "device=-5",
    "cf_nothing=1",
    "page=x",
    "status=9",
    "q=%00",
]


@pytest.mark.parametrize("query", ODD)
def test_nonsense_is_left_out(query, four, tom):
    assert len(asked(tom, query)) in (0, 4)


@pytest.mark.parametrize("query", ["state=burning", "school=999", "level=3", "category=x"])
def test_what_was_left_out_is_said(query, four, tom):
    form = TicketFilter(QueryDict(query), user=tom)
    assert len(form.left_out) == 1
    assert len(form.tickets()) == 4


@pytest.mark.parametrize("what", ["device", "location", "school"])
def test_what_a_person_does_not_see_cannot_be_asked_for(
    what, four, otto, vera, beamer, room204, deich, foreign_beamer
):
    thing = {"device": beamer, "location": room204, "school": deich}[what]
    assert asked(otto, f"{what}={thing.pk}") in ([], ["fremd"])
    assert asked(vera, f"device={foreign_beamer.pk}") == []


def test_each_sees_what_he_may(four, anna, bert, vera, hanna, otto, nora, lena, ida):
    people = {
        "anna": anna,
        "bert": bert,
        "vera": vera,
        "hanna": hanna,
        "otto": otto,
        "nora": nora,
        "lena": lena,
        "ida": ida,
    }
    assert {name: asked(person) for name, person in people.items()} == {
        "anna": ["Toner", "kein Bild"],
        "bert": [],
        "vera": ["Toner", "kein Bild"],
        "hanna": ["Toner", "kein Bild"],
        "otto": ["fremd"],
        "nora": ["fremd"],
        "lena": [],
        "ida": [],
    }


def test_for_a_teacher_mine_is_what_I_reported(four, anna, bert, deich):
    deich.teachers_see_all_tickets = True
    deich.save()
    assert asked(bert) == ["Toner", "kein Bild"]
    assert asked(bert, "scope=mine") == []
    assert asked(anna, "scope=mine") == ["Toner", "kein Bild"]


def test_waiting_longer_than_agreed(four, tom, vera, ticket):
    assert asked(tom, "overdue=1") == []
    workflow.wait(ticket, by=vera, waiting_for="date", until=date.today() + timedelta(days=10))
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        assert asked(tom, "overdue=1") == ["Toner"]
    with time_machine.travel(timezone.now() + timedelta(days=12)):
        assert asked(tom, "overdue=1") == ["Toner", "kein Bild"]


def test_answers_since_yesterday(four, tom, vera, anna, ticket):
    workflow.take_over(ticket, by=vera)
    workflow.comment(ticket, by=tom, text="Geht es?", visibility="school")
    assert asked(vera, "answered=1") == []
    workflow.comment(ticket, by=anna, text="Nein.")
    assert asked(vera, "answered=1") == ["kein Bild"]
    assert asked(tom, "answered=1") == []
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert asked(vera, "answered=1") == []


def test_solved_lately(four, tom):
    assert asked(tom, "state=all&lately=1") == ["Gelöstes"]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert asked(tom, "state=all&lately=1") == []


def test_my_schools_are_those_I_am_posted_at(four, nora, vera, moor, tom, deich):
    def mine(person):
        return TicketFilter(QueryDict(), user=person).my_schools

    assert mine(tom) == [deich.pk]
    assert (mine(vera), mine(nora)) == ([deich.pk], [moor.pk])
    Posting.objects.create(person=tom, school=moor)
    assert sorted(mine(tom)) == sorted([deich.pk, moor.pk])


def test_choices_are_read_in_one_query(four, tom, django_assert_num_queries):
    assert tom.reach
    with django_assert_num_queries(1):
        found = choices_for(tom)
    assert {of: [c.label for c in rows] for of, rows in found.items()} == {
        "school": ["BBS am Moor", "Gymnasium am Deich"],
        "category": ["Beamer", "Drucker"],
        "tile": ["kein Bild", "kein Ton"],
        "person": ["Olga", "Tom", "Vera"],
        "posted": ["Gymnasium am Deich"],
    }


def test_a_school_chooses_among_its_own(four, hanna, olga, tom, nora):
    found = choices_for(hanna)
    assert [c.label for c in found["person"]] == ["Tom", "Vera"]
    assert [c.label for c in found["school"]] == ["Gymnasium am Deich"]


def test_a_teacher_is_offered_no_people(four, anna):
    form = TicketFilter(QueryDict("assignee=1&level=2&tile=1"), user=anna)
    assert set(form.fields) & {"level", "school"} == set()
    assert "person" not in form.offered


def test_most_choices_are_read_only_when_asked_for(four, tom, beamers):
    plain = TicketFilter(QueryDict("q=toner"), user=tom)
    assert (set(plain.offered), plain.full) == ({"school", "posted"}, False)
    for query in ("filters=1", f"category={beamers.pk}", "cf_x=1", "ordering=-cf_x", "level=1"):
        assert TicketFilter(QueryDict(query), user=tom).full
