"""Every page of the demo story, for everybody in it: it opens, it is light, and it is clean."""

import re
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Concat
from django.db.transaction import atomic
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.models import Device, Label, Location
from itsm.people.models import User
from itsm.people.roles import Role
from loans.models import Loan
from tests.conftest import make_person
from tests.demo import kept
from tests.house.addresses import reverse, routes
from tests.house.expectations import EXPECTED, OWN, PUBLIC
from tickets.models import Ticket

KILOBYTES, QUERIES = 60, 12
STORY = ["admin", "technician", "lender", "support", "teacher", "head", "support2", "teacher2"]
# Pages people live on, and the busiest searches.
MAIN = [
    "/",
    "/tickets/",
    "/tickets/?state=all&q=Beamer",
    "/tickets/new/",
    "/devices/",
    "/locations/",
    "/labels/",
    "/settings/",
    "/settings/people/",
    "/settings/schools/",
    "/search/?q=Beamer",
]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=", re.I)
POSTING = re.compile(r"<form[^>]*method=.post.[^>]*>.*?</form>", re.I | re.S)


@pytest.fixture
def story(db):
    """The demo story, as it comes."""
    call_command("starting_set", verbosity=0)
    kept.load()


@pytest.fixture
def things(story):
    """The broken projector, its ticket, its room and its label."""
    device = Device.objects.get(inventory_number="GAD-00417")
    ticket = Ticket.objects.filter(devices=device).order_by("-pk").first()
    label = Label.objects.get(device=device, revoked_at=None)
    room = Location.objects.get(pk=device.location_id)
    return [
        f"/devices/{device.pk}/",
        f"/tickets/{ticket.pk}/",
        f"/locations/{room.pk}/",
        f"/q/{label.code}",
        f"/q/{room.labels.get(revoked_at=None).code}",
        f"/devices/{device.pk}/move/",
        f"/devices/{device.pk}/edit/",
        f"/tickets/{ticket.pk}/solve/",
        f"/tickets/{ticket.pk}/assign/",
        f"/tickets/{ticket.pk}/edit/",
        f"/settings/people/{ticket.assignee_id}/",
        f"/labels/device/{device.pk}/replace/",
    ]


def visitor(name) -> Client:
    client = Client(headers={"accept-language": "de"})
    if name:
        client.force_login(User.objects.get(username=name))
    return client


def all_pages() -> list[str]:
    """Every page that needs no thing in its address, with the busiest searches."""
    found = {*MAIN}
    for name, asked in routes().items():
        if not asked and not name.startswith("api") and name not in ("docs", "schema"):
            found.add(f"/{name}" if name.endswith("/") else reverse(name))
    return sorted(found)


def faults_of(answer) -> list[str]:
    """What is wrong with one answer, in words."""
    if answer.status_code not in (200, 302, 303, 403, 404, 405, 409):
        return [f"answers {answer.status_code}"]
    if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
        return []
    html = answer.content.decode()
    found = INLINE.findall(html)
    if len(answer.content) > KILOBYTES * 1024:
        found.append(f"weighs {len(answer.content) // 1024} KB")
    if "Content-Security-Policy" not in answer.headers:
        found.append("has no Content-Security-Policy")
    found += [
        "a form without csrf token"
        for form in POSTING.findall(html)
        if "csrfmiddlewaretoken" not in form
    ]
    if "<html" in html and '<html lang="de"' not in html:
        found.append("does not say that it is German")
    return found


@pytest.mark.parametrize("name", [*STORY, ""])
def test_every_page_opens_light_and_clean(name, things):
    client, wrong = visitor(name), []
    for url in [*all_pages(), *things]:
        found = faults_of(client.get(url))
        if found:
            wrong.append(f"{url}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["adam", "tom", "lena", "ida", ""])
def test_every_page_opens_in_a_house_without_a_school(name, db):
    """Nothing is there yet: no school, no place, no category, no authority."""
    client, wrong = Client(headers={"accept-language": "de"}), []
    if name:
        roles = {"adam": Role.ADMINISTRATOR, "tom": Role.TECHNICIAN, "lena": Role.LENDER}
        client.force_login(make_person(name, roles.get(name)))
    for url in all_pages():
        found = faults_of(client.get(url))
        if found:
            wrong.append(f"{url}: {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", STORY)
def test_no_page_asks_the_database_more_than_twelve_times(name, things):
    client, wrong = visitor(name), []
    for url in [*all_pages(), *things]:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        if len(asked) > QUERIES:
            wrong.append(f"{url}: {len(asked)}")
    assert not wrong, "\n".join(wrong)


MARKUP = "\"'><script>alert(7)</script>"
OURS = {"assets", "tickets", "loans", "people", "fields"}
# Not written by people, or read by the program itself.
MACHINERY = {
    "accent",
    "code",
    "digest",
    "icon",
    "key",
    "language",
    "logo",
    "password",
    "photo",
    "search",
    "sha256",
    "short_name",
    "token",
    "username",
}


def written_by_people():
    """Every column in which people write what they like, with its model."""
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in model._meta.concrete_fields:
            free = type(field) in (CharField, TextField) and not (
                field.choices or field.validators[:-1]
            )
            if free and field.name not in MACHINERY:
                yield model, field.name


def test_what_people_write_is_only_text_on_every_page(things):
    planted = []
    for model, name in written_by_people():
        with suppress(DatabaseError), atomic():
            model.objects.exclude(**{name: ""}).update(**{name: Concat(name, Value(MARKUP))})
            planted.append(f"{model._meta.label}.{name}")
    assert {
        "tickets.Ticket.title",
        "assets.Category.label_de",
        "people.User.first_name",
        "people.School.name",
        "loans.Loan.purpose",
        "fields.Status.label_de",
    } <= {*planted}
    loans = [f"/loans/{pk}/" for pk in Loan.objects.values_list("pk", flat=True)]
    cases = [f"/cases/{pk}/" for pk in Device.objects.cases().values_list("pk", flat=True)]
    shown = 0
    for name in ("admin", "support", ""):
        client = visitor(name)
        for url in [*all_pages(), *things, *loans, *cases]:
            answer = client.get(url)
            html = "" if answer.streaming else answer.content.decode(errors="replace")
            assert "<script>alert(7)" not in html, f"{name or 'nobody'} at {url}"
            shown += "&lt;script&gt;alert(7)" in html
    assert shown > 100


def test_the_checks_find_what_they_look_for():
    assert INLINE.findall('<p style="x"><a onclick="y"><script>z</script><script src="a">') == [
        " style=",
        " onclick=",
        "<script>",
    ]
    assert len(POSTING.findall('<form method="post"></form><form></form>')) == 1
    assert {OWN, PUBLIC} < {v for v in EXPECTED.values() if isinstance(v, str)} | {""}
