"""Who may do what with tickets: a row a rule."""

from functools import partial

import pytest

from assets.models import FaultTile
from itsm.journal.models import Visibility
from itsm.people.models import School, User
from itsm.people.roles import Role
from itsm.workflow import NotAllowed
from tests.conftest import give_role, make_device, make_person
from tests.tickets.conftest import again
from tickets import rules, workflow
from tickets.models import Comment, Report, Ticket, TicketFile
from tickets.models.reports import visibilities_for

PEOPLE = ["anna", "bert", "vera", "hanna", "tom", "lena", "adam", "otto", "olga", "nora", "ida"]
# On anna's ticket about a projector of the Gymnasium, first level: who may.
TABLE = {
    rules.can_work_on: {"vera", "tom", "adam"},
    rules.can_take_over: {"vera", "tom", "adam"},
    rules.can_assign: {"vera", "tom", "adam"},
    rules.can_release: {"vera", "tom", "adam"},
    rules.can_escalate: {"vera", "tom", "adam"},
    rules.can_take_back: set(),
    rules.can_join: {"anna", "bert", "vera", "hanna", "tom", "lena", "adam"},
    rules.can_wait: {"vera", "tom", "adam"},
    rules.can_resume: {"vera", "tom", "adam"},
    rules.can_solve: {"vera", "tom", "adam"},
    rules.can_close: {"vera", "tom", "adam"},
    rules.can_edit: {"vera", "tom", "adam"},
    rules.can_reopen: {"anna", "vera", "tom", "adam"},
    rules.can_comment: {"anna", "vera", "hanna", "tom", "adam"},
    rules.can_confirm: {"anna"},
    rules.can_withdraw: {"anna"},
    rules.is_reporter: {"anna"},
    rules.sees: {"anna", "vera", "hanna", "tom", "adam"},
}


def fresh(person) -> User:
    """The person as she signs in next time."""
    return User.objects.get(pk=person.pk)


@pytest.fixture
def spare(beamers, deich):
    """In the authority's store: no teacher is shown it."""
    return make_device("IT-S1", beamers, None, state="in_storage")


@pytest.fixture
def everybody(request, ticket):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.__name__)
def test_who_may(rule, everybody, ticket):
    assert {n for n, p in everybody.items() if rule(p, ticket)} == TABLE[rule]


def test_who_reads_which_comments(everybody, ticket):
    read = {
        n: [str(v) for v in visibilities_for(p, ticket.school_id)] for n, p in everybody.items()
    }
    all_three, two, one = list(Visibility.values), ["reporter", "school"], ["reporter"]
    assert read == {
        "anna": one,
        "bert": one,
        "vera": two,
        "hanna": two,
        "tom": all_three,
        "lena": all_three,
        "adam": all_three,
        "otto": one,
        "olga": one,
        "nora": one,
        "ida": one,
    }


def test_comments_and_files_are_read_as_deep_as_the_role_reads(everybody, ticket, tom):
    for visibility in Visibility.values:
        workflow.comment(ticket, by=tom, text=visibility, visibility=visibility)
        TicketFile.objects.create(
            ticket=ticket, name=visibility, kind="jpg", file="x", size=1, visibility=visibility
        )
    for name in ("anna", "vera", "hanna", "tom"):
        person = everybody[name]
        depth = [str(v) for v in visibilities_for(person, ticket.school_id)]
        texts = [c.text for c in Comment.objects.readable_by(person, ticket)]
        names = [f.name for f in TicketFile.objects.readable_by(person, ticket)]
        assert (texts, names) == (depth, depth)


def test_nobody_writes_what_he_could_not_read(everybody, ticket):
    may = {
        name: {v for v in Visibility.values if rules.can_comment_as(person, ticket, v)}
        for name, person in everybody.items()
    }
    everyone = set(Visibility.values)
    assert may == {
        "anna": {"reporter"},
        "bert": set(),
        "vera": {"reporter", "school"},
        "hanna": {"reporter", "school"},
        "tom": everyone,
        "adam": everyone,
        "lena": set(),
        "otto": set(),
        "olga": set(),
        "nora": set(),
        "ida": set(),
    }


def test_everybody_with_a_role_at_the_school_may_report_there(everybody, deich):
    may = {n for n, p in everybody.items() if rules.can_report_at(p, deich)}
    assert may == {"anna", "bert", "vera", "hanna", "tom", "lena", "adam"}


def test_only_staff_reports_for_the_authority_itself(everybody):
    may = {n for n, p in everybody.items() if rules.can_report_at(p, None)}
    assert may == {"tom", "lena", "adam"}


def test_held_reports_are_reviewed_by_support_technicians_and_administrators(everybody, deich):
    held = workflow.hold(school=deich, text="Beamer brennt")
    assert {n for n, p in everybody.items() if rules.can_review(p, held)} == {"vera", "tom", "adam"}
    seen = {n for n, p in everybody.items() if Report.objects.visible_to(p).filter(pk=held.pk)}
    assert seen == {"vera", "tom", "adam"}


def test_who_can_be_given_a_ticket(everybody, ticket):
    able = {n for n, p in everybody.items() if rules.can_be_given(p, ticket)}
    assert able == {"vera", "tom", "adam"}
    everybody["vera"].is_active = False
    assert not rules.can_be_given(everybody["vera"], ticket)


