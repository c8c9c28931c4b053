"""A device is corrected on its page; two who do it at once lose nothing."""

import pytest

from assets.devices.workflow import devices
from assets.models import Category
from itsm.fields.models import BuiltinField, CustomField, Status
from itsm.journal.models import Subject
from tests.assets.devices.test_views_steps import edited, errors_of


def test_an_edit_writes_what_changed(sign_in, tom, beamer):
    url = f"/devices/{beamer.pk}/edit/"
    response = sign_in(tom).post(url, edited(beamer, serial_number="B2", price="99,90"))
    assert response.headers["Location"] == f"/devices/{beamer.pk}/"
    beamer.refresh_from_db()
    assert (beamer.serial_number, str(beamer.price), beamer.version) == ("B2", "99.90", 2)
    [line] = Subject.objects.about(beamer)
    assert line.event.details == {
        "changes": {"price": ["", "99.90"], "serial_number": ["X4AB100417L", "B2"]}
    }


def test_hidden_fields_keep_their_values(sign_in, tom, beamer):
    devices.edit(beamer, by=tom, supplier="Nord", custom={"old": 1})
    BuiltinField.objects.create(form="device", name="supplier", hidden=True)
    sign_in(tom).post(f"/devices/{beamer.pk}/edit/", edited(beamer, notes="neu"))
    beamer.refresh_from_db()
    assert (beamer.supplier, beamer.notes, beamer.custom) == ("Nord", "neu", {"old": 1})


def test_another_category_brings_its_own_fields(sign_in, tom, beamer, laptops):
    CustomField.objects.create(
        owner_type="category",
        owner_id=laptops.pk,
        key="ram",
        kind="number",
        label_de="Speicher",
        required=True,
    )
    client, url = sign_in(tom), f"/devices/{beamer.pk}/edit/"
    look = edited(beamer, category=laptops.pk, notes="getippt", look="1")
    form = client.post(url, look).context["form"]
    assert "cf_ram" in form.fields
    assert form["notes"].value() == "getippt"
    assert form.fields["model"].queryset.count() == 0
    # Without a script the same form is simply sent: it asks for what is missing.
    response = client.post(url, edited(beamer, category=laptops.pk, model=""))
    assert list(errors_of(response)) == ["cf_ram"]
    beamer.refresh_from_db()
    assert beamer.category.label_de == "Beamer"
    client.post(url, edited(beamer, category=laptops.pk, model="", cf_ram="16"))
    beamer.refresh_from_db()
    assert (beamer.category, beamer.model, beamer.custom) == (laptops, None, {"ram": 16})


@pytest.fixture
def reach(beamer):
    """A field only projectors have."""
    facts = {"owner_type": "category", "key": "reach", "kind": "text", "label_de": "Abstand"}
    return CustomField.objects.create(owner_id=beamer.category_id, **facts)


def as_sent(form, **changes):
    """The form as a browser sends it."""
    shown = {name: form[name].value() for name in form.fields} | changes
    return {name: "" if value is None else value for name, value in shown.items()}


def test_back_at_the_first_category_model_and_own_fields_are_there_again(
    sign_in, tom, beamer, laptops, epson, reach
):
    client, url = sign_in(tom), f"/devices/{beamer.pk}/edit/"
    first = client.get(url).context["form"]
    there = as_sent(first, cf_reach="3 m", price="zwölf", category=laptops.pk, look="1")
    away = client.post(url, there).context["form"]
    assert "cf_reach" not in away.fields
    back = client.post(url, as_sent(away, category=beamer.category_id, model="", look="1"))
    form = back.context["form"]
    shown = [str(form[name].value()) for name in ("model", "cf_reach", "price")]
    assert shown == [str(epson.pk), "3 m", "zwölf"]
    assert [name for name in form.fields if name.startswith("kept-")] == []
    client.post(url, as_sent(form, price="12"))
    beamer.refresh_from_db()
    assert (beamer.model, beamer.custom, str(beamer.price)) == (epson, {"reach": "3 m"}, "12.00")


