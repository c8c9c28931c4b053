"""Who sees and does what: design.md's table, one row a rule, with the Gymnasium's things.

anna teaches there, vera is its support, hanna its head; tom repairs, lena lends, adam
administrates. otto, olga and nora are of the BBS, ida has no role, nobody is not signed in.
"""

from inspect import isfunction

import pytest
from django.contrib.auth.models import AnonymousUser

from assets import rules as assets
from assets.models import Category, Device, Label, Location
from itsm.journal.models import Subject
from itsm.people import rules as people_rules
from itsm.people.models import School
from loans import rules as loans
from loans.models import Loan, LoanPaper, Stage
from tests.conftest import make_device
from tests.house.story import AT_DEICH, EVERYWHERE, PEOPLE
from tickets import rules as tickets
from tickets import workflow
from tickets.models import Comment, Report, Ticket, TicketFile

OF_SCHOOL = {*AT_DEICH, *EVERYWHERE}
WORKS = {"vera", "tom", "adam"}
STAFF = {"tom", "adam"}
LENDERS = {"lena", "adam"}
HEADS = {"hanna", *LENDERS}


def case_at(things):
    cases = Category.objects.get(label_de="Tablet-Koffer")
    return make_device("GAD-K1", cases, things.school, things.room)


# What may be done, with what, by whom. `t` are the Gymnasium's things.
MAY = [
    # places, devices, labels
    ("register a device at the school", lambda u, t: assets.can_register(u, t.school.pk), STAFF),
    (
        "register a device somewhere",
        lambda u, t: assets.can_register_somewhere(u),
        STAFF | {"nora"},
    ),
    ("register a case", lambda u, t: assets.can_register_case(u), STAFF | {"lena"}),
    ("register one of the authority", lambda u, t: assets.can_register(u, None), STAFF),
    ("take steps on a device", lambda u, t: assets.can_step(u, t.device), STAFF),
    ("take steps on a case", lambda u, t: assets.can_step(u, t.case), STAFF | {"lena"}),
    ("fill the slots of a case", lambda u, t: assets.can_fill(u, t.case), STAFF | {"lena"}),
    ("see the list of cases", lambda u, t: assets.can_see_cases(u), STAFF | {"lena"}),
    ("hand a device out", lambda u, t: assets.can_lend(u, t.device), STAFF | {"lena"}),
    ("see a device", lambda u, t: assets.can_see(u, t.device), OF_SCHOOL),
    ("see a spare of the authority", lambda u, t: assets.can_see(u, t.spare), {*EVERYWHERE}),
    ("take steps on a spare", lambda u, t: assets.can_step(u, t.spare), STAFF),
    ("read what a spare cost", lambda u, t: assets.can_see_prices(u, t.spare), {*EVERYWHERE}),
    (
        "read a device's details",
        lambda u, t: assets.can_see_details(u, t.device),
        OF_SCHOOL - {"anna"},
    ),
    ("read prices", lambda u, t: assets.can_see_prices(u, t.device), OF_SCHOOL - {"anna", "vera"}),
    (
        "sort by what is in detail",
        lambda u, t: assets.sees_all_details(u),
        {*PEOPLE} - {"anna", "ida"},
    ),
    (
        "sort by prices",
        lambda u, t: assets.sees_all_prices(u),
        {*PEOPLE} - {"anna", "vera", "olga", "ida"},
    ),
    ("change the tree of places", lambda u, t: assets.can_edit_places(u), {"adam"}),
    ("change the catalogue", lambda u, t: assets.can_edit_catalogue(u), {"adam"}),
    ("bring a table of devices", lambda u, t: assets.can_import(u), {"adam"}),
    ("label a device", lambda u, t: assets.can_label(u, t.device), WORKS),
    ("label a room", lambda u, t: assets.can_label(u, t.room), WORKS),
    ("label a case", lambda u, t: assets.can_label(u, t.case), WORKS | {"lena"}),
    (
        "label anything",
        lambda u, t: assets.can_label_somewhere(u),
        WORKS | {"lena", "olga", "nora"},
    ),
    ("adjust the printing of labels", lambda u, t: assets.can_adjust_labels(u), STAFF),
    ("print blank labels", lambda u, t: assets.can_make_blank_labels(u), STAFF),
    # tickets
    ("see a ticket", lambda u, t: tickets.sees(u, t.ticket), OF_SCHOOL - {"lena"}),
    ("join what others told", lambda u, t: tickets.can_join(u, t.ticket), OF_SCHOOL),
    ("report at the school", lambda u, t: tickets.can_report_at(u, t.school), OF_SCHOOL),
    ("report for the authority", lambda u, t: tickets.can_report_at(u, None), {*EVERYWHERE}),
    ("work there for the authority", lambda u, t: tickets.works_at(u, t.school), {*EVERYWHERE}),
    ("be the school's own 1st level", lambda u, t: tickets.supports_at(u, t.school), {"vera"}),
    ("work on the 1st level", lambda u, t: tickets.can_work_on(u, t.ticket), WORKS),
    ("work on the 2nd level", lambda u, t: tickets.can_work_on(u, t.upstairs), STAFF),
    ("take over from nobody", lambda u, t: tickets.can_take_over(u, t.ticket), WORKS),
    ("take over from a technician", lambda u, t: tickets.can_take_over(u, t.handled), STAFF),
    ("pass on to the 2nd level", lambda u, t: tickets.can_escalate(u, t.ticket), WORKS),
    ("take back what one passed on", lambda u, t: tickets.can_take_back(u, t.passed_on), {"vera"}),
    ("solve", lambda u, t: tickets.can_solve(u, t.ticket), WORKS),
    ("close", lambda u, t: tickets.can_close(u, t.ticket), WORKS),
    ("give to somebody", lambda u, t: tickets.can_assign(u, t.ticket), WORKS),
    ("let go", lambda u, t: tickets.can_release(u, t.ticket), WORKS),
    ("let go what a technician has", lambda u, t: tickets.can_release(u, t.handled), STAFF),
    ("let it wait", lambda u, t: tickets.can_wait(u, t.ticket), WORKS),
    ("go on with it", lambda u, t: tickets.can_resume(u, t.ticket), WORKS),
    ("correct its words", lambda u, t: tickets.can_edit(u, t.ticket), WORKS),
    ("be given it", lambda u, t: tickets.can_be_given(u, t.ticket), WORKS),
    ("see one about a case", lambda u, t: tickets.sees(u, t.of_case), OF_SCHOOL - {"anna"}),
    ("work on one about a case", lambda u, t: tickets.can_work_on(u, t.of_case), STAFF | {"lena"}),
    ("have told of it first", lambda u, t: tickets.is_reporter(u, t.ticket), {"anna"}),
    ("have told of it", lambda u, t: tickets.has_told(u, t.ticket), {"anna"}),
    ("say it works", lambda u, t: tickets.can_confirm(u, t.ticket), {"anna"}),
    ("take it back", lambda u, t: tickets.can_withdraw(u, t.ticket), {"anna"}),
    ("say it does not work", lambda u, t: tickets.can_reopen(u, t.ticket), WORKS | {"anna"}),
    ("comment", lambda u, t: tickets.can_comment(u, t.ticket), OF_SCHOOL - {"lena"}),
    (
        "comment for the school",
        lambda u, t: tickets.can_comment_as(u, t.ticket, "school"),
        OF_SCHOOL - {"lena", "anna"},
    ),
    (
        "comment for the authority",
        lambda u, t: tickets.can_comment_as(u, t.ticket, "authority"),
        STAFF,
    ),
    ("review a held report", lambda u, t: tickets.can_review(u, t.held), WORKS),
    # cases and loans
    ("fill a case", lambda u, t: assets.can_fill(u, t.case), STAFF | {"lena"}),
    ("see the list of all cases", lambda u, t: assets.can_see_cases(u), STAFF | {"lena"}),
    ("apply for a case", lambda u, t: loans.can_apply(u, t.school), HEADS),
    ("submit, amend, withdraw, extend", lambda u, t: loans.can_submit(u, t.running), HEADS),
    ("give a proof", lambda u, t: loans.can_meet_condition(u, t.running), HEADS),
    ("check a proof", lambda u, t: loans.can_check(u, t.running), LENDERS),
    ("agree", lambda u, t: loans.can_approve(u, t.running), HEADS),
    (
        "agree as the head",
        lambda u, t: loans.approves_stage(u, t.running, Stage(role="head")),
        HEADS,
    ),
    (
        "agree as loan manager",
        lambda u, t: loans.approves_stage(u, t.running, Stage(role="lender")),
        LENDERS,
    ),
    (
        "agree for the authority",
        lambda u, t: loans.approves_stage(u, t.running, Stage(role="administrator")),
        {"adam"},
    ),
    ("refuse, put on the waiting list", lambda u, t: loans.can_refuse(u, t.running), LENDERS),
    (
        "prepare, hand over, take back, swap",
        lambda u, t: loans.can_prepare(u, t.running),
        STAFF | {"lena"},
    ),
    ("inspect, decide, close", lambda u, t: loans.can_inspect(u, t.running), LENDERS),
    ("report a fault on a slot", lambda u, t: loans.can_report_fault(u, t.running), OF_SCHOOL),
    ("read the application", lambda u, t: loans.can_see_all(u, t.running), OF_SCHOOL - {"anna"}),
    ("lend at all", lambda u, t: loans.lends(u), LENDERS),
    ("apply somewhere", lambda u, t: loans.can_apply_somewhere(u), HEADS | {"otto"}),
    (
        "look into the catalogue",
        lambda u, t: loans.can_see_catalogue(u),
        OF_SCHOOL - {"anna"} | {"otto", "olga", "nora"},
    ),
    ("set a status of a loan", lambda u, t: loans.can_set_status(u, t.running), LENDERS),
    ("book a lesson", lambda u, t: loans.can_book(u, t.running), {*AT_DEICH, *LENDERS}),
    (
        "cancel anna's lesson",
        lambda u, t: loans.can_cancel_booking(u, t.booking),
        {*AT_DEICH, *LENDERS},
    ),
    ("hold trainings", lambda u, t: loans.can_hold_trainings(u), LENDERS),
    (
        "take a seat for the school",
        lambda u, t: loans.can_sign_up(u, t.school),
        {*AT_DEICH, *LENDERS},
    ),
    ("tell what worked", lambda u, t: loans.can_share(u, t.school), {*AT_DEICH, *LENDERS}),
    ("read what worked", lambda u, t: loans.can_read_experiences(u), OF_SCHOOL),
    (
        "take back what anna told",
        lambda u, t: loans.can_take_back_experience(u, t.told),
        {"anna", *LENDERS},
    ),
    ("see the figures of all schools", lambda u, t: loans.can_see_figures(u), LENDERS),
    (
        "have the school's calendar",
        lambda u, t: loans.can_have_feed(u, t.school),
        OF_SCHOOL - {"anna"},
    ),
    ("have everybody's calendar", lambda u, t: loans.can_have_feed(u, None), {*EVERYWHERE}),
    ("work for all schools", lambda u, t: loans.sees_all_schools(u), {*EVERYWHERE}),
    ("change loan settings", lambda u, t: loans.can_change_loan_settings(u), LENDERS),
    # people, settings
    ("see anything", lambda u, t: people_rules.is_member(u), {*PEOPLE} - {"ida"}),
    ("work for the authority", lambda u, t: people_rules.is_staff(u), {*EVERYWHERE, "nora"}),
    ("manage people", lambda u, t: people_rules.can_manage_people(u), {"adam"}),
    ("change settings", lambda u, t: people_rules.can_change_settings(u), {"adam"}),
    ("manage schools", lambda u, t: people_rules.can_manage_schools(u), {"adam"}),
]

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
    told = workflow.report(by=tom, school=deich, title="Netz fällt aus")
    deich_things.upstairs = told.ticket
    deich_things.passed_on = Ticket(school=deich, state="new", level=2, last_handler=vera)
    told = workflow.report(
        by=vera, school=deich, devices=[deich_things.case], title="Schloss klemmt"
    )
    deich_things.of_case = told.ticket
    return deich_things


