"""Who sees what of the Gymnasium's things, counted; who may do what is in test_rules.py.

anna teaches there, vera is its support, hanna its head; tom repairs, lena lends, adam
administrates. otto, olga and nora are of the BBS, ida has no role, nobody is not signed in.
"""

import pytest
from django.contrib.auth.models import AnonymousUser

from assets.models import Category, Device, Label, Location
from itsm.journal.models import Subject
from itsm.people.models import School
from loans.models import Loan, LoanPaper
from tests.conftest import make_device
from tests.house.story import AT_DEICH, EVERYWHERE, PEOPLE
from tickets import rules as tickets
from tickets import workflow
from tickets.models import Comment, Report, Ticket, TicketFile

OF_SCHOOL = {*AT_DEICH, *EVERYWHERE}
WORKS = {"vera", "tom", "adam"}


def case_at(things):
    cases = Category.objects.get(label_de="Tablet-Koffer")
    return make_device("GAD-K1", cases, things.school, things.room)


# How many of the Gymnasium's rows each person sees: 3 places, 3 devices, 3 tickets …
SEES = [
    (
        "school",
        lambda u, t: School.objects.visible_to(u).filter(pk=t.school.pk),
        dict.fromkeys(OF_SCHOOL, 1),
    ),
    (
        "places",
        lambda u, t: Location.objects.visible_to(u).filter(school=t.school),
        dict.fromkeys(OF_SCHOOL, 3),
    ),
    (
        "devices",
        lambda u, t: Device.objects.visible_to(u).filter(school=t.school),
        dict.fromkeys(OF_SCHOOL, 3),
    ),
    (
        "labels",
        lambda u, t: Label.objects.visible_to(u).filter(school=t.school),
        dict.fromkeys(WORKS, 2),
    ),
    (
        "tickets",
        lambda u, t: Ticket.objects.visible_to(u).filter(school=t.school),
        {"anna": 1, "vera": 4, "hanna": 4, "tom": 4, "lena": 1, "adam": 4},
    ),
    (
        "reports",
        lambda u, t: Report.objects.visible_to(u).filter(school=t.school),
        {"anna": 1, "vera": 5, "tom": 5, "adam": 5},
    ),
    (
        "comments",
        lambda u, t: Comment.objects.readable_by(u, t.ticket) if tickets.sees(u, t.ticket) else (),
        {"anna": 1, "vera": 2, "hanna": 2, "tom": 3, "adam": 3},
    ),
    (
        "files",
        lambda u, t: (
            TicketFile.objects.readable_by(u, t.ticket) if tickets.sees(u, t.ticket) else ()
        ),
        dict.fromkeys(OF_SCHOOL - {"lena"}, 1),
    ),
    (
        "what is lent to it",
        lambda u, t: Device.objects.visible_to(u).filter(lent_to=t.school),
        dict.fromkeys(OF_SCHOOL, 2),
    ),
    (
        "spares of the authority",
        lambda u, t: Device.objects.visible_to(u).filter(pk=t.spare.pk),
        dict.fromkeys(EVERYWHERE, 1),
    ),
    ("running loans", lambda u, t: Loan.objects.visible_to(u), dict.fromkeys(OF_SCHOOL, 1)),
    (
        "loans in detail",
        lambda u, t: Loan.objects.detailed_to(u),
        dict.fromkeys(OF_SCHOOL - {"anna"}, 1),
    ),
    (
        "papers of loans",
        lambda u, t: LoanPaper.objects.visible_to(u),
        dict.fromkeys(OF_SCHOOL - {"anna"}, 1),
    ),
]


@pytest.fixture
def things(deich_things, tom, vera, deich):
    """The Gymnasium's things, with a case, and a ticket the technicians have."""
    deich_things.case = case_at(deich_things)
    tablets = Category.objects.get(label_de="Tablet")
    deich_things.spare = make_device("IT-S1", tablets, None, state="in_storage")
    workflow.report(by=tom, school=deich, title="Netz fällt aus")
    workflow.report(by=vera, school=deich, devices=[deich_things.case], title="Schloss klemmt")
    return deich_things


@pytest.fixture
def everybody(people):
    return {name: people[name] for name in PEOPLE} | {"nobody": AnonymousUser()}


@pytest.mark.parametrize(("name", "rows", "counts"), SEES, ids=[row[0] for row in SEES])
def test_who_sees(name, rows, counts, things, everybody):
    seen = {n: len(rows(person, things)) for n, person in everybody.items()}
    assert {n: number for n, number in seen.items() if number} == counts


def test_a_school_may_let_its_teachers_see_all_its_tickets(
    things, moor_things, everybody, deich, moor
):
    """A setting per school: what anna did not tell she reads then, but not another school's."""
    School.objects.filter(pk=moor.pk).update(teachers_see_all_tickets=True)
    assert Ticket.objects.visible_to(everybody["anna"]).count() == 1
    School.objects.filter(pk=deich.pk).update(teachers_see_all_tickets=True)
    seen = Ticket.objects.visible_to(everybody["anna"])
    assert set(seen) == set(Ticket.objects.filter(school=deich))
    assert Ticket.objects.filter(school=moor).exists()


def test_nobody_reads_the_journal_of_another_school(things, everybody, deich):
    readers = {
        n for n, p in everybody.items() if Subject.objects.visible_to(p).filter(school=deich)
    }
    assert readers == OF_SCHOOL


LINES = "/api/v1/events/?page_size=100"


@pytest.mark.parametrize("name", ["anna", "lena"])
def test_the_journal_tells_nothing_of_tickets_a_person_does_not_see(name, things, window):
    """anna reads of her own ticket, not of what others told; lena of none but those about cases."""
    lines = window(name).get(LINES).content.decode()
    assert "Zweiter Ausfall" not in lines
    assert ("Ausfall GAD" in lines) == (name == "anna")