def test_without_a_script_a_wrong_category_loses_nothing_either(
    sign_in, tom, beamer, laptops, epson, reach
):
    client, url = sign_in(tom), f"/devices/{beamer.pk}/edit/"
    first = client.get(url).context["form"]
    refused = client.post(url, as_sent(first, cf_reach="3 m", category=laptops.pk))
    assert list(errors_of(refused)) == ["model"]
    again = refused.context["form"]
    client.post(url, as_sent(again, model="", category=beamer.category_id))
    beamer.refresh_from_db()
    assert (beamer.model, beamer.custom) == (epson, {"reach": "3 m"})


def test_what_waits_for_another_category_is_not_saved(sign_in, tom, beamer, laptops, reach):
    client, url = sign_in(tom), f"/devices/{beamer.pk}/edit/"
    first = client.get(url).context["form"]
    away = client.post(url, as_sent(first, cf_reach="3 m", category=laptops.pk, look="1"))
    client.post(url, as_sent(away.context["form"], model=""))
    beamer.refresh_from_db()
    assert (beamer.category, beamer.model, beamer.custom) == (laptops, None, {})


def test_a_case_stays_a_case(sign_in, tom, beamer):
    case = Category.objects.create(label_de="Tablet-Koffer", is_case=True)
    response = sign_in(tom).post(f"/devices/{beamer.pk}/edit/", edited(beamer, category=case.pk))
    assert list(errors_of(response)) == ["category"]


def test_a_status_only_others_may_set_is_kept(sign_in, tom, adam, beamer):
    mine = Status.objects.create(kind="device", state="in_service", label_de="im Unterricht")
    admins = Status.objects.create(
        kind="device", state="in_service", label_de="geprüft", roles=["administrator"]
    )
    devices.edit(beamer, by=adam, status=admins)
    url = f"/devices/{beamer.pk}/edit/"
    sign_in(tom).post(url, edited(beamer, status=admins.pk, notes="x"))
    beamer.refresh_from_db()
    assert (beamer.status, beamer.notes) == (admins, "x")
    sign_in(tom).post(url, edited(beamer, status=mine.pk))
    beamer.refresh_from_db()
    assert beamer.status == mine


def test_two_who_edit_at_once_are_told_and_nothing_typed_is_lost(sign_in, tom, adam, beamer):
    devices.edit(beamer, by=adam, version=1, notes="adams Notiz", supplier="Nord")
    stale = edited(beamer, version=1, serial_number="TOMS-1", supplier="")
    client, url = sign_in(tom), f"/devices/{beamer.pk}/edit/"
    response = client.post(url, stale)
    assert response.status_code == 409
    [told] = response.context["changed"]
    assert told.detail == "Adam"
    assert "adams Notiz" in told.sentence
    form = response.context["form"]
    # Typed by tom; changed by adam and left alone by tom; and the version tom has seen by now.
    assert form["serial_number"].value() == "TOMS-1"
    assert (form["notes"].value(), form["supplier"].value()) == ("adams Notiz", "Nord")
    assert form["version"].value() == 2
    beamer.refresh_from_db()
    assert beamer.serial_number == "X4AB100417L"
    shown = {name: form[name].value() for name in form.fields}
    client.post(url, {name: "" if value is None else value for name, value in shown.items()})
    beamer.refresh_from_db()
    assert (beamer.serial_number, beamer.notes, beamer.supplier) == (
        "TOMS-1",
        "adams Notiz",
        "Nord",
    )


def test_after_a_step_of_somebody_else_the_edit_says_so_too(sign_in, tom, adam, beamer):
    devices.send_to_repair(beamer, by=adam, company="Nord")
    response = sign_in(tom).post(
        f"/devices/{beamer.pk}/edit/", edited(beamer, version=1, notes="x")
    )
    assert [line.verb for line in response.context["changed"]] == ["device.sent_to_repair"]


def test_the_form_costs_few_queries(sign_in, tom, beamer, django_assert_max_num_queries):
    Status.objects.create(kind="device", state="in_service", label_de="im Unterricht")
    client = sign_in(tom)
    with django_assert_max_num_queries(12):
        client.get(f"/devices/{beamer.pk}/edit/")
    with django_assert_max_num_queries(12):
        client.get(f"/devices/new/?category={beamer.category_id}&location={beamer.location_id}")
