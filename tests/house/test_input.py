"""Whatever somebody sends, no page and no route of the API breaks: made from the table of addresses,
the forms on the pages and the schema.

In `make test` each place gets one of the values, and the next place the next one, on SQLite; in
`make prove` four, on both databases. Where it begins is another one every time, by the seed.
"""

import json
import random
import traceback
from itertools import count
from types import SimpleNamespace

import pytest
from django.core import signing
from django.db import transaction
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.http import urlencode
from drf_spectacular.generators import SchemaGenerator

from itsm.fields.models import CustomField
from tests.house import addresses, nasty
from tests.house.expectations import EXPECTED, OWN, PUBLIC

MORE = pytest.param(4, marks=[pytest.mark.prove, pytest.mark.both])


class Turns:
    """The next few values of a list, and the others the next time."""

    def __init__(self, values, each):
        self.values, self.each = values, each
        self.turn = count(random.randrange(len(values)))  # by the seed of the order

    def next(self):
        """So many values."""
        first = next(self.turn) * self.each
        return [self.values[(first + n) % len(self.values)] for n in range(self.each)]


class Sender:
    """Sends, takes everything back, and keeps what broke: (where, what)."""

    def __init__(self, client):
        self.client, self.broken, self.sent = client, [], 0

    def send(self, method, url, *args, **kwargs):
        """The answer; None where it broke."""
        self.sent += 1
        try:
            with transaction.atomic():
                answer = getattr(self.client, method)(url, *args, **kwargs)
                body = b"" if answer.streaming else answer.content
                answer.close()
                transaction.set_rollback(True)
        except Exception as error:
            last = [
                f
                for f in traceback.extract_tb(error.__traceback__)
                if "/site-packages/" not in f.filename
            ][-1]
            place = f"{last.filename.rsplit('/', 2)[-1]}:{last.lineno} {last.name}"
            self.broken.append(f"{method} {url[:70]} {str(args)[:90]}: {error!r:.160} at {place}")
            return None
        if answer.status_code >= 500:
            self.broken.append(f"{method} {url[:70]} {str(args)[:90]}: {answer.status_code}")
        return SimpleNamespace(status_code=answer.status_code, content=body)


def told(broken) -> str:
    """The first of them; a page of thousands helps nobody."""
    return "\n".join([f"{len(broken)} broke, the first of them:", *broken[:12]])


@pytest.fixture
def own_fields(catalogue):
    """A field of each kind of own, so that forms and filters have them."""
    for number, kind in enumerate(CustomField.Kind.values):
        CustomField.objects.create(
            owner_type="ticket",
            owner_id=0,
            key=f"key{number}",
            kind=kind,
            label_de=f"Feld {kind}",
            label_en=f"Field {kind}",
            choices=[{"value": "a", "de": "A"}],
            in_list=True,
        )


@pytest.fixture
def sender(window, deich_things, own_fields):
    """An administrator, who gets through nearly everywhere."""
    return Sender(window("adam"))


@pytest.fixture
def urls(deich_things) -> list[str]:
    """Every address: those about a thing with the thing, the others as they are."""
    found = [address.url for address in addresses.of_things(deich_things)]
    for name, asked in addresses.routes().items():
        if not asked and EXPECTED.get(name) in (OWN, PUBLIC) and not name.endswith("/"):
            found.append(reverse(name))
    code, receipt = deich_things.label.code, deich_things.receipt
    return [url for url in [*found, f"/q/{code}", f"/r/{receipt}"] if "logout" not in url]


@pytest.mark.parametrize("each", [1, MORE])
def test_no_query_breaks_a_page(sender, urls, each):
    turns, names = Turns(nasty.VALUES, each), nasty.query_names()
    names += [f"cf_key{number}" for number in range(len(CustomField.Kind.values))]
    for url in urls:
        for value in turns.next():
            page = sender.send("get", f"{url}?{urlencode(dict.fromkeys(names, value))}")
        # And one at a time, where one that is refused hides the others.
        for _action, fields in _forms(page, "get"):
            for name in fields:
                for value in turns.next():
                    sender.send("get", f"{url}?{urlencode({name: value})}")
    assert not sender.broken, told(sender.broken)


