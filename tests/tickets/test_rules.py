"""Who may do what with tickets: design.md's matrix, one row a rule."""

import pytest

from itsm.journal.models import Visibility
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
        "anna": one, "bert": one, "vera": two, "hanna": two, "tom": all_three,
        "lena": all_three, "adam": all_three, "otto": one, "olga": one, "nora": one, "ida": one,
    }  # fmt: skip


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
        "anna": {"reporter"}, "bert": set(), "vera": {"reporter", "school"},
        "hanna": {"reporter", "school"}, "tom": everyone, "adam": everyone,
        "lena": set(), "otto": set(), "olga": set(), "nora": set(), "ida": set(),
    }  # fmt: skip


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


def test_a_teacher_sees_what_he_reported_or_joined(ticket, bert):
    assert list(Ticket.objects.visible_to(bert)) == []
    workflow.join(ticket, by=bert)
    assert list(Ticket.objects.visible_to(bert)) == [ticket]


def test_a_school_may_let_its_teachers_see_everything(ticket, foreign_ticket, bert, deich):
    deich.teachers_see_all_tickets = True
    deich.save()
    assert list(Ticket.objects.visible_to(bert)) == [ticket]


def test_lenders_see_and_work_on_what_concerns_cases(ticket, foreign_ticket, lena, beamers):
    assert list(Ticket.objects.visible_to(lena)) == []
    beamers.is_case = True
    beamers.save()
    assert set(Ticket.objects.visible_to(lena)) == {ticket, foreign_ticket}
    assert rules.can_work_on(lena, ticket)


@pytest.mark.parametrize(
    ("name", "sees"),
    [("otto", "foreign"), ("olga", "foreign"), ("nora", "foreign"), ("vera", "own"),
     ("hanna", "own"), ("tom", "both"), ("adam", "both"), ("ida", "none")],
)  # fmt: skip
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
