"""The list of tickets: what stands in it, for whom, with how many questions, and as a file."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from itsm.fields.models import CustomField
from itsm.people.roles import Role
from itsm.web import exporting
from tests.conftest import give_role, make_device
from tickets import workflow

URL = "/tickets/"


def page(client, query=""):
    return client.get(URL + query).content.decode()


@pytest.fixture
def many(ticket, anna, tom, vera, deich, beamers, room204):
    """Thirty more, each with a device of its own, some in work and some waiting."""
    for n in range(30):
        device = make_device(f"GAD-1{n:04}", beamers, deich, room204)
        told = workflow.report(by=anna, school=deich, devices=[device], title=f"Fall {n}")
        if n % 3 == 1:
            workflow.take_over(told.ticket, by=vera)
        if n % 3 == 2:
            workflow.wait(told.ticket, by=tom, waiting_for="part")


def test_a_row_says_what_where_how_it_stands_who_has_it_and_who_touched_it_last(
    sign_in, ticket, vera, tom
):
    workflow.wait(ticket, by=vera, waiting_for="school")
    html = page(sign_in(tom))
    for words in ("kein Bild", "Epson EB-992F", "Haupthaus, 2. OG, Raum 204", "wartet", "Vera"):
        assert words in html


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("anna", True),
        ("bert", False),
        ("vera", True),
        ("hanna", True),
        ("tom", True),
        ("adam", True),
        ("lena", False),
        ("otto", False),
        ("olga", False),
        ("nora", False),
    ],
)
def test_each_sees_his_own(request, name, sees, sign_in, ticket):
    client = sign_in(request.getfixturevalue(name))
    shown = [t.pk for t in client.get(URL).context["page"]]
    assert shown == ([ticket.pk] if sees else [])
    found = [t.pk for t in client.get(URL + "?q=kein+Bild&state=all").context["page"]]
    assert found == shown


def test_who_has_no_role_sees_an_empty_page(sign_in, ticket, ida):
    assert "kein Bild" not in page(sign_in(ida))


@pytest.mark.parametrize("name", ["tom", "vera", "anna", "hanna", "adam"])
def test_one_row_or_thirty_ask_the_same(request, name, sign_in, ticket, many):
    client = sign_in(request.getfixturevalue(name))
    for query in ("", f"?location={ticket.location_id}&q=raum", "?overdue=1&state=waiting"):
        search = query + ("&" if query else "?") + "q=fall"
        page(client, search)
        with CaptureQueriesContext(connection) as thirty:
            page(client, search)
        with CaptureQueriesContext(connection) as one:
            page(client, f"{search}+29")
        assert len(one) <= len(thirty) <= 13, [q["sql"][:90] for q in thirty]


def test_pages_of_25_and_a_count_that_stops(sign_in, many, tom, monkeypatch):
    client = sign_in(tom)
    first = client.get(URL)
    assert (len(first.context["page"]), first.context["total"]) == (25, "31")
    assert len(client.get(URL + "?page=2").context["page"]) == 6
    for odd in ("0", "99", "-1", "x"):
        assert client.get(URL + f"?page={odd}").status_code == 200


def test_htmx_gets_the_results_alone(sign_in, ticket, tom):
    headers = {"hx-request": "true", "hx-target": "results"}
    html = sign_in(tom).get(URL, headers=headers).content.decode()
    assert "<html" not in html
    assert "kein Bild" in html


def test_what_was_left_out_is_said(sign_in, ticket, tom):
    html = page(sign_in(tom), "?state=burning&school=99999")
    assert html.count("kern-alert--warning") == 2
    assert "kein Bild" in html


def test_an_asked_place_is_named_and_can_be_left_out(sign_in, ticket, tom, room204, otto):
    html = page(sign_in(tom), f"?location={room204.pk}&state=all")
    assert 'href="?state=all"' in html
    assert sign_in(otto).get(URL + f"?location={room204.pk}").context["narrowed"][0]["label"] != (
        room204.path
    )


def test_empty_lists_say_what_to_do(sign_in, tom):
    client = sign_in(tom)
    assert reverse("tickets:new") in page(client).split('id="results"')[1]
    assert 'href="?"' in page(client, "?q=nichts").split('id="results"')[1]


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_export_has_what_the_list_has(sign_in, ticket, vera, tom):
    CustomField.objects.create(owner_type="ticket", key="seats", kind="number", label_de="Plätze")
    workflow.edit(ticket, by=vera, custom={"seats": 28}, title="=1+1")
    headers, row = table(sign_in(tom).get("/tickets/export.csv?state=new"))
    found = dict(zip(headers, row, strict=True))
    assert found["Plätze"] == "28"
    assert {"'=1+1", "GAD-00417", "Gymnasium am Deich", "Vera"} <= set(row)
    assert headers[0] != ""


def test_the_export_shows_nobody_more(sign_in, ticket, foreign_ticket, otto, anna, bert):
    numbers = {
        p.username: [row[0] for row in table(sign_in(p).get("/tickets/export.csv?state=all"))[1:]]
        for p in (otto, anna, bert)
    }
    assert numbers == {"otto": [str(foreign_ticket.pk)], "anna": [str(ticket.pk)], "bert": []}


def test_a_workbook(sign_in, many, tom):
    answer = sign_in(tom).get("/tickets/export.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 32


def test_a_workbook_has_an_end(sign_in, many, tom, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_IN_A_WORKBOOK", 10)
    client = sign_in(tom)
    assert client.get("/tickets/export.xlsx").status_code == 409
    assert client.get("/tickets/export.csv").status_code == 200


def test_other_formats_there_are_none(sign_in, tom):
    assert sign_in(tom).get("/tickets/export.exe").status_code == 400


def test_an_export_asks_no_more_for_many_rows(sign_in, many, tom):
    client = sign_in(tom)
    with CaptureQueriesContext(connection) as asked:
        table(client.get("/tickets/export.csv"))
    assert len(asked) <= 8


def found(client, words) -> list[int]:
    return [row.number for row in client.get(URL, {"state": "all", "q": words}).context["rows"]]


@pytest.mark.parametrize("words", ["beamer", "BEAMER kein", "projector"])
def test_a_ticket_is_found_by_the_kind_of_its_device(words, sign_in, ticket, vera, anna):
    assert found(sign_in(vera), words) == found(sign_in(anna), words) == [ticket.pk]
    assert found(sign_in(vera), "drucker") == found(sign_in(anna), "drucker") == []


def test_it_is_found_by_what_the_kind_is_called_now(sign_in, ticket, tom, anna, beamer, printers):
    """A kind gets another name, a device another kind: tickets told before follow."""
    type(printers).objects.filter(pk=beamer.category_id).update(label_de="Großbildgerät")
    for person in (tom, anna):
        assert found(sign_in(person), "Großbildgerät") == [ticket.pk]
    assert found(sign_in(tom), "grossbild kein") == [ticket.pk]
    type(beamer).objects.filter(pk=beamer.pk).update(category=printers, model=None)
    for person in (tom, anna):
        assert found(sign_in(person), "Drucker") == [ticket.pk]
        assert found(sign_in(person), "Großbildgerät") == []


def test_who_teaches_here_and_supports_there_finds_by_descriptions_only_there(
    sign_in, ticket, foreign_ticket, anna, moor
):
    """Two roles: what staff call a device finds only where the person is staff."""
    give_role(anna, Role.SUPPORT, moor)
    for one in (ticket, foreign_ticket):
        type(one).objects.filter(pk=one.pk).update(search="medienwagen kein bild")
    person = type(anna).objects.get(pk=anna.pk)
    assert found(sign_in(person), "medienwagen") == [foreign_ticket.pk]
    assert sorted(found(sign_in(person), "bild")) == sorted([ticket.pk, foreign_ticket.pk])


def test_a_sortable_field_has_its_column_in_every_list(sign_in, ticket, vera):
    CustomField.objects.create(
        owner_type="ticket", key="seats", kind="number", label_de="Plätze", sortable=True
    )
    workflow.edit(ticket, by=vera, custom={"seats": 28})
    for query in ("", "?filters=1"):
        answer = sign_in(vera).get(URL + query)
        assert [row.custom for row in answer.context["rows"]] == [[("Plätze", "28")]]
