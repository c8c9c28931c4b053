"""The first page: what needs whom today, by role; every number opens its list."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from itsm.journal.attempts import attempt
from itsm.outbox.models import OutboxMessage
from itsm.people.models import Authority
from itsm.people.roles import Role
from tests.conftest import give_role, make_device, make_person
from tickets import workflow
from tickets.models import Ticket


@pytest.fixture
def ticket(anna, vera, deich, beamer, no_picture):
    return workflow.report(by=anna, school=deich, devices=[beamer], tile=no_picture).ticket


@pytest.fixture
def foreign_ticket(olga, moor, foreign_beamer, no_picture):
    told = workflow.report(by=olga, school=moor, devices=[foreign_beamer], title="Fremdes")
    return told.ticket


def home(client, query=""):
    return client.get("/" + query)


def facts(answer):
    return [fact["number"] for fact in answer.context["facts"]]


def shown_page(answer):
    return answer.templates[0].name, answer.context.get("page")


EVERYBODY = ["anna", "bert", "vera", "hanna", "tom", "lena", "adam", "otto", "olga", "nora", "ida"]


@pytest.fixture
def bert(deich):
    return make_person("bert", Role.TEACHER, deich)


def test_each_role_has_its_page(request, sign_in, ticket):
    pages = {n: shown_page(home(sign_in(request.getfixturevalue(n)))) for n in EVERYBODY}
    assert pages == {
        **dict.fromkeys(["anna", "bert", "hanna", "otto"], ("home/day.html", "school")),
        **dict.fromkeys(["vera", "tom", "adam", "olga", "nora"], ("home/work.html", "work")),
        "lena": ("home/day.html", "lending"),
        "ida": ("home/nobody.html", None),
    }


def test_the_greeting_names_the_person_and_the_day(sign_in, tom):
    with time_machine.travel("2026-11-24 07:10+01:00", tick=False):
        html = home(sign_in(tom)).content.decode()
    assert "Guten Morgen, Tom" in html
    assert "November" in html


def test_a_technicians_figures_open_their_lists(sign_in, ticket, foreign_ticket, tom, vera, anna):
    workflow.take_over(ticket, by=tom)
    workflow.comment(ticket, by=anna, text="Wann?")
    client = sign_in(tom)
    answer = home(client)
    assert facts(answer) == [0, 0, 1, 1]
    workflow.release(ticket, by=tom)
    workflow.wait(foreign_ticket, by=tom, waiting_for="part")
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        client.force_login(tom)
        answer = home(client)
        assert facts(answer) == [1, 0, 0, 1]
        for fact in answer.context["facts"]:
            listed = client.get(fact["url"])
            assert listed.context["page"].paginator.count == fact["number"], fact["label"]


def test_every_figure_of_everybody_opens_a_list_that_long(
    request, sign_in, ticket, foreign_ticket, vera, tom
):
    late = workflow.report(by=tom, school=ticket.school, title="Spät").ticket
    workflow.wait(late, by=tom, waiting_for="school")
    done = workflow.report(by=tom, school=ticket.school, title="Fertig").ticket
    workflow.solve(done, by=tom, solution="Kabel")
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        for name in EVERYBODY:
            client = sign_in(request.getfixturevalue(name))
            for fact in home(client).context.get("facts", []):
                listed = client.get(fact["url"]).context["page"].paginator.count
                assert (name, fact["label"], listed) == (name, fact["label"], fact["number"])


def test_what_comes_first(sign_in, deich, vera, tom, anna, no_picture):
    """An alarm, what waits too long, what nobody has (the oldest first), what is in work."""

    def told(title, **more):
        return workflow.report(by=anna, school=deich, title=title, **more).ticket

    with time_machine.travel(timezone.now() - timedelta(days=9)):
        waits, old = told("wartet lange"), told("alt")
        workflow.wait(waits, by=tom, waiting_for="part")
    works = told("in Arbeit")
    workflow.take_over(works, by=vera)
    fresh = told("frisch")
    patient = told("wartet kurz")
    workflow.wait(patient, by=vera, waiting_for="part")
    no_picture.alarm = "all"
    no_picture.save()
    alarm = told("ganze Schule", tile=no_picture)
    first = home(sign_in(tom), "?scope=all").context["first"]
    assert [t.number for t in first] == [t.pk for t in (alarm, waits, old, fresh, works, patient)]
    assert [t.hot for t in first] == [True, True, False, False, False, False]


def test_mine_my_schools_all(sign_in, ticket, foreign_ticket, tom):
    workflow.take_over(foreign_ticket, by=tom)
    client = sign_in(tom)
    shown = {
        scope: [t.number for t in home(client, f"?scope={scope}").context["first"]]
        for scope in ("mine", "schools", "all", "", "nonsense")
    }
    mine, near = [foreign_ticket.pk], [ticket.pk]
    assert shown == {
        "mine": mine,
        "schools": near,
        "all": near + mine,
        "": mine,
        "nonsense": mine,
    }


def test_support_begins_with_what_is_new_at_the_school(sign_in, ticket, foreign_ticket, vera):
    other = workflow.report(by=vera, school=ticket.school, title="Meins").ticket
    Ticket.objects.filter(pk=other.pk).update(state="assigned", assignee=vera)
    answer = home(sign_in(vera))
    assert [t.number for t in answer.context["first"]] == [ticket.pk, other.pk]
    chips = [(chip["url"], chip["count"]) for chip in answer.context["chips"]]
    assert chips == [("?scope=mine", 1), ("?scope=all", 2)]


def test_answers_are_what_reporters_said_on_my_tickets(
    sign_in, ticket, foreign_ticket, tom, vera, anna, olga
):
    workflow.take_over(ticket, by=tom)
    workflow.comment(ticket, by=anna, text="Es geht wieder an und aus.")
    workflow.comment(ticket, by=vera, text="Von der Kollegin.")
    workflow.comment(foreign_ticket, by=olga, text="Nicht meins.")
    said = home(sign_in(tom)).context["answers"]
    assert [comment.text for comment in said] == ["Es geht wieder an und aus."]


def test_held_reports_are_told_to_those_who_review(sign_in, deich, tom, vera, olga):
    workflow.hold(school=deich, text="echt")
    told = {
        p.username: [hint["number"] for hint in home(sign_in(p)).context["hints"]]
        for p in (tom, vera, olga)
    }
    assert told == {"tom": [1], "vera": [1], "olga": []}


def test_an_administrator_hears_of_mails_that_did_not_go_out_and_of_mute_people(
    sign_in, adam, tom, deich
):
    now = timezone.now()
    OutboxMessage.objects.create(
        kind="mail", payload={}, message_id="<1@x>", state="parked", created_at=now, due_at=now
    )
    make_person("stumm", Role.TEACHER, deich, email="")
    hints = [(hint["number"], hint["url"]) for hint in home(sign_in(adam)).context["hints"]]
    assert hints == [(1, "/settings/outbox/"), (1, "/settings/people/")]
    assert home(sign_in(tom)).context["hints"] == []


def test_an_administrator_hears_of_what_the_clock_could_not_do(sign_in, adam, tom, beamer, caplog):
    attempt("loan_reminders", beamer, lambda: 1 / 0)
    (hint,) = home(sign_in(adam)).context["hints"]
    assert (hint["number"], hint["label"]) == (1, "automatischer Schritt ist fehlgeschlagen")
    shown = sign_in(adam).get(hint["url"]).context["lines"]
    assert [(line.verb, line.lead) for line in shown] == [("clock.failed", "GAD-00417")]
    assert home(sign_in(tom)).context["hints"] == []


def test_an_empty_house_says_where_to_begin(sign_in, adam):
    answer = home(sign_in(adam))
    assert [step["done"] for step in answer.context["first_steps"]] == [False] * 5
    for step in answer.context["first_steps"]:
        assert sign_in(adam).get(step["url"]).status_code == 200


def test_a_furnished_house_does_not(sign_in, adam, tom, beamer):
    assert home(sign_in(adam)).context["first_steps"] == []


def test_a_teacher_sees_how_the_own_reports_stand(sign_in, ticket, anna, bert, vera):
    workflow.wait(ticket, by=vera, waiting_for="reporter")
    answer = home(sign_in(anna))
    assert [t.pk for t in answer.context["mine"]] == [ticket.pk]
    assert "/tickets/new/" in answer.content.decode()
    assert home(sign_in(bert)).context["mine"] == []


def test_what_needs_a_word_stands_first_and_what_is_long_over_is_one_tap_away(
    sign_in, ticket, anna, bert, tom, deich, no_picture
):
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        over = workflow.report(by=bert, school=deich, tile=no_picture, title="vorbei").ticket
        workflow.withdraw(over, by=bert)
    asked, _open, gone = (
        workflow.report(by=bert, school=deich, tile=no_picture, title=title).ticket
        for title in ("gefragt", "offen", "gerade erledigt")
    )
    workflow.withdraw(gone, by=bert)
    workflow.take_over(asked, by=tom)
    workflow.solve(asked, by=tom, solution="Kabel getauscht")
    answer = home(sign_in(bert))
    assert [t.title for t in answer.context["mine"]] == ["gefragt", "offen", "gerade erledigt"]
    everything = sign_in(bert).get(answer.context["all_mine"])
    assert everything.context["page"].paginator.count == 4


def test_a_head_sees_the_school(sign_in, ticket, foreign_ticket, hanna, otto):
    for person, mine in ((hanna, ticket), (otto, foreign_ticket)):
        answer = home(sign_in(person))
        assert [t.number for t in answer.context["open"]] == [mine.pk]
        assert facts(answer) == [1, 0, 0, 0]


def test_a_lender_sees_what_concerns_cases(sign_in, ticket, lena, beamers):
    assert home(sign_in(lena)).context["tickets"] == []
    beamers.is_case = True
    beamers.save()
    assert [t.number for t in home(sign_in(lena)).context["tickets"]] == [ticket.pk]


def test_without_a_role_one_reads_whom_to_ask(sign_in, ticket, ida):
    Authority.objects.update_or_create(pk=1, defaults={"phone": "05931 44-1234"})
    html = home(sign_in(ida)).content.decode()
    assert "05931 44-1234" in html
    assert "kein Bild" not in html


def test_who_has_several_roles_sees_the_work(sign_in, ticket, anna, deich):
    give_role(anna, Role.SUPPORT, deich)
    assert shown_page(home(sign_in(anna))) == ("home/work.html", "work")


def test_nobody_sees_the_other_school(request, sign_in, ticket):
    for name in ("otto", "olga", "nora"):
        html = home(sign_in(request.getfixturevalue(name)), "?scope=all").content.decode()
        assert ("kein Bild" in html, "GAD" in html) == (False, False)


@pytest.mark.parametrize("name", EVERYBODY)
def test_one_row_or_thirty_ask_the_same(
    request, name, sign_in, ticket, anna, tom, vera, deich, beamers, room204
):
    client = sign_in(request.getfixturevalue(name))
    workflow.take_over(ticket, by=vera)
    home(client)
    with CaptureQueriesContext(connection) as one:
        home(client)
    for n in range(30):
        device = make_device(f"GAD-1{n:04}", beamers, deich, room204)
        told = workflow.report(by=anna, school=deich, devices=[device], title=f"Fall {n}")
        workflow.take_over(told.ticket, by=(tom, vera)[n % 2])
        workflow.comment(told.ticket, by=anna, text="Und?")
    with CaptureQueriesContext(connection) as thirty:
        home(client)
    assert len(thirty) <= max(len(one), 11)
    assert len(thirty) <= 12, [q["sql"][:100] for q in thirty]
