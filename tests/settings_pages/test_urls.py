"""Who gets into the settings, and that every page opens at one row as at thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from assets.models import DeviceModel, FaultTile, FundingSource, Hint, Manufacturer
from itsm.fields.models import CustomField, Status
from itsm.journal.record import record
from itsm.outbox.models import OutboxMessage
from itsm.people.models import School
from tests.conftest import make_school
from tickets.models import RoutingRule

POST_ONLY = {"category_move", "tile_move", "field_move", "status_move"}
LISTS = [
    "schools",
    "categories",
    "tiles",
    "general_tiles",
    "models",
    "manufacturers",
    "funding",
    "fields",
    "fields_of",
    "statuses",
    "routing",
    "outbox",
    "journal",
]


@pytest.fixture
def things(deich, epson, beamers, no_picture):
    """One of each thing the settings pages show."""
    field = CustomField.objects.create(
        owner_type="category", owner_id=beamers.pk, key="lamp", kind="text", label_de="Lampe"
    )
    status = Status.objects.create(kind="ticket", state="new", label_de="gesichtet")
    rule = RoutingRule.objects.create(school=deich, category=beamers, level=2)
    room = FaultTile.objects.create(label_de="kein Strom", icon="bolt")
    Hint.objects.create(tile=room, text_de="Sicherung?")
    source = FundingSource.objects.create(name="DigitalPakt", binding_years=5)
    return {
        "school": deich,
        "school_close": deich,
        "school_open": deich,
        "category": beamers,
        "category_move": beamers,
        "tiles": beamers,
        "tile_new": beamers,
        "tile": no_picture,
        "tile_move": no_picture,
        "model": epson,
        "manufacturer": epson.manufacturer,
        "funding_source": source,
        "field": field,
        "field_move": field,
        "status": status,
        "status_move": status,
        "rule": rule,
        "rule_remove": rule,
        "outbox_send": parked(),
        "outbox_message": parked(99),
    }


def parked(number=0):
    now = timezone.now()
    return OutboxMessage.objects.create(
        kind="mail",
        payload={"to": "anna@example.org", "subject": f"Nr. {number}", "text": "Hallo"},
        message_id=f"<{number}@test>",
        state="parked",
        tries=12,
        created_at=now,
        due_at=now,
        last_error="ConnectionRefusedError",
    )


def address(name, things):
    if name in things:
        return reverse(f"settings:{name}", args=[things[name].pk])
    args = {
        "builtin": ["device"],
        "fields_of": ["category", things["category"].pk],
        "field_new": ["ticket", 0],
        "statuses_of": ["device"],
        "status_new": ["ticket", "waiting"],
    }
    return reverse(f"settings:{name}", args=args.get(name, []))


# A person's tokens are her own: see tests/api/test_tokens.py.
NAMES = sorted(
    {
        name
        for name in get_resolver().namespace_dict["settings"][1].reverse_dict
        if isinstance(name, str)
    }
    - {"tokens", "token_end"}
)


@pytest.mark.parametrize("name", NAMES)
def test_administrators_open_every_page_and_nobody_else_does(
    name, things, anna, vera, hanna, tom, lena, ida, adam, sign_in
):
    url = address(name, things)
    people = [anna, vera, hanna, tom, lena, ida]
    ask = "post" if name in POST_ONLY else "get"
    answers = [getattr(sign_in(person), ask)(url).status_code for person in people]
    assert answers == [403] * 6
    posted = [sign_in(person).post(url).status_code for person in people]
    assert posted == [403] * 6
    assert getattr(sign_in(adam), ask)(url).status_code == (303 if name in POST_ONLY else 200)


def test_the_index_leads_to_every_part_and_only_for_administrators(anna, tom, adam, sign_in):
    assert [sign_in(p).get("/settings/").status_code for p in (anna, tom)] == [403, 403]
    page = sign_in(adam).get("/settings/").content.decode()
    for name in ("schools", "categories", "models", "fields", "statuses", "routing", "outbox"):
        assert reverse(f"settings:{name}") in page


def test_without_a_sign_in_one_is_asked_for_it(client, db):
    assert client.get("/settings/schools/").status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_database_as_often_for_thirty_rows_as_for_one(
    name, things, adam, beamers, sign_in
):
    client, url = sign_in(adam), address(name, things)
    record(adam, "setting.changed", adam, what="look", name="Schul-IT", changes={})
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    fill(adam, beamers)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert (len(many), len(many) <= 12) == (len(few), True)


def fill(adam, beamers):
    maker = Manufacturer.objects.create(name="Viele")
    for n in range(30):
        make_school(f"Schule {n:02}", f"S{n}")
        category = type(beamers).objects.create(label_de=f"Art {n}", label_en=f"Kind {n}")
        Manufacturer.objects.create(name=f"Firma {n}")
        DeviceModel.objects.create(manufacturer=maker, name=f"Modell {n}", category=category)
        FundingSource.objects.create(name=f"Topf {n}")
        for owner in (beamers, None):
            tile = FaultTile.objects.create(category=owner, label_de=f"Störung {n}")
            Hint.objects.create(tile=tile, text_de="Neu starten")
        CustomField.objects.create(
            owner_type="category", owner_id=beamers.pk, key=f"f{n}", kind="text", label_de=f"F{n}"
        )
        Status.objects.create(kind="ticket", state="new", label_de=f"Wort {n}")
        RoutingRule.objects.create(school=School.objects.last(), category=category, level=1)
        parked(n + 1)
        record(adam, "setting.changed", category, what="category", name="Art", changes={})
