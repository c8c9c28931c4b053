"""The list, the loan's page and the first pages: who sees what, with how many questions."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from itsm.fields.models import BuiltinField, CustomField, Status
from itsm.outbox.models import OutboxMessage
from itsm.people.roles import Role
from itsm.workflow import StepRefused
from loans import workflow
from loans.models import Loan, LoanCondition
from tests.conftest import give_role, make_device, make_person
from tests.loans.conftest import again, make_case, make_loan

pytestmark = pytest.mark.django_db
QUERIES = 12


def numbers(client, query=""):
    return [loan.number for loan in client.get(f"/loans/{query}").context["page"]]


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("anna", False),
        ("vera", True),
        ("hanna", True),
        ("tom", True),
        ("lena", True),
        ("adam", True),
        ("otto", False),
        ("olga", False),
        ("nora", False),
        ("ida", False),
    ],
)
def test_each_sees_what_is_asked_for_by_the_own_school(request, name, sees, sign_in, loan):
    client = sign_in(request.getfixturevalue(name))
    assert numbers(client) == ([loan.number] if sees else [])
    assert numbers(client, "?state=all&q=Mathe") == ([loan.number] if sees else [])
    assert client.get(f"/loans/{loan.number}/").status_code == (200 if sees else 404)


def test_a_teacher_sees_case_contact_and_day_of_what_is_at_the_school(sign_in, anna, running, case):
    client = sign_in(anna)
    assert numbers(client) == [running.number]
    html = client.get(f"/loans/{running.number}/").content.decode()
    assert "IT-K1" in html
    assert "Frau Petersen" in html
    assert "Mathe" not in html + client.get("/loans/").content.decode()
    assert numbers(client, "?q=IT-K1") == [running.number]
    assert numbers(client, "?q=Mathe") == []


def table(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_table_has_what_the_list_has_and_for_teachers_no_more(sign_in, anna, lena, running):
    headers, row = table(sign_in(lena).get("/loans/export.csv"))
    assert {"Mathe", "IT-K1", "Gymnasium am Deich", "Frau Petersen", "Lena"} <= set(row)
    headers, row = table(sign_in(anna).get("/loans/export.csv"))
    assert len(headers) == len(row) == 9
    assert "Mathe" not in row


def test_a_teacher_reads_neither_deputy_nor_room_nor_first_day(
    sign_in, anna, hanna, running, room204
):
    Loan.objects.filter(pk=running.pk).update(deputy="Herr Vertreter", location=room204)
    found = {}
    for person in (anna, hanna):
        client = sign_in(person)
        headers, row = table(client.get("/loans/export.csv"))
        told = dict(zip(headers, row, strict=True))
        html = client.get(f"/loans/{running.number}/").content.decode()
        found[person.username] = (bool(told["Raum"]), bool(told["Von"]), "Herr Vertreter" in html)
    assert found == {"anna": (False, False, False), "hanna": (True, True, True)}


def test_a_table_gives_at_each_school_what_the_role_there_allows(
    sign_in, lena, deich, moor, running, other_case, room12, room204
):
    """One person, two roles: all of the loan of the BBS, little of that of the Gymnasium."""
    other = make_loan(lena, moor, other_case, to="handed_over", purpose="Physik")
    for loan, room in ((running, room204), (other, room12)):
        Loan.objects.filter(pk=loan.pk).update(location=room, deputy="Herr Vertreter")
    both = make_person("both", Role.TEACHER, deich)
    give_role(both, Role.HEAD, moor)
    headers, *rows = table(sign_in(both).get("/loans/export.csv"))
    told = {row[0]: dict(zip(headers, row, strict=False)) for row in rows}
    names = ("Raum", "Von", "Zweck", "Vertretung")
    assert {number: [bool(row.get(name)) for name in names] for number, row in told.items()} == {
        str(running.pk): [False] * 4,
        str(other.pk): [True] * 4,
    }


def test_the_search_box_finds_nothing_by_what_others_wrote(sign_in, anna, hanna, lena, running):
    Loan.objects.filter(pk=running.pk).update(deputy="Herr Vertreter")
    found = {}
    for person in (anna, hanna, lena):
        client = sign_in(person)
        found[person.username] = [
            f"/loans/{running.number}/" in client.get("/search/", {"q": words}).content.decode()
            for words in ("Mathe", "Petersen")
        ]
    assert found == {"anna": [False, True], "hanna": [True, True], "lena": [True, True]}


def test_overdue_is_found_and_said(sign_in, lena, deich, moor, case, other_case):
    today = timezone.localdate()
    late = make_loan(
        lena, deich, case, to="handed_over", start=today - timedelta(days=9), end=today
    )
    make_loan(lena, moor, other_case, to="handed_over")
    client = sign_in(lena)
    assert numbers(client, "?state=overdue") == numbers(client, "?need=overdue") == [late.number]
    assert "überfällig" in client.get("/loans/?state=overdue").content.decode()


def test_what_needs_me_by_role(
    sign_in, lena, hanna, tom, adam, moor, deich, case, other_case, stages
):
    """A draft of the head, an application she has to agree to, one that is promised."""
    draft = make_loan(hanna, deich, other_case)
    applied = make_loan(lena, deich, case, to="submitted")
    promised = make_loan(lena, moor, other_case, to="approved")
    found = {
        person.username: numbers(sign_in(person), "?need=mine")
        for person in (lena, hanna, tom, adam)
    }
    assert found == {
        "lena": [promised.number, applied.number],
        "hanna": [applied.number, draft.number],
        "tom": [promised.number],
        "adam": [promised.number, applied.number],
    }
    facts = sign_in(lena).get("/loans/").context["facts"]
    assert [fact["number"] for fact in facts] == [1, 0, 1, 0, 0, 0]
    for fact in facts:
        assert len(numbers(sign_in(lena), fact["url"].removeprefix("/loans/"))) == fact["number"]


def test_filters_that_make_no_sense_are_left_out_and_said(sign_in, lena, loan):
    html = sign_in(lena).get("/loans/?state=burning&ordering=nonsense").content.decode()
    assert html.count("kern-alert--warning") == 1
    for odd in ("?year=2026", "?category=1", "?status=x", "?page=99", "?filters=1", "?case=9"):
        assert sign_in(lena).get(f"/loans/{odd}").status_code == 200


@pytest.fixture
def many(lena, deich, moor, kinds):
    """Thirty loans of thirty cases, in several states."""
    loans = []
    for n in range(30):
        case = make_case(f"IT-V{n:02}", kinds, lena, tablets=0)
        school = moor if n % 3 else deich
        loans.append(make_loan(lena, school, case, to=("draft", "submitted", "approved")[n % 3]))
    return loans


@pytest.mark.parametrize("name", ["lena", "adam", "tom", "hanna", "anna"])
def test_one_row_or_thirty_ask_the_same(request, name, sign_in, loan, many):
    client = sign_in(request.getfixturevalue(name))
    for url in ("/loans/?state=all", "/loans/?filters=1", "/"):
        client.get(url)
        with CaptureQueriesContext(connection) as thirty:
            client.get(url)
        assert len(thirty) <= QUERIES, [q["sql"][:120] for q in thirty]
    Loan.objects.filter(pk__in=[one.pk for one in many]).update(state="withdrawn")
    client.get("/loans/")
    with CaptureQueriesContext(connection) as one:
        client.get("/loans/")
    assert len(one) <= QUERIES


@pytest.mark.parametrize("url", ["/loans/catalogue/", "/loans/new/", "/loans/waiting/"])
def test_the_other_pages_ask_little_too(url, sign_in, lena, loan, many):
    Loan.objects.filter(state="submitted").update(state="waitlisted")
    client = sign_in(lena)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert len(asked) <= QUERIES, [q["sql"][:120] for q in asked]


@pytest.mark.parametrize(
    "to", ["draft", "submitted", "approved", "prepared", "handed_over", "returned", "closed"]
)
@pytest.mark.parametrize("name", ["lena", "hanna"])
def test_the_loans_page_asks_little_in_every_state(
    request, name, to, sign_in, lena, deich, case, condition, stages
):
    facts = {"purpose": "Mathe", "responsible": "Frau P.", "classes": "7a"}
    loan = make_loan(lena, deich, case, **facts)
    LoanCondition.objects.update(given_at=timezone.now(), met_at=timezone.now(), met_by=lena)
    carry(loan, to, lena)
    client = sign_in(request.getfixturevalue(name))
    client.get(f"/loans/{loan.number}/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/loans/{loan.number}/")
    assert answer.status_code == 200
    assert len(asked) <= QUERIES, [q["sql"][:120] for q in asked]


def carry(loan, to, by):
    """From the draft as far as wanted."""
    from tests.loans.conftest import bring_back, hand_over, look_at_all

    steps = [
        ("submitted", workflow.submit),
        ("approved", workflow.approve),
        ("prepared", workflow.prepare),
        ("handed_over", lambda loan, by: hand_over(loan, by)),
        ("returned", lambda loan, by: bring_back(loan, by)),
        ("closed", lambda loan, by: (look_at_all(loan, by), workflow.close(loan, by=by))),
    ]
    order = ["draft", *(name for name, _step in steps)]
    for name, step in steps:
        if order.index(name) <= order.index(to):
            step(loan, by=by)


def test_whose_turn_it_is(sign_in, lena, hanna, deich, case, condition, stages):
    loan = make_loan(lena, deich, case, to="submitted")

    def turn():
        return sign_in(lena).get(f"/loans/{loan.number}/").context["turn"]

    assert turn() == "Die Schule weist nach: WLAN."
    workflow.meet_condition(loan, by=lena, condition=loan.conditions.get())
    assert turn() == "Die Schulleitung stimmt zu."
    workflow.approve(again(loan), by=hanna)
    assert turn() == "Die Verleihstelle entscheidet."
    page = sign_in(hanna).get(f"/loans/{loan.number}/")
    assert [offer.step for offer in page.context["others"]] == ["amend", "withdraw"]


def test_own_words_fields_and_statuses_are_the_authoritys(sign_in, adam, lena, hanna, loan):
    for url in (
        "/settings/statuses/loan/",
        "/settings/fields/loan/0/",
        "/settings/fields/",
        "/settings/fields/built-in/loan/",
    ):
        assert sign_in(adam).get(url).status_code == 200, url
    CustomField.objects.create(
        owner_type="loan", key="network", kind="text", label_de="Netz", sortable=True
    )
    BuiltinField.objects.create(form="loan", name="classes", hidden=True)
    BuiltinField.objects.create(form="loan", name="purpose", label_de="Vorhaben", required=True)
    asked = Status.objects.create(kind="loan", state="submitted", label_de="Rückfrage offen")
    form = sign_in(lena).get(f"/loans/{loan.number}/amend/").context["form"]
    assert "classes" not in form.fields
    assert (form.fields["purpose"].label, "cf_network" in form.fields) == ("Vorhaben", True)
    assert "status" not in sign_in(hanna).get(f"/loans/{loan.number}/amend/").context["form"].fields
    body = {
        "purpose": "Physik",
        "responsible": "Frau P.",
        "cf_network": "pädagogisch",
        "status": asked.pk,
        "first_day": str(loan.start),
        "last_day": str(loan.last_day),
        "case": loan.case_id,
    }
    assert sign_in(lena).post(f"/loans/{loan.number}/amend/", body).status_code == 303
    assert (again(loan).status, again(loan).custom) == (asked, {"network": "pädagogisch"})
    assert numbers(sign_in(lena), "?cf_network=päda&ordering=cf_network") == [loan.number]
    html = sign_in(hanna).get(f"/loans/{loan.number}/").content.decode()
    assert "Rückfrage offen" in html
    assert "pädagogisch" in html


def test_a_status_of_a_loan_is_set_by_whom_it_is_for_and_kept_by_all_others(
    sign_in, lena, adam, deich, loan
):
    mine = Status.objects.create(kind="loan", state="submitted", label_de="Rückfrage offen")
    boss = {"label_de": "liegt beim Amt", "roles": ["administrator"]}
    theirs = Status.objects.create(kind="loan", state="submitted", **boss)
    old = Status.objects.create(kind="loan", state="submitted", label_de="alt", retired=True)
    url = f"/loans/{loan.number}/amend/"
    offered = {
        person.username: set(sign_in(person).get(url).context["form"].fields["status"].queryset)
        for person in (lena, adam)
    }
    assert offered == {"lena": {mine}, "adam": {mine, theirs}}
    for status in (theirs, old):
        with pytest.raises(StepRefused):
            workflow.amend(again(loan), by=lena, status=status)
    workflow.amend(again(loan), by=adam, status=theirs)
    assert set(sign_in(lena).get(url).context["form"].fields["status"].queryset) == {mine, theirs}
    workflow.amend(again(loan), by=lena, status=theirs, purpose="Physik")
    assert (again(loan).status, again(loan).purpose) == (theirs, "Physik")


def test_a_required_own_field_is_no_filter_that_makes_no_sense(sign_in, adam, lena, loan):
    CustomField.objects.create(
        owner_type="loan",
        key="kurs",
        kind="text",
        label_de="Kurs",
        label_en="Course",
        required=True,
        in_list=True,
        sortable=True,
    )
    answer = sign_in(lena).get("/loans/", {"filters": 1})
    assert list(answer.context["messages"]) == []
    assert [row.number for row in answer.context["page"]] == [loan.number]
    assert (answer.context["form"]["cf_kurs"].field.required, answer.context["form"].errors) == (
        False,
        {},
    )


def test_who_lends_is_told_whom_to_call_and_the_school_what_to_do(
    sign_in, lena, hanna, vera, deich, case
):
    today = timezone.localdate()
    type(deich).objects.filter(pk=deich.pk).update(phone="0591 123")
    late = make_loan(
        lena, deich, case, to="handed_over", start=today - timedelta(days=20), end=today
    )
    url = f"/loans/{late.number}/"
    told = {}
    for person in (lena, hanna, vera):
        answer = sign_in(person).get(url)
        html = answer.content.decode()
        told[person.username] = (
            answer.context["turn"],
            'href="tel:0591123"' in html,
            "Jetzt erinnern" in html,
        )
    school = "Überfällig. Bitte bringen Sie den Koffer zurück oder bitten Sie um Verlängerung."
    assert told == {
        "lena": (
            "Überfällig an der Schule Gymnasium am Deich. Verantwortlich: Frau Petersen.",
            True,
            True,
        ),
        "hanna": (school, False, False),
        "vera": (school, False, False),
    }


def test_an_overdue_case_is_asked_for_by_hand(sign_in, lena, hanna, deich, running):
    url = f"/loans/{running.number}/remind/"
    client = sign_in(lena)
    assert client.post(url, {"note": ""}).status_code == 409
    Loan.objects.filter(pk=running.pk).update(
        end=timezone.localdate(),
        start=timezone.localdate() - timedelta(days=9),
        responsible_email="petersen@example.org",
    )
    OutboxMessage.objects.all().delete()
    assert client.post(url, {"note": "Bitte bis Freitag."}).status_code == 303
    mails = [row.payload for row in OutboxMessage.objects.order_by("pk")]
    assert [(mail["to"], mail["subject"]) for mail in mails] == [
        (hanna.email, "Überfällig: IT-K1"),
        ("petersen@example.org", "Überfällig: IT-K1"),
    ]
    assert all("Bitte bis Freitag." in mail["text"] for mail in mails)
    assert "Die Schule wurde von Hand erinnert. Bitte bis Freitag." in (
        client.get(f"/loans/{running.number}/").content.decode()
    )
    type(hanna).objects.filter(pk=hanna.pk).update(email="")
    Loan.objects.filter(pk=running.pk).update(responsible_email="")
    refused = client.post(url, {"note": "Noch einmal."})
    assert (refused.status_code, "Bitte rufen Sie an." in refused.content.decode()) == (409, True)


def test_the_search_box_finds_loans(sign_in, lena, hanna, otto, running):
    groups = sign_in(hanna).get("/search/?q=Petersen").context["groups"]
    assert [(g["label"], [line.number for line in g["lines"]]) for g in groups] == [
        ("Ausleihen", [running.number])
    ]
    assert sign_in(otto).get("/search/?q=Petersen").context["groups"] == []
    assert sign_in(lena).get(f"/search/?q={running.number}").status_code == 302


def test_the_first_page_of_a_loan_manager_a_head_and_a_teacher(
    sign_in, lena, hanna, anna, deich, running, other_case
):
    applied = make_loan(hanna, deich, other_case, to="submitted")
    page = sign_in(lena).get("/")
    assert [loan.number for loan in page.context["first"]] == [applied.number]
    page = sign_in(hanna).get("/")
    assert {loan.number for loan in page.context["loans"]} == {running.number, applied.number}
    assert [loan.number for loan in sign_in(anna).get("/").context["loans"]] == [running.number]
    nav = {entry.url: entry.count for entry in sign_in(lena).get("/").context["nav"]}
    assert nav["/loans/"] == 1


def test_the_life_links_loans_and_not_tickets_of_the_same_number(sign_in, lena, running, case):
    html = sign_in(lena).get(f"/devices/{case.pk}/").content.decode()
    assert f'href="/loans/{running.number}/"' in html
    assert f'href="/tickets/{running.number}/"' not in html


def test_a_case_of_a_school_is_not_on_offer(sign_in, hanna, lena, kinds, moor):
    make_device("BAM-K1", kinds.case, moor, capacity=4)
    assert sign_in(hanna).get("/loans/catalogue/").context["kinds"] == []


def test_hidden_fields_stand_neither_on_the_loans_page_nor_in_its_table(sign_in, lena, loan):
    Loan.objects.filter(pk=loan.pk).update(
        classes="8a und 8b", deputy="Herr Onken", teaching_plan="Filme drehen"
    )
    words = ("8a und 8b", "Herr Onken", "Filme drehen")
    client, page = sign_in(lena), f"/loans/{loan.number}/"

    def table():
        return b"".join(client.get("/loans/export.csv").streaming_content).decode()

    assert [word in client.get(page).content.decode() for word in words] == [True] * 3
    assert [word in table() for word in words[:2]] == [True] * 2
    for name in ("classes", "deputy", "teaching_plan"):
        BuiltinField.objects.create(form="loan", name=name, hidden=True)
    BuiltinField.objects.create(form="loan", name="purpose", label_de="Vorhaben")
    shown = client.get(page).content.decode()
    assert ([word in shown for word in words], "<h2>Vorhaben</h2>" in shown) == ([False] * 3, True)
    heads, row = (line.split(";") for line in table().strip().splitlines())
    assert ('"Klassen"' in heads, '"Vorhaben"' in heads, len(heads) == len(row)) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize("name", ["case", "batch"])
def test_a_number_no_row_can_have_is_left_out_with_a_word(sign_in, lena, running, name):
    page = sign_in(lena).get("/loans/", {name: "9" * 40})
    assert page.status_code == 200
    assert "wurde weggelassen" in page.content.decode()
