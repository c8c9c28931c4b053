"""A hundred reports a second on one label, from one address: everybody else still gets through."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, suppress

import pytest
from django.conf import settings
from django.db import connection

from itsm.guards.once import new_key
from tests.bench.server import Client, hidden_fields, running
from tests.conftest import make_device, make_label
from tickets.models import Report

pytestmark = [
    pytest.mark.prove,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
]
A_SECOND, HANDS, OTHERS, PATIENCE = 100, 20, 4, 300


@pytest.fixture
def port(tmp_path):
    """The web as a county runs it, on the database of this test; where it listens."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: another process reads what the test wrote")
    where = {
        **os.environ,
        "DATABASE_URL": "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict),
        "SECRET_KEY": "for proofs only, " * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "ITSM_VAR": str(tmp_path),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=where, cwd=settings.BASE_DIR, check=True)
    with running(where) as client:
        client.connection.close()
        yield client.connection.port


def test_a_flood_on_one_label_shuts_nobody_else_out(port, label, beamers, deich, room204):
    neighbour = make_label(make_device("GAD-00999", beamers, deich, room204))
    enough, answers, others = threading.Event(), Counter(), Counter()
    hands = [
        threading.Thread(target=_flood, args=(port, label.code, enough, answers))
        for _hand in range(HANDS)
    ]
    for hand in hands:
        hand.start()
    try:
        _wait_until_refused(answers)
        for _person in range(OTHERS):
            _report(port, neighbour.code, others)
    finally:
        enough.set()
        for hand in hands:
            hand.join()

    states = Counter(Report.objects.filter(label=label).values_list("state", flat=True))
    told = Report.objects.filter(label=neighbour).values_list("state", flat=True)
    assert (set(answers), states["held"]) == ({303, 429}, 50)
    assert (dict(others), list(told)) == ({303: OTHERS}, ["accepted"] * OTHERS)


def _wait_until_refused(answers):
    """Until twenty are tickets and fifty wait for a look: the flood has all it can get."""
    deadline = time.monotonic() + PATIENCE
    while not answers[429]:
        assert time.monotonic() < deadline, answers
        time.sleep(0.2)


def _flood(port, code, enough, answers):
    """One of many hands that look once and never stop, each report a new one."""
    page = _ask(port, f"/q/{code}")
    while not enough.is_set():
        began = time.monotonic()
        with suppress(OSError):  # who floods may be cut off
            _send(port, code, page, answers)
        time.sleep(max(0, HANDS / A_SECOND - (time.monotonic() - began)))


def _report(port, code, answers):
    """Scan, look for four seconds, send; what came back is counted."""
    page = _ask(port, f"/q/{code}")
    time.sleep(4)
    _send(port, code, page, answers)


def _send(port, code, page, answers):
    fields = hidden_fields(page.html) | {"description": new_key(), "key": new_key()}
    answers[_ask(port, f"/q/{code}", page.cookies, fields).status] += 1


def _ask(port, *what):
    client = Client(port)
    with closing(client.connection):
        return client.ask(*what)
