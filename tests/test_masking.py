"""Addresses that open something by themselves stand in no log and in no kept mail."""

import logging
import re
from copy import deepcopy
from io import StringIO
from logging.config import dictConfig
from pathlib import Path

import pytest
from django.conf import settings

from itsm.masking import MaskedLines, mask, secrets_in
from tests.house.addresses import patterns_with_words

SECRET = "172-3MVYWFT6MC3J596P4B8S8R5VEP"
# Words in addresses that open nothing: numbers, kinds, names of steps, printed codes, a hash.
HARMLESS = {
    "pk",
    "number",
    "code",
    "format",
    "format_id",
    "step",
    "decision",
    "kind",
    "act",
    "form",
    "owner_type",
    "owner_id",
    "state",
    "digest",
    "mark",
}


def secret_addresses():
    """Every address of the URL table with a word that may be a secret, filled in."""
    for pattern, words in patterns_with_words():
        if set(words) - HARMLESS:
            yield _filled(pattern)


def _filled(pattern):
    """ "^[rR]/(?P<receipt>[^/]+)/files/(?P<number>\\d{1,18})/?$" as somebody would ask for it."""
    path = re.sub(r"\(\?P<number>[^)]*\)", "7", pattern)
    path = re.sub(r"\(\?P<\w+>(?:[^()]|\([^)]*\))*\)|<[^>]*>", SECRET, path)
    return "/" + re.sub(r"[\^$?]", "", path.replace("[rR]", "r"))


def test_there_are_such_addresses():
    found = set(secret_addresses())
    assert {
        f"/r/{SECRET}/",
        f"/r/{SECRET}/reopen/",
        f"/r/{SECRET}/files/7/",
        f"/accounts/invitation/{SECRET}/",
        f"/loans/feeds/{SECRET}.ics",
        f"/accounts/password/reset/key/{SECRET}-{SECRET}/",
    } <= found


@pytest.mark.parametrize("path", sorted(secret_addresses()))
def test_no_log_tells_it(path):
    assert SECRET not in nginx(path)
    assert SECRET not in mask(f"Conflict: {path}")
    assert SECRET not in mask(f'Read it here: https://it.example.org{path}, "{path}"')


@pytest.mark.parametrize("path", ["/", "/tickets/4711/", "/q/319G66T7BVZR4R2S", "/loans/7/edit/"])
def test_what_opens_nothing_stays_readable(path):
    assert (nginx(path), mask(f"Conflict: {path}")) == (path, f"Conflict: {path}")


def test_what_was_masked_once_stays_as_it_is():
    once = mask(f"https://it.example.org/r/{SECRET}\n/R/{SECRET}/comment?x=1")
    assert (once, mask(once), secrets_in(once)) == (
        "https://it.example.org/r/-\n/R/-/comment?x=1",
        once,
        [],
    )
    assert secrets_in(f"/R/{SECRET} /loans/feeds/{SECRET}.ics") == ["receipt", "calendar"]


@pytest.fixture
def written():
    """The log as the program sets it up, into a string."""
    told, config = StringIO(), deepcopy(settings.LOGGING)
    config["handlers"]["console"]["stream"] = told
    dictConfig(config)
    yield told.getvalue
    dictConfig(settings.LOGGING)


def test_a_refused_request_is_logged_without_its_receipt(client, db, written):
    answer = client.post(f"/r/{SECRET}/reopen")
    assert answer.status_code >= 400
    told = written()
    assert (SECRET in told, "/r/-/reopen" in told) == (False, True)


@pytest.mark.parametrize("name", ["django.request", "django.server", "itsm.outbox", "other"])
def test_no_logger_tells_a_secret_nor_does_a_traceback(name, written):
    try:
        raise ValueError(f"/loans/feeds/{SECRET}.ics")
    except ValueError:
        logging.getLogger(name).exception("Forbidden: %s", f"/accounts/invitation/{SECRET}/")
    told = written()
    assert (SECRET in told, "/accounts/invitation/-/" in told, "/loans/feeds/-" in told) == (
        False,
        True,
        True,
    )


def test_gunicorn_masks_its_lines_too():
    from itsm import wsgi  # noqa: F401  the door sets it up

    for name in ("gunicorn.error", "gunicorn.access"):
        assert [type(one) for one in logging.getLogger(name).filters][-1:] == [MaskedLines]
    record = logging.LogRecord("gunicorn.error", 40, "", 1, "Error: %s", (f"/r/{SECRET}",), None)
    assert (MaskedLines().filter(record), record.getMessage()) == (True, "Error: /r/-")


def nginx(path):
    """What nginx writes for this address: the first line of its map that fits."""
    site = Path(settings.BASE_DIR, "deploy/nginx.conf").read_text()
    block = re.search(r"map \$uri \$logged_uri \{(.*?)\n\}", site, re.S).group(1)
    for pattern, shown in re.findall(r"^\s+~(\S+)\s+(\S+);", block, re.M):
        if found := re.search(pattern, path):
            return re.sub(r"\$(\d)", lambda n: found.group(int(n.group(1))), shown)
    return path
