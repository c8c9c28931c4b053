"""Tickets as the administrators dress them: form, list, page and table; and their own fields."""

import csv
import io
import re

import pytest

from itsm.fields.models import BuiltinField, CustomField, Status
from tickets import workflow


@pytest.fixture
def ticket(vera, deich, room204):
    return workflow.report(
        by=vera,
        school=deich,
        location=room204,
        title="Kein Ton",
        description="Im Flur",
        custom={"case": "A-1", "hidden": "B-2"},
    ).ticket


def table(client):
    answer = client.get("/tickets/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_new_words_and_hidden_fields_count_everywhere(ticket, tom, sign_in):
    BuiltinField.objects.create(form="ticket", name="title", label_de="Anliegen")
    BuiltinField.objects.create(form="ticket", name="location", label_de="Ort")
    BuiltinField.objects.create(form="ticket", name="description", hidden=True)
    client = sign_in(tom)
    assert ">Anliegen" in client.get("/tickets/").content.decode()
    page = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert ("<dt>Ort</dt>" in page, '<p class="quote">Im Flur' in page) == (True, False)
    assert "Anliegen" in client.get("/tickets/new/?something").content.decode()
    assert table(client)[0][:5] == ["Nummer", "Anliegen", "Geräte", "Schule", "Ort"]


def test_a_hidden_room_is_in_no_table(ticket, tom, sign_in):
    BuiltinField.objects.create(form="ticket", name="location", hidden=True)
    heads, row = table(sign_in(tom))
    assert "Raum" not in heads
    assert (len(heads) == len(row), "Raum 204" in str(row)) == (True, False)


def test_a_custom_field_stands_in_the_table_even_where_no_list_asks_for_it(ticket, tom, sign_in):
    for key, in_list in (("case", True), ("hidden", False)):
        CustomField.objects.create(
            owner_type="ticket", key=key, label_de=key.upper(), kind="text", in_list=in_list
        )
    client = sign_in(tom)
    heads, row = table(client)
    assert (heads[-2:], row[-2:]) == (["CASE", "HIDDEN"], ["A-1", "B-2"])
    page = client.get("/tickets/?filters=1").content.decode()
    assert ("cf_case" in page, "cf_hidden" in page) == (True, False)
    shown = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert ("A-1" in shown, "B-2" in shown) == (True, True)


def test_a_filter_must_never_be_filled_in(ticket, tom, sign_in):
    CustomField.objects.create(
        owner_type="ticket", key="case", label_de="Fall", kind="text", required=True
    )
    answer = sign_in(tom).get("/tickets/?filters=1")
    assert (answer.context["form"].errors, len(answer.context["rows"])) == ({}, 1)


def test_a_status_is_shown_in_its_own_word_and_colour(ticket, tom, sign_in):
    ticket.status = Status.objects.create(
        kind="ticket", state=ticket.state, label_de="brennt", tone="danger"
    )
    ticket.save()
    mark = re.compile(r'<span class="tag late">.*?brennt</span>')
    for url in ("/tickets/", f"/tickets/{ticket.number}/"):
        assert mark.search(sign_in(tom).get(url).content.decode())
