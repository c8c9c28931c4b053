"""Every address × every role: who gets through is written down, and nobody else changes a thing."""

from itertools import islice
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import get_resolver

from api.base import HasRole, Scoped
from itsm.people.models import School
from tests.house import addresses, story
from tests.house.expectations import EXPECTED, OWN, PUBLIC
from tests.tickets.reporting.conftest import masked

NEW_ROUTE = (
    "These addresses have no expectation. Write into tests/house/expectations.py who gets"
    " through them; if they are about a thing of a school, also which thing (addresses.py)."
)
# What a greedy form would send: enough for most steps to be taken, were they allowed.
BODY = {
    "solution": "Weg",
    "text": "Hallo",
    "visibility": "reporter",
    "note": "so",
    "title": "Neu",
    "waiting_for": "part",
    "name": "Neu",
    "version": 1,
    "inventory_number": "NEU-1",
}


def refused(answer) -> bool:
    login = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    return login or answer.status_code in (401, 403, 404, 405)


def knock(client, url):
    """Reading, and writing with nothing and with much."""
    form = {"content_type": "application/json"} if url.startswith("/api/") else {}
    yield client.get(url)
    yield client.post(url, {}, **form)
    yield client.post(url, BODY, **form)
    yield client.patch(url, BODY, content_type="application/json")


def test_every_route_has_an_expectation():
    assert set(addresses.routes()) - set(EXPECTED) == set(), NEW_ROUTE


def test_no_expectation_is_left_over():
    assert set(EXPECTED) - set(addresses.routes()) == set(), "Take them off the list."


@pytest.mark.parametrize("name", story.first_here(story.STRANGERS))
def test_strangers_are_refused_at_every_address_and_change_nothing(name, deich_things, window):
    _none(_reached(window(name), name, deich_things))


@pytest.mark.parametrize("name", story.first_here(story.AT_DEICH))
def test_a_closed_school_makes_strangers_of_its_people(name, deich_things, deich, window):
    School.objects.filter(pk=deich.pk).update(closed_on="2026-01-01")
    _none(_reached(window(name), "ida", deich_things))


def _none(wrong):
    """Nothing is wrong; of what is, the first ten and how many there are: one broken rule shows at
    hundreds of addresses."""
    more = f"\n… {len(wrong)} in all" if len(wrong) > 10 else ""
    if wrong:
        pytest.fail("\n".join(wrong[:10]) + more, pytrace=False)


def _reached(client, name, things):
    """The addresses that let a person in who may not, and the tables they changed all together."""
    before, wrong = story.rows(), []
    for address in addresses.of_things(things):
        if name in address.may:
            continue
        answers = list(knock(client, address.url))
        if not all(map(refused, answers)):
            wrong.append(f"{address}: {[a.status_code for a in answers]}")
    return wrong + [f"changed: {str(table)[:200]}" for table in story.changed(before)]


@pytest.mark.parametrize("name", [*story.AT_DEICH, *story.EVERYWHERE])
def test_who_gets_through_is_who_is_written_down(name, deich_things, window):
    client, wrong = window(name), []
    for address in addresses.of_things(deich_things):
        statuses = _rolled_back(client, address.url)
        if max(statuses) >= 500 or not _as_written(name, address, statuses):
            wrong.append(f"{address}: {statuses}")
    _none(wrong)


def _rolled_back(client, url):
    """What the address answers to reading and to an empty form, with nothing changed by it."""
    statuses = []
    with transaction.atomic():
        for answer in islice(knock(client, url), 2):
            statuses.append(404 if refused(answer) else answer.status_code)
            answer.close()
        transaction.set_rollback(True)
    return statuses


def _as_written(name, address, statuses):
    """An empty body may be called incomplete (400) before anybody asks who sent it."""
    if name in address.may:
        return set(statuses) != {404} or not addresses.about_a_thing(address)
    return set(statuses) <= {400, 404}


@pytest.mark.parametrize("name", ["anna", "otto", "ida", "nobody"])
def test_what_is_everybodys_own_or_public_opens_without_a_thing(name, people, window):
    wrong = []
    for route, asked in addresses.routes().items():
        if asked or EXPECTED.get(route) not in (OWN, PUBLIC):
            continue
        url = f"/{route}" if route.endswith("/") else addresses.reverse(route)
        answer = window(name).get(url)
        asks = name == "nobody" and EXPECTED[route] == OWN
        if answer.status_code >= 500 or (asks and not refused(answer)):
            wrong.append(f"{route}: {answer.status_code}")
    _none(wrong)


@pytest.mark.parametrize("what", ["label", "room_label"])
@pytest.mark.parametrize("name", ["otto", "olga", "nora", "ida"])
def test_a_label_shows_strangers_exactly_the_anonymous_page(name, what, deich_things, window):
    door = f"/q/{getattr(deich_things, what).code}"
    assert masked(window(name).get(door)) == masked(window("nobody").get(door))


def test_a_guessed_receipt_opens_nothing(deich_things, window):
    before = story.rows()
    guessed = ("A" if deich_things.receipt[-1] != "A" else "B").join(
        [deich_things.receipt[:-1], ""]
    )
    for step in ("", "/comment", "/fixed", "/reopen", "/withdraw", "/files/1"):
        answers = [
            window("nobody").get(f"/r/{guessed}{step}"),
            window("nobody").post(f"/r/{guessed}{step}", BODY),
        ]
        assert {a.status_code for a in answers} <= {302, 404, 405}
    assert story.changed(before) == []


@pytest.mark.parametrize("name", ["nobody", "otto", "anna", "adam"])
def test_no_address_leads_into_the_folder_of_uploads(name, deich_things, window, settings):
    """Files go out through the thing they belong to, never under the name they are kept by."""
    kept = deich_things.file.file
    assert (Path(settings.MEDIA_ROOT) / kept.name).exists()
    for folder in ("media", "protected", "static", "static/../media", "logo", "uploads"):
        answer = window(name).get(f"/{folder}/{kept.name}")
        assert (answer.status_code, story.KEPT in answer.getvalue()) == (404, False)


def test_every_route_of_the_api_says_who_may_and_what_he_sees():
    """A view without a rule, or without rows of its own, would let everybody at everything."""
    api = next(p for p in get_resolver().url_patterns if str(p.pattern) == "api/v1/")
    views = {p.callback.cls for p in api.url_patterns if hasattr(p.callback, "cls")}
    rows = {view for view in views if issubclass(view, Scoped)}
    assert {view.permission_classes[0] for view in rows} == {HasRole}
    assert [view for view in rows if view.rows is Scoped.rows or view.found is Scoped.found] == []
    others = {view.__name__: view.permission_classes for view in views - rows}
    assert all(classes for classes in others.values())
    assert "AllowAny" not in str(others)
