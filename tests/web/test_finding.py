"""One box finds it all, for each as far as he sees it."""

from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assets.devices.workflow.devices import device_words, edit
from assets.labels.codes import grouped, label_url
from itsm.people.roles import Role
from tests.conftest import make_device, make_label, make_person
from tickets import workflow


@pytest.fixture
def ticket(anna, vera, deich, beamer, no_picture):
    type(beamer).objects.filter(pk=beamer.pk).update(search=device_words(beamer))
    return workflow.report(by=anna, school=deich, devices=[beamer], tile=no_picture).ticket


def look(client, words):
    return client.get("/search/", {"q": words})


def found(client, words):
    answer = look(client, words)
    assert answer.status_code == 200
    return [line.url for group in answer.context["groups"] for line in group["lines"]]


@pytest.mark.parametrize("form", ["{}", "#{}", " {} "])
def test_a_tickets_number_opens_it(form, sign_in, ticket, tom):
    assert look(sign_in(tom), form.format(ticket.pk)).url == f"/tickets/{ticket.pk}/"


@pytest.mark.parametrize("number", ["GAD-00417", "gad-00417"])
def test_an_inventory_number_opens_the_device(number, sign_in, beamer, tom):
    assert look(sign_in(tom), number).url == f"/devices/{beamer.pk}/"


def test_what_one_does_not_see_opens_nothing(sign_in, ticket, beamer, otto, bert_like, ida):
    for person in (otto, ida):
        assert found(sign_in(person), str(ticket.pk)) == []
        assert found(sign_in(person), "GAD-00417") == []
    assert f"/tickets/{ticket.pk}/" not in found(sign_in(bert_like), str(ticket.pk))


@pytest.fixture
def bert_like(deich):
    return make_person("bert", Role.TEACHER, deich)


def ways(code):
    """The code as people type it and as scanners send it."""
    address = label_url(code, "https://it.example.org")
    german = str.maketrans({"/": "-", ":": "Ö", "-": "ß", "Y": "Z", "Z": "Y"})
    return {
        "bare": code,
        "small": code.lower(),
        "in groups": grouped(code),
        "with O for 0": code.replace("0", "O"),
        "the whole address": address,
        "a path": f"/q/{code}",
        "by a scanner on a German keyboard": address.translate(german),
    }


@pytest.mark.parametrize("way", ways("0" * 16))
def test_a_labels_code_opens_its_page_however_it_arrives(way, sign_in, label, tom):
    answer = look(sign_in(tom), ways(label.code)[way])
    assert (answer.status_code, answer.url) == (302, f"/q/{label.code}")


def test_whoever_holds_a_label_may_open_its_page(sign_in, label, otto):
    assert look(sign_in(otto), label.code).url == f"/q/{label.code}"


def test_unknown_and_revoked_codes_are_words_like_any_other(sign_in, label, otto):
    type(label).objects.update(revoked_at=timezone.now())
    assert found(sign_in(otto), label.code) == []
    assert found(sign_in(otto), "0123456789ABCDEF") == []


def test_words_find_tickets_devices_and_places(sign_in, ticket, beamer, room204, tom):
    client = sign_in(tom)
    assert found(client, "Raum 204") == [
        f"/tickets/{ticket.pk}/",
        f"/devices/{beamer.pk}/",
        f"/locations/{room204.pk}/",
    ]
    assert found(client, "kein bild") == [f"/tickets/{ticket.pk}/"]


def test_a_serial_number_is_found_by_those_who_read_it(sign_in, ticket, beamer, anna, vera, otto):
    device = f"/devices/{beamer.pk}/"
    seen = {p.username: found(sign_in(p), "X4AB100417L") for p in (vera, anna, otto)}
    assert seen == {"vera": [device], "anna": [], "otto": []}


def test_a_teacher_does_not_read_what_staff_call_a_device(sign_in, beamer, anna):
    type(beamer).objects.filter(pk=beamer.pk).update(name="Ausgeliehen an Frau Kern")
    html = look(sign_in(anna), "Raum 204").content.decode()
    assert "Epson" in html
    assert "Frau Kern" not in html


def test_ten_of_each_and_the_way_to_all(sign_in, tom, beamers, deich, room204):
    for n in range(12):
        device = make_device(f"GAD-1{n:04}", beamers, deich, room204)
        type(device).objects.filter(pk=device.pk).update(search="beamer")
    groups = look(sign_in(tom), "beamer").context["groups"]
    assert [(len(g["lines"]), g["more"]) for g in groups] == [(10, "/devices/?q=")]


@pytest.mark.parametrize("words", ["", " ", "%", "_", "\0", "'; --", "x" * 5000, "9" * 30, "٣٤"])
def test_odd_words_find_nothing_and_break_nothing(words, sign_in, ticket, tom):
    assert found(sign_in(tom), words) == []


def test_what_was_typed_is_text(sign_in, tom):
    html = look(sign_in(tom), "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html


def test_nobody_without_a_sign_in(client, ticket):
    assert look(client, "kein").status_code == 302


@pytest.mark.parametrize("name", ["anna", "vera", "tom", "adam"])
def test_few_questions_however_much_there_is(
    request, name, sign_in, ticket, anna, beamers, deich, room204
):
    for n in range(30):
        device = make_device(f"GAD-1{n:04}", beamers, deich, room204)
        make_label(device)
        type(device).objects.filter(pk=device.pk).update(search="raum")
        workflow.report(by=anna, school=deich, devices=[device], title="Raum")
    client = sign_in(request.getfixturevalue(name))
    for words in ("raum", "x4ab 417", "0123456789ABCDEF", "4711"):
        look(client, words)
        with CaptureQueriesContext(connection) as asked:
            look(client, words)
        assert len(asked) <= 12, [q["sql"][:100] for q in asked]


@pytest.mark.parametrize("serial", ["5CG-1234-ABC", "5CG 1234 ABC", "5CG1234ABC"])
@pytest.mark.parametrize(
    "typed",
    ["5CG1234ABC", "5cg-1234-abc", "5CG\u20111234\u2011ABC", "\u200e5CG1234ABC", "gad00417"],
)
def test_a_number_is_found_with_hyphens_and_without(sign_in, tom, beamer, serial, typed):
    edit(beamer, by=tom, serial_number=serial)
    assert found(sign_in(tom), typed) == [f"/devices/{beamer.pk}/"]
    assert not found(sign_in(tom), "5CG1234ABD")


def test_what_was_there_before_is_found_without_its_hyphens(beamer, foreign_beamer):
    migration = import_module("assets.migrations.0009_numbers_in_one_piece")
    type(beamer).objects.filter(pk=beamer.pk).update(serial_number="5CG-1/2 A", search="alt")
    type(beamer).objects.filter(pk=foreign_beamer.pk).update(inventory_number="B7", search="alt")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)
    assert list(type(beamer).objects.order_by("pk").values_list("search", flat=True)) == [
        "gad00417 5cg12a alt",
        "b7 fremd1 alt",
    ]
