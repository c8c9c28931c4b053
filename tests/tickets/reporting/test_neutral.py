"""Codes that lead nowhere: one neutral page for all, which still takes a report."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.devices.workflow.devices import retire
from assets.labels.codes import new_code
from assets.labels.workflow import replace
from assets.models import Label
from tests.conftest import make_device, make_label
from tests.tickets.reporting.conftest import masked, send
from tickets.models import Report, Ticket

pytestmark = pytest.mark.django_db


def _neutral_codes(beamer, beamers, deich, room204, adam):
    retired = make_device("GAD-9", beamers, deich, room204)
    gone = make_label(retired)
    retire(retired, by=adam)
    kept = make_label(make_device("GAD-8", beamers, deich, room204, state="retired"))
    revoked = make_label(beamer)
    replace(beamer, by=adam)
    blank = Label.objects.create(code=new_code())
    codes = [
        gone.code,
        kept.code,
        revoked.code,
        blank.code,
        new_code(),
        "Unfug",
        "%00",
        "7",
        "a" * 600,
        "",
    ]
    return [f"/q/{code}" for code in codes]


def test_codes_that_lead_nowhere_share_one_page(
    phone, beamer, beamers, deich, room204, adam, otto, moor
):
    addresses = _neutral_codes(beamer, beamers, deich, room204, adam)
    signed_in = Client()
    signed_in.force_login(otto)

    pages, counts = set(), set()
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = phone.get(address)
        assert answer.status_code == 200
        pages.add(masked(answer))
        counts.add(len(queries))
        pages.add(masked(signed_in.get(address)))

    assert (len(pages), len(counts)) == (1, 1)


def test_a_neutral_page_still_takes_a_report(phone, deich, room204):
    answer = send(
        phone, "/q/0000", school=deich.pk, room="raum 204", description="Monitor flackert"
    )

    ticket = Ticket.objects.get()
    assert answer.status_code == 303
    assert (ticket.school, ticket.location, ticket.title, ticket.description) == (
        deich,
        room204,
        "Monitor flackert",
        "Monitor flackert",
    )
    assert Report.objects.get().label is None


def test_a_room_nobody_knows_stays_in_words(phone, deich):
    send(phone, "/q/0000", school=deich.pk, room="Keller", description="Es tropft")

    ticket = Ticket.objects.get()
    words = ticket.description.replace("\n", " ").split()
    assert (ticket.location, ticket.title, words[:2], words[-1]) == (
        None,
        "Es tropft",
        ["Es", "tropft"],
        "Keller",
    )


@pytest.mark.parametrize("school", ["", "999", "x", "\x00"])
def test_a_neutral_report_without_a_school_keeps_what_was_typed(phone, deich, school):
    answer = send(phone, "/q/0000", school=school, description="Monitor flackert")

    assert (answer.status_code, Ticket.objects.count()) == (200, 0)
    assert "Monitor flackert" in answer.content.decode()


def test_closed_schools_cannot_be_named(phone, deich, moor):
    moor.closed_on = "2026-01-01"
    moor.save()

    page = phone.get("/q/0000").content.decode()

    assert ("Gymnasium am Deich" in page, "BBS am Moor" in page) == (True, False)
