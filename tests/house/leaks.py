"""What would show that one school reaches another's things: two ways to look for it.

Unseen: every page reads the same to a stranger, letter by letter, whether the other school has
things or not. That covers words, counts, choices, exports and search at once.
Untouched: a stranger who names foreign ids in a body changes nothing.
"""

import re

from django.core.cache import cache
from django.db import transaction

from tests.house import story

ALWAYS_NEW = re.compile(
    r'(name="(?:csrfmiddlewaretoken|key|filled)" value=|"X-CSRFToken": )"[^"]*"'
)
LISTS = """
    / /?scope=all /?scope=mine /tickets/?state=all&scope= /tickets/?state=all&scope=schools
    /tickets/export.csv?state=all /tickets/held/ /tickets/new/ /devices/ /devices/?state=all
    /devices/export.csv /devices/new/ /cases/ /locations/ /locations/rooms/?q=Zimmer /labels/
    /labels/print/ /scan/ /accounts/me/
    /loans/?filters=1&state=all /loans/export.csv?state=all /loans/waiting/
    /api/v1/ /api/v1/schools/ /api/v1/locations/ /api/v1/devices/ /api/v1/labels/
    /api/v1/tickets/ /api/v1/cases/ /api/v1/loans/ /api/v1/events/ /api/v1/categories/ /api/v1/models/ /api/v1/people/
    /api/v1/tiles/ /api/v1/manufacturers/ /api/v1/statuses/ /api/v1/fields/
""".split()  # noqa: SIM905
SEARCHES = [
    "/search/?q={word}",
    "/tickets/?state=all&q={word}",
    "/devices/?state=all&q={word}",
    "/loans/?state=all&q={word}",
    "/loans/export.csv?state=all&q={word}",
    "/labels/?q={word}",
    "/tickets/export.csv?state=all&q={word}",
    "/devices/export.csv?state=all&q={word}",
    "/locations/rooms/?q={word}",
    "/api/v1/devices/?search={word}",
    "/api/v1/tickets/?search={word}",
    "/api/v1/cases/?search={word}",
    "/api/v1/loans/?search={word}",
    "/api/v1/locations/?search={word}",
    "/api/v1/labels/?search={word}",
    "/api/v1/schools/?search={word}",
    "/api/v1/events/?search={word}",
    "/api/v1/people/?search={word}",
]
FILTERS = [
    "/tickets/?state=all&device={device}",
    "/tickets/?state=all&location={room}",
    "/tickets/?state=all&school={school}",
    "/tickets/?state=all&assignee={worker}",
    "/tickets/export.csv?state=all&school={school}",
    "/tickets/new/?device={device}",
    "/tickets/new/?location={room}&school={school}",
    "/devices/?location={room}&state=all",
    "/devices/?school={school}",
    "/devices/export.csv?location={room}",
    "/devices/new/?category={category}&location={room}&school={school}",
    "/loans/?school={school}&state=all",
    "/loans/?case={case}",
    "/locations/{room}/",
    "/locations/{site}/below/",
    "/labels/print/?location={room}",
    "/labels/print/?device={device}",
    "/labels/print/?q={number}",
    "/labels/print/?labels={label}",
    "/api/v1/devices/?location={room}",
    "/api/v1/devices/?school={school}",
    "/api/v1/devices/?device={device}",
    "/api/v1/tickets/?device={device}",
    "/api/v1/tickets/?location={room}",
    "/api/v1/tickets/?school={school}",
    "/api/v1/tickets/?assignee={worker}",
    "/api/v1/locations/?parent={site}",
    "/api/v1/labels/?device={device}",
    "/api/v1/events/?ticket={ticket}",
    "/api/v1/events/?device={device}",
    "/api/v1/events/?school={school}",
    "/api/v1/events/?location={room}",
    "/api/v1/labels/?location={room}",
    "/api/v1/cases/?device={case}",
    "/api/v1/cases/?location={room}",
    "/api/v1/loans/?case={case}",
    "/api/v1/loans/?device={inside}",
    "/api/v1/loans/?location={room}",
    "/api/v1/loans/?school={school}",
    "/api/v1/events/?loan={running}",
    "/api/v1/events/?case={case}",
    "/api/v1/devices/{case}/",
    "/api/v1/cases/{case}/",
    "/api/v1/loans/{running}/",
    "/loans/{running}/",
    "/devices/{case}/",
    "/devices/{inside}/",
    "/cases/{case}/",
    "/cases/?q=IT-K",
    "/api/v1/people/?ticket={ticket}",
    "/api/v1/people/?school={school}",
]
# Pages about one's own things, which offer choices: rooms, devices, people.
OWN_FORMS = [
    "/tickets/{ticket}/",
    "/tickets/{ticket}/edit/",
    "/tickets/{ticket}/devices/",
    "/tickets/{ticket}/assign/",
    "/devices/{device}/",
    "/devices/{device}/edit/",
    "/devices/{device}/move/",
    "/labels/device/{device}/replace/",
    "/locations/{room}/",
    "/api/v1/tickets/{ticket}/",
    "/api/v1/devices/{device}/",
    "/api/v1/cases/{case}/",
    "/api/v1/loans/{running}/",
    "/loans/{running}/",
    "/loans/{running}/name_room/",
    "/loans/{running}/extend/",
    "/devices/{case}/",
    "/cases/{case}/",
]


