"""Every list of the program, page by page: nothing twice, nothing left out without a word."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from itsm.journal.models import Event
from itsm.journal.record import record_many
from itsm.outbox.workflow import post_mail

BEYOND = "Eine Seite 99 gibt es nicht. Das ist die letzte, Seite 1."
# Whatever asks for a page, as people who see something in it.
LISTS = {
    "/tickets/": "tom",
    "/devices/": "tom",
    "/labels/": "tom",
    "/tickets/held/": "tom",
    "/loans/": "lena",
    "/cases/": "lena",
    "/loans/open/": "lena",
    "/loans/trainings/": "lena",
    "/loans/experiences/": "lena",
    "/loans/plan/": "lena",
    "/settings/people/": "adam",
    "/settings/schools/": "adam",
    "/settings/categories/": "adam",
    "/settings/models/": "adam",
    "/settings/manufacturers/": "adam",
    "/settings/outbox/": "adam",
    "/settings/journal/": "adam",
}


@pytest.mark.parametrize(("url", "name"), LISTS.items())
def test_a_page_that_is_not_there_is_told(url, name, deich_things, window):
    post_mail("anna@example.org", "Neu", "Text")
    client = window(name)
    first, beyond = client.get(url), client.get(f"{url}?page=99")
    assert [first.status_code, beyond.status_code] == [200, 200]
    told = [" ".join(page.content.decode().split()) for page in (first, beyond)]
    assert [BEYOND in one for one in told] == [False, True]


def test_the_pages_of_the_journal_are_the_journal(deich_things, people, window):
    """All written in one moment: the hardest order to keep."""
    at, line = Event.objects.first().at, {"what": "look", "name": "", "changes": {}}
    record_many(
        (
            people["adam"],
            "setting.changed",
            [deich_things.school],
            "authority",
            None,
            at,
            {**line, "name": f"Nr. {n:03}."},
        )
        for n in range(120)
    )
    client, found = window("adam"), []
    for page in range(1, 9):
        html = client.get(f"/settings/journal/?page={page}").content.decode()
        found += re.findall(r"Nr\. \d{3}\.", html)
        if 'rel="next"' not in html:
            break
    assert sorted(found) == [f"Nr. {n:03}." for n in range(120)]


def test_the_pages_of_the_api_are_the_whole_list(deich_things, people, window):
    things, client = deich_things, window("tom")
    at = Event.objects.first().at
    record_many(
        (people["tom"], "device.stored", [things.device], "school", None, at, {"note": str(n)})
        for n in range(45)
    )
    url, ids = "/api/v1/events/?page_size=10", []
    while url:
        answer = client.get(url).json()
        ids += [row["id"] for row in answer["results"]]
        url = answer["next"]
    assert (len(ids), len(set(ids))) == (answer["count"], answer["count"])
    beyond = client.get("/api/v1/events/?page_size=10&page=99")
    assert (beyond.status_code, beyond["Content-Type"]) == (404, "application/problem+json")


def test_there_is_one_way_to_page():
    """Django's own would count everything, and show its last page for any that is not there."""
    root = Path(settings.BASE_DIR)
    users = {
        str(path.relative_to(root))
        for app in ("itsm", "assets", "tickets", "loans")
        for path in root.glob(f"{app}/**/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.core.paginator"
    }
    assert users == {"itsm/web/paging.py", "itsm/web/style.py"}