@pytest.mark.parametrize("each", [1, MORE])
def test_no_address_breaks(sender, deich_things, each):
    turns = Turns([*nasty.VALUES, "0", "9" * 18, "9" * 25, "contract", "%"], each)
    for name, asked in addresses.routes().items():
        for value in turns.next() if asked else ():
            for method in ("get", "post"):
                if url := _filled(name, asked, value) or _filled(name, asked, "9" * 25):
                    sender.send(method, url)
    assert not sender.broken, told(sender.broken)


def _filled(name, asked, value):
    try:
        return reverse(name, kwargs=dict.fromkeys(asked, value))
    except NoReverseMatch:
        return ""


@pytest.mark.parametrize("each", [1, MORE])
def test_no_field_of_a_form_breaks_a_page(sender, urls, each):
    turns, seen = Turns(nasty.VALUES, each), set()
    for url in urls:
        page = None if url.startswith("/api") else sender.send("get", url)
        for action, fields in _forms(page, "post"):
            to = action if action.startswith("/") else url
            names = [n for n in fields if n != "csrfmiddlewaretoken"]
            if (kind := (_shape(to), *names)) in seen or "logout" in to:
                continue
            seen.add(kind)
            for name in [*names, "key"]:
                for value in turns.next():
                    sender.send("post", to, {**fields, name: value})
    assert not sender.broken, told(sender.broken)


def _forms(page, method):
    is_page = page is not None and b"<form" in page.content
    return nasty.Forms(page.content.decode(errors="replace"), method).found if is_page else []


def _shape(url):
    return "".join("0" if c.isdigit() else c for c in url)


@pytest.mark.parametrize("each", [1, MORE])
def test_no_cookie_breaks_a_page(sender, settings, each):
    names = [
        settings.SESSION_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        "csrftoken",
        "messages",
        "known_browser",
        "theme",
    ]
    for name in names:
        for value in [
            *nasty.VALUES[: each * 5],
            '"\\000aaaaaaaa"',
            signing.dumps([1], salt="known_browser"),
        ]:
            for url in ("/", "/accounts/login/", "/report/"):
                cookie = f"{name}={value}".replace("\x00", "\\000")
                # As a server hands it over: its bytes, each taken for a letter.
                sent = cookie.encode("utf-8", "surrogatepass").decode("latin-1")
                sender.send("get", url, HTTP_COOKIE=sent)
    assert not sender.broken, told(sender.broken)


@pytest.mark.parametrize("each", [1, MORE])
def test_no_body_breaks_the_api(sender, deich_things, each):
    turns, bodies = Turns(nasty.JSON, each), _bodies()
    found = [a.url for a in addresses.of_things(deich_things) if a.url.startswith("/api/")]
    lists = [f"/api/v1/{kind}/" for kind in ("tickets", "devices", "loans", "labels", "cases")]
    for url in [*found, *lists]:
        for method, names in bodies.get(_template(url), {}).items():
            whole = [dict.fromkeys(names, value) for value in turns.next()]
            single = [{name: value} for name in names for value in turns.next()]
            for body in [*turns.next(), *whole, *single]:
                sender.send(method, url, json.dumps(body), content_type="application/json")
            sender.send(method, url, "[" * 5000, content_type="application/json")
    assert not sender.broken, told(sender.broken)


def _template(url):
    """An address as the schema writes it: `/api/v1/tickets/{number}/solve/`."""
    for name, value in resolve(url).kwargs.items():
        url = url.replace(f"/{value}/", f"/{{{name}}}/", 1)
    return url


def _bodies() -> dict[str, dict[str, list[str]]]:
    """By address and method, the names a body may hold."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    found = {}
    for path, methods in schema["paths"].items():
        for method in set(methods) & {"post", "patch", "put"}:
            asked = methods[method].get("requestBody", {}).get("content", {})
            kind = asked.get("application/json", {}).get("schema", {})
            named = schema["components"]["schemas"].get(
                kind.get("$ref", "").rsplit("/", 1)[-1], kind
            )
            found.setdefault(path, {})[method] = sorted(named.get("properties", {}))
    return found
