"""A device's page: facts and life as deep as one reads, and always the same few queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.devices.workflow import devices
from assets.models import Device
from itsm.fields.models import BuiltinField, CustomField
from itsm.journal.models import Visibility
from itsm.journal.record import record, record_many
from tests.conftest import make_device, make_label
from tickets import workflow
from tickets.models import Ticket


def page_of(client, device, query=""):
    return client.get(f"/devices/{device.pk}/{query}")


def facts_of(response):
    return {fact["label"]: fact["value"] for fact in response.context["facts"]}


@pytest.fixture
def bought(beamer, tom):
    CustomField.objects.create(
        owner_type="category",
        owner_id=beamer.category_id,
        key="hours",
        kind="number",
        label_de="Lampenstunden",
    )
    devices.edit(
        beamer,
        by=tom,
        purchased_on=timezone.localdate() - timedelta(days=5 * 366),
        price="1249.00",
        supplier="Medientechnik Nord",
        warranty_until=date(2020, 6, 30),
        notes="Fernbedienung im Lehrerzimmer",
        custom={"hours": 1840},
    )
    beamer.refresh_from_db()
    return beamer


PRICES = {"Preis": "1.249\xa0€", "Lieferant": "Medientechnik Nord"}


@pytest.mark.parametrize("name", ["tom", "hanna", "vera", "adam", "lena"])
def test_everybody_but_teachers_reads_the_facts_prices_not_the_support(
    name, request, sign_in, bought
):
    facts = facts_of(page_of(sign_in(request.getfixturevalue(name)), bought))
    label = facts.pop(_("Label"), None)
    assert (label == _("none yet: print one")) == (name in ("tom", "vera", "adam"))
    day = bought.purchased_on.strftime("%d.%m.%Y")
    assert facts == {
        "Seriennummer": "X4AB100417L",
        "Zustand": "in Betrieb",
        "Gekauft am": f"{day}, vor 5 Jahren",
        "Garantie bis": "30.06.2020, abgelaufen",
        "Notizen": "Fernbedienung im Lehrerzimmer",
        "Lampenstunden": "1840",
        **(PRICES if name != "vera" else {}),
    }


def test_a_teacher_reads_kind_model_number_room_and_open_faults(sign_in, anna, bought, fault):
    Device.objects.update(name="Geheim")
    response = page_of(sign_in(anna), bought)
    page = response.content.decode()
    assert facts_of(response) == {
        "Raum": "Haupthaus, 2. OG, Raum 204",
        "Schule": "Gymnasium am Deich",
    }
    for word in ("Geheim", "X4AB100417L", "1.249", "Lehrerzimmer", "Frau Albers", "Vera", "life"):
        assert word not in page.replace('class="life"', "")
    for word in ("Epson EB-992F", "GAD-00417", "gestört", "kein Bild", "Störung melden"):
        assert word in page


def test_faulty_is_said_by_open_tickets_never_by_the_state(sign_in, tom, beamer, fault):
    client = sign_in(tom)
    assert page_of(client, beamer).context["faulty"]
    workflow.solve(fault, by=tom, solution="Kabel")
    assert not page_of(client, beamer).context["faulty"]
    wish = workflow.report(by=tom, school=beamer.school, devices=[beamer], title="Bitte leiser")
    Ticket.objects.filter(pk=wish.ticket.pk).update(kind="wish")
    assert not page_of(client, beamer).context["faulty"]


def test_the_third_time_in_90_days_is_said(sign_in, tom, anna, bought, no_picture):
    client = sign_in(tom)
    for times in range(3):
        assert page_of(client, bought).context["warning"] is None
        told = workflow.report(by=tom, school=bought.school, devices=[bought], tile=no_picture)
        if times == 0:
            first = told.ticket
    warning = page_of(client, bought).context["warning"]
    assert (warning["head"], warning["text"]) == (
        "Dritte Störung „kein Bild“ in 90 Tagen.",
        "Garantie abgelaufen (06/2020). 5 Jahre alt.",
    )
    assert "Dritte" not in page_of(sign_in(anna), bought).content.decode()
    long_ago = timezone.now() - timedelta(days=91)
    Ticket.objects.filter(pk=first.pk).update(created_at=long_ago, state="closed")
    assert page_of(sign_in(tom), bought).context["warning"] is None


def test_what_else_stands_in_the_room(sign_in, tom, beamer, laptop, deich, room204, fault):
    make_device("GAD-9", beamer.category, deich, room204, state="retired")
    response = page_of(sign_in(tom), laptop)
    assert [(d["title"], d["faulty"]) for d in response.context["neighbours"]] == [
        ("Epson EB-992F", True)
    ]
    assert "Auch in Raum 204" in response.content.decode()


def test_the_house_names_and_hides_fields(sign_in, tom, bought):
    BuiltinField.objects.create(form="device", name="supplier", label_de="Händler")
    BuiltinField.objects.create(form="device", name="price", hidden=True)
    facts = facts_of(page_of(sign_in(tom), bought))
    assert facts["Händler"] == "Medientechnik Nord"
    assert not {"Preis", "Lieferant"} & facts.keys()


def test_the_way_to_a_place_is_linked_as_far_as_one_may_open_it(
    sign_in, otto, foreign_beamer, room204, haupthaus
):
    Device.objects.filter(pk=foreign_beamer.pk).update(location=room204)
    response = page_of(sign_in(otto), foreign_beamer)
    assert [(c["label"], c["url"]) for c in response.context["crumbs"]] == [
        ("Gymnasium am Deich", ""),
        ("Haupthaus", ""),
        ("2. OG", ""),
        ("Raum 204", ""),
    ]


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("in_service", ["move", "send_to_repair", "store", "report_missing", "retire"]),
        ("in_repair", ["return_from_repair", "move", "store", "report_missing", "retire"]),
        ("in_storage", ["put_in_service", "move", "send_to_repair", "report_missing", "retire"]),
        ("missing", ["put_in_service", "move", "store", "retire"]),
        ("lent", ["report_missing"]),
        ("retired", []),
    ],
)
def test_only_steps_that_are_possible_are_offered_and_only_to_staff(
    state, steps, sign_in, tom, vera, beamer
):
    Device.objects.update(state=state, lent_to=beamer.school if state == "lent" else None)
    assert [o.step for o in page_of(sign_in(tom), beamer).context["offers"]] == steps
    assert page_of(sign_in(vera), beamer).context["offers"] == []


@pytest.mark.parametrize("name", ["otto", "olga", "nora", "ida"])
def test_another_schools_device_is_not_there(name, request, sign_in, beamer, laptop):
    client = sign_in(request.getfixturevalue(name))
    for address in (f"/devices/{beamer.pk}/", f"/devices/{beamer.pk}/life/", "/devices/99999/"):
        assert client.get(address).status_code == 404


# ---- the whole life


def lines_of(response):
    return [(line.group, line.sentence) for line in response.context["life"]]


def test_the_whole_life_newest_first_with_numbers_that_open_it(sign_in, tom, beamer, fault, label):
    devices.send_to_repair(beamer, by=tom, company="Nord")
    devices.return_from_repair(beamer, by=tom)
    client = sign_in(tom)
    response = page_of(client, beamer)
    assert lines_of(response) == [
        ("repairs", "Aus der Reparatur zurück."),
        ("repairs", "In Reparatur gegeben. Nord"),
        ("faults", "Frau Albers wartet, gemeldet auf der Website"),
    ]
    chips = [(str(c["label"]), c.get("count"), c["active"]) for c in response.context["life_chips"]]
    assert chips == [("Alles", None, True), ("Störungen", 1, False), ("Reparaturen", 2, False)]
    assert lines_of(page_of(client, beamer, "?life=faults")) == lines_of(response)[2:]
    assert lines_of(page_of(client, beamer, "?life=nonsense")) == lines_of(response)


def test_a_chip_gives_htmx_the_life_only(sign_in, tom, beamer, fault):
    headers = {"HX-Request": "true", "HX-Target": "life"}
    page = sign_in(tom).get(f"/devices/{beamer.pk}/?life=faults", headers=headers).content.decode()
    assert 'id="life"' in page
    assert "<html" not in page


def test_a_long_life_is_turned_over_page_by_page(sign_in, tom, beamer):
    now = timezone.now()
    record_many(
        (tom, "device.stored", [beamer], Visibility.SCHOOL, None, now - timedelta(n), {"note": n})
        for n in range(60)
    )
    client = sign_in(tom)
    first = page_of(client, beamer)
    older = client.get(first.context["older"])
    oldest = client.get(older.context["older"])
    notes = [
        int(sentence.rsplit(" ", 1)[1])
        for response in (first, older, oldest)
        for _group, sentence in lines_of(response)
    ]
    assert notes == list(range(60))
    assert oldest.context["older"] == ""
    fragment = client.get(first.context["older"], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert client.get(f"/devices/{beamer.pk}/life/?from=x").status_code == 200


def test_teachers_have_no_life_to_read(sign_in, anna, beamer, fault):
    for address in (f"/devices/{beamer.pk}/life/", f"/devices/{beamer.pk}/?life=faults"):
        assert "Frau Albers" not in sign_in(anna).get(address).content.decode()


def test_each_reads_the_lines_of_the_own_school_as_deep_as_the_role_goes(
    sign_in, tom, vera, otto, beamer, deich, moor, room12
):
    record(tom, "device.stored", beamer, visibility=Visibility.AUTHORITY, note="intern")
    record(tom, "device.put_in_service", beamer, visibility=Visibility.SCHOOL, note="für alle")
    assert lines_of(page_of(sign_in(vera), beamer)) == [("moves", "In Betrieb genommen. für alle")]
    assert len(lines_of(page_of(sign_in(tom), beamer))) == 2
    devices.move(beamer, by=tom, location=room12)
    assert [group for group, _sentence in lines_of(page_of(sign_in(otto), beamer))] == ["moves"]
    assert len(lines_of(page_of(sign_in(tom), beamer))) == 3


def test_prices_in_the_life_are_not_for_the_support(sign_in, tom, vera, bought):
    devices.send_to_repair(bought, by=tom)
    devices.return_from_repair(bought, by=tom, cost="189.00")
    support = page_of(sign_in(vera), bought).content.decode()
    staff = page_of(sign_in(tom), bought).content.decode()
    # With its unit: bare digits also stand in times and keys.
    for money in ("1.249 €", "189 €", "Medientechnik Nord"):
        assert money not in support
        assert money in staff


@pytest.mark.parametrize("name", ["tom", "vera", "anna"])
def test_a_full_page_costs_as_many_queries_as_a_bare_one(
    name, request, sign_in, tom, vera, adam, bought, no_picture, deich, room204
):
    client = sign_in(request.getfixturevalue(name))
    bare = queries_for(client, bought)
    make_label(bought)
    told = []
    for number in range(30):
        make_device(f"GAD-{number:03}", bought.category, deich, room204)
        told += [workflow.report(by=vera, school=deich, devices=[bought], tile=no_picture).ticket]
    assert queries_for(client, bought) == bare
    for ticket in told:
        workflow.assign(ticket, by=tom, to=adam)
    # People named in a life are looked up.
    assert queries_for(client, bought) <= 12


def queries_for(client, device):
    with CaptureQueriesContext(connection) as queries:
        page_of(client, device)
    return len(queries)