@pytest.fixture
def everybody(people):
    return {name: people[name] for name in PEOPLE} | {"nobody": AnonymousUser()}


@pytest.mark.parametrize(("name", "rule", "who"), MAY, ids=[row[0] for row in MAY])
def test_who_may(name, rule, who, things, everybody):
    assert {n for n, person in everybody.items() if rule(person, things)} == who


@pytest.mark.parametrize(("name", "rows", "counts"), SEES, ids=[row[0] for row in SEES])
def test_who_sees(name, rows, counts, things, everybody):
    seen = {n: len(rows(person, things)) for n, person in everybody.items()}
    assert {n: number for n, number in seen.items() if number} == counts


APPS = {"assets": assets, "tickets": tickets, "people_rules": people_rules, "loans": loans}


def test_every_rule_has_a_row():
    """A new rule of any app needs a line in MAY, written from what was agreed."""
    words = [(row[1].__code__.co_names, row[0]) for row in MAY]
    asked = {getattr(APPS.get(app), rule, None) for (app, rule, *_more), _name in words}
    rules = {
        f"{app}.{name}"
        for app, module in APPS.items()
        for name, rule in vars(module).items()
        if _is_rule(module, rule) and rule not in asked
    }
    assert rules == set()


def _is_rule(module, thing):
    """Asked of a person, answered with yes or no. Another name for the same rule is the same."""
    if not isfunction(thing) or thing.__module__ != module.__name__:
        return False
    asks = next(iter(thing.__code__.co_varnames[: thing.__code__.co_argcount]), "")
    yes_or_no = thing.__annotations__.get("return") is bool
    return asks in ("user", "person") and yes_or_no and not thing.__name__.startswith("_")


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