def test_a_teacher_sees_what_he_reported_and_joining_opens_nothing(ticket, anna, bert):
    assert list(Ticket.objects.visible_to(anna)) == [ticket]
    joined = workflow.join(ticket, by=bert)
    assert list(Ticket.objects.visible_to(bert)) == []
    assert list(Report.objects.joins_of(bert)) == [joined]
    assert list(Report.objects.joins_of(anna)) == []


def test_a_joined_report_taken_back_opens_not_even_the_receipt(ticket, bert):
    joined = workflow.join(ticket, by=bert)
    workflow.withdraw(ticket, report=joined)
    assert list(Report.objects.joins_of(bert)) == []


def test_who_left_the_school_follows_nothing_there(ticket, bert):
    workflow.join(ticket, by=bert)
    bert.memberships.all().delete()
    assert list(Report.objects.joins_of(fresh(bert))) == []


def test_who_joined_confirms_for_nobody_even_where_he_reads_it(ticket, bert, deich, vera):
    School.objects.filter(pk=deich.pk).update(teachers_see_all_tickets=True)
    workflow.join(ticket, by=bert)
    workflow.solve(ticket, by=vera, solution="Kabel")
    assert rules.sees(bert, ticket)
    with pytest.raises(NotAllowed):
        workflow.confirm(again(ticket), by=bert)
    assert again(ticket).state == "solved"


def test_who_took_the_report_back_confirms_nothing(ticket, anna, bert, vera):
    workflow.join(ticket, by=bert)
    workflow.withdraw(ticket, by=anna)
    workflow.solve(again(ticket), by=vera, solution="Kabel")
    with pytest.raises(NotAllowed):
        workflow.confirm(again(ticket), by=anna)
    assert again(ticket).state == "solved"


def joinable(person) -> set[str]:
    return set(Ticket.objects.joinable_by(person).values_list("title", flat=True))


def test_only_faults_of_things_shown_can_be_joined(
    bert, otto, vera, tom, deich, beamer, room204, foreign_ticket, spare
):
    """Wishes, security and what is about no thing are nobody else's matter."""
    wish = FaultTile.objects.create(label_de="Wunsch", is_wish=True)
    alarm = FaultTile.objects.create(label_de="Phishing", alarm="all", private=True)
    told = partial(workflow.report, by=vera, school=deich)
    told(title="Laptop von Frau Meier nach der Kündigung")
    told(title="Programm", tile=wish, location=room204)
    told(title="Angeklickt", tile=alarm, location=room204)
    told(title="Steckdose", location=room204)
    hers = told(title="kein Ton", devices=[beamer]).ticket
    told(title="Ersatz", devices=[spare])
    assert joinable(bert) == {"Steckdose", "kein Ton"}
    assert joinable(otto) == {foreign_ticket.title}
    workflow.solve(hers, by=tom, solution="Kabel")
    assert joinable(bert) == {"Steckdose"}


def test_what_is_not_shown_is_not_joined_by_its_number(bert, vera, deich):
    secret = workflow.report(by=vera, school=deich, title="Vertraulich").ticket
    with pytest.raises(NotAllowed):
        workflow.join(secret, by=bert)
    assert not Report.objects.filter(by=bert).exists()


def test_a_school_may_let_its_teachers_see_everything(ticket, foreign_ticket, bert, deich, moor):
    """What one school opens stays shut at the other, whoever teaches there, or at both."""
    mia = make_person("mia", Role.TEACHER, moor)
    School.objects.filter(pk=deich.pk).update(teachers_see_all_tickets=True)
    assert list(Ticket.objects.visible_to(bert)) == [ticket]
    assert list(Ticket.objects.visible_to(mia)) == []
    give_role(mia, Role.TEACHER, deich)
    assert list(Ticket.objects.visible_to(fresh(mia))) == [ticket]


def test_lenders_see_and_work_on_what_concerns_cases(ticket, foreign_ticket, lena, beamers):
    assert list(Ticket.objects.visible_to(lena)) == []
    beamers.is_case = True
    beamers.save()
    assert set(Ticket.objects.visible_to(lena)) == {ticket, foreign_ticket}
    assert rules.can_work_on(lena, ticket)


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("otto", "foreign"),
        ("olga", "foreign"),
        ("nora", "foreign"),
        ("vera", "own"),
        ("hanna", "own"),
        ("tom", "both"),
        ("adam", "both"),
        ("ida", "none"),
    ],
)
def test_a_school_sees_its_own(name, sees, everybody, ticket, foreign_ticket):
    expected = {"own": {ticket}, "foreign": {foreign_ticket}, "both": {ticket, foreign_ticket}}
    assert set(Ticket.objects.visible_to(everybody[name])) == expected.get(sees, set())


@pytest.mark.parametrize("keeper", ["vera", "tom", "lena", "adam", "nora", "olga"])
def test_the_keepers_level_read_with_the_ticket_is_the_one_the_rule_asks_for(
    request, keeper, ticket, everybody
):
    person = everybody[keeper]
    Ticket.objects.filter(pk=ticket.pk).update(state="assigned", assignee=person)
    read = Ticket.objects.with_keepers_level().get(pk=ticket.pk)
    assert read.keepers_level == rules.level_of(person, ticket)
    person.is_active = False
    person.save()
    read = Ticket.objects.with_keepers_level().get(pk=ticket.pk)
    assert read.keepers_level == rules.level_of(person, ticket)
