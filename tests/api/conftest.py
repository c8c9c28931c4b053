"""Clients of the API that speak for somebody, and things at the Gymnasium to be found or not."""

from types import SimpleNamespace

import pytest
from rest_framework.test import APIClient

from assets.models import Device
from itsm.journal.models import Subject
from tests.conftest import make_label
from tests.loans.conftest import (  # noqa: F401
    case,
    condition,
    kinds,
    loan,
    other_case,
    running,
    stages,
)
from tickets import workflow


@pytest.fixture
def api():
    """`api(tom).get("/api/v1/tickets/")`."""

    def _api(person=None):
        client = APIClient()
        if person:
            client.force_authenticate(person)
        return client

    return _api


@pytest.fixture
def ticket(deich, beamer, no_picture, anna, vera):
    """anna's fault on the beamer; the school's support has it on its level."""
    told = workflow.report(
        by=anna, school=deich, devices=[beamer], tile=no_picture, description="seit heute dunkel"
    )
    return told.ticket


@pytest.fixture
def things(deich, beamer, room204, label, ticket, tom, vera, anna):
    """Everything of the Gymnasium that somebody else might ask for, by kind."""
    Device.objects.filter(pk=beamer.pk).update(
        notes="Notiz Deich", price="1249.00", supplier="Nord", search="gad-00417 x4ab100417l"
    )
    beamer.refresh_from_db()
    workflow.comment(ticket, by=tom, text="unter uns", visibility="authority")
    workflow.comment(ticket, by=tom, text="an die Schule", visibility="school")
    workflow.comment(ticket, by=tom, text="an alle", visibility="reporter")
    line = Subject.objects.about(ticket).last()
    return SimpleNamespace(
        schools=deich.pk,
        locations=room204.pk,
        devices=beamer.pk,
        labels=label.code,
        tickets=ticket.pk,
        events=line.event_id,
        people=vera.pk,
        room_label=make_label(room204),
        school=deich,
        device=beamer,
        room=room204,
        label=label,
        ticket=ticket,
    )


@pytest.fixture
def take(api):
    """`take(lena, loan, "submit", note="x")`: the row afterwards; the status where it is refused."""

    def _take(person, number, step, **body):
        answer = api(person).post(f"/api/v1/loans/{number}/{step}/", body, format="json")
        return answer.json() if answer.status_code == 200 else answer.status_code

    return _take
