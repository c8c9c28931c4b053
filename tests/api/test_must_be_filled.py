"""What administrators want filled in, programs have to fill in, too: built-in fields by name."""

import pytest

from itsm.fields.models import BuiltinField
from tests.api.test_loans import said

DEVICES, TICKETS, LOANS = "/api/v1/devices/", "/api/v1/tickets/", "/api/v1/loans/"


@pytest.fixture
def wanted():
    """`wanted("device", "supplier", "price")`: the administrators want these filled in."""

    def _wanted(form, *names):
        for name in names:
            BuiltinField.objects.create(form=form, name=name, required=True)

    return _wanted


def refused(answer):
    """The fields that are named, or None where nothing is refused."""
    return sorted(answer.json()["errors"]) if answer.status_code == 400 else None


def test_a_new_device_without_what_must_be_filled_in(api, tom, beamers, deich, room204, wanted):
    wanted("device", "supplier", "price", "location", "school")
    new, client = {"category": beamers.pk, "price": 0}, api(tom)
    assert refused(client.post(DEVICES, new)) == ["location", "school", "supplier"]
    new |= {"location": room204.pk, "supplier": "  "}
    assert refused(client.post(DEVICES, new)) == ["supplier"]
    made = client.post(DEVICES, new | {"supplier": "Nord"})
    assert (made.status_code, made.json()["school"]) == (201, deich.pk)


def test_a_correction_empties_nothing_that_must_be_filled_in(api, tom, beamer, wanted):
    wanted("device", "supplier", "model")
    client, url = api(tom), f"{DEVICES}{beamer.pk}/"
    assert refused(client.patch(url, {"supplier": "", "model": None})) == ["model", "supplier"]
    assert refused(client.post(f"{url}edit/", {"supplier": ""})) == ["supplier"]
    assert client.patch(url, {"notes": "neue Lampe"}).json()["version"] == 2


def test_a_case_is_a_device(api, lena, case, wanted):
    wanted("device", "apps", "supplier")
    assert refused(api(lena).post("/api/v1/cases/", {"capacity": 16})) == ["apps", "supplier"]
    assert refused(api(lena).patch(f"/api/v1/cases/{case.pk}/", {"apps": ""})) == ["apps"]


def test_a_ticket_needs_the_same_words_as_on_its_page(api, anna, tom, beamer, wanted):
    wanted("ticket", "title", "description", "location")
    client = api(anna)
    assert refused(client.post(TICKETS, {"title": "Kein Bild"})) == ["description"]
    assert refused(client.post(TICKETS, {"description": "dunkel"})) == ["title"]
    body = {"title": "Kein Bild", "description": "dunkel", "devices": [beamer.pk]}
    url = f"{TICKETS}{client.post(TICKETS, body).json()['number']}/"
    emptied = {"description": "", "location": None}
    assert refused(api(tom).patch(url, emptied)) == ["description", "location"]
    assert api(tom).patch(url, {"title": "Dunkel"}).json()["title"] == "Dunkel"


def test_an_application_needs_the_same_words_as_on_its_page(api, hanna, loan, case, wanted):
    wanted("loan", "teaching_plan", "classes")
    new = said(case=case.pk) | {"classes": "7a"}
    assert refused(api(hanna).post(LOANS, new)) == ["teaching_plan"]
    assert refused(api(hanna).patch(f"{LOANS}{loan.pk}/", {"classes": ""})) == ["classes"]