def ids(things) -> dict:
    """The ids by which an address or body may name these things."""
    named = {
        name: getattr(things, name).pk
        for name in (
            "device",
            "label",
            "room",
            "school",
            "site",
            "ticket",
            "worker",
            "case",
            "inside",
            "running",
        )
    }
    named["person"] = things.reporter.pk
    named["case_kind"] = things.case.category_id
    return named | {"category": things.device.category_id, "number": things.device.inventory_number}


def seen_by(client, own, fill) -> list[str]:
    """The addresses that read otherwise to this person once the other school has things."""
    with transaction.atomic():
        foreign = fill()
        urls = [*LISTS, *(url.format(**ids(own)) for url in OWN_FORMS)]
        urls += [url.format(**ids(foreign)) for url in FILTERS]
        urls += [url.format(word=word) for word in foreign.words[:12] for url in SEARCHES]
        with_them = {url: _read(client, url) for url in urls}
        transaction.set_rollback(True)
    return [url for url in urls if _read(client, url) != with_them[url]]


def _read(client, url):
    cache.clear()
    answer = client.get(url)
    content = answer.getvalue().decode("utf-8", "replace")
    answer.close()
    return answer.status_code, ALWAYS_NEW.sub(r"\1", content)


def touched_by(client, own, foreign) -> list[str]:
    """The bodies with foreign ids in them that changed something."""
    mine = ids(own) | {"ticket": own.handled.pk}
    return [name for name, *knock in _bodies(mine, ids(foreign)) if _changes(client, *knock)]


def _changes(client, method, url, body):
    before = story.rows()
    with transaction.atomic():
        kind = {"content_type": "application/json"} if url.startswith("/api/") else {}
        getattr(client, method)(url, body, **kind)
        found = story.changed(before)
        transaction.set_rollback(True)
    return found


def _bodies(own, its):
    """What a form or program of one school would send to reach another's things."""
    ticket, device = f"/api/v1/tickets/{own['ticket']}/", f"/api/v1/devices/{own['device']}/"
    yield "ticket takes device", "patch", ticket, {"devices": [its["device"]]}
    yield "ticket takes room", "patch", ticket, {"location": its["room"]}
    yield "ticket goes to person", "post", f"{ticket}assign/", {"assignee": its["person"]}
    new = {"title": "Fremd"}
    yield "new at school", "post", "/api/v1/tickets/", new | {"school": its["school"]}
    yield "new about device", "post", "/api/v1/tickets/", new | {"devices": [its["device"]]}
    yield "new in room", "post", "/api/v1/tickets/", new | {"location": its["room"]}
    yield "device to room", "post", f"{device}move/", {"location": its["room"]}
    yield "device to school", "post", f"{device}move/", {"school": its["school"]}
    thing = {"category": its["category"], "school": its["school"]}
    yield "new device", "post", "/api/v1/devices/", thing
    yield "labels", "post", "/api/v1/labels/", {"devices": [own["device"], its["device"]]}
    lend = f"/api/v1/loans/{own['running']}/"
    span = {"start": "2030-01-01", "end": "2030-12-31", "purpose": "x", "responsible": "x"}
    kind = {"category": own["case_kind"]}
    yield "loan for school", "post", "/api/v1/loans/", span | kind | {"school": its["school"]}
    mine = span | {"school": own["school"], "case": its["case"]}
    yield "loan of case", "post", "/api/v1/loans/", mine
    yield "loan takes case", "patch", lend, {"case": its["case"]}
    yield "loan in room", "post", f"{lend}name_room/", {"location": its["room"]}
    fault = {"device": its["inside"], "description": "x"}
    yield "loan fault", "post", f"{lend}report_fault/", fault
    spare = {"slot": 1, "spare": its["device"]}
    yield "loan swap", "post", f"{lend}swap/", spare
    yield "loan scan", "post", f"{lend}scan_in/", {"code": f"{its['number']}"}
    page = f"/tickets/{own['ticket']}/"
    yield "page takes device", "post", f"{page}devices/", {"devices": [its["device"]]}
    yield "page goes to person", "post", f"{page}assign/", {"to": its["person"]}
    words = {"title": "Fremd", "description": "", "location": its["room"]}
    yield "page takes room", "post", f"{page}edit/", words
    yield "page new", "post", "/tickets/new/", new | {"school": its["school"]}
    yield "page new about", "post", "/tickets/new/", new | {"device": its["device"]}
    move = {"school": its["school"], "location": its["room"]}
    yield "page move", "post", f"/devices/{own['device']}/move/", move
    yield "page register", "post", "/devices/new/", thing | {"inventory_number": "FREMD-7"}
    sheet = f"/labels/print/?device={its['device']}&device={own['device']}"
    yield "page labels", "post", sheet, {"format": "az-3475", "first": 1}
