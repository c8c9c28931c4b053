"""What all lists and writes share: named parameters, pages, orders, once only."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from api.urls import router
from assets.models import (
    AccessoryKind,
    Category,
    DeviceModel,
    FaultTile,
    FundingSource,
    Manufacturer,
)
from itsm.fields.models import CustomField, Status
from itsm.guards.models import OnceKey
from itsm.people.models import User
from itsm.people.roles import Role
from loans.models import Approval, Condition, LoanCondition, LoanPaper, OpenItem, Stage
from tests.conftest import (
    give_role,
    make_device,
    make_label,
    make_person,
    make_place,
    make_school,
)
from tests.loans.conftest import make_case, make_loan
from tickets import workflow
from tickets.models import Comment, Ticket

NOT_ON_THE_LIST = [
    "foo=1",
    "ordering=by__password",
    "ordering=assignee__password",
    "ordering=-",
    "school__name=x",
    "fields=id",
    "depth=3",
    "_connector=OR",
    "filters={}",
    "format=xml",
    "id__in=1",
    "page_size=x",
    "page_size=0",
    "page_size=-1",
    "search__startswith=a",
    "search=%00",
    "cf_nothing=1",
    "cf_a__contains=1",
]
KINDS = [prefix for prefix, *_ in router.registry]


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_has_count_next_previous_and_results(api, adam, things, kind):
    told = api(adam).get(f"/api/v1/{kind}/?page_size=1").json()
    assert sorted(told) == ["count", "next", "previous", "results"]
    assert len(told["results"]) == min(told["count"], 1)
    assert all("id" in row for row in told["results"])


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_is_the_row_of_the_list(api, adam, things, kind):
    for row in api(adam).get(f"/api/v1/{kind}/").json()["results"]:
        key = row["code"] if kind == "labels" else row["id"]
        assert api(adam).get(f"/api/v1/{kind}/{key}/").json() == row


@pytest.mark.parametrize("kind", KINDS)
def test_every_order_is_possible_both_ways(api, adam, things, kind):
    viewset = next(viewset for prefix, viewset, _name in router.registry if prefix == kind)
    for word in viewset.orderings:
        up = api(adam).get(f"/api/v1/{kind}/?ordering={word}").json()["results"]
        down = api(adam).get(f"/api/v1/{kind}/?ordering=-{word}").json()["results"]
        assert sorted(r["id"] for r in up) == sorted(r["id"] for r in down)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_on_the_list_is_refused_by_name(api, adam, kind):
    for query in NOT_ON_THE_LIST:
        answer = api(adam).get(f"/api/v1/{kind}/?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert list(answer.json()["errors"]) == [query.split("=")[0]]


def paths_of(model):
    """The paths through the models that a careless filter or order would follow, two steps deep."""
    for field in model._meta.get_fields():
        yield field.name
        if field.related_model:
            yield from (
                f"{field.name}__{one.name}" for one in field.related_model._meta.get_fields()
            )


@pytest.mark.parametrize("kind", KINDS)
def test_no_path_through_the_models_is_an_order_or_a_filter(api, adam, kind):
    viewset = next(viewset for prefix, viewset, _name in router.registry if prefix == kind)
    client, open_ones = api(adam), []
    known = {*viewset.orderings, *viewset.filters}
    for path in set(paths_of(viewset.queryset.model)) - known - {"search"}:
        for query in (f"ordering={path}", f"{path}=1", f"{path}__startswith=a"):
            if client.get(f"/api/v1/{kind}/?{query}").status_code != 400:
                open_ones.append(query)
    assert open_ones == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_filter_breaks_on_odd_values(api, adam, things, kind):
    viewset = next(viewset for prefix, viewset, _name in router.registry if prefix == kind)
    for name in viewset.filters:
        for value in ("", "0", "-1", "x", "9" * 19, "9" * 30, "é", "1,2"):
            answer = api(adam).get(f"/api/v1/{kind}/", {name: value})
            assert answer.status_code in (200, 400), (name, value)


def test_unknown_parameters_of_one_row_and_of_writes_are_refused_too(api, adam, things):
    path = f"/api/v1/tickets/{things.tickets}/"
    assert api(adam).get(f"{path}?depth=2").status_code == 400
    assert api(adam).post(f"{path}take_over/?force=1").status_code == 400


def test_links_follow_the_host_that_was_asked(api, adam, things, settings):
    settings.ALLOWED_HOSTS = ["schul-it.example"]
    make_place("Raum 205", "room", things.room.parent, things.school)
    host = {"HTTP_HOST": "schul-it.example"}
    told = api(adam).get("/api/v1/locations/?page_size=2", **host).json()
    assert told["next"] == "http://schul-it.example/api/v1/locations/?page=2&page_size=2"
    door = api(adam).get("/api/v1/", **host).json()
    assert door["tickets"] == "http://schul-it.example/api/v1/tickets/"


def test_pages_end_where_they_end(api, adam, things):
    assert api(adam).get("/api/v1/devices/?page=2").status_code == 404
    assert api(adam).get("/api/v1/devices/?page=x").status_code == 404
    assert len(api(adam).get("/api/v1/devices/?page_size=99999").json()["results"]) == 1


def test_an_address_without_its_slash_is_helped_along(client, adam):
    client.force_login(adam)
    answer = client.post("/api/v1/tickets?x=1")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/tickets/?x=1")


def test_the_same_key_and_body_get_the_same_answer(api, tom, deich):
    body, key = {"title": "Einmal", "school": deich.pk}, {"HTTP_IDEMPOTENCY_KEY": "abc"}
    first = api(tom).post("/api/v1/tickets/", body, format="json", **key)
    second = api(tom).post("/api/v1/tickets/", body, format="json", **key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    other = api(tom).post("/api/v1/tickets/", {**body, "title": "Anders"}, format="json", **key)
    assert other.status_code == 409
    assert Ticket.objects.count() == 1


def test_a_key_is_ones_own(api, tom, adam, deich):
    body, key = {"title": "Einmal", "school": deich.pk}, {"HTTP_IDEMPOTENCY_KEY": "abc"}
    api(tom).post("/api/v1/tickets/", body, format="json", **key)
    api(adam).post("/api/v1/tickets/", body, format="json", **key)
    assert Ticket.objects.count() == 2


def test_a_step_is_taken_once_too(api, tom, things):
    path, key = f"/api/v1/tickets/{things.tickets}/take_over/", {"HTTP_IDEMPOTENCY_KEY": "k"}
    first, second = (api(tom).post(path, **key) for _n in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert api(tom).post(path).status_code == 409


def test_the_same_key_at_another_address_is_refused(api, tom, deich, things):
    """A key stands for one thing that was done: the same words elsewhere are something else."""
    body, key = {"text": "Erledigt"}, {"HTTP_IDEMPOTENCY_KEY": "k"}
    other = workflow.report(by=tom, school=deich, title="Anderes").ticket
    said = [
        api(tom).post(f"/api/v1/tickets/{number}/comment/", body, format="json", **key)
        for number in (things.tickets, other.pk, things.tickets)
    ]
    assert [answer.status_code for answer in said] == [200, 409, 200]
    told = Comment.objects.filter(text="Erledigt")
    assert list(told.values_list("ticket", flat=True)) == [things.tickets]


def test_an_answer_is_given_again_only_to_who_still_sees_its_row(api, tom, deich):
    body, key = {"title": "Einmal", "school": deich.pk}, {"HTTP_IDEMPOTENCY_KEY": "abc"}
    made = api(tom).post("/api/v1/tickets/", body, format="json", **key)
    step = f"/api/v1/tickets/{made.json()['id']}/take_over/"
    assert (made.status_code, api(tom).post(step, **key).status_code) == (201, 409)
    assert api(tom).post(step, HTTP_IDEMPOTENCY_KEY="x").status_code == 200
    tom.memberships.all().delete()
    tom = User.objects.get(pk=tom.pk)
    assert api(tom).post("/api/v1/tickets/", body, format="json", **key).status_code in (403, 404)
    assert api(tom).post(step, HTTP_IDEMPOTENCY_KEY="x").status_code in (403, 404)


def test_a_refusal_does_not_use_the_key_up(api, tom, deich):
    key = {"HTTP_IDEMPOTENCY_KEY": "k"}
    assert api(tom).post("/api/v1/tickets/", {}, format="json", **key).status_code == 400
    assert OnceKey.objects.count() == 0
    body = {"title": "Jetzt", "school": deich.pk}
    assert api(tom).post("/api/v1/tickets/", body, format="json", **key).status_code == 201


def test_a_key_has_at_most_80_characters(api, tom, deich):
    long = {"HTTP_IDEMPOTENCY_KEY": "k" * 81}
    assert (
        api(tom).post("/api/v1/tickets/", {"title": "x"}, format="json", **long).status_code == 400
    )


def more_loans(n, things, _beamers, adam):
    """A loan of a case of its own that has everything a loan can have."""
    case = make_case(f"IT-N{n:02d}", more_cases(n, things, _beamers, adam), adam, tablets=1)
    loan = make_loan(adam, things.school, case, to="prepared")
    condition = Condition.objects.create(label_de=f"B{n}", label_en=f"B{n}")
    facts = {"met_at": timezone.now(), "met_by": adam}
    LoanCondition.objects.create(loan=loan, condition=condition, **facts)
    stage = Stage.objects.create(label_de=f"S{n}", label_en=f"S{n}", role="head")
    Approval.objects.create(loan=loan, stage=stage, by=adam, at=timezone.now())
    day, now = timezone.localdate(), timezone.now()
    facts = {"kind": "other", "text": "x", "person": adam, "due_on": day, "created_at": now}
    OpenItem.objects.create(loan=loan, **facts)
    file = {"kind": "contract", "title": "x", "file": "x", "size": 1, "sha256": "x"}
    LoanPaper.objects.create(loan=loan, created_at=now, **file)
    Stage.objects.update(retired=True)
    Condition.objects.update(retired=True)


def more_cases(n, _things, _beamers, adam):
    """A case of a kind of its own, with a tablet and pencils in it."""
    named = {"label_de": f"Koffer {n}", "label_en": f"Case {n}"}
    kinds = SimpleNamespace(
        case=Category.objects.create(is_case=True, **named),
        tablet=Category.objects.create(label_de=f"Tablet {n}", label_en=f"Tablet {n}"),
        pencil=AccessoryKind.objects.create(label_de=f"Stift {n}", label_en=f"Pencil {n}"),
    )
    make_case(f"IT-C{n:02d}", kinds, adam, tablets=1)
    return kinds


def more_people(n, things, _beamers, _adam):
    """Somebody with two roles."""
    person = make_person(f"more{n}", Role.TEACHER, things.school)
    give_role(person, Role.SUPPORT, things.school)


def more_schools(n, *_story):
    """A school of a kind of its own."""
    make_school(f"Schule {n}", f"S{n}", f"Art {n}")


def more_catalogue(n, _things, beamers, _adam):
    """One more of everything the catalogue knows, and each with what belongs to it."""
    kind = Category.objects.create(label_de=f"Art {n}", label_en=f"Kind {n}")
    tile = FaultTile.objects.create(category=kind, label_de=f"Kachel {n}", label_en=f"Tile {n}")
    tile.hints.create(text_de="Stecker prüfen")
    maker = Manufacturer.objects.create(name=f"Firma {n}")
    DeviceModel.objects.create(manufacturer=maker, name=f"Modell {n}", category=kind)
    FundingSource.objects.create(name=f"Topf {n}")
    AccessoryKind.objects.create(label_de=f"Kabel {n}", label_en=f"Cable {n}")
    Status.objects.create(kind="loan", state="draft", label_de=f"Stand {n}", label_en=f"St {n}")
    CustomField.objects.create(
        owner_type="category",
        owner_id=kind.pk,
        key=f"k{n}",
        kind="text",
        label_de=f"Feld {n}",
        label_en=f"Field {n}",
    )


CATALOGUE = [
    "categories",
    "tiles",
    "manufacturers",
    "models",
    "funding_sources",
    "statuses",
    "fields",
    "accessory_kinds",
]
MORE = {
    **dict.fromkeys(CATALOGUE, more_catalogue),
    "schools": more_schools,
    "loans": more_loans,
    "cases": more_cases,
    "people": more_people,
}


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_queries_for_one_row_as_for_thirty(
    client, adam, things, kind, beamers, anna, django_assert_max_num_queries
):
    client.force_login(adam)
    add = MORE.get(kind, lambda *_of: None)
    add(0, things, beamers, adam)
    with django_assert_max_num_queries(14) as few:
        before = client.get(f"/api/v1/{kind}/").json()["count"]
    for n in range(1, 31):
        add(n, things, beamers, adam)
        room = make_place(f"R{n}", "room", things.room.parent, things.school)
        device = make_device(f"N{n}", beamers, things.school, room)
        make_label(device)
        if kind in ("tickets", "events"):
            told = workflow.report(by=anna, school=things.school, devices=[device], title=f"T{n}")
            workflow.comment(told.ticket, by=anna, text="noch etwas")
    with django_assert_max_num_queries(14) as many:
        after = client.get(f"/api/v1/{kind}/").json()["count"]
    assert len(many) == len(few)
    assert after >= before + 30
