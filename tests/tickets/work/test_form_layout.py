"""Tickets as the administrators layout them: form, list, page and table; and their own fields."""

import csv
import io
import re

import pytest

from itsm.fields.models import BuiltinField, CustomField, Status
from itsm.outbox.models import OutboxMessage
from tickets import workflow
from tickets.receipts import receipt_of


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


@pytest.fixture
def told(anna, vera, deich, beamer, no_picture):
    """Anna's report about the projector in room 204."""
    return workflow.report(by=anna, school=deich, devices=[beamer], tile=no_picture)


def shown(client, told):
    """Every place that names the devices and the room of a ticket, as text."""
    number = told.ticket.number
    pages = [
        f"/tickets/{number}/",
        "/tickets/",
        "/",
        f"/r/{receipt_of(told)}",
    ]
    return {url: client.get(url).content.decode() for url in pages}


def test_hidden_devices_vanish_from_every_page_of_tickets(told, vera, beamer, sign_in):
    client, steps = sign_in(vera), f"/tickets/{told.ticket.number}/devices/"
    before = shown(client, told)
    assert [
        url for url, page in before.items() if not ("EB-992F" in page or "Beamer" in page)
    ] == []
    assert "category" in client.get("/tickets/?filters=1").context["form"].fields
    assert steps in before[f"/tickets/{told.ticket.number}/"]
    assert client.get(steps).status_code == 200
    BuiltinField.objects.create(form="ticket", name="devices", hidden=True)
    after = shown(client, told)
    assert [url for url, page in after.items() if "EB-992F" in page or "Beamer" in page] == []
    assert steps not in after[f"/tickets/{told.ticket.number}/"]
    assert "category" not in client.get("/tickets/?filters=1").context["form"].fields
    assert client.get(steps).status_code == 404
    assert client.post(steps, {"devices": [beamer.pk]}).status_code == 404


def test_a_hidden_room_vanishes_from_every_page_of_tickets(told, vera, sign_in):
    before = shown(sign_in(vera), told)
    assert [url for url, page in before.items() if "Raum 204" not in page] == []
    BuiltinField.objects.create(form="ticket", name="location", hidden=True)
    after = shown(sign_in(vera), told)
    assert [url for url, page in after.items() if "Raum 204" in page] == []


def test_a_teachers_first_page_names_neither(told, anna, sign_in):
    assert "Raum 204" in sign_in(anna).get("/").content.decode()
    for name in ("devices", "location"):
        BuiltinField.objects.create(form="ticket", name=name, hidden=True)
    page = sign_in(anna).get("/").content.decode()
    assert (f"/tickets/{told.ticket.number}/" in page, "Raum 204" in page, "EB-992F" in page) == (
        True,
        False,
        False,
    )


def test_mails_name_what_is_not_hidden(told, vera, tom):
    def words():
        OutboxMessage.objects.all().delete()
        workflow.comment(told.ticket, by=vera, text="Kabel?", visibility="reporter")
        return " ".join(
            m.payload["text"] + m.payload["subject"] for m in OutboxMessage.objects.all()
        )

    before = words()
    assert ("Beamer" in before, "Raum 204" in before) == (True, True)
    for name in ("devices", "location"):
        BuiltinField.objects.create(form="ticket", name=name, hidden=True)
    after = words()
    assert (after != "", "Beamer" in after, "Raum 204" in after) == (True, False, False)


def test_a_new_ticket_is_asked_for_neither_where_both_are_hidden(vera, beamer, sign_in):
    client = sign_in(vera)
    assert client.get("/tickets/new/?q=Raum").context["places"]
    assert client.get("/tickets/new/?q=GAD").context["devices"]
    BuiltinField.objects.create(form="ticket", name="devices", hidden=True)
    found = client.get("/tickets/new/?q=GAD").context
    assert (list(found["devices"]), found["about"].asks_places) == ([], True)
    linked = client.get(f"/tickets/new/?device={beamer.pk}").content.decode()
    assert "more=1" not in linked
    BuiltinField.objects.create(form="ticket", name="location", hidden=True)
    assert "form" in client.get("/tickets/new/").context


def test_a_hidden_warranty_stands_on_no_ticket(told, vera, beamer, sign_in):
    beamer.warranty_until = "2031-05-01"
    beamer.save()
    url = f"/tickets/{told.ticket.number}/"
    assert "05/2031" in sign_in(vera).get(url).content.decode()
    BuiltinField.objects.create(form="device", name="warranty_until", hidden=True)
    assert "05/2031" not in sign_in(vera).get(url).content.decode()
